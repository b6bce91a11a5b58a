"""Recognised pages, kept between runs so that rules are scored again in seconds.

Two keys: a whole page by the digest of its file and of the code that makes words of it; any single pass of Tesseract,
such as the second look at a signature, by the digest of its image and of that code. Nothing here is part of the
product, and the folder belongs outside the project: it holds the text of documents.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.reading.cases import Case
from processors import gate
from processors.bounds import Bounds
from processors.calibration import Calibration
from processors.page_reading import read_pages
from processors.pages import load_page, save_page
from processors.raster import PageSource, open_pages
from processors.reading import Document
from processors.tesseract import ENGINE, TesseractOcr
from vanban.cli.read import STAMP_CONFIDENCE
from vanban.domain.errors import SuspectError, UnreadableError
from vanban.domain.reading import Fact, Page

_ROOT = Path(__file__).resolve().parents[2] / "processors"
_MAKE_WORDS = (
    *("recognition", "alignment", "tesseract", "tesseract_program", "tesseract_inside"),
    *("raster", "pdf", "images"),
)
"""Modules that, with what they import, decide which words a recognised page has; text layers are not kept."""

_SEE_STAMPS = ("stamp_images", "secrecy")


@dataclasses.dataclass(frozen=True, slots=True)
class Read:
    """What the product reads of one case."""

    facts: dict[str, Fact]
    text: tuple[str, ...] = ()
    """Plain text of each page."""
    source: str = "ocr"
    refused: str = ""
    """``suspect``, or the code of the reason; then there are no facts."""


class Recogniser:
    """Reads cases with the product's own code, in this process."""

    def __init__(self, folder: Path, *, fresh: bool = False, calibration: Calibration | None = None) -> None:
        self._calibration = calibration
        self._folder = folder / _settings_digest()
        if fresh:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        self.passes = 0
        """Passes of Tesseract that were really run."""

    def read(self, case: Case) -> Read:
        """Return facts and text of one case."""
        with case.path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        work = self._folder / digest[:32]
        work.mkdir(exist_ok=True)
        document = Document()
        try:
            with self._keeping_passes(), open_pages(case.path, limits=Bounds()) as source:
                for page in read_pages(source, work, seconds=300, keep_all=True):
                    document.take(page, source)
                facts = document.facts(calibration=self._calibration)
                # A text layer has the letters of its stamps.
                facts = self._with_stamp(facts, source, work) if document.source == "ocr" else facts
        except SuspectError:
            return Read({}, refused="suspect")
        except UnreadableError as error:
            return Read({}, refused=str(error))
        return Read(facts, tuple(document.text), document.source)

    def _with_stamp(self, facts: dict[str, Fact], source: PageSource, work: Path) -> dict[str, Fact]:
        """Add the urgency that the gate sees in the stamps alone, as ``vanban read`` does; kept, too."""
        kept = work / f"gate-{_digest(_SEE_STAMPS)}"
        if not kept.exists():
            with tempfile.TemporaryDirectory() as folder:
                kept.write_text(gate.judge(source, work=Path(folder)).urgency, encoding="utf-8")
        seen = kept.read_text(encoding="utf-8")
        if facts["urgency"].value or seen == "thường":
            return facts
        return {**facts, "urgency": Fact(seen, STAMP_CONFIDENCE, 1, None, "stamp")}

    @contextlib.contextmanager
    def _keeping_passes(self) -> Iterator[None]:
        recognise = TesseractOcr.read_page

        def kept(ocr: TesseractOcr, image: Any, **options: Any) -> Page:
            seconds = options.pop("seconds", 300)
            image = image.convert("L")
            key = hashlib.sha256(image.mode.encode() + repr((image.size, sorted(options.items()))).encode())
            key.update(image.tobytes())
            work = self._folder / f"pass-{key.hexdigest()[:32]}"
            number = options["number"]
            if (page := load_page(work, number)) is None:
                page = recognise(ocr, image, seconds=seconds, **options)
                self.passes += 1
                work.mkdir(exist_ok=True)
                save_page(work, page)
            return page

        TesseractOcr.read_page = kept  # type: ignore[method-assign]
        try:
            yield
        finally:
            TesseractOcr.read_page = recognise  # type: ignore[method-assign]


def _settings_digest() -> str:
    told = subprocess.run(["tesseract", "--version"], capture_output=True, text=True, check=False).stdout
    key = told.partition("\n")[0] + _digest(_MAKE_WORDS) + os.environ.get(ENGINE, "")
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@functools.cache
def _digest(modules: tuple[str, ...]) -> str:
    """Return a digest of the code of some modules and of what they import."""
    names, waiting = set[str](), list(modules)
    while waiting:
        name = waiting.pop()
        path = _ROOT / f"{name}.py"
        if name in names or not path.exists():
            continue
        names.add(name)
        waiting += re.findall(r"from processors\.(\w+) import", path.read_text(encoding="utf-8"))
    code = "".join((_ROOT / f"{name}.py").read_text(encoding="utf-8") for name in sorted(names))
    return hashlib.sha256(code.encode()).hexdigest()[:16]
