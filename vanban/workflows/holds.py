"""Holds: a person bans the disposal of a record; another person may lift the ban. The store's own hold follows."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.domain.document import State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.identifiers import new_id
from vanban.domain.keeping import Hold
from vanban.ports import Clock, Register, UnitOfWork

PLACED, RELEASED = "hold.placed", "hold.released"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOffice:
    """Everything that holds need."""

    register: Register
    clock: Clock


def place_hold(subject: str, *, actor: str, why: str, office: HoldOffice) -> Hold:
    """Ban the disposal of a document, or of a case file with all that is in it; the ban counts from now.

    The same ban by the same person for the same reason, while it stands, is the one that is there.

    Raises:
        NotFoundError: if there is no such document or case file.
        RefusedError: if no reason is given, or the document was disposed of.
    """
    hold = Hold(new_id(), subject, actor, office.clock.now(), _reason(why))
    with office.register.begin() as uow:
        _check_subject(subject, uow)
        standing = (one for one in uow.holds.list(subject=subject) if (one.placed_by, one.why) == (actor, hold.why))
        if (same := next(standing, None)) is not None:
            return same
        uow.holds.add(hold)
        uow.events.append(at=hold.placed_at, actor=actor, name=PLACED, subject=subject, data={"hold": hold.id})
        uow.commit()
    return hold


def release_hold(hold_id: str, *, actor: str, why: str, office: HoldOffice) -> Hold:
    """Lift a ban; not by the person who placed it.

    Raises:
        NotFoundError: if there is no such hold.
        RefusedError: if the same person placed it, it was released before, or no reason is given.
    """
    reason, now = _reason(why), office.clock.now()
    with office.register.begin() as uow:
        hold = uow.holds.get(hold_id)
        if hold.placed_by == actor:
            raise RefusedError(
                f"{actor} placed this hold; a second person releases it.",
                vi=f"{actor} đã ra lệnh giữ này; phải do người khác gỡ.",
                remedy=(
                    "Let a colleague do it with their own account. / Hãy để đồng nghiệp làm bằng tài khoản của họ."
                ),
            )
        if not uow.holds.release(hold_id, at=now, by=actor, why=reason):
            raise RefusedError(
                f"The hold {hold_id} was released before.", vi=f"Lệnh giữ {hold_id} đã được gỡ trước đó."
            )
        uow.events.append(at=now, actor=actor, name=RELEASED, subject=hold.subject, data={"hold": hold_id})
        uow.commit()
        return uow.holds.get(hold_id)


def banned(uow: UnitOfWork) -> frozenset[str]:
    """Return every document and case file under hold, documents in a case file under hold too."""
    held = {hold.subject for hold in uow.holds.list()}
    cases = [case_file.id for case_file in uow.case_files.list() if case_file.id in held]
    return frozenset(held.union(filed.document_id for one in cases for filed in uow.case_files.documents(one)))


def is_banned(document_id: str, uow: UnitOfWork) -> bool:
    """Return whether a document, or a case file that it is in, is under hold."""
    return any(uow.holds.list(subject=one) for one in (document_id, *uow.case_files.holding(document_id)))


def _check_subject(subject: str, uow: UnitOfWork) -> None:
    try:
        document = uow.documents.get(subject)
    except NotFoundError:
        uow.case_files.get(subject)
        return
    if document.state is State.DISPOSED:
        raise RefusedError(
            f"Document {subject} was disposed of.",
            vi=f"Văn bản {subject} đã được tiêu hủy.",
            remedy=(
                "Its tombstone says when and why: `vanban disposal list`."
                " / Bia tiêu hủy ghi khi nào và vì sao: trang Tiêu hủy (`vanban disposal list`)."
            ),
        )


def _reason(why: str) -> str:
    if not why.strip():
        raise RefusedError(
            "A reason is needed.", vi="Phải ghi lý do.", remedy="Give the reason (--why). / Hãy ghi lý do (--why)."
        )
    return why.strip()
