"""The look for the word of a mark as a picture: found however it was pressed, and not seen in what is none."""

from __future__ import annotations

import pytest
from PIL import Image

from processors.gate import SEEN, SURELY_SEEN
from processors.mark_look import sightings

UPPER = 0.55


MM = 200 / 25.4
ROUND_THE_SYMBOL = (40 * MM, 34 * MM, 90 * MM, 44 * MM)


def _seen(path, least=SEEN, read=()):
    with Image.open(path) as image:
        page = image.convert("RGB" if image.mode == "RGB" else "L")
    upper = page.crop((0, 0, page.width, int(page.height * UPPER)))
    return sightings(upper, dpi=200, least=least, read=read)


def _symbol_on(path):
    """Return the box of the letters of number and symbol on a page that nothing is pressed on."""
    left, top, right, bottom = map(round, ROUND_THE_SYMBOL)
    with Image.open(path) as image:
        ink = image.convert("L").crop((left, top, right, bottom)).point([255 * (value < 110) for value in range(256)])
    box = ink.getbbox()
    return left + box[0], top + box[1], left + box[2], top + box[3]


@pytest.mark.parametrize(
    ("how", "text", "at", "angle", "strength", "framed"),
    [
        ("grey", "MẬT", (172, 14), -90, 1.0, True),
        ("grey", "MẬT", (165, 64), 90, 0.38, True),
        ("grey", "MẬT", (62, 42), 90, 0.38, True),
        ("grey", "MẬT", (46, 54), 15, 0.38, False),
        ("bilevel", "TỐI MẬT", (100, 33), -15, 0.8, False),
        ("bilevel", "TUYỆT MẬT", (62, 42), 0, 0.8, True),
        ("colour", "TUYỆT MẬT", (165, 64), -90, 0.5, False),
        ("colour", "MẬT", (100, 33), 180, 0.38, False),
    ],
)
def test_a_mark_is_seen_however_it_was_pressed(paper, stamp, how, text, at, angle, strength, framed):
    path = paper(stamp(text, at=at, angle=angle, strength=strength, framed=framed), how=how)

    best = _seen(path)[0]

    x, y = at[0] * 200 / 25.4, at[1] * 200 / 25.4
    left, top, right, bottom = best.box
    reach = 140  # of two words, the second is seen
    assert left - reach < x < right + reach
    assert top - reach < y < bottom + reach


@pytest.mark.parametrize(
    ("how", "at", "angle", "strength"),
    [
        ("bilevel", (62, 43), 90, 0.8),
        ("bilevel", (66, 42), -90, 0.8),
        ("grey", (62, 42), -15, 1.0),
        ("grey", (66, 43), -90, 0.45),
    ],
)
def test_a_mark_across_a_symbol_that_was_read_is_seen_whole(paper, stamp, how, at, angle, strength):
    symbol = _symbol_on(paper(how=how))
    path = paper(stamp("MẬT", at=at, angle=angle, strength=strength, framed=False, colour=(25, 25, 25)), how=how)

    best = _seen(path, read=[symbol])[0]

    left, top, right, bottom = best.box
    assert best.score >= SURELY_SEEN
    assert left < at[0] * MM < right
    assert top < at[1] * MM < bottom


def test_a_black_stamp_half_as_dark_as_the_print_across_it_is_seen_alone(paper, stamp):
    best = _seen(paper(stamp("MẬT", at=(100, 24), strength=0.52, colour=(25, 25, 25)), how="grey"))[0]

    left, _, right, _ = best.box
    assert best.score >= SURELY_SEEN
    assert left < 100 * MM < right


def test_a_word_that_was_read_and_nothing_lies_across_is_not_looked_at(paper, stamp):
    path = paper(stamp("MẬT", at=(62, 54), framed=False, colour=(25, 25, 25)), how="grey")
    left, top, right, bottom = (round(edge) for edge in _seen(path)[0].box)

    assert [one.box for one in _seen(path, read=[(left, top, right, bottom)])] == []


@pytest.mark.parametrize(
    ("how", "text"), [("colour", "KHẨN"), ("grey", "HỎA TỐC"), ("bilevel", "THƯỢNG KHẨN"), ("grey", "CÔNG VĂN ĐẾN")]
)
def test_other_stamps_and_print_are_not_surely_one(paper, stamp, how, text):
    assert _seen(paper(stamp(text, angle=4), how=how), SURELY_SEEN) == []


def test_the_place_is_cut_out_level(paper, stamp):
    best = _seen(paper(stamp("MẬT", at=(172, 60), angle=-90), how="grey"))[0]
    assert best.quarters == 1
    assert best.picture().width > best.picture().height


def test_a_blank_page_shows_nothing():
    assert sightings(Image.new("L", (1654, 1286), 240), dpi=200) == []
    assert sightings(Image.new("RGB", (1, 1), "black"), dpi=150) == []
