"""The queue of documents that wait for a person. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.document import Direction, State, Urgency
from vanban.domain.queue import QueueView, place_of
from vanban.ports import Register

TO_CONFIRM = frozenset({State.READ, State.NEEDS_REVIEW})
VIEW = QueueView(states=TO_CONFIRM, office="van-phong")


@pytest.fixture
def queued(records):
    """Seven documents, named by their place in the working order, stored in another order."""
    hours = {"f": 4, "b": 2, "d": 1, "a": 9, "e": 3, "c": 5}
    ranks = {"a": Urgency.EXPRESS, "b": Urgency.URGENT, "c": Urgency.URGENT}
    found = {
        name: records.stored(
            id=name,
            state=State.NEEDS_REVIEW if name in "ce" else State.READ,
            office="van-phong",
            received_at=records.now + dt.timedelta(hours=hour),
            urgency=ranks.get(name, Urgency.NORMAL),
            direction=Direction.OUTGOING if name == "e" else Direction.INCOMING,
            reading={"facts": {"subject": {"value": f"Về việc Đường số {name}{name} 50%"}, "symbol": {"value": None}}},
        )
        for name, hour in hours.items()
    }
    records.stored(id="0", state=State.READ, office="phong-khac")
    records.stored(id="1", state=State.REGISTERED, office="van-phong")
    return found


def ids(found) -> str:
    return "".join(one.id for one in found)


def test_the_working_order_is_read_a_page_at_a_time_from_both_sides(any_register: Register, queued) -> None:
    with any_register.begin() as uow:
        assert ids(uow.queue.after(VIEW, limit=100)) == "abcdef"
        assert ids(uow.queue.after(VIEW, limit=2)) == "ab"
        assert ids(uow.queue.after(VIEW, place_of(queued["b"]), limit=3)) == "cde"
        assert ids(uow.queue.after(VIEW, place_of(queued["f"]), limit=3)) == ""
        assert ids(uow.queue.before(VIEW, place_of(queued["d"]), limit=2)) == "cb"
        assert uow.queue.length(VIEW) == 6
        assert uow.queue.after(VIEW, limit=1)[0] == queued["a"]


def test_what_the_organisation_signs_alone_is_asked_for_by_its_kind(any_register: Register, records) -> None:
    kinds = {
        "a": "bản sao y",
        "b": "công văn",
        "c": " Bản  Trích sao ",
        "d": "",
        "e": "SAO LỤC",
        "f": "văn bản kèm theo",
    }
    for name, kind in kinds.items():
        at = records.now + dt.timedelta(hours=ord(name))
        entry = dataclasses.replace(records.entry, type_name=kind)
        records.stored(id=name, state=State.REGISTERED, office="van-phong", received_at=at, entry=entry)
    view = QueueView(states=frozenset({State.REGISTERED}), office="van-phong")
    with any_register.begin() as uow:
        assert ids(uow.queue.after(dataclasses.replace(view, sealed_alone=True), limit=9)) == "acef"
        assert ids(uow.queue.after(dataclasses.replace(view, sealed_alone=False), limit=9)) == "bd"
        changed = dataclasses.replace(records.entry, type_name="bản sao lục")
        uow.documents.change("b", expect=State.REGISTERED, entry=changed)
        assert uow.queue.length(dataclasses.replace(view, sealed_alone=True)) == 5


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"direction": Direction.OUTGOING}, "e"),
        ({"urgency": Urgency.URGENT}, "bc"),
        ({"states": frozenset({State.NEEDS_REVIEW})}, "ce"),
        ({"office": ""}, "abcdef0"),
        ({"words": "DUONG  số dd"}, "d"),
        ({"words": "50%"}, "abcdef"),
        ({"words": "5_%"}, ""),
        ({"words": "\x00"}, ""),
    ],
)
def test_a_view_shows_what_was_asked_for(any_register: Register, queued, chosen, expected) -> None:
    view = QueueView(**{"states": TO_CONFIRM, "office": "van-phong"} | chosen)
    with any_register.begin() as uow:
        assert set(ids(uow.queue.after(view, limit=100))) == set(expected)
        assert uow.queue.length(view) == len(expected)
