"""Directing an incoming document: the leadership gives it to units and people, they hand it on, propose and finish it.

Only what is registered is directed (NĐ 30/2020, Điều 22.1). The register's entry follows the newest opinion of the
leadership, as Điều 23.4 asks: who it went to, what was said, by when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from vanban.clock import HANOI
from vanban.domain.directions import Assignment, Involvement, Opinion, Part, Progress, Slip
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import RefusedError, StaleStateError
from vanban.domain.identifiers import new_id
from vanban.ports import Clock, Register, UnitOfWork
from vanban.workflows.named_people import with_known_names
from vanban.workflows.tell_people import tell_assigned
from vanban.workflows.unit_names import UnitNames

DIRECTED = frozenset({State.REGISTERED, State.ARCHIVED})
MOST_WORDS = 2000
_EVENTS = {
    Part.LEADERSHIP: "document.directed",
    Part.UNIT: "document.assigned",
    Part.HANDLER: "document.proposed-on",
    Part.RESULT: "document.progressed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionRoom:
    """Everything that directing needs."""

    register: Register
    clock: Clock
    unit_names: UnitNames = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Person:
    """Who speaks: an account, and the unit it speaks for."""

    account: str
    unit: str = ""

    @property
    def names(self) -> frozenset[str]:
        """What an assignment may call this person."""
        return frozenset({self.account, self.unit} - {""})


def direct_document(
    document_id: str,
    *,
    by: Person,
    words: str,
    assignments: Sequence[Assignment],
    room: DirectionRoom,
    opinion_id: str = "",
    seen: int | None = None,
) -> Slip:
    """Record the leadership's opinion: who leads, who assists, by when. A later one takes the place of the earlier.

    Args:
        document_id: a registered incoming document.
        by: the official.
        words: the opinion.
        assignments: may be empty, where the document is only noted.
        room: what directing needs.
        opinion_id: the same one twice is recorded once.
        seen: how many opinions of the leadership the official had before them; None to not ask.

    Raises:
        RefusedError: if nothing is said, a day is past, a name stands twice or means nobody here, or somebody assists
            and nobody leads.
        StaleStateError: if another official spoke meanwhile, or the document cannot be directed in its state.
    """

    def check(document: Document, slip: Slip, given: Sequence[Assignment]) -> None:
        _check_assignments(given, document, room=room)
        if not words.strip() and not given:
            raise _nothing_said()
        if seen is not None and seen != len(slip.of(Part.LEADERSHIP)):
            raise StaleStateError(
                "Somebody else gave an opinion on this document meanwhile.",
                vi="Đã có ý kiến chỉ đạo khác về văn bản này trong khi bạn đang ghi.",
                remedy="Reload the page, read it, then decide. / Hãy tải lại trang, đọc ý kiến đó rồi quyết định.",
            )

    said = {"part": Part.LEADERSHIP, "words": words, "assignments": tuple(assignments)}
    return _add(document_id, by=by, said=said, check=check, room=room, opinion_id=opinion_id)


def assign_document(
    document_id: str,
    *,
    by: Person,
    words: str,
    assignments: Sequence[Assignment],
    room: DirectionRoom,
    opinion_id: str = "",
) -> Slip:
    """Record to whom of the unit its head gives the document.

    Raises:
        RefusedError: if the leadership did not give it to this person or unit, nobody is named or a name means nobody
            here, or a day is past or later than the unit's own.
    """

    def check(document: Document, slip: Slip, given: Sequence[Assignment]) -> None:
        own = slip.addressed(by.names)
        if not own:
            raise _not_yours()
        if not given:
            raise RefusedError(
                "Nobody is named.", vi="Chưa chọn người giải quyết.", remedy="Choose a person. / Hãy chọn một người."
            )
        _check_assignments(given, document, room=room)
        limit = max((one.due for one in own if one.due), default=None)
        if limit and any(one.due and one.due > limit for one in given):
            raise RefusedError(
                f"The unit's own time limit is {limit:%d/%m/%Y}.",
                vi=f"Đơn vị phải xong trước hết ngày {limit:%d/%m/%Y}; hạn giao cho cá nhân không được muộn hơn.",
                remedy="Give an earlier day. / Hãy chọn ngày sớm hơn.",
            )

    said = {"part": Part.UNIT, "words": words, "assignments": tuple(assignments)}
    return _add(document_id, by=by, said=said, check=check, room=room, opinion_id=opinion_id)


def propose_on_document(document_id: str, *, by: Person, words: str, room: DirectionRoom, opinion_id: str = "") -> Slip:
    """Record what the person who handles the document proposes.

    Raises:
        RefusedError: if it was not given to this person, or nothing is said.
    """

    def check(document: Document, slip: Slip, given: Sequence[Assignment]) -> None:
        del document, given
        _check_handler(slip, by)
        if not words.strip():
            raise _nothing_said()

    return _add(
        document_id,
        by=by,
        said={"part": Part.HANDLER, "words": words},
        check=check,
        room=room,
        opinion_id=opinion_id,
    )


def report_progress(
    document_id: str,
    *,
    by: Person,
    progress: Progress,
    room: DirectionRoom,
    words: str = "",
    answer: str = "",
    opinion_id: str = "",
) -> Slip:
    """Record how far the document is, and the number of the answer where there is one.

    Raises:
        RefusedError: if it was not given to this person.
    """

    def check(document: Document, slip: Slip, given: Sequence[Assignment]) -> None:
        del document, given
        _check_handler(slip, by)

    said = {"part": Part.RESULT, "words": words, "progress": progress, "answer": " ".join(answer.split())[:100]}
    return _add(document_id, by=by, said=said, check=check, room=room, opinion_id=opinion_id)


def _add(
    document_id: str,
    *,
    by: Person,
    said: dict[str, Any],
    check: Callable[[Document, Slip, Sequence[Assignment]], None],
    room: DirectionRoom,
    opinion_id: str,
) -> Slip:
    now = room.clock.now()
    said["words"] = said["words"].strip()[:MOST_WORDS]
    opinion = Opinion(id=opinion_id or new_id(), document_id=document_id, by=by.account, at=now, **said)
    with room.register.begin() as uow:
        document, slip = uow.documents.get(document_id), uow.directions.slip(document_id)
        if any(one.id == opinion.id for one in slip.opinions):
            return slip
        _check_may_be_directed(document)
        if opinion.assignments:
            opinion = replace(
                opinion, assignments=with_known_names(opinion.assignments, uow.people.list(), names=room.unit_names)
            )
        check(document, slip, opinion.assignments)
        uow.directions.add(opinion)
        if opinion.part is Part.LEADERSHIP:
            _write_into_entry(document, opinion, uow)
        tell_assigned(document, opinion, uow)
        data = {"opinion": opinion.id, "given": len(opinion.assignments)}
        data |= {"from_reading": sum(one.task is not None for one in opinion.assignments)}
        uow.events.append(at=now, actor=by.account, name=_EVENTS[opinion.part], subject=document_id, data=data)
        uow.commit()
        return uow.directions.slip(document_id)


def _write_into_entry(document: Document, opinion: Opinion, uow: UnitOfWork) -> None:
    """Bring the register's entry up to date: DueDate and TraceHeaderList of Phụ lục VI."""
    due = max((one.due for one in opinion.assignments if one.due), default=None)
    given = "; ".join(f"{one.involvement.value}: {one.who}" for one in opinion.assignments)
    trace = f"{opinion.at.astimezone(HANOI):%d/%m/%Y} {opinion.by}: {given or 'không giao giải quyết'}"
    entry = replace(document.entry, due_date=due or document.entry.due_date, trace_header_list=trace)
    uow.documents.change(document.id, expect=DIRECTED, entry=entry)


