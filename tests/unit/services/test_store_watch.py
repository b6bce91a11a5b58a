"""The watch over the object stores: when a store is started again, and when it is left alone."""

from __future__ import annotations

import shutil

import pytest

from vanban.services import store_watch
from vanban.services.store_watch import REFUSALS, REST_SECONDS, Watched, look


class Store:
    """A store that refuses until it is started again, or for ever."""

    def __init__(self, folder, *, cured=True):
        self.problem, self.starts, self.cured = "takes no writes", 0, cured
        self.watched = Watched("objects", folder, lambda: self.problem, self.restart)

    def restart(self):
        self.starts += 1
        self.problem = "" if self.cured else self.problem


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path)


def looks(store, times, at=0.0):
    return [look(store.watched, now=lambda: at) for _ in range(times)]


def test_a_store_that_goes_on_refusing_is_started_again_once(store):
    assert looks(store, REFUSALS + 5) == [False] * (REFUSALS - 1) + [True] + [False] * 5
    assert store.starts == 1


def test_a_store_that_refuses_now_and_then_is_left_alone(store):
    for _ in range(5):
        looks(store, REFUSALS - 1)
        store.problem = ""
        looks(store, 1)
        store.problem = "takes no writes"
    assert store.starts == 0


def test_no_start_helps_while_the_disk_is_full(store, monkeypatch):
    usage = shutil.disk_usage(store.watched.folder)
    monkeypatch.setattr(store_watch.shutil, "disk_usage", lambda _: usage._replace(free=store_watch.ROOM_BYTES - 1))
    looks(store, 3 * REFUSALS)
    assert store.starts == 0
    monkeypatch.undo()
    looks(store, 1)
    assert store.starts == 1


def test_a_disk_that_is_gone_is_not_cured_by_a_start(store, tmp_path):
    store.watched.folder = tmp_path / "gone"
    looks(store, 3 * REFUSALS)
    assert store.starts == 0


def test_a_store_that_no_start_cures_is_not_started_all_the_time(tmp_path):
    store = Store(tmp_path, cured=False)
    looks(store, 4 * REFUSALS)
    assert store.starts == 1
    looks(store, REFUSALS, at=REST_SECONDS + 1.0)
    assert store.starts == 2
