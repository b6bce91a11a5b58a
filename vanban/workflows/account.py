"""Account: prove against disk, register and object store that every dropped file is in exactly one visible state."""

from __future__ import annotations

import datetime as dt
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from vanban.domain.backup import RESTORED, SITE
from vanban.domain.copies import CLAIM_OF_COPY
from vanban.domain.disposal import PREFIX, DisposalItem
from vanban.domain.document import Document, State
from vanban.domain.evidence import ArchiveReceipt
from vanban.domain.identifiers import original_key
from vanban.domain.intake import Account, Disposition, IntakeItem
from vanban.intake import looking, spool
from vanban.intake.filing import Cabinet
from vanban.ports import ARCHIVE, RECORDS, Clock, ObjectStore, Register

_ALL = 1_000_000
TAKEN, SUBJECT = "account.taken", "account"
"""Name and subject of the event that a kept account leaves."""
_TOLD = 200
"""Contradictions that such an event tells, one sentence each; how many there are, it says besides."""
_ARCHIVED = frozenset({State.ARCHIVED, State.DISPOSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOffice:
    """Everything that accounting needs."""

    register: Register
    store: ObjectStore
    cabinet: Cabinet
    intake: Path
    clock: Clock
    sleep: Callable[[float], None] = time.sleep


def take_account(office: AccountOffice) -> Account:
    """Count every term and name each contradiction. Reads only; call it at any moment, also after a crash.

    Disk and register cannot be read in one instant while the system works: a contradiction counts only if it is still
    there at a second and third look.
    """
    account = _take_once(office)
    for pause in (0.5, 2.0):
        if account.balanced:
            return account
        office.sleep(pause)
        again = _take_once(office)
        account = replace(again, problems=tuple(p for p in again.problems if p in account.problems))
    return account


def keep_account(office: AccountOffice) -> Account:
    """Take the account and leave its outcome in the log of events, for whoever cannot wait until it is taken."""
    account = take_account(office)
    with office.register.begin() as uow:
        said = {
            **account.as_json(),
            "problems": list(account.problems[:_TOLD]),
            "contradictions": len(account.problems),
        }
        uow.events.append(at=office.clock.now(), actor="vanban", name=TAKEN, subject=SUBJECT, data=said)
        uow.commit()
    return account


def _take_once(office: AccountOffice) -> Account:
    # Disk before register: a file that moves on meanwhile is then counted once, by its row.
    in_intake = sum(1 for _ in looking.entries(office.intake))
    claims, faults = spool.payloads_and_faults(office.cabinet.spool)
    in_spool = set(claims)
    with office.register.begin() as uow:
        items = {item.claim_id: item for item in uow.intake.list(limit=_ALL)}
        documents = {d.claim_id: d for d in uow.documents.list(limit=_ALL, bare=True)}
        receipts = {receipt.document_id: receipt for receipt in uow.receipts.list(limit=_ALL)}
        restored_at = max((one.at for one in uow.events.list(subject=SITE) if one.name == RESTORED), default=None)
        tombstones = uow.disposals.tombstones()
        problems = [*_rows_without_documents(items, documents), *uow.events.verify_chain()]
    problems += faults
    problems += _unproven(documents, receipts, office)
    problems += _without_tombstone(documents, tombstones, office)
    problems += _misplaced(items, documents, in_spool, office.cabinet, restored_at)
    counted = [item.disposition for item in items.values()]
    states = [document.state for document in documents.values()]
    final = {State.ARCHIVED, State.DISPOSED, State.RETURNED, State.SUSPECT}
    return Account(
        waiting=in_intake + len(in_spool - items.keys()),
        suspect=counted.count(Disposition.SUSPECT) + states.count(State.SUSPECT),
        quarantined=counted.count(Disposition.QUARANTINED),
        duplicate=counted.count(Disposition.DUPLICATE),
        in_progress=sum(state not in final for state in states),
        archived=states.count(State.ARCHIVED) + states.count(State.DISPOSED),
        disposed=states.count(State.DISPOSED),
        returned=states.count(State.RETURNED),
        problems=tuple(problems),
    )


def _rows_without_documents(items: dict[str, IntakeItem], documents: dict[str, Document]) -> Iterator[str]:
    accepted = {claim for claim, item in items.items() if item.disposition is Disposition.ACCEPTED}
    for claim in accepted - documents.keys():
        yield f"claim {claim} was accepted but has no document"
    for claim in documents.keys() - accepted:
        if claim.startswith(CLAIM_OF_COPY):
            continue  # nobody dropped it: it was made here of another document
        yield f"document {documents[claim].id} has no accepted claim"


def _unproven(
    documents: dict[str, Document], receipts: dict[str, ArchiveReceipt], office: AccountOffice
) -> Iterator[str]:
    for document in documents.values():
        if document.state is State.DISPOSED:
            continue
        stored = office.store.stat(RECORDS, original_key(document.sha256))
        if stored is None or stored.size != document.size:
            yield f"document {document.id}: its original is not in the object store"
        if document.state is State.ARCHIVED:
            yield from _unlocked(document, receipts.get(document.id), office)


def _without_tombstone(
    documents: dict[str, Document], tombstones: Mapping[str, tuple[str, DisposalItem]], office: AccountOffice
) -> Iterator[str]:
    for document in documents.values():
        if document.state is not State.DISPOSED:
            continue
        list_id, item = tombstones.get(document.id, ("", None))
        stored = office.store.stat(ARCHIVE, f"{PREFIX}{list_id}/{document.id}.json") if item else None
        if stored is None or stored.retention_mode != "COMPLIANCE":
            yield f"document {document.id} was disposed of without a tombstone under lock"


def _unlocked(document: Document, receipt: ArchiveReceipt | None, office: AccountOffice) -> Iterator[str]:
    if receipt is None:
        yield f"document {document.id} is archived without a receipt"
        return
    now = office.clock.now()
    for key in receipt.objects:
        stored = office.store.stat(ARCHIVE, key)
        if stored is None:
            yield f"document {document.id}: {key} is missing from the archive"
        elif stored.retention_mode != "COMPLIANCE" or stored.retain_until is None:
            yield f"document {document.id}: {key} is not locked"
        elif stored.retain_until < min(now, receipt.retain_until):  # a lock may end with its term
            yield f"document {document.id}: the lock of {key} ended early"


def _misplaced(
    items: dict[str, IntakeItem],
    documents: dict[str, Document],
    in_spool: set[str],
    cabinet: Cabinet,
    restored_at: dt.datetime | None,
) -> Iterator[str]:
    for disposition in Disposition:
        expected = {c for c, item in items.items() if item.disposition is disposition}
        held = cabinet.held(disposition)
        for claim in held - expected:
            yield f"claim {claim} lies in {cabinet.folder_of(disposition).name} but the register says otherwise"
        if disposition is Disposition.ACCEPTED:
            # An intake copy may go once its document is archived, not before.
            expected = {c for c in expected if c in documents and documents[c].state not in _ARCHIVED}
        # Files that were refused never leave the intake host, so they are lost with it: that is on record then.
        lost = {c for c in expected if restored_at is not None and items[c].received_at <= restored_at}
        for claim in expected - held - in_spool - lost:
            yield f"claim {claim} is {disposition} but its file is gone"
    for claim, item in items.items():
        if item.disposition is Disposition.SUSPECT and claim not in in_spool and _is_open(claim, cabinet):
            yield f"suspect {claim} is not locked"


def _is_open(claim: str, cabinet: Cabinet) -> bool:
    seen = looking.look_at(cabinet.suspects / claim / spool.PAYLOAD)
    return seen is not None and stat.S_IMODE((cabinet.suspects / claim / spool.PAYLOAD).lstat().st_mode) != 0
