"""Process: from RECEIVED to READ or NEEDS_REVIEW. Signed files are verified, never rewritten; reading only proposes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from vanban import __version__
from vanban.domain.document import Direction, Document, RegisterEntry, State, Urgency
from vanban.domain.errors import IntegrityError, NotFoundError, StaleStateError, SuspectError, VanbanError
from vanban.domain.evidence import VERIFICATION_REPORT
from vanban.domain.identifiers import original_key
from vanban.domain.reading import Fact, Reading
from vanban.intake.filing import Cabinet
from vanban.ports import RECORDS, Clock, ObjectStore, Reader, Register, Verifier
from vanban.workflows.second_look import is_released

_log = logging.getLogger(__name__)
SURE = 0.95
"""Facts at or above this confidence are shown as sure (calibrated in the reading)."""
SEARCHABLE = "searchable"
"""Role of the searchable copy among the stored files of a document."""
_NEEDED = {
    Direction.INCOMING: ("kind", "number", "symbol", "issued_on", "issuer", "subject"),
    # The number and date of a draft are not there yet: they are taken when it is registered.
    Direction.OUTGOING: ("kind", "symbol", "issuer", "subject"),
}
"""Facts a register row cannot do without; one that is unsure sends the document to review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRoom:
    """Everything that processing needs."""

    register: Register
    store: ObjectStore
    reader: Reader
    verifier: Verifier
    clock: Clock
    cabinet: Cabinet


def process_waiting(
    room: ReadingRoom, *, keep_on: Callable[[], bool], urgent_only: bool = False, run: str = ""
) -> Iterator[Document]:
    """Read received documents, the most urgent first, while ``keep_on`` says so; yields each with its new state.

    Several workers may run at once: each document is held by one, and the hold ends with its worker.
    """
    while keep_on():
        with room.register.take(states=frozenset({State.RECEIVED}), urgent_only=urgent_only) as document:
            if document is None:
                return
            try:
                yield process_document(document, room=room, run=run)
            except VanbanError as failed:
                if failed.retryable:
                    raise  # a service is away: no document can be read now
                yield _set_aside(document, failed, room=room, run=run)
            except (ValueError, KeyError, TypeError, ArithmeticError, LookupError) as failed:
                yield _set_aside(document, failed, room=room, run=run)


def _set_aside(document: Document, failed: Exception, *, room: ReadingRoom, run: str) -> Document:
    """Ask the clerk to look at a document that cannot be processed, so that it never blocks the queue behind it."""
    # The kind only: the message of a foreign error may quote the document.
    _log.warning("document %s was set aside: %s", document.id, type(failed).__name__)
    reason = "not-intact" if isinstance(failed, IntegrityError | NotFoundError) else "unreadable"
    return _store(document, room=room, run=run, state=State.NEEDS_REVIEW, reason=reason)


def process_document(document: Document, *, room: ReadingRoom, run: str = "") -> Document:
    """Read one received document and store what was found."""
    data = _original(document, room)
    verdict = room.verifier.verify(data, at=room.clock.now()).as_json() if document.verdict is not None else None
    try:
        reading, copy = _read(document, data, room=room)
    except SuspectError:
        # What an earlier reading proposed goes with it.
        nothing: dict[str, Any] = {"file_name": "", "reading": None, "entry": RegisterEntry()}
        return _store(document, room=room, run=run, state=State.SUSPECT, reason="suspect", **nothing)
    except VanbanError as failed:
        if failed.retryable:
            raise
        return _store(document, room=room, run=run, state=State.NEEDS_REVIEW, reason="unreadable", verdict=verdict)
    room.register.search_text(document.id, reading.text)
    found = {
        "reading": reading.as_json(),
        "verdict": verdict,
        "pages": reading.pages,
        "urgency": _urgency(document, reading),
        "entry": _proposal(document, reading),
    }
    doubt = _doubt(document, reading, verdict)
    state = State.NEEDS_REVIEW if doubt else State.READ
    return _store(document, room=room, run=run, state=state, reason=doubt, copy=copy, **found)


