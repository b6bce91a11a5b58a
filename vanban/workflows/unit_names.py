"""What units are called: papers say *Phòng Nội vụ*, where folders and accounts say ``phong-noi-vu``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from vanban.domain.directions import Opinion, Slip

UnitNames = Mapping[str, str]
"""Name of a unit by its code; a unit without one is called by its code."""


def with_unit_names(slip: Slip, names: UnitNames) -> Slip:
    """Return the slip as it is read: who was given the document is called by name."""
    if not names:
        return slip
    return dataclasses.replace(slip, opinions=tuple(_named(one, names) for one in slip.opinions))


def _named(opinion: Opinion, names: UnitNames) -> Opinion:
    given = tuple(dataclasses.replace(one, who=names.get(one.who, one.who)) for one in opinion.assignments)
    return dataclasses.replace(opinion, assignments=given)
