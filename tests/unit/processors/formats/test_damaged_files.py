"""Some dozens of damaged files, the same every time; the ten thousand are ``make bench-fuzz``."""

from __future__ import annotations

import random

import pytest

from benchmarks.fuzz_mutations import mutate
from benchmarks.fuzz_reading import DamagedReader, damaged_file
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
    reader = DamagedReader(seed=20, from_seeds=whole_files, folder=tmp_path, real_tesseract=30)
    seen = [reader.read(number) for number in range(30)]

    assert [line for one in seen for line in one.found] == []
    assert reader.left_over() == []
    assert {one.outcome for one in seen} <= REASONS.keys() | {"answered"}


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


def test_the_same_number_makes_the_same_file_from_seeds_made_anew(whole_files):
    anew = seeds()
    drawn = [pair for pair in anew["pdf"] if pair[0] == "locked.pdf"]  # the salts of its encryption are
    anew["pdf"] = [pair for pair in anew["pdf"] if pair not in drawn]
    before = {**whole_files, "pdf": [pair for pair in whole_files["pdf"] if pair[0] != "locked.pdf"]}

    assert anew == before
    for number in range(100):
        assert damaged_file(number, seed=3, from_seeds=anew) == damaged_file(number, seed=3, from_seeds=before)
