"""The Merkle tree over the events. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import pytest

from vanban.domain.errors import IntegrityError
from vanban.domain.event_log import event_leaf
from vanban.domain.merkle import inclusion_path, root, root_of_inclusion
from vanban.ports import Register


def write_events(register: Register, records, count: int) -> None:
    with register.begin() as uow:
        for n in range(count):
            uow.events.append(at=records.now, actor="x", name="test.event", subject=str(n))
        uow.commit()


def grow(register: Register, *, limit: int) -> int:
    with register.begin() as uow:
        added = uow.event_tree.grow(limit=limit)
        uow.commit()
    return added


def test_an_empty_log_has_an_empty_tree(any_register: Register) -> None:
    assert grow(any_register, limit=10) == 0
    with any_register.begin() as uow:
        assert uow.event_tree.size() == 0
        assert uow.event_tree.nodes([]) == {}


def test_it_grows_in_parts_and_proves_every_event(any_register: Register, records) -> None:
    write_events(any_register, records, 11)
    assert [grow(any_register, limit=4) for _ in range(4)] == [4, 4, 3, 0]
    write_events(any_register, records, 2)
    assert grow(any_register, limit=100) == 2
    with any_register.begin() as uow:
        assert uow.event_tree.size() == 13
        top = root(13, nodes=uow.event_tree.nodes)
        for index, event in enumerate(uow.events.list()):
            path = inclusion_path(index, 13, nodes=uow.event_tree.nodes)
            assert root_of_inclusion(event_leaf(event), index, 13, path) == top


def test_growing_is_rolled_back_with_its_unit_of_work(any_register: Register, records) -> None:
    write_events(any_register, records, 3)
    with any_register.begin() as uow:
        assert uow.event_tree.grow(limit=10) == 3
    with any_register.begin() as uow:
        assert uow.event_tree.size() == 0


def test_a_subtree_that_is_not_there_is_an_error(any_register: Register, records) -> None:
    write_events(any_register, records, 3)
    grow(any_register, limit=10)
    with any_register.begin() as uow, pytest.raises(IntegrityError):
        uow.event_tree.nodes([(0, 2), (1, 1)])
