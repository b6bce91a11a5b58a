"""Layouts that were forged to mislead: whatever is shown as sure is right, and what stands on the paper is found."""

import random

import pytest

from benchmarks.reading.cases import Case
from benchmarks.reading.forged_content import FORGED
from benchmarks.reading.forged_ends import ALL
from benchmarks.reading.judging import judge
from benchmarks.reading.made import in_order
from benchmarks.reading.recognised import Recogniser
from benchmarks.reading.sheet import draw


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Return what was read of one document of each layout, judged, by layout."""
    folder = tmp_path_factory.mktemp("forged")
    recogniser = Recogniser(folder)
    judged = {}
    for name, layout in ALL.items():
        laid = layout(FORGED, random.Random(f"test {name}"), by_hand=False)
        path = folder / f"{len(judged)}.pdf"
        path.write_bytes(in_order(draw(laid.sheet)[0], laid.order))
        case = Case(path.name, path, laid.truth, laid.sure, handwritten=False)
        judged[name] = {one.name: one for one in judge(case, recogniser.read(case))}
    return judged


@pytest.mark.parametrize("layout", ALL)
def test_what_is_sure_is_right_and_numbers_and_days_are_never_wrong(read, layout):
    silent = {name: one.fact.value for name, one in read[layout].items() if one.silent}
    assert not silent
    for name in ("number", "issued_on"):
        if (one := read[layout].get(name)) and one.fact.value is not None:
            assert one.outcome.right


@pytest.mark.parametrize(
    "layout", ["annex first", "pages reversed", "quoted letterhead", "attached rules", "copy block"]
)
def test_the_document_is_the_one_with_the_head_wherever_its_pages_lie(read, layout):
    for name in ("kind", "number", "symbol", "issued_on", "issuer", "signer"):
        if name in read[layout]:
            assert read[layout][name].outcome.right, (name, read[layout][name].fact)


@pytest.mark.parametrize("layout", ["number on the right", "number below"])
def test_a_number_outside_its_box_is_found_and_never_sure(read, layout):
    for name in ("number", "symbol"):
        assert read[layout][name].outcome.right
        assert not read[layout][name].sure


def test_the_day_of_something_past_is_no_deadline(read):
    assert read["due"]["deadlines"].outcome.right


def test_a_name_of_any_people_is_read_by_its_place_under_the_title(read):
    assert all(one["signer"].outcome.right for one in read.values() if "signer" in one)
