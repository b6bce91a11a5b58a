"""Terms: how long a record is kept, by the schedule or by a person's decision, which may only make it longer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from storage.retention import Schedule, lock_end
from vanban.clock import HANOI
from vanban.domain.casefile import CaseFile
from vanban.domain.document import Direction, Document
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.keeping import Term, TermDecision
from vanban.ports import Clock, Register, UnitOfWork

DECIDED = "term.decided"
_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one record is kept, and why so long."""

    term: Term
    ended: dt.date | None
    """The day its work ended: the term runs from the end of that year; None while the work goes on."""

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the term; None without an end, or where it is not known yet."""
        return None if self.ended is None else self.term.last_day(self.ended)

    @property
    def length(self) -> tuple[bool, dt.date]:
        """What terms are compared by: a decided one with no end in sight is the longest."""
        return self.term.decided, self.last_day or dt.date.max

    def until(self, now: dt.datetime, lock_days: int) -> dt.datetime:
        """Return the end of a new lock."""
        return lock_end(self.last_day, now=now, lock_days=lock_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOffice:
    """Everything that deciding a term needs."""

    register: Register
    schedule: Schedule
    clock: Clock


def kept_as(document: Document, decision: TermDecision | None, cases: Sequence[CaseFile], schedule: Schedule) -> Kept:
    """Return the term of a document: the longest of what a person, its case files and its kind say."""
    received = document.received_at.astimezone(HANOI).date()
    own = received if document.direction is Direction.INCOMING else document.entry.issued_date or received
    found = [Kept(schedule.for_kind(document.entry.type_name, own), own)]
    found += [case_kept_as(case_file, schedule) for case_file in cases]
    if decision is not None:
        ended = decision.ended or own
        found.append(Kept(_named(decision.code, ended, schedule), ended))
    return max(found, key=lambda kept: kept.length)


def case_kept_as(case_file: CaseFile, schedule: Schedule) -> Kept:
    """Return the term of a case file, as the office's list of case files gives it."""
    day = case_file.ended or case_file.opened_at.astimezone(HANOI).date()
    return Kept(_named(case_file.maintenance, day, schedule), case_file.ended)


def _named(code: str, day: dt.date, schedule: Schedule) -> Term:
    """Return the row of a code; where the schedule has lost it the record is kept as if no term were decided."""
    try:
        return schedule.named(code, day)
    except NotFoundError:
        return Term(code, "", "", None, day, "the schedule no longer has this code")


def all_kept(uow: UnitOfWork, schedule: Schedule) -> dict[str, Kept]:
    """Return the terms of every document and case file, by its id."""
    decisions, cases_of = uow.terms.newest(), defaultdict(list)
    found = {}
    for case_file in uow.case_files.list(limit=_ALL):
        found[case_file.id] = case_kept_as(case_file, schedule)
        for filed in uow.case_files.documents(case_file.id):
            cases_of[filed.document_id].append(case_file)
    for document in uow.documents.list(limit=_ALL, bare=True):
        found[document.id] = kept_as(document, decisions.get(document.id), cases_of[document.id], schedule)
    return found


def term_of(document_id: str, *, office: TermOffice) -> Kept:
    """Return how long a document is kept.

    Raises:
        NotFoundError: if there is no such document.
    """
    with office.register.begin() as uow:
        return current_term(uow.documents.get(document_id), uow, office.schedule)


def decide_term(
    document_id: str, code: str, *, actor: str, why: str, ended: dt.date | None = None, office: TermOffice
) -> Kept:
    """Give a document the term of a code; a term that was decided before may only become longer.

    Raises:
        NotFoundError: if there is no such document or code.
        RefusedError: if the term would become shorter, or no reason is given.
    """
    if not why.strip():
        raise RefusedError(
            "A reason is needed.", vi="Phải ghi lý do.", remedy="Give the reason (--why). / Hãy ghi lý do (--why)."
        )
    decision = TermDecision(document_id, code, actor, office.clock.now(), why.strip(), ended)
    with office.register.begin() as uow:
        document = uow.documents.get(document_id)
        before = current_term(document, uow, office.schedule)
        day = ended or kept_as(document, None, (), office.schedule).ended or decision.decided_at.date()
        after = Kept(office.schedule.named(code, day), day)
        if before.term.decided and after.length < before.length:
            raise RefusedError(
                f"Document {document_id} is kept for: {before.term.shown}; a term only becomes longer.",
                vi=f"Văn bản {document_id} đang có thời hạn bảo quản: {before.term.shown}; không được rút ngắn.",
                remedy=(
                    "What is over is disposed of with `vanban disposal`, never by a shorter term."
                    " / Tài liệu hết giá trị phải qua thủ tục tiêu hủy, không rút ngắn thời hạn."
                ),
            )
        uow.terms.add(decision)
        data = {"code": code, "until": after.last_day.isoformat() if after.last_day else ""}
        uow.events.append(at=decision.decided_at, actor=actor, name=DECIDED, subject=document_id, data=data)
        uow.commit()
    return after


def current_term(document: Document, uow: UnitOfWork, schedule: Schedule) -> Kept:
    """Return how long a document is kept, by what the register says now."""
    cases = [uow.case_files.get(one) for one in uow.case_files.holding(document.id)]
    return kept_as(document, uow.terms.get(document.id), cases, schedule)
