"""What waits for a signature is found however much waits for another one, and in working order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.batch import Purpose
from vanban.domain.document import Urgency
from vanban.workflows.assemble_batch import waiting_for


def more_like(office, document, count: int, *, kind: str) -> list[str]:
    """Add documents in the state of one that is there, each received a second after the one before."""
    entry = replace(document.entry, type_name=kind)
    added = [
        replace(
            document,
            id=f"{kind}-{n:04}",
            claim_id=f"{kind}-{n:04}",
            entry=entry,
            received_at=document.received_at + dt.timedelta(seconds=n + 1),
        )
        for n in range(count)
    ]
    with office.memory.begin() as uow:
        for one in added:
            uow.documents.add(one)
        uow.commit()
    return [one.id for one in added]


@pytest.mark.parametrize(
    ("purpose", "many", "few"), [(Purpose.SEAL, "công văn", "bản sao y"), (Purpose.SIGN, "bản sao y", "công văn")]
)
def test_what_waits_is_found_behind_a_thousand_that_wait_for_another_signature(office, purpose, many, few) -> None:
    office.registered(1)
    first = office.document()
    more_like(office, first, 1001, kind=many)
    later = replace(first, received_at=first.received_at + dt.timedelta(hours=1))
    wanted = more_like(office, later, 2, kind=few)
    found = [document.id for document in waiting_for(purpose, office="van-phong", room=office.approval)]
    assert found == ([first.id] if purpose is Purpose.SIGN else []) + wanted


def test_the_most_urgent_come_first_and_the_list_is_bounded(office) -> None:
    office.registered(1)
    first = office.document()
    more_like(office, first, 3, kind="công văn")
    pressing = replace(first, urgency=Urgency.EXPRESS)
    (urgent,) = more_like(office, pressing, 1, kind="tờ trình")
    found = waiting_for(Purpose.SIGN, office="van-phong", room=office.approval, limit=3)
    assert [document.id for document in found] == [urgent, first.id, "công văn-0000"]
