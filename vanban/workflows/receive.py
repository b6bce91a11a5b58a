"""Receive: from a settled file in the intake folder to an outcome in the register, losing nothing at any line.

The order is the safety: examine, then original to the object store, then the register's row, then the intake copy away.
A crash between two steps leaves a state from which the same call goes on.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from vanban.domain.document import Document, State, Urgency
from vanban.domain.errors import DuplicateError, ServiceUnavailableError, VanbanError
from vanban.domain.identifiers import new_id, original_key
from vanban.domain.intake import HANDED_IN, Claim, Disposition, IntakeItem
from vanban.domain.reading import Examination
from vanban.intake import looking, spool
from vanban.intake.filing import Cabinet
from vanban.intake.settling import Completeness, Patience, settle
from vanban.ports import RECORDS, Clock, Examiner, ObjectStore, Register
from vanban.workflows.second_look import is_released
from vanban.workflows.take_back import take_back_reopened
from vanban.workflows.tell_people import tell_not_taken_in

_log = logging.getLogger(__name__)


LOOK_AGAIN = dt.timedelta(seconds=5)
"""Time after which a pass looks whether more has come; taking it up costs a settle time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Everything that receiving needs."""

    register: Register
    store: ObjectStore
    examiner: Examiner
    clock: Clock
    cabinet: Cabinet
    intake: Path
    patience: Patience
    completeness: Completeness


def receive_settled(reception: Reception, *, keep_on: Callable[[], bool]) -> Iterator[IntakeItem]:
    """Finish what a killed pass left in the spool, then claim and receive what has settled, while ``keep_on`` says so.

    Yields each outcome, and ends early when more has come meanwhile, to be called again. Yields nothing if another pass
    is at work: that one will see the same files.
    """
    with reception.register.hold("intake") as mine:
        if not mine:
            return
        take_back_reopened(reception.register, reception.cabinet, reception.clock)
        for claim, payload in spool.claims(reception.cabinet.spool):
            yield from _received(claim, payload, reception=reception)
        seen = tuple(looking.entries(reception.intake))
        settled = settle(seen, patience=reception.patience, completeness=reception.completeness)
        look_again = reception.clock.now() + LOOK_AGAIN
        for entry in urgent_then_both_ends(settled.ready):
            if not keep_on():
                return
            # What came since may be urgent: it must not wait until hundreds of others are through.
            if reception.clock.now() > look_again and _newcomers(seen, reception.intake):
                return
            claimed = spool.take_claim(entry, spool=reception.cabinet.spool, now=reception.clock.now())
            if claimed is not None:
                payload = reception.cabinet.spool / claimed.id / spool.PAYLOAD
                yield from _received(claimed, payload, reception=reception)


def _received(claim: Claim, payload: Path, *, reception: Reception) -> Iterator[IntakeItem]:
    """Yield the outcome of one claim; what goes wrong with one file alone never stops the others.

    Such a file stays in the spool, counted as waiting, and is tried again by the next pass.
    """
    try:
        yield receive_claim(claim, payload, reception=reception)
    except ServiceUnavailableError:
        raise  # nothing can be received now
    except (VanbanError, OSError, ValueError) as failed:
        # The kind only: the message of a foreign error may quote the file's name.
        _log.warning("claim %s was not received: %s", claim.id, type(failed).__name__)


def _newcomers(seen: Sequence[looking.Entry], intake: Path) -> bool:
    known = {entry.path for entry in seen}
    return any(entry.path not in known for entry in looking.entries(intake))


def urgent_then_both_ends(entries: Sequence[looking.Entry]) -> Iterator[looking.Entry]:
    """Yield entries marked urgent first, then in turn the oldest and the newest of the rest.

    Nobody knows before the first look which file is urgent: the newest is looked at early because it may be, and the
    oldest in turn so that nothing starves.
    """
    by_age = sorted(entries, key=lambda e: e.look.ctime_ns)
    yield from (e for e in by_age if e.urgent_hint)
    rest = [e for e in by_age if not e.urgent_hint]
    for i in range(len(rest)):
        yield rest[i // 2] if i % 2 == 0 else rest[-1 - i // 2]


def receive_claim(claim: Claim, payload: Path, *, reception: Reception) -> IntakeItem:
    """Bring one claim to its outcome and its payload to the outcome's folder; running it again changes nothing."""
    item = _known_outcome(claim, reception) or _decide(claim, payload, reception=reception)
    reception.cabinet.file_away(item)
    return item


def _known_outcome(claim: Claim, reception: Reception) -> IntakeItem | None:
    with reception.register.begin() as uow:
        return uow.intake.get(claim.id)


