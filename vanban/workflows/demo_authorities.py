"""The rights of the demo's people, so that the demonstration signs as an office does: chair, deputy, clerk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from vanban.domain.authority import Authority, Basis
from vanban.domain.batch import Capacity, Purpose
from vanban.workflows.authorities import AuthorityOffice, give_authority, today

GIVEN_BY = "quantri"
UNIT = "van-phong"
"""The demo's office."""
_REGULATION = Basis("01", "QĐ-UBND", dt.date(2026, 1, 5))
"""An invented decision of the invented office."""


def give_demo_authorities(people: Sequence[tuple[str, Purpose, str]], *, unit: str, office: AuthorityOffice) -> int:
    """Give the demo's people (account, purpose, title) their rights in a unit, unless any row is there.

    Returns how many were given.
    An office that has rows of its own is left alone.
    """
    with office.register.begin() as uow:
        if uow.authorities.list():
            return 0
    given = list(_rows(list(dict.fromkeys(people)), unit=unit, office=office))
    for row in given:
        give_authority(row, actor=GIVEN_BY, office=office)
    return len(given)


def _rows(people: Sequence[tuple[str, Purpose, str]], *, unit: str, office: AuthorityOffice) -> Iterator[Authority]:
    head = next((name for name, purpose, title in people if purpose is Purpose.SIGN and not _is_deputy(title)), "")
    for account, purpose, title in people:
        deputy = purpose is Purpose.SIGN and _is_deputy(title)
        capacities = (Capacity.DIRECT, Capacity.TM) if purpose is Purpose.SIGN else (Capacity.DIRECT,)
        for capacity in (Capacity.KT,) if deputy else capacities:
            yield Authority(
                id="",
                account=account,
                office=unit,
                capacity=capacity,
                valid_from=today(office.clock) - dt.timedelta(days=1),
                given_by=GIVEN_BY,
                given_at=office.clock.now(),
                purpose=purpose,
                on_behalf_of=head if deputy else "",
                basis=_REGULATION,
            )


def _is_deputy(title: str) -> bool:
    return title.upper().startswith("PHÓ")
