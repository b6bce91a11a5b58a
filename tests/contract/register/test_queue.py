"""Work that is handed out, and dies with its worker. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from vanban.domain.document import Direction, State, Urgency
from vanban.ports import Register


def test_take_gives_the_most_urgent_then_the_oldest_that_nobody_holds(any_register: Register, records) -> None:
    old, new = records.stored(), records.stored(direction=Direction.OUTGOING)
    express = records.stored(urgency=Urgency.EXPRESS)
    waiting = frozenset({State.RECEIVED})
    with any_register.take(states=waiting) as first, any_register.take(states=waiting) as second:
        assert (first, second) == (express, old)
        with any_register.take(states=waiting, direction=Direction.INCOMING) as none_left:
            assert none_left is None
        with any_register.take(states=waiting) as third, any_register.take(states=waiting) as fourth:
            assert (third, fourth) == (new, None)
    with any_register.take(states=waiting) as again:
        assert again == express
    with any_register.take(states=frozenset({State.READ, State.NEEDS_REVIEW})) as nothing:
        assert nothing is None


def test_take_can_ask_for_urgent_ones_only(any_register: Register, records) -> None:
    records.stored()
    urgent = records.stored(urgency=Urgency.URGENT)
    waiting = frozenset({State.RECEIVED})
    with any_register.take(states=waiting, urgent_only=True) as first:
        assert first == urgent
        with any_register.take(states=waiting, urgent_only=True) as second:
            assert second is None


def test_a_hold_ends_with_an_error_too(any_register: Register, records) -> None:
    one = records.stored()
    with pytest.raises(ZeroDivisionError), any_register.take(states=frozenset({State.RECEIVED})):
        raise ZeroDivisionError
    with any_register.take(states=frozenset({State.RECEIVED})) as again:
        assert again == one


def test_workers_share_the_queue_without_doing_anything_twice(any_register: Register, records) -> None:
    ids = {records.stored().id for _ in range(12)}
    done: list[str] = []

    def work(_: int) -> None:
        while True:
            with any_register.take(states=frozenset({State.RECEIVED})) as one:
                if one is None:
                    return
                with any_register.begin() as uow:
                    uow.documents.change(one.id, expect=State.RECEIVED, state=State.READ)
                    uow.commit()
                done.append(one.id)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert sorted(done) == sorted(ids)


def test_a_named_hold_is_exclusive(any_register: Register) -> None:
    with any_register.hold("sweep") as mine, any_register.hold("sweep") as theirs, any_register.hold("audit") as other:
        assert (mine, theirs, other) == (True, False, True)
    with any_register.hold("sweep") as again:
        assert again is True
