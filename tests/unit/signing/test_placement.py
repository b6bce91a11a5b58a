"""Where signature and seal go."""

from __future__ import annotations

import pytest

from signing.page_frame import Box, PageFrame
from signing.placement import MILLIMETRE, SEAL, Line, beside, find_block


def line(text: str, centre: float, bottom: float, *, width: float = 100.0) -> Line:
    return Line(text, Box(centre - width / 2, bottom, centre + width / 2, bottom + 13))


BLOCK = [
    line("Nơi nhận:", 120, 300),
    line("TM. ỦY BAN NHÂN DÂN", 430, 300),
    line("CHỦ TỊCH", 430, 282, width=60),
    line("Nguyễn Văn Mẫu", 430, 200),
]


def test_the_block_is_the_title_above_the_name():
    assert find_block(BLOCK, name="Nguyễn Văn Mẫu", title="CHỦ TỊCH") == (BLOCK[2].box, BLOCK[3].box)


def test_the_name_is_compared_without_case_and_form():
    import unicodedata

    decomposed = [*BLOCK[:3], line(unicodedata.normalize("NFD", "NGUYỄN VĂN MẪU"), 430, 200)]
    assert find_block(decomposed, name="Nguyễn Văn Mẫu", title="")


def test_the_lowest_block_is_taken():
    higher = [line("CHỦ TỊCH", 430, 700), line("Nguyễn Văn Mẫu", 430, 620)]
    title, name = find_block([*higher, *BLOCK], name="Nguyễn Văn Mẫu", title="CHỦ TỊCH") or (None, None)
    assert (title, name) == (BLOCK[2].box, BLOCK[3].box)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line("Nguyễn Văn Mẫu", 430, 200)],
        [line("CHỦ TỊCH", 430, 215), line("Nguyễn Văn Mẫu", 430, 200)],
        [line("CHỦ TỊCH", 100, 282), line("Nguyễn Văn Mẫu", 430, 200)],
        [line("CHỦ TỊCH", 430, 282), line("Người khác", 430, 200)],
    ],
    ids=["nothing", "no title", "no room between", "title elsewhere", "another name"],
)
def test_without_a_block_nothing_is_found(lines):
    assert find_block(lines, name="Nguyễn Văn Mẫu", title="CHỦ TỊCH") is None


def test_the_seal_has_its_real_size_and_covers_a_third_on_the_left():
    signature = Box(360, 210, 500, 266)
    seal = beside(signature)
    assert seal.width == pytest.approx(36 * MILLIMETRE) == pytest.approx(SEAL)
    assert seal.top - seal.bottom == pytest.approx(SEAL)
    assert (seal.right - signature.left) / signature.width == pytest.approx(1 / 3)
    assert seal.left < signature.left
    assert (seal.bottom + seal.top) / 2 == pytest.approx(238)


def test_the_seal_stays_on_the_page():
    assert beside(Box(20, 200, 160, 256)).left == 0


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_box_shown_is_stored_and_shown_the_same(rotation):
    frame = PageFrame(Box(10, 20, 605, 862), rotation)
    box = Box(100, 50, 180, 90)
    assert frame.shown(frame.stored(box)) == box


def test_a_page_turned_to_the_right_shows_its_left_edge_on_top():
    frame = PageFrame(Box(0, 0, 595, 842), 90)
    assert (frame.width, frame.height) == (842, 595)
    assert frame.shown(Box(0, 0, 10, 842)) == Box(0, 585, 842, 595)
