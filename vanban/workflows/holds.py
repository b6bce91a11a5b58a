"""Holds: a person bans the disposal of a record; another person may lift the ban. The store's own hold follows."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import new_id
from vanban.domain.keeping import Hold
from vanban.ports import Clock, Register

PLACED, RELEASED = "hold.placed", "hold.released"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOffice:
    """Everything that holds need."""

    register: Register
    clock: Clock


def place_hold(subject: str, *, actor: str, why: str, office: HoldOffice) -> Hold:
    """Ban the disposal of a document; the ban counts from now, whatever the store says.

    Raises:
        NotFoundError: if there is no such document.
        RefusedError: if no reason is given.
    """
    hold = Hold(new_id(), subject, actor, office.clock.now(), _reason(why))
    with office.register.begin() as uow:
        uow.documents.get(subject)
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
                remedy="Let a colleague run the command with their own account.",
            )
        if not uow.holds.release(hold_id, at=now, by=actor, why=reason):
            raise RefusedError(
                f"The hold {hold_id} was released before.", vi=f"Lệnh giữ {hold_id} đã được gỡ trước đó."
            )
        uow.events.append(at=now, actor=actor, name=RELEASED, subject=hold.subject, data={"hold": hold_id})
        uow.commit()
        return uow.holds.get(hold_id)


def _reason(why: str) -> str:
    if not why.strip():
        raise RefusedError("A reason is needed.", vi="Phải ghi lý do.", remedy="Give the reason with --why.")
    return why.strip()
