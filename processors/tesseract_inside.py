"""Tesseract within the process, by tesserocr: the model is loaded once for all forks; the only one to import it.

Debian's tesserocr runs the very library that Debian's program runs, and reads the same; it saves the program's starts
(``docs/benchmarks.md``). The registry has other versions: ``make tesserocr`` takes Debian's package (ADR 25).
"""

from __future__ import annotations

import csv
import functools
import io
import os
import subprocess
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from processors.tesseract import ENGINE, Row
from vanban.domain.errors import ServiceUnavailableError, UnreadableError

if TYPE_CHECKING:
    from PIL.Image import Image

NAME = "tesserocr"
_LANGUAGE = "vie"
_COLUMNS = (
    *("level", "page_num", "block_num", "par_num", "line_num", "word_num"),
    *("left", "top", "width", "height", "conf", "text"),
)
"""Of Tesseract's table; the library, unlike the program, writes no line of titles over it."""


def prepare() -> None:
    """Load library and model: every fork of this process has them."""
    library()


def tables(images: Sequence[Image], *, dpi: int, psm: int, seconds: float) -> list[Sequence[Row]]:
    """Return for each image the rows of Tesseract's table; see ``processors.tesseract.Engine``."""
    loaded = library()
    loaded.SetPageSegMode(psm)
    return [_table(loaded, image, dpi=dpi, seconds=seconds / len(images)) for image in images]


def _table(loaded: Any, image: Image, *, dpi: int, seconds: float) -> list[Row]:
    # Tesseract reads the bytes later: they must outlive the call.
    points = image.tobytes()
    end = time.monotonic() + seconds
    try:
        loaded.SetImageBytes(points, image.width, image.height, 1, image.width)
        loaded.SetSourceResolution(dpi)
        if not loaded.Recognize(timeout=max(1, round(seconds * 1000))):
            raise UnreadableError("time-limit" if time.monotonic() >= end else "parser-failed")
        told = loaded.GetTSVText(0)
    except RuntimeError as error:
        raise UnreadableError("parser-failed") from error
    finally:
        # Nothing of a page stays for the next one: neither its image nor what was learnt from its letters.
        loaded.Clear()
        loaded.ClearAdaptiveClassifier()
    return list(csv.DictReader(io.StringIO(told), _COLUMNS, delimiter="\t", quoting=csv.QUOTE_NONE))


@functools.cache
def library() -> Any:
    """Return the library with its model loaded.

    Raises:
        ServiceUnavailableError: if either is not there.
    """
    # Read once, when the library is loaded.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        import tesserocr

        loaded = tesserocr.PyTessBaseAPI(path=_models(), lang=_LANGUAGE)
    except (ImportError, RuntimeError) as error:
        raise ServiceUnavailableError(
            "tesserocr, or Tesseract's Vietnamese model, is not installed.",
            vi="Máy này chưa có tesserocr, hoặc chưa có mô hình tiếng Việt của Tesseract.",
            remedy=f"Run make tesserocr, or unset {ENGINE}. / Hãy chạy make tesserocr, hoặc bỏ biến {ENGINE}.",
        ) from error
    loaded.SetVariable("thresholding_method", "2")
    return loaded


def _models() -> str:
    """Return the folder of the models that the machine's program reads, or "" where it tells none."""
    if folder := os.environ.get("TESSDATA_PREFIX"):
        return folder
    try:
        told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
    # List of available languages in "/usr/share/tesseract-ocr/5/tessdata/" (2):
    return told.partition('"')[2].partition('"')[0]
