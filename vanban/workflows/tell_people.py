"""Tell people: what a change means for whom, written in the unit of work of the change itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial

from vanban.clock import HANOI
from vanban.domain.batch import Batch, Grant, ItemState, Purpose
from vanban.domain.directions import Involvement, Opinion, Slip, Standing
from vanban.domain.document import Direction, Document
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.issuing import late_if_before
from vanban.domain.notices import NoticeKind, notice
from vanban.domain.people import Role
from vanban.domain.sealed_alone import sealed_alone
from vanban.domain.second_look import SecondLook
from vanban.ports import Clock, Register, UnitOfWork
from vanban.workflows.authorities import offered_to
from vanban.workflows.named_people import HANDLING_ROLES

_OVERDUE_FOR = dt.timedelta(days=30)
"""What is overdue for longer has been told of, or was overdue when notices began."""


def tell_assigned(document: Document, opinion: Opinion, uow: UnitOfWork) -> None:
    """Tell those whom an opinion gives the document to; not those who are only informed, nor who gave it."""
    names = {one.who for one in opinion.assignments if one.involvement is not Involvement.INFORMED}
    about = f"{document.id} {opinion.id}"
    for account in _people(names, uow):
        if account != opinion.by:
            _tell(NoticeKind.ASSIGNED, account, document, about=about, at=opinion.at, uow=uow)


def tell_registered(document: Document, *, at: dt.datetime, uow: UnitOfWork) -> None:
    """Tell who may sign, or seal what is sealed alone, that a draft waits; where nobody may, all who might."""
    if document.direction is not Direction.OUTGOING:
        return
    alone = sealed_alone(document.entry.type_name) is not None
    kind, role = (NoticeKind.TO_SEAL, Role.CLERK) if alone else (NoticeKind.TO_SIGN, Role.OFFICIAL)
    purpose, day = Purpose.SEAL if alone else Purpose.SIGN, at.astimezone(HANOI).date()
    people = list(_of_office(document.office, role, uow))
    able = [one for one in people if offered_to(one, office=document.office, purpose=purpose, day=day, uow=uow)]
    for account in able or people:
        _tell(kind, account, document, about=f"{document.id} {document.current_sha256}", at=at, uow=uow)


def tell_returned(document: Document, *, by: str, at: dt.datetime, uow: UnitOfWork) -> None:
    """Tell who handed a document in that somebody else returned it."""
    if document.received_by != by and uow.people.get(document.received_by) is not None:
        _tell(NoticeKind.REFUSED, document.received_by, document, about=document.id, at=at, uow=uow)


def tell_not_taken_in(item: IntakeItem, uow: UnitOfWork) -> None:
    """Tell who handed a file in, and the clerks of its office, that it was quarantined: they can have it run again."""
    if item.disposition is not Disposition.QUARANTINED:
        return
    people = set(_of_office(item.office, Role.CLERK, uow)) if item.office else set()
    if uow.people.get(item.received_by) is not None:
        people.add(item.received_by)
    told = partial(notice, NoticeKind.NOT_TAKEN_IN, about=item.claim_id, path="/queue/refused", label="")
    for account in sorted(people):
        uow.notices.add(told(account=account, at=item.received_at))


def tell_release_asked(look: SecondLook, uow: UnitOfWork) -> None:
    """Tell who may confirm the release of a suspect: clerks and officials of the office, but for who asked."""
    told = partial(notice, NoticeKind.SECOND_LOOK, path="/suspects", label="", at=look.asked_at)
    people = {one for role in HANDLING_ROLES for one in _of_office(look.office, role, uow)}
    for account in sorted(people - {look.asked_by}):
        uow.notices.add(told(account=account, about=f"{look.sha256} {look.asked_at.isoformat()}"))


def tell_signed(batch: Batch, grant: Grant, *, at: dt.datetime, uow: UnitOfWork) -> None:
    """Tell who approved a batch what failed, and who seals that signed documents wait."""
    states = [item.state for item in batch.items]
    failed, done = states.count(ItemState.FAILED), states.count(ItemState.DONE)
    if failed:
        told = partial(notice, NoticeKind.NOT_SIGNED, path=f"/batches/{batch.id}", label=f"{failed}/{len(states)}")
        uow.notices.add(told(account=grant.person, about=batch.id, at=at))
    if done and batch.purpose is Purpose.SIGN:
        for account in _of_office(batch.office, Role.CLERK, uow):
            told = partial(notice, NoticeKind.TO_SEAL, path="/batches", label=str(done))
            uow.notices.add(told(account=account, about=batch.id, at=at))


def tell_deadlines(*, register: Register, clock: Clock, days: int) -> int:
    """Tell who handles a document that its day is near or over, once for each; return how many were told.

    Args:
        register: the register.
        clock: says what today is.
        days: how many days before its day a document is told of.
    """
    now = clock.now()
    day = now.astimezone(HANOI).date()
    told = 0
    with register.begin() as uow:
        # All of them, however many: what were cut off here nobody would be told of.
        found = uow.directions.due_between(day - _OVERDUE_FOR, day + dt.timedelta(days=days))
        slips = uow.directions.slips([one.id for one in found])
        for document in found:
            told += _tell_deadline(document, slips[document.id], day=day, at=now, uow=uow)
        if told:
            uow.commit()
    return told


def tell_unissued(*, register: Register, clock: Clock) -> int:
    """Tell the clerks of an office how many sealed documents should have gone out, once a working day; return how many.

    A document goes out on the day it is signed, at latest the next working day (NĐ 30/2020, Điều 18.1).
    """
    now = clock.now()
    before = late_if_before(now.astimezone(HANOI).date())
    told = 0
    with register.begin() as uow:
        clerks = [one for one in uow.people.list() if one.role is Role.CLERK and not one.disabled]
        for office in sorted({one.office for one in clerks}):
            late = uow.issuing.unissued_count(office=office, dated_before=before)
            tell = partial(notice, NoticeKind.NOT_SENT, about=f"{office} {before}", path="/issuing", label=str(late))
            people = [one.name for one in clerks if late and one.office == office]
            told += sum(uow.notices.add(tell(account=name, at=now)) for name in people)
        if told:
            uow.commit()
    return told


def _tell_deadline(document: Document, slip: Slip, *, day: dt.date, at: dt.datetime, uow: UnitOfWork) -> int:
    standing = slip.standing(day)
    if standing not in (Standing.IN_TIME, Standing.OVERDUE) or slip.due is None:
        return 0
    kind = NoticeKind.OVERDUE if standing is Standing.OVERDUE else NoticeKind.DUE_SOON
    names = {one.who for one in slip.leads} | {one.who for one in slip.handlers()}
    about = f"{document.id} {slip.due}"
    people = list(_people(names, uow))
    return sum(_tell(kind, account, document, about=about, at=at, uow=uow) for account in people)


def _tell(kind: NoticeKind, account: str, document: Document, *, about: str, at: dt.datetime, uow: UnitOfWork) -> bool:
    entry = document.entry
    label = f"{entry.code_number}/{entry.code_notation}" if entry.code_number else ""
    path = f"/documents/{document.id}"
    return uow.notices.add(notice(kind, account=account, about=about, path=path, label=label, at=at))


def _people(names: Iterable[str], uow: UnitOfWork) -> Iterator[str]:
    """Yield the accounts that these names mean: people, or everybody of a unit who handles documents."""
    wanted = set(names)
    for one in uow.people.list():
        if not one.disabled and one.role in HANDLING_ROLES and (one.name in wanted or one.office in wanted):
            yield one.name


def _of_office(office: str, role: Role, uow: UnitOfWork) -> Iterator[str]:
    for one in uow.people.list():
        if not one.disabled and one.role is role and one.office == office:
            yield one.name
