"""Everything that is checked before a PIN is used: the right to sign, the certificate, and what happened to other PINs.

A wrong PIN costs one try and never two: grants that were given before it was known to be wrong are stopped as well, as
the same wrong PIN may be in them, and a token locks itself after a few.
"""

from __future__ import annotations

from vanban.domain.batch import Batch, Grant
from vanban.domain.errors import PinError
from vanban.ports import SigningIdentity, UnitOfWork
from vanban.workflows.authorities import check_authority, today
from vanban.workflows.signing_results import SigningRoom

_REFUSED = "pin.refused"


class PinNotTriedError(PinError):
    """Indicate that a PIN was not tried, because one of the same certificate was refused meanwhile."""


def check_before_pin(batch: Batch, grant: Grant, identity: SigningIdentity, *, room: SigningRoom) -> None:
    """Check whether a granted batch may use its PIN now.

    Raises:
        AuthorityError: if the person may not sign one of the pending documents (any more).
        PinNotTriedError: if a PIN of the same certificate was refused since the grant was given.
        CertificateError: if the certificate may not sign now.
        ServiceUnavailableError: if its revocation cannot be learnt now.
    """
    check_right(batch, grant, room=room)
    with room.register.begin() as uow:
        if _refused_since(grant, uow):
            raise PinNotTriedError(
                "A PIN of this certificate was refused after this batch was approved.",
                vi="Mã PIN của chứng thư số này vừa bị từ chối ở một lô khác; lô này dừng để thiết bị không bị khóa.",
                remedy="Approve again with the right PIN. / Hãy duyệt lại với mã PIN đúng.",
            )
    room.desk.preflight(identity, at=room.clock.now())


def check_right(batch: Batch, grant: Grant, *, room: SigningRoom) -> None:
    """Check whether the person may still sign what is pending of a batch. Raises ``AuthorityError`` if not."""
    with room.register.begin() as uow:
        check_authority(batch, person=grant.person, day=today(room.clock), uow=uow)


def note_pin_refused(grant: Grant, *, room: SigningRoom) -> None:
    """Leave in the trail that a device refused the PIN: other grants for the certificate are stopped by it."""
    with room.register.begin() as uow:
        at, certificate = room.clock.now(), grant.certificate_sha256
        uow.events.append(at=at, actor=grant.person, name=_REFUSED, subject=certificate, data={"grant": grant.id})
        uow.commit()


def _refused_since(grant: Grant, uow: UnitOfWork) -> bool:
    of_grant = uow.events.list(subject=grant.id)
    given = max((event.sequence for event in of_grant if event.name == "grant.given"), default=0)
    # By the order of the trail, not by clocks.
    later = uow.events.list(subject=grant.certificate_sha256, after=given)
    return any(event.name == _REFUSED for event in later)
