"""Second look: a suspect is released by two people, for exactly one SHA-256, and then read like any other file.

Nobody sees the file here: both have the paper, and answer for what they say of it. A file that was stopped
before it was taken in goes back to the spool with the next intake pass; a document that was stopped while it was read
goes back to RECEIVED at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.domain.document import Direction, State
from vanban.domain.errors import NotFoundError, StaleStateError
from vanban.domain.intake import Disposition
from vanban.domain.second_look import Decision, SecondLook, decided, reason_given
from vanban.ports import Clock, Register, UnitOfWork
from vanban.workflows.tell_people import tell_release_asked

_ALL = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLookRoom:
    """Everything that releasing needs."""

    register: Register
    clock: Clock


@dataclass(frozen=True, slots=True)
class Suspect:
    """All that is known of a suspect."""

    sha256: str
    size: int
    received_at: dt.datetime
    received_by: str
    office: str = ""
    """Of the document, or of the desk's account that handed it in; empty for what was dropped into a folder: then any
    office may ask for it, and takes it in."""
    direction: Direction | None = None
    document_id: str = ""
    look: SecondLook | None = None
    """The newest request for its release."""


def is_released(register: Register, sha256: str) -> bool:
    """Return whether two people released exactly these bytes."""
    with register.begin() as uow:
        return uow.second_looks.is_released(sha256)


def suspects(uow: UnitOfWork, *, office: str = "") -> Sequence[Suspect]:
    """Return the suspects that an office may ask for, the newest first, one line for each digest; of all by default."""
    looks = {look.sha256: look for look in uow.second_looks.list(limit=_ALL)}
    found: dict[str, Suspect] = {}
    for item in uow.intake.list(disposition=Disposition.SUSPECT, limit=_ALL):
        account = uow.people.get(item.received_by)
        unit, look = account.office if account else "", looks.get(item.sha256)
        found[item.sha256] = Suspect(item.sha256, item.size, item.received_at, item.received_by, unit, look=look)
    for one in uow.documents.list(state=State.SUSPECT, limit=_ALL):
        found[one.sha256] = Suspect(
            one.sha256, one.size, one.received_at, one.received_by, one.office, one.direction, one.id,
            looks.get(one.sha256),
        )  # fmt: skip
    mine = [one for one in found.values() if office in ("", one.office) or not one.office]
    return sorted(mine, key=lambda one: one.received_at, reverse=True)


def ask_release(
    sha256: str, *, why: str, actor: str, office: str, direction: Direction, room: SecondLookRoom
) -> SecondLook:
    """Ask that a suspect be released into an office; a request that is open, or was granted, is returned unchanged.

    Raises:
        NotFoundError: if there is no such suspect for this office.
        RefusedError: if no reason is given.
    """
    now = room.clock.now()
    with room.register.begin() as uow:
        suspect = _suspect(sha256, office=office, uow=uow)
        if suspect.look is not None and suspect.look.decision is not Decision.REFUSED:
            return suspect.look
        asked = SecondLook(
            sha256=sha256,
            office=suspect.office or office,
            direction=suspect.direction or direction,
            asked_by=actor,
            asked_at=now,
            asked_why=reason_given(why),
        )
        stored = uow.second_looks.ask(asked)
        if stored == asked:
            data = {"why": asked.asked_why, "office": asked.office, "direction": asked.direction.value}
            uow.events.append(at=now, actor=actor, name="suspect.release-asked", subject=sha256, data=data)
            tell_release_asked(asked, uow)
            uow.commit()
        return stored


def confirm_release(sha256: str, *, why: str, actor: str, office: str, room: SecondLookRoom) -> SecondLook:
    """Release a suspect that somebody else asked for; one that is released already is returned unchanged.

    Raises:
        NotFoundError: if this office has no request about it.
        RefusedError: if it was asked for by the same person, or no reason is given.
        StaleStateError: if the request was refused or taken back.
    """
    return _decide(sha256, Decision.RELEASED, why=why, actor=actor, office=office, room=room)


def refuse_release(sha256: str, *, why: str, actor: str, office: str, room: SecondLookRoom) -> SecondLook:
    """Refuse a release, or take back the own request; the file stays locked, and may be asked for again.

    Raises:
        NotFoundError: if this office has no request about it.
        RefusedError: if no reason is given.
        StaleStateError: if it is released already.
    """
    return _decide(sha256, Decision.REFUSED, why=why, actor=actor, office=office, room=room)


def _decide(sha256: str, decision: Decision, *, why: str, actor: str, office: str, room: SecondLookRoom) -> SecondLook:
    now = room.clock.now()
    with room.register.begin() as uow:
        look = uow.second_looks.get(sha256)
        if look is None or look.office != office:
            raise _no_suspect(sha256)
        if look.decision is decision:
            return look
        done = decided(look, decision, by=actor, at=now, why=why)
        if not uow.second_looks.decide(done):
            raise StaleStateError(
                f"The request about {sha256[:16]}… is {look.decision}.",
                vi="Đề nghị này đã được quyết định trước đó.",
                remedy="Look at the list again. / Hãy xem lại danh sách.",
            )
        uow.events.append(
            at=now, actor=actor, name=f"suspect.{decision.value}", subject=sha256, data={"why": done.decided_why}
        )
        if decision is Decision.RELEASED:
            _take_up_documents(done, uow=uow, at=now)
        uow.commit()
        return done


def _take_up_documents(look: SecondLook, *, uow: UnitOfWork, at: dt.datetime) -> None:
    for document in uow.documents.list(state=State.SUSPECT, limit=_ALL):
        if document.sha256 == look.sha256:
            name = look.neutral_name
            uow.documents.change(document.id, expect=State.SUSPECT, state=State.RECEIVED, reason="", file_name=name)
            data = {"sha256": look.sha256, "asked_by": look.asked_by}
            uow.events.append(at=at, actor=look.decided_by, name="document.released", subject=document.id, data=data)


def _suspect(sha256: str, *, office: str, uow: UnitOfWork) -> Suspect:
    found = next((one for one in suspects(uow, office=office) if one.sha256 == sha256), None)
    if found is None or not office:
        raise _no_suspect(sha256)
    return found


def _no_suspect(sha256: str) -> NotFoundError:
    return NotFoundError(
        f"There is no such suspect: {sha256[:16]}…",
        vi=f"Không có tệp nghi mật {sha256[:16]}… của đơn vị này.",
        remedy=(
            "Open it from the list of suspects (`vanban suspects list`)."
            " / Hãy mở từ trang Nghi có dấu mật (`vanban suspects list`)."
        ),
    )
