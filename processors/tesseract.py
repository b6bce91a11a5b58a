"""Pages into words with boxes and confidences, by Tesseract with its Vietnamese model.

``VANBAN_OCR_ENGINE`` in the environment says what runs it: ``pytesseract``, the machine's program, which works
everywhere and is the default, or ``tesserocr``, the library within the process (ADR 25). The options were measured
(``docs/benchmarks.md``): the ``vie`` model of Debian alone, native resolution, Sauvola thresholding (an unevenly lit
page otherwise loses half its letters), and one OpenMP thread, since more of them cost two and a half times the CPU for
no gain in time.
"""

from __future__ import annotations

import importlib
import itertools
import os
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.reading import Box, Page, Word

if TYPE_CHECKING:
    from PIL.Image import Image

ENGINE = "VANBAN_OCR_ENGINE"
"""Name of the variable of the environment."""
ENGINES = {"pytesseract": "processors.tesseract_program", "tesserocr": "processors.tesseract_inside"}
"""The module of each: an ``Engine``."""
DEFAULT_ENGINE = "pytesseract"
_DUST = {ord(sign): None for sign in "\u00adˆ˜´`"}
"""Signs that Vietnamese does not have on its own: specks over letters."""
WORD_LEVEL = "5"
MIN_SYMBOL_CONFIDENCE = 0.5
"""Below this, a "word" without letter or digit is dust, a seal's rim or a pen stroke."""
_LEAST_SIDE = 8
"""Pixels."""
MAX_WORD_HEIGHT = 0.12
"""Share of the page height beyond which a "word" is a frame or a stroke."""


def normalise(text: str) -> str:
    """Return NFC text with the look-alike letters that the model confuses made Vietnamese (Ð U+00D0 to Đ)."""
    return unicodedata.normalize("NFC", text).replace("Ð", "Đ").replace("ð", "đ").translate(_DUST)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From pixels with the origin at the top left to PDF points with the origin at the bottom left."""

    x: float
    y: float
    height: float

    def box(self, left: int, top: int, width: int, height: int) -> Box:
        return (
            left * self.x,
            self.height - (top + height) * self.y,
            (left + width) * self.x,
            self.height - top * self.y,
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """The image of a page, or of a part of one, to be recognised."""

    image: Image
    """Anything but grey is converted, since colour costs a quarter more CPU."""
    number: int
    """1-based page number."""
    dpi: int
    width: float
    """PDF points."""
    height: float


Row = Mapping[str, str]
"""A row of Tesseract's table (TSV)."""


class Engine(Protocol):
    """What runs Tesseract."""

    NAME: str

    def prepare(self) -> None:
        """Do once, before any fork, what every process that recognises would do for itself.

        Raises:
            ServiceUnavailableError: if it is not installed; of the program, only its use tells.
        """

    def tables(self, images: Sequence[Image], *, dpi: int, psm: int, seconds: float) -> list[Sequence[Row]]:
        """Return for each grey image, at least 8 pixels wide and high, the rows of Tesseract's table.

        Args:
            images: what to recognise.
            dpi: the resolution of all.
            psm: page segmentation mode of Tesseract.
            seconds: time limit for all of them together.

        Raises:
            UnreadableError: ``time-limit`` beyond ``seconds``, ``parser-failed`` if Tesseract fails.
            ServiceUnavailableError: if it or its model is not installed: no fault of any file.
        """


class TesseractOcr:
    """Recognises page images, together in one start: loading the model costs a tenth of a page."""

    def read_page(
        self,
        image: Image,
        *,
        number: int,
        dpi: int,
        width: float,
        height: float,
        psm: int = 3,
        seconds: float = 60,
    ) -> Page:
        """Return the words of one page image; see ``read_pages``."""
        picture = Picture(image, number=number, dpi=dpi, width=width, height=height)
        return self.read_pages([picture], psm=psm, seconds=seconds)[0]

    def read_pages(self, pictures: Sequence[Picture], *, psm: int = 3, seconds: float = 60) -> list[Page]:
        """Return the words of several images, in their order.

        Args:
            pictures: what to recognise.
            psm: page segmentation mode of Tesseract; 3 finds blocks, 6 takes one block.
            seconds: time limit for each; the Tesseract process is killed beyond it.

        Raises:
            UnreadableError: ``time-limit`` beyond ``seconds``, ``parser-failed`` if Tesseract fails.
            ServiceUnavailableError: if it or its model is not installed: no fault of any file.
        """
        pages: list[Page] = []
        for dpi, group in itertools.groupby(pictures, key=lambda picture: picture.dpi):
            together = list(group)
            images = [_on_paper(one.image.convert("L")) for one in together]
            tables = engine().tables(images, dpi=dpi, psm=psm, seconds=seconds * len(together))
            pages += [_page(picture, rows) for picture, rows in zip(together, tables, strict=True)]
        return pages


def engine() -> Engine:
    """Return what runs Tesseract in this process.

    Raises:
        ServiceUnavailableError: if the environment names one that there is not.
    """
    name = os.environ.get(ENGINE) or DEFAULT_ENGINE
    if name not in ENGINES:
        raise ServiceUnavailableError(
            f"There is no OCR engine {name!r}.",
            vi=f"Không có bộ nhận dạng nào tên là {name!r}.",
            remedy=f"Set {ENGINE} to one of / Hãy đặt {ENGINE} là một trong: {', '.join(ENGINES)}.",
        )
    chosen: Engine = importlib.import_module(ENGINES[name])
    return chosen


def prepare() -> None:
    """Do once, in the nursery, what every fork that recognises would do for itself; what fails, fails again there."""
    engine().prepare()


def _on_paper(image: Image) -> Image:
    """Return an image that is not too small for Tesseract, which fails on the dots that mails are counted with."""
    from PIL import Image

    if min(image.size) >= _LEAST_SIDE:
        return image
    paper = Image.new("L", (max(image.width, _LEAST_SIDE), max(image.height, _LEAST_SIDE)), 255)
    paper.paste(image, (0, 0))
    return paper


def _page(picture: Picture, rows: Sequence[Row]) -> Page:
    image = picture.image
    scale = _Scale(picture.width / image.width, picture.height / image.height, picture.height)
    return Page(picture.number, picture.width, picture.height, _words(rows, scale), "ocr")


def _words(rows: Sequence[Row], scale: _Scale) -> tuple[Word, ...]:
    words: list[Word] = []
    lines: dict[tuple[str, str, str], int] = {}
    for row in rows:
        text = normalise((row.get("text") or "").strip())
        if row["level"] != WORD_LEVEL or not text:
            continue
        line = lines.setdefault((row["block_num"], row["par_num"], row["line_num"]), len(lines))
        left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
        box = scale.box(left, top, width, height)
        confidence = min(1.0, max(0.0, float(row["conf"]) / 100))
        if not _is_junk(text, confidence, box, scale):
            words.append(Word(text, confidence, box, line, int(row["block_num"])))
    return tuple(words)


def _is_junk(text: str, confidence: float, box: Box, scale: _Scale) -> bool:
    if box[3] - box[1] > MAX_WORD_HEIGHT * scale.height:
        return True
    return confidence < MIN_SYMBOL_CONFIDENCE and not any(char.isalnum() for char in text)
