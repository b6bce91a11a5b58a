"""Makes a drawn document look printed, written on, sealed, aged and scanned, in the ways that offices' scans are."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from vanban.domain.reading import Box
from vanban.samples import ink
from vanban.samples.scan_pdf import ScannedPage, write_pdf

DPI = 200
DAMAGES = ("clean", "skew", "noise", "light", "bleed", "fold", "fax", "faint", "low")
"""What is done to a page, one after the other over the documents of a set."""
_POINTS = 72


def scan(pdf: bytes, places: Mapping[str, Box], *, hand: tuple[str, str], damage: str, rng: random.Random) -> bytes:
    """Return the document as an image-only PDF.

    Args:
        pdf: the drawn document.
        places: boxes in points; see ``sheet.draw``.
        hand: number and day to be written by hand; empty for none.
        damage: one of ``DAMAGES``.
        rng: source of chance.
    """
    dpi = 150 if damage == "low" else DPI
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.render(scale=dpi / _POINTS, rev_byteorder=True).to_pil().convert("RGB") for page in document]
    for name, text in zip(("number", "day"), hand, strict=True):
        if text and name in places:
            layer = Image.new("RGB", pages[0].size, "white")
            ink.write_digits(layer, text, _pixels(places[name], pages[0].height, dpi), rng)
            pages[0] = ImageChops.multiply(pages[0], layer)
    for name, box in places.items():
        if name.startswith("name "):
            index = int(name.split()[1]) - 1
            pages[index] = _sealed(pages[index], _pixels(box, pages[index].height, dpi), dpi, rng)
    damaged = [_DAMAGE[damage](page, rng) for page in pages]
    return write_pdf([_encoded(page, damage, rng) for page in damaged], dpi=dpi)


def _pixels(box: Box, height: int, dpi: int) -> Box:
    x0, y0, x1, y1 = (value * dpi / _POINTS for value in box)
    return x0, height - y1, x1, height - y0


def _sealed(page: Image.Image, name: Box, dpi: int, rng: random.Random) -> Image.Image:
    layer = Image.new("RGB", page.size, "white")
    left, top, right, bottom = name
    ink.sign(layer, (left - 20, top - 0.9 * dpi, right + 20, top + rng.uniform(-0.1, 0.06) * dpi), rng)
    diameter = round(ink.SEAL_MM / 25.4 * dpi)
    stamp = ink.seal(diameter, around="CƠ QUAN BAN HÀNH VĂN BẢN -", below="BẢN THỬ")
    stamp = stamp.rotate(rng.uniform(-9, 9), resample=Image.Resampling.BICUBIC, fillcolor="white")
    stamped = Image.new("RGB", page.size, "white")
    stamped.paste(stamp, (round(left - 0.5 * diameter), round(bottom - 0.95 * diameter)))
    return ImageChops.multiply(ImageChops.multiply(page, layer), stamped)


def _turned(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def _values(page: Image.Image) -> Any:
    return np.asarray(page, dtype=np.float32)


def _image(values: Any) -> Image.Image:
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _clean(page: Image.Image, rng: random.Random) -> Image.Image:
    return _turned(page.filter(ImageFilter.BoxBlur(0.4)), rng.uniform(-0.5, 0.5))


def _skew(page: Image.Image, rng: random.Random) -> Image.Image:
    return _turned(page, rng.choice((-1, 1)) * rng.uniform(1.2, 2.5))


def _noise(page: Image.Image, rng: random.Random) -> Image.Image:
    chance = np.random.default_rng(rng.randrange(2**32))
    grain = chance.standard_normal((page.height, page.width, 1), dtype=np.float32) * rng.uniform(14, 26)
    return _image(_values(_clean(page, rng)) + grain)


def _light(page: Image.Image, rng: random.Random) -> Image.Image:
    across = np.linspace(1.0, rng.uniform(0.4, 0.65), page.width, dtype=np.float32)
    if rng.random() < 0.5:
        across = across[::-1]
    down = np.linspace(1.0, rng.uniform(0.75, 1.0), page.height, dtype=np.float32)
    return _image(_values(_clean(page, rng)) * (across[None, :] * down[:, None])[..., None])


def _bleed(page: Image.Image, rng: random.Random) -> Image.Image:
    back = page.transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(1.5))
    share = rng.uniform(0.12, 0.28)
    return _image(np.minimum(_values(_clean(page, rng)), 255 - (255 - _values(back)) * share))


def _fold(page: Image.Image, rng: random.Random) -> Image.Image:
    values = _values(_clean(page, rng)).copy()
    for _ in range(rng.randint(1, 2)):
        at = round(page.height * rng.uniform(0.05, 0.7))
        rows = np.arange(page.height)
        shadow = 1 - 0.55 * np.exp(-((rows - at) ** 2) / (2 * rng.uniform(6, 22) ** 2))
        values *= shadow[:, None, None].astype(np.float32)
    return _image(values)


def _faint(page: Image.Image, rng: random.Random) -> Image.Image:
    return _image(255 - (255 - _values(_clean(page, rng))) * rng.uniform(0.35, 0.5))


_DAMAGE: dict[str, Callable[[Image.Image, random.Random], Image.Image]] = {
    "clean": _clean,
    "skew": _skew,
    "noise": _noise,
    "light": _light,
    "bleed": _bleed,
    "fold": _fold,
    "fax": _clean,
    "faint": _faint,
    "low": _clean,
}


def _encoded(page: Image.Image, damage: str, rng: random.Random) -> ScannedPage:
    if damage == "fax":
        grey = page.convert("L").resize((page.width, page.height // 2)).resize(page.size)
        return ScannedPage.from_bits(grey.point(lambda value: 255 if value > 140 else 0).convert("1"))
    if damage == "clean" and rng.random() < 0.5:
        grey = page.convert("L").point(lambda value: 255 if value > 160 else 0)
        return ScannedPage.from_bits(grey.convert("1", dither=Image.Dither.NONE))
    grey_only = rng.random() < 0.4
    return ScannedPage.from_picture(page.convert("L") if grey_only else page, quality=rng.choice((35, 60, 75)))
