"""What counts as an answer of ``vanban read`` within its limits."""

from __future__ import annotations

import dataclasses

from benchmarks.formats import Answer, ask, said
from vanban.settings import MIB, Limits

ONE_PAGE = Answer("a.pdf", exit=0, pages=1, said="read (ocr)", seconds=100, cpu=3, peak=200 * MIB)
LIMITS = Limits(examine_seconds=60, read_seconds=60, read_seconds_per_page=20, child_memory_bytes=600 * MIB)


def test_time_goes_by_the_number_of_pages_and_memory_by_the_process() -> None:
    assert ONE_PAGE.within(LIMITS)
    late = dataclasses.replace(ONE_PAGE, seconds=150)
    assert not late.within(LIMITS)
    assert dataclasses.replace(late, pages=3).within(LIMITS)
    assert not dataclasses.replace(ONE_PAGE, peak=700 * MIB).within(LIMITS)


def test_a_refusal_is_an_answer_and_a_crash_is_none() -> None:
    assert dataclasses.replace(ONE_PAGE, exit=1).within(LIMITS)
    assert not dataclasses.replace(ONE_PAGE, exit=-11).within(LIMITS)
    assert not dataclasses.replace(ONE_PAGE, said="nothing").within(LIMITS)


def test_what_was_said_is_told_without_the_text() -> None:
    assert said([]) == "nothing"
    assert said([{"source": "ocr", "secrecy": "none"}]) == "read (ocr)"
    assert said([{"source": "text", "secrecy": "none"}, {"source": "ocr"}]) == "read (text), 1 inside"
    assert said([{"secrecy": "suspect"}]) == "suspect"
    assert said([{"error": {"code": "wrong-type", "vi": "…"}}]) == "wrong-type"


def test_the_command_is_really_asked(tmp_path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"no PDF at all")
    answer = ask(path, "a.pdf")
    assert (answer.exit, answer.said, answer.pages) == (1, "wrong-type", 0)
    assert answer.cpu > 0
    assert answer.peak > 10 * MIB
