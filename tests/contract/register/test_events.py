"""The hash-chained audit trail. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

from vanban.domain.document import State
from vanban.domain.evidence import GENESIS
from vanban.ports import Register


def test_events_form_a_chain(any_register: Register, records) -> None:
    data = {"sha256": "a" * 64, "big": 1e22, "exact": 100.0, "list": (1, 2), "chữ": "ạ"}
    with any_register.begin() as uow:
        first = uow.events.append(at=records.now, actor="vanthu", name="document.received", subject="d1", data=data)
        uow.commit()
    in_hanoi = records.now.astimezone(dt.timezone(dt.timedelta(hours=7)))
    with any_register.begin() as uow:
        second = uow.events.append(at=in_hanoi, actor="hệ thống", name="document.read", subject="d2")
        uow.commit()
    assert (first.sequence, first.previous, second.sequence, second.previous) == (1, GENESIS, 2, first.digest)
    with any_register.begin() as uow:
        assert uow.events.list() == [first, second]
        assert uow.events.list(subject="d2") == [second]
        assert uow.events.list(after=1) == [second]
        assert uow.events.list(limit=1) == [first]
        assert uow.events.verify_chain() == []


def test_the_chain_stays_whole_under_many_writers(any_register: Register, records) -> None:
    def write(worker: int) -> None:
        for n in range(10):
            with any_register.begin() as uow:
                uow.events.append(at=records.now, actor=f"worker {worker}", name="test.event", subject=str(n))
                if n % 4 != 3:
                    uow.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    with any_register.begin() as uow:
        assert [event.sequence for event in uow.events.list()] == list(range(1, 33))
        assert uow.events.verify_chain() == []


def test_units_of_work_never_wait_for_each_other_in_a_circle(any_register: Register, records) -> None:
    ids = [records.stored().id for _ in range(4)]

    def change_all(worker: int) -> None:
        for _ in range(5):
            with any_register.begin() as uow:
                for document_id in ids[worker:] + ids[:worker]:
                    uow.documents.change(document_id, expect=State.RECEIVED, note=f"{worker}")
                    uow.events.append(at=records.now, actor="x", name="test.event", subject=document_id)
                uow.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change_all, range(4)))
    with any_register.begin() as uow:
        assert len(uow.events.list()) == 4 * 5 * 4
        assert len({uow.documents.get(one).note for one in ids}) == 1


def test_the_newest_event_of_a_name_is_found_for_many_subjects(any_register: Register, records) -> None:
    with any_register.begin() as uow:
        for name, subject in (("signed", "d1"), ("signed", "d2"), ("seen", "d1"), ("signed", "d1"), ("seen", "d3")):
            uow.events.append(at=records.now, actor="x", name=name, subject=subject, data={})
        uow.commit()
    with any_register.begin() as uow:
        found = uow.events.newest("signed", ["d1", "d2", "d3"])
        assert {subject: event.sequence for subject, event in found.items()} == {"d1": 4, "d2": 2}
        assert uow.events.newest("signed", []) == {}
