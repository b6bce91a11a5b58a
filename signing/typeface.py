"""The typeface of what signing writes on a page: Times metrics, 10 points (NĐ 30/2020, Phụ lục I, II.8.b).

pyHanko writes glyph widths in the font's own units, where PDF wants thousandths of an em (ISO 32000-1, 9.2.4): text in
a font of 2048 units, as Times New Roman and Liberation Serif are, comes out spaced and runs out of its box. The font is
therefore scaled to 1000 units once per process.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signing.prepare import UnsignableError
from vanban.typefaces import Face, face_file, missing_letters

if TYPE_CHECKING:
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
    from pyhanko.pdf_utils.writer import BasePdfFileWriter

UNITS = 1000
PLAIN = {"kern": False, "liga": False}
"""Features of the font that are not used, so that text is as wide as the sum of its letters."""


@dataclass(frozen=True, slots=True)
class Typeface:
    """One face, ready to be embedded."""

    program: bytes
    """The font file, scaled to ``UNITS`` per em."""
    advances: Mapping[str, int]
    """Width of each letter, in thousandths of an em."""

    def width(self, text: str, *, size: float) -> float:
        """Return the width of a line in points."""
        return sum(self.advances[letter] for letter in text) * size / UNITS

    def embedded(self, writer: BasePdfFileWriter, *, size: float) -> GlyphAccumulator:
        """Return the face for one document: the letters that are shaped with it are embedded when it is written."""
        from pyhanko.pdf_utils.font.opentype import GlyphAccumulator

        return GlyphAccumulator(writer, io.BytesIO(self.program), font_size=size, features=PLAIN)


@functools.lru_cache(maxsize=1)
def serif() -> Typeface:
    """Return the upright serif face.

    Raises:
        RefusedError: if it is not installed.
    """
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    with TTFont(face_file(Face.REGULAR)) as font:
        if "FFTM" in font:
            del font["FFTM"]  # the font editor's own times, which the subsetter would warn of at each document
        scale_upem(font, UNITS)
        written = io.BytesIO()
        font.save(written)
        widths = font["hmtx"].metrics
        advances = {chr(code): widths[glyph][0] for code, glyph in font.getBestCmap().items()}
    return Typeface(written.getvalue(), advances)


def check_letters(text: str) -> None:
    """Refuse text that the face cannot print: a missing letter would show as a blank, and no check of text sees it.

    Raises:
        UnsignableError: naming the letters.
    """
    missing = missing_letters(face_file(Face.REGULAR), text)
    if missing:
        raise UnsignableError(f"the typeface has no letters for: {missing}")