def _decide(claim: Claim, payload: Path, *, reception: Reception) -> IntakeItem:
    work = reception.cabinet.work_folder(claim.id)
    examined = reception.examiner.examine(
        payload, file_name=claim.file_name, work=work, is_released=partial(is_released, reception.register)
    )
    item = IntakeItem(
        claim_id=claim.id,
        disposition=Disposition.QUARANTINED,
        sha256=examined.sha256,
        size=examined.size,
        received_at=reception.clock.now(),
        received_by=_handed_in_by(claim, examined.sha256, reception),
        office=claim.office,
        direction=claim.direction,
        file_name=claim.file_name,
        reason=examined.reason,
    )
    if examined.outcome == "suspect":
        return _record(_without_particulars(item), event="intake.suspected", reception=reception)
    if examined.outcome != "clean":
        return _record(item, event="intake.quarantined", reception=reception)
    return _accept(item, examined, payload, reception=reception)


def _handed_in_by(claim: Claim, sha256: str, reception: Reception) -> str:
    """Return who handed a file in: the person who did so at the desk, whose process owns the file, or its owner."""
    with reception.register.begin() as uow:
        noted = [event for event in uow.events.list(subject=sha256) if event.name == HANDED_IN] if sha256 else []
    return noted[-1].actor if noted else claim.received_by


def _without_particulars(item: IntakeItem) -> IntakeItem:
    # Invariant 3: a suspect leaves only digest, size, time and clerk.
    return replace(item, disposition=Disposition.SUSPECT, office="", direction=None, file_name="", reason="suspect")


def _record(item: IntakeItem, *, event: str, reception: Reception) -> IntakeItem:
    with reception.register.begin() as uow:
        stored = uow.intake.add(item)
        data = {"sha256": item.sha256, "size": item.size, "reason": item.reason}
        uow.events.append(at=item.received_at, actor=item.received_by, name=event, subject=item.claim_id, data=data)
        tell_not_taken_in(stored, uow)
        uow.commit()
    return stored


def _accept(item: IntakeItem, examined: Examination, payload: Path, *, reception: Reception) -> IntakeItem:
    with reception.register.begin() as uow:
        earlier = uow.intake.accepted(examined.sha256)
    if earlier is not None:
        return _duplicate(item, document_id=earlier.document_id, reception=reception)
    data = payload.read_bytes()
    if hashlib.sha256(data).hexdigest() != examined.sha256:
        raise FileChangedError(claim_id=item.claim_id)
    reception.store.put(RECORDS, original_key(examined.sha256), data, content_type=examined.media_type)
    document = _new_document(item, examined)
    accepted = replace(item, disposition=Disposition.ACCEPTED, reason="", document_id=document.id)
    try:
        return _register(accepted, document, reception=reception)
    except DuplicateError as lost_the_race:
        return _duplicate(item, document_id=lost_the_race.document_id, reception=reception)


def _new_document(item: IntakeItem, examined: Examination) -> Document:
    if item.direction is None:
        raise ValueError("only a suspect has no direction")
    return Document(
        id=new_id(),
        claim_id=item.claim_id,
        office=item.office,
        direction=item.direction,
        state=State.RECEIVED,
        sha256=examined.sha256,
        size=examined.size,
        media_type=examined.media_type,
        file_name=item.file_name,
        received_at=item.received_at,
        received_by=item.received_by,
        urgency=Urgency(examined.urgency),
        warnings=examined.warnings,
        pages=examined.pages,
        current_sha256=examined.sha256,
        # Verified when it is read; until then the register already knows that it must never be rewritten.
        verdict={"verdict": "unchecked"} if examined.signed else None,
    )


def _register(item: IntakeItem, document: Document, *, reception: Reception) -> IntakeItem:
    with reception.register.begin() as uow:
        stored = uow.intake.add(item)
        if stored.document_id == document.id:
            uow.documents.add(document)
            uow.evidence.add(document.id, role="original", sha256=document.sha256, at=document.received_at)
            data = {"sha256": document.sha256, "size": document.size, "claim": item.claim_id}
            uow.events.append(
                at=item.received_at, actor=item.received_by, name="document.received", subject=document.id, data=data
            )
            uow.commit()
    return stored


def _duplicate(item: IntakeItem, *, document_id: str, reception: Reception) -> IntakeItem:
    again = replace(item, disposition=Disposition.DUPLICATE, reason="duplicate", document_id=document_id)
    return _record(again, event="intake.duplicate", reception=reception)


class FileChangedError(VanbanError):
    """Indicate that a claimed file changed while it was being received; the next pass looks again."""

    retryable = True

    def __init__(self, *, claim_id: str) -> None:
        super().__init__(
            f"The file of claim {claim_id} changed while it was being received.",
            vi=f"Tệp của lượt tiếp nhận {claim_id} bị thay đổi trong khi tiếp nhận.",
            remedy="It is looked at again by the next pass. / Lượt quét sau sẽ xem lại tệp này.",
        )
