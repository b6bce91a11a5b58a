"""Terms: how long a record is kept, by the schedule or by a person's decision, which may only make it longer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.retention import Schedule
from vanban.clock import HANOI
from vanban.domain.document import Direction, Document
from vanban.domain.errors import RefusedError
from vanban.domain.keeping import Term, TermDecision
from vanban.ports import Clock, Register, UnitOfWork

DECIDED = "term.decided"


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one record is kept, and why so long."""

    term: Term
    ended: dt.date
    """The day its work ended: the term runs from the end of that year."""

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the term; None without an end."""
        return self.term.last_day(self.ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOffice:
    """Everything that deciding a term needs."""

    register: Register
    schedule: Schedule
    clock: Clock


def kept_as(document: Document, decision: TermDecision | None, schedule: Schedule) -> Kept:
    """Return the term of a document: what a person decided, else the schedule's for its kind.

    Raises:
        NotFoundError: if the decision names a code that the schedule no longer has.
    """
    received = document.received_at.astimezone(HANOI).date()
    own = received if document.direction is Direction.INCOMING else document.entry.issued_date or received
    if decision is None:
        return Kept(schedule.for_kind(document.entry.type_name, own), own)
    ended = decision.ended or own
    return Kept(schedule.named(decision.code, ended), ended)


def term_of(document_id: str, *, office: TermOffice) -> Kept:
    """Return how long a document is kept.

    Raises:
        NotFoundError: if there is no such document, or its code is not in the schedule.
    """
    with office.register.begin() as uow:
        return _current(document_id, uow, office)


def decide_term(
    document_id: str, code: str, *, actor: str, why: str, ended: dt.date | None = None, office: TermOffice
) -> Kept:
    """Give a document the term of a code; a term that was decided before may only become longer.

    Raises:
        NotFoundError: if there is no such document or code.
        RefusedError: if the term would become shorter, or no reason is given.
    """
    if not why.strip():
        raise RefusedError("A reason is needed.", vi="Phải ghi lý do.", remedy="Give the reason with --why.")
    decision = TermDecision(document_id, code, actor, office.clock.now(), why.strip(), ended)
    with office.register.begin() as uow:
        before = _current(document_id, uow, office)
        after = kept_as(uow.documents.get(document_id), decision, office.schedule)
        if before.term.decided and _shorter(after, before):
            raise RefusedError(
                f"Document {document_id} is kept for: {before.term.shown}; a term only becomes longer.",
                vi=f"Văn bản {document_id} đang có thời hạn bảo quản: {before.term.shown}; không được rút ngắn.",
                remedy="What is over is disposed of with `vanban disposal`, never by a shorter term.",
            )
        uow.terms.add(decision)
        data = {"code": code, "until": after.last_day.isoformat() if after.last_day else ""}
        uow.events.append(at=decision.decided_at, actor=actor, name=DECIDED, subject=document_id, data=data)
        uow.commit()
    return after


def _current(document_id: str, uow: UnitOfWork, office: TermOffice) -> Kept:
    return kept_as(uow.documents.get(document_id), uow.terms.get(document_id), office.schedule)


def _shorter(after: Kept, before: Kept) -> bool:
    if not after.term.decided:
        return True
    if before.last_day is None or after.last_day is None:
        return after.last_day is not None and before.last_day is None
    return after.last_day < before.last_day
