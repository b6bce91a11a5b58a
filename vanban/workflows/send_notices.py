"""Send what stands in the outbox of notices: at least once each, in order, with bounded retries.

A try is noted after it was made. A crash in between sends once more, with the same id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.domain.notices import RETRY_AFTER, Channel, Delivery, Outcome
from vanban.ports import Clock, Courier, Message, Register

_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRoom:
    """Everything that sending notices needs."""

    register: Register
    clock: Clock
    couriers: Mapping[Channel, Courier]
    """Only of channels that the office uses."""
    address: str
    """Where people open the desk, for links."""
    due_soon_days: int
    """How many days before its day a document is told of."""


def send_notices(room: NoticeRoom, *, keep_on: Callable[[], bool]) -> Mapping[str, int]:
    """Try every delivery that is due; return how many ended how (``sent``, ``off``, ``given-up``, ``put-off``).

    Another process that sends already is left alone.
    """
    counted: Counter[str] = Counter()
    with room.register.hold("notices") as mine:
        while mine and keep_on():
            with room.register.begin() as uow:
                due = uow.notices.due(room.clock.now(), limit=_AT_ONCE)
            if not due:
                break
            counted.update(_try(one, room) for one in due)
    return counted


def _try(delivery: Delivery, room: NoticeRoom) -> str:
    with room.register.begin() as uow:
        contact = uow.notices.contact(delivery.notice.account)
        account = uow.people.get(delivery.notice.account)
    courier = room.couriers.get(delivery.channel)
    if courier is None or account is None or account.disabled or not contact.uses(delivery.channel):
        return _end(delivery, Outcome.OFF, room)
    tried = replace(delivery, tries=delivery.tries + 1)
    try:
        courier.deliver(_message(delivery, contact.mail, room))
    except ServiceUnavailableError as away:
        return _again(replace(tried, error=away.en), room)
    except RefusedError as refused:
        return _end(replace(tried, error=refused.en), Outcome.GIVEN_UP, room)
    return _end(replace(tried, error=""), Outcome.SENT, room)


def _message(delivery: Delivery, mail: str, room: NoticeRoom) -> Message:
    told = delivery.notice
    return Message(
        id=told.id,
        account=told.account,
        address=mail if delivery.channel is Channel.MAIL else "",
        kind=told.kind,
        label=told.label,
        link=f"{room.address.rstrip('/')}{told.path}",
        at=told.at,
    )


def _again(tried: Delivery, room: NoticeRoom) -> str:
    if tried.tries > len(RETRY_AFTER):
        return _end(tried, Outcome.GIVEN_UP, room)
    with room.register.begin() as uow:
        uow.notices.put_off(tried, until=room.clock.now() + RETRY_AFTER[tried.tries - 1])
        uow.commit()
    return "put-off"


def _end(delivery: Delivery, outcome: Outcome, room: NoticeRoom) -> str:
    with room.register.begin() as uow:
        uow.notices.settle(delivery, outcome, at=room.clock.now())
        uow.commit()
    return outcome.value
