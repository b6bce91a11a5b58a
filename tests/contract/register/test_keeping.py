"""Terms, holds, custody and findings. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.findings import Finding, Severity
from vanban.domain.keeping import Custody, Hold, TermDecision
from vanban.domain.stamps import StampEnd
from vanban.ports import Register

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=30)


def test_the_newest_decision_on_a_term_counts(any_register: Register) -> None:
    first = TermDecision("d1", "10N", "luutru", NOW, "theo danh mục hồ sơ")
    second = dataclasses.replace(first, code="VV", decided_at=LATER, ended=dt.date(2025, 12, 31))
    with any_register.begin() as uow:
        assert uow.terms.get("d1") is None
        uow.terms.add(first)
        uow.terms.add(dataclasses.replace(first, subject="d2"))
        uow.terms.add(second)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.terms.get("d1") == second
        assert uow.terms.newest() == {"d1": second, "d2": dataclasses.replace(first, subject="d2")}


def test_a_hold_is_released_once_and_by_a_second_person(any_register: Register) -> None:
    hold = Hold("h1", "d1", "luutru", NOW, "có khiếu nại")
    with any_register.begin() as uow:
        uow.holds.add(hold)
        uow.holds.add(dataclasses.replace(hold, id="h2", subject="d2"))
        uow.commit()
    with any_register.begin() as uow, pytest.raises(RefusedError):
        uow.holds.release("h1", at=LATER, by="luutru", why="xong")
    with any_register.begin() as uow:
        assert [one.id for one in uow.holds.list()] == ["h1", "h2"]
        assert uow.holds.release("h1", at=LATER, by="lanhdao", why="xong") is True
        assert uow.holds.release("h1", at=LATER, by="khac", why="khác") is False
        released = dataclasses.replace(hold, released_by="lanhdao", released_at=LATER, release_why="xong")
        assert uow.holds.get("h1") == released
        assert [one.id for one in uow.holds.list()] == ["h2"]
        assert uow.holds.list(subject="d1", open_only=False) == [released]
        with pytest.raises(NotFoundError):
            uow.holds.release("unknown", at=LATER, by="lanhdao", why="x")


def test_custody_is_noted_by_store_and_package(any_register: Register) -> None:
    with any_register.begin() as uow:
        assert uow.custody.get("", "aip/1/") is None
        uow.custody.locked("", "aip/1/", until=LATER, held=True)
        uow.custody.read("", ["aip/1/", "aip/2/"], at=NOW, of_round=3)
        uow.custody.read("copy", ["aip/1/"], at=NOW, of_round=1)
        uow.custody.read("copy", [], at=NOW, of_round=1)
        uow.custody.locked("", "aip/1/", until=LATER + dt.timedelta(days=1), held=False)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.custody.list("") == {
            "aip/1/": Custody("", "aip/1/", LATER + dt.timedelta(days=1), False, NOW, 3),
            "aip/2/": Custody("", "aip/2/", None, False, NOW, 3),
        }
        assert uow.custody.get("copy", "aip/1/") == Custody("copy", "aip/1/", None, False, NOW, 1)
        uow.custody.forget("aip/1/")
        assert (list(uow.custody.list("")), uow.custody.list("copy")) == (["aip/2/"], {})


def test_the_last_note_on_the_end_of_a_time_stamp_counts(any_register: Register) -> None:
    with any_register.begin() as uow:
        uow.stamp_ends.note("aip/1/", StampEnd(NOW, "certificate"))
        uow.stamp_ends.note("aip/2/", None)
        uow.stamp_ends.note("aip/1/", StampEnd(LATER, "rsa"))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.stamp_ends.list() == {"aip/1/": StampEnd(LATER, "rsa"), "aip/2/": None}


def test_a_finding_stays_open_until_the_same_check_no_longer_finds_it(any_register: Register) -> None:
    altered = Finding("altered", "d1", "aip/1/content/original.pdf", version_id="v1")
    stray = Finding("unexpected", "archive", "aip/x", "copy")
    with any_register.begin() as uow:
        opened, closed = uow.findings.settle({"package:aip/1/": [altered, altered], "listing": [stray]}, at=NOW)
        assert ([one.finding for one in opened], closed) == ([altered, stray], [])
        assert uow.findings.count() == {Severity.ERROR: 1, Severity.WARNING: 1}
        uow.commit()
    with any_register.begin() as uow:
        assert uow.findings.settle({"package:aip/1/": [altered], "chain": []}, at=LATER) == ([], [])
        _, [gone] = uow.findings.settle({"listing": []}, at=LATER)
        assert gone.finding == stray
        [still] = uow.findings.list()
        assert (still.finding, still.first_seen, still.last_seen) == (altered, NOW, LATER)
        assert [one.closed_at for one in uow.findings.list(open_only=False)] == [LATER, None]
        [again], _ = uow.findings.settle({"listing": [stray]}, at=LATER)
        assert again.id not in {still.id, gone.id}
