"""Optical character recognition by Tesseract: one pass per page gives words, boxes and confidences.

The only module that imports ``pytesseract``. The options were measured (``docs/benchmarks.md``): the ``vie`` model of
Debian alone, native resolution, Sauvola thresholding (an unevenly lit page otherwise loses half its letters), and one
OpenMP thread, since more of them cost two and a half times the CPU for no gain in time.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
import unicodedata
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


class TesseractOcr:
    """Recognises page images, one process per page."""

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
        """Return the words of one page image.

        Args:
            image: the page; anything but grey is converted, since colour costs a quarter more CPU.
            number: 1-based page number.
            dpi: resolution of ``image``.
            width: page width in PDF points.
            height: page height in PDF points.
            psm: page segmentation mode of Tesseract; 3 finds blocks, 6 takes one block.
            seconds: time limit; the Tesseract process is killed beyond it.

        Raises:
            UnreadableError: ``time-limit`` beyond ``seconds``, ``parser-failed`` if Tesseract fails.
        """
        grey = image if image.mode == "L" else image.convert("L")
        tsv = _run(grey, dpi=dpi, psm=psm, seconds=seconds)
        scale = _Scale(width / grey.width, height / grey.height, height)
        return Page(number, width, height, _words(tsv, scale), "ocr")


def _run(image: Image, *, dpi: int, psm: int, seconds: float) -> str:
    import pytesseract  # late: commands without OCR need not pay for it

    # pytesseract hands its own environment to Tesseract, and OpenMP reads this once, at the start of that process.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    # TMPDIR of the sandboxed child is the claim's private folder, so that no page image outlives it.
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        path = Path(folder) / "page.pgm"
        image.save(path, format="PPM")
        try:
            result: str = pytesseract.image_to_data(
                str(path),
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
                remedy="apt-get install tesseract-ocr tesseract-ocr-vie",
            ) from error
        except pytesseract.TesseractError as error:
            raise UnreadableError("parser-failed") from error
        except RuntimeError as error:  # how pytesseract reports a time-out
            raise UnreadableError("time-limit") from error
    return result


def _words(tsv: str, scale: _Scale) -> tuple[Word, ...]:
    words: list[Word] = []
    lines: dict[tuple[str, str, str], int] = {}
    for row in csv.DictReader(io.StringIO(tsv), delimiter="\t", quoting=csv.QUOTE_NONE):
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
