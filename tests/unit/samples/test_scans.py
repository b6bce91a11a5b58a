"""Scans are images only, in the form that scanners give, and legible."""

from __future__ import annotations

import io
import random

import numpy as np
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from vanban.samples.contents import compose
from vanban.samples.drawing import draw
from vanban.samples.scan import Depth, ScanStyle, photographed, scan


def a_letter(kind="thông báo"):
    return compose(kind, rng=random.Random(8))


@pytest.mark.parametrize(
    ("depth", "coding", "bits"),
    [(Depth.BITONAL, "/CCITTFaxDecode", 1), (Depth.GREY, "/DCTDecode", 8), (Depth.COLOUR, "/DCTDecode", 8)],
)
def test_one_image_a_page_and_no_text(depth, coding, bits):
    data = scan(a_letter(), style=ScanStyle(depth=depth), seed=1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (image,) = pdf.pages[0].images.values()
        assert image.Filter == coding
        assert image.BitsPerComponent == bits
        assert int(image.Width) == pytest.approx(1654, abs=2), "A4 at 200 dpi"
    with pypdfium2.PdfDocument(data) as document:
        assert document[0].get_textpage().count_chars() == 0
        page = np.asarray(document[0].render(scale=1, grayscale=True).to_pil())
    assert np.median(page) > 180, "dark on light, not the other way round"
    assert (page < 100).mean() > 0.005


def test_pages_stay_together():
    letter = compose("kế hoạch", rng=random.Random(3))
    data = scan(letter, style=ScanStyle(depth=Depth.BITONAL), seed=1)
    with pypdfium2.PdfDocument(data) as document:
        assert len(document) == draw(letter).pages >= 2


def test_seal_is_red_and_number_is_blue():
    letter = a_letter()
    data = scan(letter, style=ScanStyle(depth=Depth.COLOUR, skew=0.0, noise=0.0), seed=1)
    with pypdfium2.PdfDocument(data) as document:
        page = np.asarray(document[0].render(scale=2, rev_byteorder=True).to_pil().convert("RGB")).astype(int)
    red = (page[..., 0] - page[..., 1:].max(axis=2)) > 60
    blue = (page[..., 2] - page[..., 0]) > 60
    rows, columns = np.nonzero(red)
    assert rows.min() > page.shape[0] // 4, "the seal is below the header"
    assert np.ptp(rows) == pytest.approx(35 / 25.4 * 72 * 2, rel=0.05), "35 mm"
    assert blue[: page.shape[0] // 6].any(), "a number was written by hand"
    assert columns.mean() > page.shape[1] / 2


def test_same_seed_same_bytes():
    first, second, other = (scan(a_letter(), style=ScanStyle(), seed=seed) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def test_a_photograph_is_a_jpeg():
    with Image.open(io.BytesIO(photographed(a_letter(), seed=1))) as image:
        assert image.format == "JPEG"
        assert image.info["dpi"] == (150, 150)
