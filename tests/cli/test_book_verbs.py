"""``vanban book`` on a register in memory: what a clerk types, and what is written."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from storage.memory_store import MemoryStore
from storage.retention import load_schedule
from vanban.cli.main import cli
from vanban.clock import SystemClock
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.ports import Book
from vanban.register.memory import MemoryRegister
from vanban.workflows.books import BookOffice
from vanban.workflows.case_files import CaseOffice


@pytest.fixture
def register() -> MemoryRegister:
    return MemoryRegister()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, new_document, register):
    clock = SystemClock()
    cases = CaseOffice(register=register, schedule=load_schedule(None), clock=clock, organ_id="000.00.00.H26")
    office = BookOffice(
        register=register, store=MemoryStore(), clock=clock, cases=cases, organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
    )
    monkeypatch.setattr("vanban.bootstrap.build", lambda: SimpleNamespace(book_office=office))
    entry = RegisterEntry(type_name="công văn", code_number="15", code_notation="UBND-VX", subject="về việc thử")
    one = new_document(direction=Direction.INCOMING, state=State.REGISTERED, entry=entry, office="van-phong")
    with register.begin() as uow:
        uow.documents.add(one)
        uow.numbers.take(Book("van-phong", Direction.INCOMING, 2026), document_id=one.id)
        uow.commit()
    return lambda *arguments: CliRunner().invoke(cli, ["book", *arguments])


def test_books_are_listed_and_a_register_is_shown_with_the_names_of_its_columns(run) -> None:
    assert json.loads(run("list", "--json").output) == {
        "office": "van-phong", "stream": "den", "series": "", "year": 2026, "last": 1,
    }  # fmt: skip
    shown = json.loads(run("show", "so-den", "--office", "van-phong", "--year", "2026", "--json").output)
    assert (shown["Số đến"], shown["Số, ký hiệu văn bản"]) == ("1", "15/UBND-VX")
    assert "15/UBND-VX" in run("show", "so-den", "--office", "van-phong", "--year", "2026").output


def test_a_register_is_written_once_in_the_form_that_its_name_says(run, tmp_path) -> None:
    asked = ("write", "so-den", "--office", "van-phong", "--year", "2026", "--as", "vanthu", "-o")
    for name, begin in (("so.pdf", b"%PDF-"), ("so.xlsx", b"PK")):
        assert run(*asked, str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(begin)
    again, other = run(*asked, str(tmp_path / "so.pdf")), run(*asked, str(tmp_path / "so.docx"))
    assert (again.exit_code, other.exit_code) == (2, 2)
    assert "không ghi đè" in again.output
    assert run("show", "muc-luc-van-ban", "--office", "van-phong").exit_code == 2


def test_the_book_of_copies_is_named_shown_and_closed_by_its_own_name(run, register, new_document) -> None:
    entry = RegisterEntry(type_name="bản sao y", code_number="01", code_notation="SY-UBND")
    one = new_document(direction=Direction.OUTGOING, state=State.SEALED, entry=entry, office="van-phong")
    with register.begin() as uow:
        uow.documents.add(one)
        uow.numbers.take(Book("van-phong", Direction.OUTGOING, 2025, "sao"), document_id=one.id)
        uow.commit()
    assert "2025  van-phong  sổ bản sao  số cuối: 1" in run("list").output
    asked = ("--office", "van-phong", "--year", "2025", "--json")
    assert json.loads(run("show", "so-sao", *asked).output)["Số, ký hiệu bản sao"] == "01/SY-UBND"
    closed = json.loads(run("close", "sao", *asked, "--as", "vanthu").output)
    assert (closed["series"], closed["last"], closed["missing"]) == ("sao", 1, 0)
