"""Some dozens of damaged files, the same every time; the ten thousand are ``make bench-fuzz``."""

from __future__ import annotations

import random

import pytest

from benchmarks.fuzz import damaged_file, run
from benchmarks.fuzz_mutations import mutate
from benchmarks.fuzz_seeds import seeds
from processors.bounds import Bounds
from processors.examination import SandboxedExaminer
from processors.safety import check
from vanban.domain.reasons import REASONS
from vanban.settings import Limits


@pytest.fixture(scope="module")
def whole_files():
    return seeds()


def test_damaged_files_of_every_kind_end_with_an_answer_or_a_reason(whole_files, tmp_path):
    place, blank = tmp_path / "place", tmp_path / "blank"
    place.mkdir()
    blank.mkdir()
    result = run(range(30), seed=20, from_seeds=whole_files, folder=place, blank=blank, real_tesseract=30)

    assert result.found == []
    assert sum(result.outcomes.values()) == 30
    codes = {outcome.split(" ", 1)[1] for outcome in result.outcomes} - {"answered"}
    assert codes <= REASONS.keys()


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_safety_checks_never_raise_anything_but_what_they_promise(whole_files, tmp_path):
    chance = random.Random(21)
    for number in range(300):
        group = ("pdf", "image", "container")[number % 3]
        name, data = chance.choice(whole_files[group])
        path = tmp_path / name
        path.write_bytes(mutate(data, chance, chance.choice(whole_files[group])[1]))
        assert check(path, file_name=name, bounds=Bounds()).refusal in {"", *REASONS}, number


def test_whole_files_are_taken_in(whole_files, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    for name, data in [whole_files["pdf"][-1], *whole_files["image"][::2], *whole_files["container"]]:
        path = tmp_path / name
        path.write_bytes(data)
        found = SandboxedExaminer(limits=Limits()).examine(path, file_name=name, work=work)
        assert found.outcome == "clean", name


def test_the_same_number_makes_the_same_file(whole_files):
    assert damaged_file(7, seed=3, from_seeds=whole_files) == damaged_file(7, seed=3, from_seeds=whole_files)
