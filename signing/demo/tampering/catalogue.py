"""All cases, good and bad."""

from __future__ import annotations

from signing.demo.tampering import (
    certificates,
    cms_changes,
    controls,
    forgery,
    incremental_saving,
    increments,
    shadows,
    structures,
    wrapping,
)
from signing.demo.tampering.case import Case


def catalogue() -> list[Case]:
    """Return every case, the good controls first."""
    attacks = (incremental_saving, forgery, wrapping, shadows, structures, increments, cms_changes, certificates)
    return [*controls.controls(), *(case for module in attacks for case in module.cases())]