def _check_may_be_directed(document: Document) -> None:
    if document.direction is not Direction.INCOMING or document.state not in DIRECTED:
        raise RefusedError(
            f"Document {document.id} is no registered incoming document.",
            vi="Chỉ văn bản đến đã đăng ký mới được cho ý kiến giải quyết.",
            remedy="Register it first. / Văn thư phải đăng ký văn bản trước.",
        )


def _check_assignments(assignments: Sequence[Assignment], document: Document, *, room: DirectionRoom) -> None:
    today = room.clock.now().astimezone(HANOI).date()
    names = [one.who.strip() for one in assignments]
    if not all(names) or len(set(names)) != len(names):
        raise RefusedError(
            "A unit or person is named twice, or not at all.",
            vi="Mỗi đơn vị, cá nhân chỉ được ghi một lần và phải có tên.",
            remedy="Correct the list. / Hãy sửa lại danh sách.",
        )
    if any(one.involvement is Involvement.ASSISTS for one in assignments) and not any(
        one.involvement is Involvement.LEADS for one in assignments
    ):
        raise RefusedError(
            "Somebody assists, and nobody leads.",
            vi="Có đơn vị phối hợp nhưng chưa có đơn vị, cá nhân chủ trì.",
            remedy="Say who leads. / Hãy chọn đơn vị, cá nhân chủ trì.",
        )
    past = [one.due for one in assignments if one.due and one.due < today]
    if past:
        raise RefusedError(
            f"The day {past[0]:%d/%m/%Y} is past.",
            vi=f"Thời hạn {past[0]:%d/%m/%Y} của văn bản {document.entry.code_number or ''} đã qua.",
            remedy="Give a day from today on. / Hãy chọn từ hôm nay trở đi.",
        )


def _check_handler(slip: Slip, by: Person) -> None:
    handling = {one.who for one in slip.handlers()} | {one.who for one in slip.addressed(by.names)}
    if not handling & by.names:
        raise _not_yours()


def _not_yours() -> RefusedError:
    return RefusedError(
        "This document was not given to you or your unit.",
        vi="Văn bản này không được giao cho bạn hoặc đơn vị của bạn giải quyết.",
        remedy="Ask whoever leads, or the leadership. / Hãy hỏi đơn vị chủ trì hoặc lãnh đạo.",
    )


def _nothing_said() -> RefusedError:
    return RefusedError(
        "The opinion is empty.", vi="Chưa ghi ý kiến.", remedy="Write it, or choose who leads. / Hãy ghi ý kiến."
    )
