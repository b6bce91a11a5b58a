"""Run again what was refused or read badly, from the step that fits its state; a person asks for it, with a reason.

Nothing is lost by it: a refused file keeps its claim, and goes into the spool with the next intake pass; a document
keeps what an earlier reading proposed until a later one is there. After its number is taken a document is not read
again: from then on people's words count, and a failed signature or a failed archiving goes on by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from vanban.domain.document import State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.second_look import reason_given
from vanban.intake.filing import Cabinet
from vanban.ports import Clock, Register, UnitOfWork
from vanban.workflows.take_back import REOPENED

RERUN_STATES = frozenset({State.READ, State.NEEDS_REVIEW})
"""States in which a document may be read again."""


class Step(StrEnum):
    """A step to begin anew from."""

    EXAMINE = "examine"
    """Receive a refused file again: safety checks, secrecy gate, duplicates; then everything after it."""
    READ = "read"
    """Verify and read a document again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RerunRoom:
    """Everything that running again needs."""

    register: Register
    cabinet: Cabinet
    clock: Clock


def rerun(subject: str, *, why: str, actor: str, room: RerunRoom, step: Step | None = None, office: str = "") -> Step:
    """Run a refused file (by its claim) or a document again, and return from where; asked twice it is done once.

    Args:
        subject: id of a claim or of a document.
        why: the reason.
        actor: who asks.
        room: what it needs.
        step: where to begin; by default the one that fits.
        office: only what belongs to this office; any by default.

    Raises:
        NotFoundError: if there is neither such a file nor such a document, or it is another office's.
        RefusedError: if no reason is given, or it cannot be run again from there.
    """
    why = reason_given(why)
    with room.register.begin() as uow:
        item = uow.intake.get(subject)
        if item is None and _is_under_way(subject, uow):
            return Step.EXAMINE
        if item is not None and item.disposition is not Disposition.ACCEPTED:
            if office not in ("", item.office):
                raise _nothing(subject)
            _check_step(step, Step.EXAMINE)
            return _receive_again(item, why=why, actor=actor, uow=uow, room=room)
        document_id = item.document_id if item is not None else subject
        if office not in ("", uow.documents.get(document_id).office):
            raise _nothing(subject)
        _check_step(step, Step.READ)
        return _read_again(document_id, why=why, actor=actor, uow=uow, room=room)


def _receive_again(item: IntakeItem, *, why: str, actor: str, uow: UnitOfWork, room: RerunRoom) -> Step:
    if item.disposition is Disposition.SUSPECT:
        raise RefusedError(
            "A suspect is released by two people, not run again.",
            vi="Tệp nghi có dấu mật phải được hai người gỡ, không chạy lại được.",
            remedy="See `vanban suspects`, or the page for them. / Xem trang “Nghi có dấu mật”.",
        )
    if item.disposition is Disposition.DUPLICATE:
        raise RefusedError(
            "A duplicate is not run again: the same bytes are in the register.",
            vi="Tệp trùng không chạy lại: đã có văn bản với đúng nội dung này.",
            remedy=f"Look at document {item.document_id}. / Hãy xem văn bản đã có.",
        )
    if uow.intake.ask_again(item.claim_id):
        data = {"why": why, "reason": item.reason, "sha256": item.sha256}
        uow.events.append(at=room.clock.now(), actor=actor, name="intake.rerun-asked", subject=item.claim_id, data=data)
        uow.commit()
    return Step.EXAMINE


def _read_again(document_id: str, *, why: str, actor: str, uow: UnitOfWork, room: RerunRoom) -> Step:
    document = uow.documents.get(document_id)
    if document.state is State.RECEIVED:
        return Step.READ  # it waits to be read already
    if document.state not in RERUN_STATES:
        raise RefusedError(
            f"Document {document_id} is {document.state}: it is not read again.",
            vi=f"Văn bản {document_id} đang ở trạng thái {document.state}, không đọc lại được.",
            remedy="A document is read again before it is registered. / Chỉ đọc lại trước khi đăng ký.",
        )
    # Before it can be taken up: whoever reads then finds none of the words that an earlier look left.
    room.cabinet.forget_pass(document.claim_id)
    uow.documents.change(document_id, expect=RERUN_STATES, state=State.RECEIVED, reason="")
    data = {"why": why, "state": document.state.value, "reason": document.reason}
    uow.events.append(at=room.clock.now(), actor=actor, name="document.rerun", subject=document_id, data=data)
    uow.commit()
    return Step.READ


def _is_under_way(claim_id: str, uow: UnitOfWork) -> bool:
    """Return whether a claim without a row is one that was taken back, and is being received now."""
    return any(event.name == REOPENED for event in uow.events.list(subject=claim_id))


def _check_step(asked: Step | None, fitting: Step) -> None:
    if asked not in (None, fitting):
        raise RefusedError(
            f"This cannot begin anew from {asked}; from {fitting} it can.",
            vi=f"Không chạy lại được từ bước {asked}; chỉ từ bước {fitting}.",
            remedy=(
                f"Use --from {fitting}: refused files are examined, documents are read."
                f" / Hãy dùng --from {fitting}: tệp bị từ chối thì kiểm tra lại, văn bản thì đọc lại."
            ),
        )


def _nothing(subject: str) -> NotFoundError:
    return NotFoundError(
        f"There is no file or document {subject}.",
        vi=f"Không có tệp hay văn bản {subject}.",
        remedy="Open it from a list. / Hãy mở văn bản từ danh sách.",
    )
