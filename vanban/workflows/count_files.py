"""The terms of the accounting identity as the register and the intake folders have them now: quick at any size.

It holds the sums against each other. That every file is where its row says is proven by ``workflows.account``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vanban.domain.document import State
from vanban.domain.figures import UNDER_WAY
from vanban.domain.intake import Account, Disposition
from vanban.intake import looking, spool
from vanban.workflows.account import AccountOffice


def count_files(office: AccountOffice) -> Account:
    """Count every term; the problems are sums that do not agree."""
    # Disk before register, as the proof does: a file that moves on meanwhile is then counted once, by its row.
    in_intake = sum(1 for _ in looking.entries(office.intake))
    in_spool, faults = spool.payloads_and_faults(office.cabinet.spool)
    with office.register.begin() as uow:
        items, documents, made_here = uow.intake.counts(), uow.documents.counts(), uow.copies.count()
        unseen = sum(uow.intake.get(claim) is None for claim in in_spool)
    return Account(
        waiting=in_intake + unseen,
        suspect=items.get(Disposition.SUSPECT, 0) + documents.get(State.SUSPECT, 0),
        quarantined=items.get(Disposition.QUARANTINED, 0),
        duplicate=items.get(Disposition.DUPLICATE, 0),
        in_progress=sum(documents.get(state, 0) for state in UNDER_WAY),
        archived=documents.get(State.ARCHIVED, 0) + documents.get(State.DISPOSED, 0),
        disposed=documents.get(State.DISPOSED, 0),
        returned=documents.get(State.RETURNED, 0),
        problems=(*faults, *_disagreeing(items, documents, made_here)),
    )


def _disagreeing(items: Mapping[Disposition, int], documents: Mapping[State, int], made_here: int) -> Iterator[str]:
    # Nobody handed in the copies that were made here of other documents.
    accepted, there = items.get(Disposition.ACCEPTED, 0), sum(documents.values()) - made_here
    if accepted != there:
        yield f"{accepted} claims were accepted, {there} documents are in the register"
