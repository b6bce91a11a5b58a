"""The look of a signed page, by its pixels: blue between title and name, red on its left over a third of it."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
from PIL import Image

DPI = 100
POINTS = DPI / 72
PAGE = 842
TITLE_BOTTOM, NAME_TOP, CENTRE = 280, 212, 430


def render(data: bytes, tmp_path, *, page: int) -> np.ndarray:
    (tmp_path / "in.pdf").write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), "-png", "in.pdf", "out"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    [made] = tmp_path.glob("out*.png")
    image = np.asarray(Image.open(made).convert("RGB")).astype(int)
    made.unlink()
    return image


def extent(mask: np.ndarray) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of the set pixels, in points."""
    rows, columns = np.nonzero(mask)
    assert len(rows) > 50
    return columns.min() / POINTS, PAGE - rows.max() / POINTS, columns.max() / POINTS, PAGE - rows.min() / POINTS


def blue(image: np.ndarray) -> np.ndarray:
    return (image[..., 2] - image[..., 0] > 80) & (image[..., 2] > 120)


def red(image: np.ndarray) -> np.ndarray:
    return (image[..., 0] - image[..., 2] > 80) & (image[..., 0] > 120) & (image[..., 1] < 140)


def test_signature_between_title_and_name_and_seal_over_its_left_third(sealed, tmp_path):
    image = render(sealed, tmp_path, page=2)
    left, bottom, right, top = extent(blue(image))
    assert (left + right) / 2 == pytest.approx(CENTRE, abs=15)
    assert NAME_TOP - 12 < bottom < top < TITLE_BOTTOM + 3
    seal_left, seal_bottom, seal_right, seal_top = extent(red(image))
    assert seal_right - seal_left == pytest.approx(102, abs=3), "36 mm"
    assert seal_top - seal_bottom == pytest.approx(102, abs=3)
    assert seal_left < left
    # The picture's box is wider than its ink: the seal ends a third into the box of 140 points.
    assert seal_right == pytest.approx(CENTRE - 70 + 140 / 3, abs=4)


def test_other_pages_are_as_they_were(sealed, draft, tmp_path):
    before, after = render(draft(), tmp_path, page=1), render(sealed, tmp_path, page=1)
    assert np.array_equal(before, after)


def test_without_a_signers_block_the_picture_goes_to_the_lower_right(office, draft, tmp_path):
    [result] = office.sign("lanhdao", draft(name="Một Người Khác", pages=1))
    left, _, right, top = extent(blue(render(result.signed, tmp_path, page=1)))
    assert left > 595 / 2
    assert right < 595
    assert top < 200
