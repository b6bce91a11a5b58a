"""Makes a letter look as if printed, written on, sealed and scanned: an image-only PDF without any text."""

from __future__ import annotations

import dataclasses
import io
import random
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageFilter

from vanban.domain.identifiers import written_day, written_month
from vanban.samples import ink
from vanban.samples.drawing import Drawn, draw
from vanban.samples.letter import Letter
from vanban.samples.scan_pdf import ScannedPage, write_pdf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POINTS_PER_INCH = 72
PAPER = 250
"""Grey value of blank paper under the scanner's lamp."""


class Depth(StrEnum):
    """How the scanner stores a page."""

    BITONAL = "bitonal"
    """1 bit, CCITT G4: the commonest form in offices."""
    GREY = "grey"
    COLOUR = "colour"
    """JPEG, as Thông tư 05/2025 asks for."""


@dataclass(frozen=True, slots=True)
class ScanStyle:
    """A scanner and the paper in it."""

    depth: Depth = Depth.COLOUR
    dpi: int = 200
    skew: float = 0.6
    """Degrees; each page turns by this with a random sign and a little more or less."""
    noise: float = 5.0
    """Standard deviation in grey values."""
    shade: float = 0.10
    """How much darker the worst corner is."""
    blur: float = 0.45
    """Radius in pixels."""
    quality: int = 72
    """Of the JPEG."""
    handwritten: bool = True
    """Number, day and month are written by hand, as on most paper documents."""
    sealed: bool = True


def scan(letter: Letter, *, style: ScanStyle, seed: int) -> bytes:
    """Return the letter as a scanned PDF; the same arguments give the same bytes."""
    rng = random.Random(seed)
    by_hand = style.handwritten and letter.issued_on is not None
    printed = letter
    if by_hand and letter.issued_on is not None:
        printed = dataclasses.replace(letter, number="", issued_on=None, year=letter.issued_on.year)
    drawn = draw(printed)
    pages = _rendered(drawn, style)
    if by_hand:
        _write_number(pages[0], letter, drawn, style, rng)
    if style.sealed:
        _sign_and_seal(pages[-1], letter, drawn, style, rng)
    return write_pdf([_scanned(page, style, rng) for page in pages], dpi=style.dpi)


def photographed(letter: Letter, *, seed: int, dpi: int = 150) -> bytes:
    """Return page 1 of the letter as a JPEG file, as a phone or a scanner without PDF gives."""
    style = ScanStyle(dpi=dpi, shade=0.25, noise=7.0, skew=1.1)
    rng = random.Random(seed)
    page = _aged(_rendered(draw(letter), style)[0], style, rng)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=style.quality, dpi=(dpi, dpi))
    return out.getvalue()


# --- ink


def _rendered(drawn: Drawn, style: ScanStyle) -> list[Image.Image]:
    import pypdfium2

    with pypdfium2.PdfDocument(drawn.pdf) as document:
        return [
            page.render(scale=style.dpi / POINTS_PER_INCH, rev_byteorder=True).to_pil().convert("RGB")
            for page in document
        ]


def _pixels(drawn: Drawn, name: str, page: Image.Image, dpi: int) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (value * dpi / POINTS_PER_INCH for value in drawn.places[name])
    return x0, page.height - y1, x1, page.height - y0


def _write_number(page: Image.Image, letter: Letter, drawn: Drawn, style: ScanStyle, rng: random.Random) -> None:
    if letter.issued_on is None:
        return
    layer = Image.new("RGB", page.size, "white")
    texts = {
        "number": letter.number,
        "day": written_day(letter.issued_on),
        "month": written_month(letter.issued_on),
    }
    for name, text in texts.items():
        ink.write_digits(layer, text, _pixels(drawn, name, page, style.dpi), rng)
    page.paste(ImageChops.multiply(page, layer))


def _sign_and_seal(page: Image.Image, letter: Letter, drawn: Drawn, style: ScanStyle, rng: random.Random) -> None:
    left, top, right, bottom = _pixels(drawn, "signature", page, style.dpi)
    layer = Image.new("RGB", page.size, "white")
    width = right - left
    ink.sign(layer, (left + 0.22 * width, top + 0.12 * (bottom - top), right - 0.18 * width, bottom - 4), rng)
    diameter = round(ink.SEAL_MM / 25.4 * style.dpi)
    name_bottom = _pixels(drawn, "name", page, style.dpi)[3]
    # Over a third of the signature on its left, and low enough to touch the name (NĐ 30/2020, Điều 33).
    corner = round(left + 0.22 * width - 0.55 * diameter), round(name_bottom - 0.93 * diameter)
    around = " ".join((*letter.parent_issuer, *letter.issuer)) + " -"
    stamp = ink.seal(diameter, around=around, below="VĂN BẢN MẪU")
    stamp = stamp.rotate(rng.uniform(-9, 9), resample=Image.Resampling.BICUBIC, fillcolor="white")
    stamped = Image.new("RGB", page.size, "white")
    stamped.paste(stamp, corner)
    page.paste(ImageChops.multiply(ImageChops.multiply(page, layer), stamped))


# --- paper and lamp


def _scanned(page: Image.Image, style: ScanStyle, rng: random.Random) -> ScannedPage:
    aged = _aged(page, style, rng)
    if style.depth is Depth.BITONAL:
        bits = aged.point(lambda grey: 255 if grey > 150 else 0).convert("1", dither=Image.Dither.NONE)
        return ScannedPage.from_bits(bits)
    return ScannedPage.from_picture(aged, quality=style.quality)


def _aged(page: Image.Image, style: ScanStyle, rng: random.Random) -> Image.Image:
    import numpy as np

    image = page if style.depth is Depth.COLOUR else page.convert("L")
    if style.blur:
        image = image.filter(ImageFilter.BoxBlur(style.blur))
    angle = rng.choice((-1, 1)) * style.skew * rng.uniform(0.7, 1.3)
    if angle:
        fill = (255, 255, 255) if image.mode == "RGB" else 255
        image = image.rotate(angle, resample=Image.Resampling.BILINEAR, fillcolor=fill)
    if not (style.shade or style.noise):
        return image
    chance = np.random.default_rng(rng.randrange(2**32))
    values = np.asarray(image, dtype=np.float32) * (PAPER / 255)
    light = _light(image.height, image.width, style.shade, chance)
    grain = chance.standard_normal((image.height, image.width), dtype=np.float32) * style.noise
    if values.ndim == 3:
        light, grain = light[..., None], grain[..., None]
    return Image.fromarray(np.clip(values * light + grain, 0, 255).astype(np.uint8))


def _light(height: int, width: int, shade: float, chance: np.random.Generator) -> NDArray[np.float32]:
    """Return the lamp's light over the page: 1 at the brightest place, ``1 - shade`` in the darkest corner."""
    import numpy as np

    along = np.linspace(-1, 1, width, dtype=np.float32) * chance.uniform(-1, 1)
    down = np.linspace(-1, 1, height, dtype=np.float32) * chance.uniform(-1, 1)
    slope = along[None, :] + down[:, None]
    slope = (slope - slope.min()) / max(float(np.ptp(slope)), 1e-6)
    light: NDArray[np.float32] = (1 - shade * slope).astype(np.float32)
    return light
