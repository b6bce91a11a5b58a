"""The slips of incoming documents. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import datetime as dt

import pytest

from vanban.domain.directions import Assignment, Involvement, Opinion, Part, Progress, Slip
from vanban.domain.document import Direction, State, Urgency
from vanban.domain.errors import NotFoundError
from vanban.ports import Register


@pytest.fixture
def said(records):
    """Return a maker of opinions."""

    def make(document_id: str, part: Part = Part.LEADERSHIP, *given: str, **fields) -> Opinion:
        assignments = tuple(Assignment(who, Involvement.LEADS, dt.date(2026, 4, 1), 2) for who in given)
        usual = {"id": f"opinion-{records.next_number()}", "by": "lanhdao", "at": records.now, "words": "Giao xử lý"}
        return Opinion(**usual | {"document_id": document_id, "part": part, "assignments": assignments} | fields)

    return make


def incoming(records, **fields):
    return records.stored(**{"state": State.REGISTERED, "direction": Direction.INCOMING, "office": "a"} | fields)


def test_a_slip_comes_back_in_the_order_it_was_written(any_register: Register, records, said) -> None:
    one, other = incoming(records), incoming(records)
    first = said(one.id, Part.LEADERSHIP, "phong-ns", "phong-tc")
    last = said(one.id, Part.RESULT, words="", progress=Progress.DONE, answer="15/UBND-VX", by="chuyenvien")
    middle = said(one.id, Part.UNIT, "chuyenvien")
    with any_register.begin() as uow:
        assert [uow.directions.add(each) for each in (first, middle, last)] == [True, True, True]
        uow.commit()
    with any_register.begin() as uow:
        assert uow.directions.slip(one.id) == Slip((first, middle, last))
        assert uow.directions.slips([one.id, other.id]) == {one.id: Slip((first, middle, last)), other.id: Slip()}


def test_the_same_opinion_twice_keeps_the_first(any_register: Register, records, said) -> None:
    one = incoming(records)
    first = said(one.id, id="same")
    with any_register.begin() as uow:
        assert uow.directions.add(first)
        assert not uow.directions.add(said(one.id, id="same", words="khác"))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.directions.slip(one.id).opinions == (first,)


def test_an_opinion_on_no_document_is_refused(any_register: Register, said) -> None:
    with any_register.begin() as uow:
        uow.directions.add(said("nothing"))
        with pytest.raises(NotFoundError):
            uow.commit()


def test_what_waits_for_the_leadership_is_incoming_registered_and_without_its_word(
    any_register: Register, records, said
) -> None:
    late = incoming(records, received_at=records.now)
    urgent = incoming(records, received_at=records.now, urgency=Urgency.EXPRESS)
    archived = incoming(records, received_at=records.now - dt.timedelta(days=1), state=State.ARCHIVED)
    spoken = incoming(records, received_at=records.now)
    directed = incoming(records)
    for fields in ({"direction": Direction.OUTGOING}, {"state": State.READ}, {"office": "b"}):
        incoming(records, **fields)
    with any_register.begin() as uow:
        uow.directions.add(said(directed.id))
        uow.directions.add(said(spoken.id, Part.HANDLER))
        uow.commit()
    with any_register.begin() as uow:
        found = [one.id for one in uow.directions.undirected(office="a")]
        assert found[:2] == [urgent.id, archived.id]
        assert set(found[2:]) == {late.id, spoken.id}
        assert uow.directions.undirected_count(office="a") == 4
        assert len(uow.directions.undirected(office="a", limit=1)) == 1


def test_everybody_finds_what_was_given_to_them_the_newest_first(any_register: Register, records, said) -> None:
    one, two, other = incoming(records), incoming(records, office="b"), incoming(records)
    with any_register.begin() as uow:
        uow.directions.add(said(one.id, Part.LEADERSHIP, "phong-ns", "phong-tc"))
        uow.directions.add(said(two.id, Part.LEADERSHIP, "phong-tc"))
        uow.directions.add(said(other.id, Part.LEADERSHIP))
        uow.directions.add(said(one.id, Part.UNIT, "chuyenvien"))
        uow.commit()
    with any_register.begin() as uow:
        assert [d.id for d in uow.directions.given_to(frozenset({"phong-tc"}))] == [two.id, one.id]
        assert [d.id for d in uow.directions.given_to(frozenset({"chuyenvien", "phong-khac"}))] == [one.id]
        assert [d.id for d in uow.directions.given_to(frozenset())] == []
        assert [d.id for d in uow.directions.directed(office="a")] == [one.id, other.id]
        assert [d.id for d in uow.directions.directed(office="a", limit=1)] == [one.id]
