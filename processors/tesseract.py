"""Optical character recognition by Tesseract: one pass per page gives words, boxes and confidences.

The only module that imports ``pytesseract``. The options were measured (``docs/benchmarks.md``): the ``vie`` model of
Debian alone, native resolution, Sauvola thresholding (an unevenly lit page otherwise loses half its letters), and one
OpenMP thread, since more of them cost two and a half times the CPU for no gain in time.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import os
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vanban.domain.errors import UnreadableError
from vanban.domain.reading import Box, Page, Word

if TYPE_CHECKING:
    from PIL.Image import Image

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


class TesseractOcr:
    """Recognises page images, together in one process: loading the model costs a tenth of a page."""

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
        """
        pages: list[Page] = []
        for dpi, group in itertools.groupby(pictures, key=lambda picture: picture.dpi):
            together = list(group)
            tables = _run([one.image for one in together], dpi=dpi, psm=psm, seconds=seconds * len(together))
            pages += [_page(picture, rows) for picture, rows in zip(together, tables, strict=True)]
        return pages


def ask_version() -> None:
    """Ask Tesseract for its version, which pytesseract asks for before its first pass in every process: once for all.

    Every fork of a process that asked knows the answer. Where there is no Tesseract, or one that is too old, nothing
    is kept: the pass itself says so.
    """
    import pytesseract

    # pytesseract answers to a version that it does not understand with SystemExit.
    with contextlib.suppress(pytesseract.TesseractNotFoundError, SystemExit):
        pytesseract.get_tesseract_version(cached=True)


def _run(images: Sequence[Image], *, dpi: int, psm: int, seconds: float) -> list[list[dict[str, str]]]:
    """Return for each image the rows of Tesseract's table."""
    import pytesseract  # late: commands without OCR need not pay for it

    # pytesseract hands its own environment to Tesseract, and OpenMP reads this once, at the start of that process.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    # TMPDIR of the sandboxed child is the claim's private folder, so that no page image outlives it.
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        try:
            result: str = pytesseract.image_to_data(
                str(_written(images, Path(folder))),
                lang="vie",
                config=f"--psm {psm} --dpi {dpi} -c thresholding_method=2",
                output_type=pytesseract.Output.STRING,
                timeout=seconds,
            )
        except pytesseract.TesseractNotFoundError as error:
            raise UnreadableError(
                "ocr-missing",
                vi="Máy này chưa có Tesseract với mô hình tiếng Việt.",
                en="Tesseract with its Vietnamese model is not installed.",
                remedy=(
                    "Install it: apt-get install tesseract-ocr tesseract-ocr-vie"
                    " / Hãy cài đặt: apt-get install tesseract-ocr tesseract-ocr-vie"
                ),
            ) from error
        except pytesseract.TesseractError as error:
            raise UnreadableError("parser-failed") from error
        except RuntimeError as error:  # how pytesseract reports a time-out
            raise UnreadableError("time-limit") from error
    tables: list[list[dict[str, str]]] = [[] for _ in images]
    for row in csv.DictReader(io.StringIO(result), delimiter="\t", quoting=csv.QUOTE_NONE):
        tables[int(row["page_num"]) - 1].append(row)
    return tables


def _written(images: Sequence[Image], folder: Path) -> Path:
    """Write the images as Tesseract reads them at no cost; return the one, or a list of them."""
    paths = [folder / f"{index}.pgm" for index in range(len(images))]
    for image, path in zip(images, paths, strict=True):
        _on_paper(image if image.mode == "L" else image.convert("L")).save(path, format="PPM")
    if len(paths) == 1:
        return paths[0]
    listed = folder / "pages.txt"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    return listed


def _on_paper(image: Image) -> Image:
    """Return an image that is not too small for Tesseract, which fails on the dots that mails are counted with."""
    from PIL import Image

    if min(image.size) >= _LEAST_SIDE:
        return image
    paper = Image.new("L", (max(image.width, _LEAST_SIDE), max(image.height, _LEAST_SIDE)), 255)
    paper.paste(image, (0, 0))
    return paper


def _page(picture: Picture, rows: list[dict[str, str]]) -> Page:
    image = picture.image
    scale = _Scale(picture.width / image.width, picture.height / image.height, picture.height)
    return Page(picture.number, picture.width, picture.height, _words(rows, scale), "ocr")


def _words(rows: list[dict[str, str]], scale: _Scale) -> tuple[Word, ...]:
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
