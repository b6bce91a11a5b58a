"""Finding an empty place on a page: nearest to where it is wanted, and never on print."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from processors.free_spot import free_spot

A4 = (210.0, 297.0)
SIZE = (50, 35)


def page(*blocks: tuple[int, int, int, int], shade: int = 255) -> bytes:
    """Return a page of 4 dots to the mm with black blocks: left, top, right, bottom in mm."""
    image = Image.new("L", (840, 1188), shade)
    draw = ImageDraw.Draw(image)
    for block in blocks:
        draw.rectangle([4 * edge for edge in block], fill=0)
    written = io.BytesIO()
    image.save(written, format="PNG")
    return written.getvalue()


def test_an_empty_page_gives_the_wanted_place():
    assert free_spot(page(), page=A4, size=SIZE, near=(25.0, 60.0)) == (25.0, 60.0)
    assert free_spot(page(shade=200), page=A4, size=SIZE, near=(25.0, 60.0)) == (25.0, 60.0)


@pytest.mark.parametrize("near", [(25.0, 60.0), (0.0, 0.0), (205.0, 290.0)])
def test_print_and_the_edge_are_never_covered(near):
    blocks = ((20, 50, 190, 75), (20, 120, 190, 280))
    left, top = free_spot(page(*blocks), page=A4, size=SIZE, near=near)
    assert 5 <= left <= 210 - 55
    assert 5 <= top <= 297 - 40
    for x0, y0, x1, y1 in blocks:
        assert left + 50 < x0 or left > x1 or top + 35 < y0 or top > y1


def test_below_the_wanted_place_is_better_than_above_it():
    _, top = free_spot(page((20, 58, 190, 100)), page=A4, size=SIZE, near=(25.0, 60.0))
    assert top > 100


def test_a_full_page_has_no_place_nor_has_a_small_one():
    rows = tuple((15, y, 195, y + 4) for y in range(10, 290, 10))
    assert free_spot(page(*rows), page=A4, size=SIZE, near=(25.0, 60.0)) is None
    assert free_spot(page(), page=(60.0, 40.0), size=SIZE, near=(0.0, 0.0)) is None