def _original(document: Document, room: ReadingRoom) -> bytes:
    data = room.store.get(RECORDS, original_key(document.sha256))
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise IntegrityError(
            f"The stored original of document {document.id} is not what was received.",
            vi=f"Bản gốc đã lưu của văn bản {document.id} không còn nguyên vẹn.",
            remedy=(
                "Run `vanban audit` and restore the original from the backup copy."
                " / Hãy chạy `vanban audit` và khôi phục bản gốc từ bản sao lưu."
            ),
        )
    return data


def _read(document: Document, data: bytes, *, room: ReadingRoom) -> tuple[Reading, bytes]:
    """Return the reading and, of an unsigned scan that can be one, its searchable copy."""
    work = room.cabinet.work_folder(document.claim_id)
    searchable = work / "searchable.pdf" if document.verdict is None else None
    with tempfile.NamedTemporaryFile(dir=work, suffix=Path(document.file_name).suffix[:10]) as copy:
        copy.write(data)
        copy.flush()
        overruled = is_released(room.register, document.sha256)
        reading = room.reader.read(Path(copy.name), work=work, searchable=searchable, overruled=overruled)
    if searchable is None or reading.searchable is None or reading.searchable.refusal:
        return reading, b""
    try:
        return reading, searchable.read_bytes()
    finally:
        searchable.unlink(missing_ok=True)


def _urgency(document: Document, reading: Reading) -> Urgency:
    # Both passes may see a stamp; the more urgent one counts, since a false alarm costs less than a late answer.
    found = reading.facts.get("urgency", Fact()).value
    seen = Urgency(found) if found in set(Urgency) else Urgency.NORMAL
    return max(document.urgency, seen, key=lambda u: u.rank)


def _proposal(document: Document, reading: Reading) -> RegisterEntry:
    # Page count and language are the system's own to fill (Phụ lục VI, III.1g); the rest waits for the clerk.
    return replace(document.entry, page_amount=reading.pages, priority=_urgency(document, reading).rank)


def _doubt(document: Document, reading: Reading, verdict: dict[str, Any] | None) -> str:
    if verdict is not None and verdict["verdict"] != "valid":
        return "signature-doubt"
    unsure = [name for name in _NEEDED[document.direction] if reading.facts.get(name, Fact()).confidence < SURE]
    return "low-confidence" if unsure else ""


def _store(
    document: Document,
    *,
    room: ReadingRoom,
    run: str,
    state: State,
    reason: str,
    copy: bytes = b"",
    **found: Any,
) -> Document:
    """Keep what was found, and the searchable copy beside the original, which stays the record."""
    report = _keep_report(document, found.get("verdict"), room)
    sha256 = hashlib.sha256(copy).hexdigest()
    if copy:
        room.store.put(RECORDS, original_key(sha256), copy, content_type="application/pdf")
    with room.register.begin() as uow:
        try:
            changed = uow.documents.change(document.id, expect=State.RECEIVED, state=state, reason=reason, **found)
        except StaleStateError:
            return uow.documents.get(document.id)  # another run came first; its result stands
        if copy:
            uow.evidence.add(document.id, role=SEARCHABLE, sha256=sha256, at=room.clock.now())
        data = {"state": state.value, "reason": reason, "run": run}
        if report:
            uow.evidence.add(document.id, role=VERIFICATION_REPORT, sha256=report, at=room.clock.now())
            data["verification_report"] = report
        uow.events.append(at=room.clock.now(), actor="reading", name="document.read", subject=document.id, data=data)
        uow.commit()
        return changed


def _keep_report(document: Document, verdict: dict[str, Any] | None, room: ReadingRoom) -> str:
    """Store what verification said when the document came in; return its digest, empty if there is nothing to keep.

    Years later the certificates and lists of that day are gone: the report then says what could be known.
    """
    if verdict is None:
        return ""
    kept = {
        "document": document.id,
        "verified_at": room.clock.now().astimezone(dt.UTC).isoformat(timespec="seconds"),
        "software": f"vanban {__version__}",
        **verdict,
    }
    data = json.dumps(kept, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    sha256 = hashlib.sha256(data).hexdigest()
    room.store.put(RECORDS, original_key(sha256), data, content_type="application/json")
    return sha256
