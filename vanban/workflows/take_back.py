"""Take back: files that a person had refused, or two people released, go into the spool again and are received anew.

Only the pass that holds the intake calls this, so that nobody else moves the same folders. The file comes first, the
row after it: what is cut off between them is finished by the next call, before that pass looks at the spool.
"""

from __future__ import annotations

from vanban.domain.document import Direction
from vanban.domain.intake import Claim, Disposition, IntakeItem
from vanban.domain.second_look import SecondLook
from vanban.intake.filing import Cabinet
from vanban.ports import Clock, Register

REOPENED = "intake.reopened"
"""Name of the event."""


def take_back_reopened(register: Register, cabinet: Cabinet, clock: Clock) -> None:
    """Bring every such file back into the spool. One that is gone from this host keeps its row."""
    with register.begin() as uow:
        found = [(item, uow.second_looks.get(item.sha256)) for item in uow.intake.to_reopen()]
    for item, look in found:
        if not cabinet.take_back(_claim(item, look), disposition=item.disposition):
            continue
        with register.begin() as uow:
            if uow.intake.reopen(item.claim_id):
                data = {"sha256": item.sha256, "was": item.disposition.value, "reason": item.reason}
                uow.events.append(at=clock.now(), actor="intake", name=REOPENED, subject=item.claim_id, data=data)
                uow.commit()


def _claim(item: IntakeItem, look: SecondLook | None) -> Claim:
    """Return the claim as it begins anew; a suspect takes office, direction and a neutral name from its release."""
    released = look if item.disposition is Disposition.SUSPECT else None
    return Claim(
        id=item.claim_id,
        office=released.office if released else item.office,
        direction=released.direction if released else item.direction or Direction.INCOMING,
        file_name=released.neutral_name if released else item.file_name,
        size=item.size,
        claimed_at=item.received_at,
        received_by=item.received_by,
    )
