"""Issue and recall: a sealed document goes to its recipients, and is called back by an official's decision.

NĐ 30/2020, Điều 18: it goes out on the day it is signed, at latest the next working day. Điều 18.4: who gets the notice
of a recall gives the document back, or cancels the electronic one and says so. The document itself stays sealed and
archived; what is done with it is recorded beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vanban.clock import HANOI
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.identifiers import new_id
from vanban.domain.issuing import Act, Dispatch, Outgoing, OutgoingAct, Way, recipients_of
from vanban.domain.people import Role
from vanban.ports import Clock, Register, UnitOfWork

SENT_FROM = frozenset({State.SEALED, State.ARCHIVED})
"""States in which a document may go out: the organisation has signed it."""
_EVENTS = {
    Act.ISSUED: "document.issued",
    Act.RECALL_DECIDED: "document.recall-decided",
    Act.RECALLED: "document.recalled",
}
_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuingRoom:
    """Everything that issuing and recalling need."""

    register: Register
    clock: Clock


def recipients_named(document: Document) -> tuple[str, ...]:
    """Return who receives a document by its entry and what was read after ``Kính gửi``."""
    facts: Mapping[str, Any] = (document.reading or {}).get("facts", {})
    addressees = (facts.get("addressees") or {}).get("value") or ()
    return recipients_of(document.entry.to_places, tuple(addressees) if isinstance(addressees, list) else ())


def issue_document(
    document_id: str,
    dispatches: Sequence[Dispatch],
    *,
    by: str,
    room: IssuingRoom,
    day: dt.date | None = None,
    act_id: str = "",
) -> Outgoing:
    """Record that a sealed document was sent; whoever it went to in the same way before is not recorded again.

    Args:
        document_id: a sealed or archived outgoing document.
        dispatches: to whom, and how.
        by: a clerk of its office.
        room: what is needed.
        day: the day of sending; today by default.
        act_id: the same one twice is recorded once.

    Raises:
        RefusedError: if it is not sealed, is recalled, goes to nobody, the day cannot be, or ``by`` is not a clerk of
            its office.
    """
    now = room.clock.now()
    with room.register.begin() as uow:
        document = _document(document_id, by=by, role=Role.CLERK, uow=uow)
        before = uow.issuing.of(document_id)
        if any(one.id == act_id for one in before.acts):
            return before
        _check_not_recalled(before)
        fresh = [one for one in _tidy(dispatches) if one not in before.sent_to]
        if not fresh and before.issued:
            return before
        if not fresh:
            raise _nobody()
        sent_on = _checked_day(day, document, now)
        act = OutgoingAct(
            id=act_id or new_id(),
            document_id=document_id,
            act=Act.ISSUED,
            by=by,
            at=now,
            day=sent_on,
            dispatches=tuple(fresh),
        )
        return _record(act, uow)


def issue_documents(
    document_ids: Sequence[str], *, way: Way, by: str, room: IssuingRoom
) -> Mapping[str, Outgoing | RefusedError]:
    """Send each document to the recipients of its entry in one way; what cannot be sent is told, the others go."""
    outcome: dict[str, Outgoing | RefusedError] = {}
    for document_id in dict.fromkeys(document_ids):
        with room.register.begin() as uow:
            names = recipients_named(uow.documents.get(document_id))
        try:
            outcome[document_id] = issue_document(
                document_id, [Dispatch(name, way) for name in names], by=by, room=room
            )
        except RefusedError as refused:
            outcome[document_id] = refused
    return outcome


def decide_recall(
    document_id: str, *, reason: str, basis: str = "", by: str, room: IssuingRoom, act_id: str = ""
) -> Outgoing:
    """Record an official's decision that an issued document is recalled; the first decision stands.

    Raises:
        RefusedError: if it was not issued, no reason is given, or ``by`` is not an official of its office.
    """
    now = room.clock.now()
    with room.register.begin() as uow:
        _document(document_id, by=by, role=Role.OFFICIAL, uow=uow)
        before = uow.issuing.of(document_id)
        if before.recall_decision:
            return before
        if before.issued is None:
            raise RefusedError(
                f"Document {document_id} was not issued, so there is nothing to recall.",
                vi="Văn bản chưa phát hành nên không có gì để thu hồi.",
                remedy="Void its number or leave it unissued. / Hãy hủy số, hoặc không phát hành.",
            )
        if not reason.strip():
            raise RefusedError(
                "A document is recalled for a reason.",
                vi="Thu hồi văn bản phải có lý do.",
                remedy="Give it. / Hãy ghi lý do.",
            )
        act = OutgoingAct(
            id=act_id or new_id(),
            document_id=document_id,
            act=Act.RECALL_DECIDED,
            by=by,
            at=now,
            day=now.astimezone(HANOI).date(),
            reason=reason.strip()[:_LONGEST_REASON],
            basis=basis.strip()[:_LONGEST_REASON],
        )
        return _record(act, uow)


def tell_recall(
    document_id: str, told: Sequence[Dispatch], *, by: str, room: IssuingRoom, act_id: str = ""
) -> Outgoing:
    """Record that everybody whom a document went to was told that it is recalled.

    Raises:
        RefusedError: if no official decided it, somebody was not told, or ``by`` is not a clerk of its office.
    """
    now = room.clock.now()
    with room.register.begin() as uow:
        _document(document_id, by=by, role=Role.CLERK, uow=uow)
        before = uow.issuing.of(document_id)
        if before.recalled:
            return before
        if before.recall_decision is None:
            raise RefusedError(
                f"No official has decided to recall document {document_id}.",
                vi="Chưa có quyết định thu hồi của lãnh đạo.",
                remedy="An official decides on the document's page. / Lãnh đạo quyết định tại trang văn bản.",
            )
        notices = _tidy(told)
        missing = {one.recipient for one in before.sent_to} - {one.recipient for one in notices}
        if missing:
            raise RefusedError(
                f"{len(missing)} recipients were not told.",
                vi=f"Còn {len(missing)} nơi nhận chưa được thông báo thu hồi.",
                remedy="Tell every one of them first. / Hãy thông báo cho từng nơi đã nhận văn bản.",
            )
        act = OutgoingAct(
            id=act_id or new_id(),
            document_id=document_id,
            act=Act.RECALLED,
            by=by,
            at=now,
            day=now.astimezone(HANOI).date(),
            reason=before.recall_decision.reason,
            dispatches=notices,
        )
        return _record(act, uow)


def _record(act: OutgoingAct, uow: UnitOfWork) -> Outgoing:
    """Add an act with its event; somebody who was faster keeps theirs."""
    if uow.issuing.add(act):
        # Numbers only: names of recipients are document text.
        data = {"recipients": len(act.dispatches), "day": act.day.isoformat()}
        uow.events.append(at=act.at, actor=act.by, name=_EVENTS[act.act], subject=act.document_id, data=data)
        uow.commit()
    return uow.issuing.of(act.document_id)


def _document(document_id: str, *, by: str, role: Role, uow: UnitOfWork) -> Document:
    """Return a sealed outgoing document of the office in which ``by`` has this role."""
    document = uow.documents.get(document_id)
    account = uow.people.get(by)
    if account is None or account.disabled or account.office != document.office:
        raise NotFoundError(
            f"There is no document {document_id} for {by}.",
            vi=f"Tài khoản {by} không có văn bản {document_id}.",
            remedy="Use an account of the document's office. / Hãy dùng tài khoản của đơn vị có văn bản này.",
        )
    if account.role is not role:
        vi, en = ("Lãnh đạo", "an official") if role is Role.OFFICIAL else ("Văn thư", "a clerk")
        raise RefusedError(
            f"This is done by {en} of the office.",
            vi=f"{vi} của đơn vị mới được làm việc này.",
            remedy="Ask them. / Hãy đề nghị người đó làm.",
        )
    if document.direction is not Direction.OUTGOING or document.state not in SENT_FROM:
        raise RefusedError(
            f"Document {document_id} is not a sealed outgoing document.",
            vi="Chỉ văn bản đi đã có chữ ký số của cơ quan mới được phát hành.",
            remedy="Have it signed and sealed first. / Hãy trình ký và đóng dấu số trước.",
        )
    return document


def _check_not_recalled(before: Outgoing) -> None:
    if before.recall_decision:
        raise RefusedError(
            "The document is recalled and goes out no more.",
            vi="Văn bản đã có quyết định thu hồi, không phát hành nữa.",
            remedy="Issue a new document in its place. / Hãy ban hành văn bản khác thay thế.",
        )


def _nobody() -> RefusedError:
    return RefusedError(
        "No recipient is named.",
        vi="Chưa có nơi nhận.",
        remedy="Name at least one, with the way. / Hãy ghi ít nhất một nơi nhận và cách gửi.",
    )


def _tidy(dispatches: Sequence[Dispatch]) -> tuple[Dispatch, ...]:
    named = [Dispatch(" ".join(one.recipient.split()), one.way) for one in dispatches]
    return tuple(dict.fromkeys(one for one in named if one.recipient))


def _checked_day(day: dt.date | None, document: Document, now: dt.datetime) -> dt.date:
    today = now.astimezone(HANOI).date()
    wanted = day or today
    if wanted > today or (document.entry.issued_date and wanted < document.entry.issued_date):
        raise RefusedError(
            f"The document cannot have been sent on {wanted:%d/%m/%Y}.",
            vi=f"Ngày gửi {wanted:%d/%m/%Y} không đúng: trước ngày văn bản, hoặc chưa đến.",
            remedy="Give a day from the document's date to today. / Hãy ghi từ ngày văn bản đến hôm nay.",
        )
    return wanted
