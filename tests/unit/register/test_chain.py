from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from vanban.domain.evidence import Event
from vanban.register.chain import broken_links, next_event

NOW = dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC)


def chain(length: int) -> list[Event]:
    events: list[Event] = []
    for n in range(length):
        last = (events[-1].sequence, events[-1].digest) if events else None
        events.append(next_event(last, at=NOW, actor="vanthu", name="test.event", subject=str(n), data={"n": n}))
    return events


@given(length=st.integers(0, 6))
def test_a_chain_as_written_is_whole(length: int) -> None:
    assert broken_links(chain(length)) == []


@given(data=st.data(), length=st.integers(2, 6))
def test_any_one_change_is_found(data: st.DataObject, length: int) -> None:
    events = chain(length)
    place = data.draw(st.integers(0, length - 1))
    change = data.draw(
        st.sampled_from(
            [{"actor": "x"}, {"subject": "x"}, {"name": "x"}, {"data": {}}, {"at": NOW + dt.timedelta(microseconds=1)}]
        )
    )
    changed = [*events[:place], dataclasses.replace(events[place], **change), *events[place + 1 :]]
    assert len(broken_links(changed)) == 1
    if place < length - 1:
        assert broken_links([*events[:place], *events[place + 1 :]])
        swapped = [*events[:place], events[place + 1], events[place], *events[place + 2 :]]
        assert broken_links(swapped)
