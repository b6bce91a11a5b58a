"""The shipped samples cover what an office meets, and say where each must end."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from vanban.cli.samples import command
from vanban.domain.reading import FACT_NAMES
from vanban.domain.reasons import REASONS
from vanban.samples.bulk import bulk, bulk_drafts
from vanban.samples.catalogue import write_samples

RANDOM_KEYS = {"khoa-chinh-sua.pdf", "mat-khau.pdf"}


def digests(folder):
    regular = (path for path in folder.iterdir() if not path.is_symlink())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in regular}


def test_every_end_is_a_known_one(shelf):
    _, samples = shelf
    for sample in samples.values():
        end, _, reason = sample.expected_end.partition(":")
        assert end in {"archived", "quarantined", "duplicate", "suspect"}
        assert (end == "quarantined") == bool(reason)
        assert reason in {"", *REASONS}
        assert sample.stream in {"den", "di"}
        assert sample.about_vi != sample.about_en


def test_the_readme_hands_each_sample_in_the_way_it_goes(shelf):
    _, samples = shelf
    text = (Path(__file__).parents[3] / "README.md").read_text()
    told = re.findall(r"vanban submit /tmp/mau/(\S+)(?: --stream (\w+))?", text)
    assert len(told) == 2
    for pattern, stream in told:
        named = [sample for name, sample in samples.items() if fnmatch.fnmatch(name, pattern)]
        assert {(one.stream, one.expected_end) for one in named} == {(stream or "den", "archived")}


def test_they_cover_the_office(shelf):
    _, samples = shelf
    ends = Counter(sample.expected_end.split(":")[0] for sample in samples.values())
    assert ends["archived"] >= 14
    assert ends["duplicate"] == ends["suspect"] == 1
    reasons = {s.expected_end.split(":")[1] for s in samples.values() if ":" in s.expected_end}
    assert reasons >= {"truncated", "empty", "wrong-type", "password", "bomb", "too-many-pages", "not-a-file"}
    assert sum(sample.stream == "di" for sample in samples.values()) == 6
    assert {sample.registered_as for sample in samples.values()} == {"", "bản sao y", "văn bản kèm theo"}
    assert any(sample.truth.get("urgency") == "hỏa tốc" for sample in samples.values())
    kinds = {sample.truth["kind"] for sample in samples.values() if sample.truth}
    assert len(kinds) >= 8


def test_truth_speaks_the_words_of_the_reading_contract(shelf):
    _, samples = shelf
    for sample in samples.values():
        if sample.expected_end in {"archived", "duplicate"}:
            assert set(sample.truth) == set(FACT_NAMES)
        json.dumps(sample.truth)


def test_what_is_archived_opens(shelf):
    folder, samples = shelf
    for name, sample in samples.items():
        if sample.expected_end == "archived" and name.endswith(".pdf"):
            with pypdfium2.PdfDocument((folder / name).read_bytes()) as document:
                assert len(document) >= 1


def test_the_copy_comes_after_its_original(shelf):
    folder, samples = shelf
    names = list(samples)
    copy = next(name for name, sample in samples.items() if sample.expected_end == "duplicate")
    original = copy.replace(" (1)", "")
    assert names.index(original) == 0
    assert (folder / copy).read_bytes() == (folder / original).read_bytes()


def test_no_other_two_are_the_same(shelf):
    folder, _ = shelf
    repeated = [name for name, count in Counter(digests(folder).values()).items() if count > 1]
    assert len(repeated) == 1


def test_same_seed_and_day_same_bytes(shelf, tmp_path, today):
    folder, _ = shelf
    write_samples(tmp_path, seed=1, today=today, foreign_signer=lambda pdf: pdf + b"%signed\n")
    first, second = digests(folder), digests(tmp_path)
    assert first.keys() == second.keys()
    assert {name for name in first if first[name] != second[name]} == RANDOM_KEYS


def test_without_a_signer_the_signed_one_is_left_out(tmp_path, today):
    for leftover in ("cong-van-so-noi-vu.pdf", "lien-ket.pdf"):
        (tmp_path / leftover).write_bytes(b"left over")
    samples = write_samples(tmp_path, seed=2, today=today)
    assert "cong-van-da-ky-so.pdf" not in {sample.name for sample in samples}
    assert (tmp_path / "cong-van-so-noi-vu.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "lien-ket.pdf").is_symlink()


def test_the_verb_prints_what_it_writes(tmp_path):
    result = CliRunner().invoke(command, [str(tmp_path / "mau"), "--seed", "3", "--json"])
    assert result.exit_code == 0
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert {line["name"] for line in lines} == {path.name for path in (tmp_path / "mau").iterdir()}


@pytest.mark.parametrize("scans", [False, True])
def test_a_heap_is_distinct_and_repeatable(scans):
    heap, again = (list(bulk(8, 7, scans=scans)) for _ in range(2))
    assert [file.data for file in heap] == [file.data for file in again]
    assert len({file.data for file in heap}) == len({file.name for file in heap}) == 8


def test_drafts_in_a_heap_are_distinct(today):
    heap = list(bulk_drafts(12, 7, today=today))
    assert len({file.data for file in heap}) == 12
    assert {file.truth["number"] for file in heap} == {None}
