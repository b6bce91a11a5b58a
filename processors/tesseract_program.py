"""Tesseract as the machine's program, by pytesseract: the engine that works everywhere; the only one to import it."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from processors.tesseract import Row
from vanban.domain.errors import ServiceUnavailableError, UnreadableError

if TYPE_CHECKING:
    from PIL.Image import Image

NAME = "pytesseract"
_NO_MODEL = "Failed loading language"
"""What Tesseract says without its model."""


def prepare() -> None:
    """Ask Tesseract for its version, which pytesseract asks for before its first pass in every process: once for all.

    Every fork of a process that asked knows the answer. Where there is no Tesseract, or one that is too old, nothing
    is kept: the pass itself says so.
    """
    import pytesseract

    # pytesseract answers to a version that it does not understand with SystemExit.
    with contextlib.suppress(pytesseract.TesseractNotFoundError, SystemExit):
        pytesseract.get_tesseract_version(cached=True)


def tables(images: Sequence[Image], *, dpi: int, psm: int, seconds: float) -> list[Sequence[Row]]:
    """Return for each image the rows of Tesseract's table; see ``processors.tesseract.Engine``."""
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
            raise _not_installed() from error
        except pytesseract.TesseractError as error:
            raise (_not_installed() if _NO_MODEL in error.message else UnreadableError("parser-failed")) from error
        except RuntimeError as error:  # how pytesseract reports a time-out
            raise UnreadableError("time-limit") from error
    rows: list[list[Row]] = [[] for _ in images]
    for row in csv.DictReader(io.StringIO(result), delimiter="\t", quoting=csv.QUOTE_NONE):
        rows[int(row["page_num"]) - 1].append(row)
    return list(rows)


def _not_installed() -> ServiceUnavailableError:
    return ServiceUnavailableError(
        "Tesseract with its Vietnamese model is not installed.",
        vi="Máy này chưa có Tesseract với mô hình tiếng Việt.",
        remedy=(
            "Install it: apt-get install tesseract-ocr tesseract-ocr-vie"
            " / Hãy cài đặt: apt-get install tesseract-ocr tesseract-ocr-vie"
        ),
    )


def _written(images: Sequence[Image], folder: Path) -> Path:
    """Write the images as Tesseract reads them at no cost (PGM it takes point by point); return the one, or a list."""
    paths = [folder / f"{index}.bmp" for index in range(len(images))]
    for image, path in zip(images, paths, strict=True):
        image.save(path)
    if len(paths) == 1:
        return paths[0]
    listed = folder / "pages.txt"
    listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
    return listed
