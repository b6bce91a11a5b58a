"""The pages of a ZIP or an e-mail for people to look at: those of its files one after the other, as they are read."""

from __future__ import annotations

import contextlib
import tempfile
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from processors.bounds import Bounds
from processors.raster import PageSource, Raster, cannot_render, open_pages
from processors.unpacking import unpack
from vanban.domain.errors import UnreadableError
from vanban.typefaces import Face, face_file

_WIDTH, _HEIGHT = 595, 842
"""PDF points: A4."""
_DPI = 150
_SIZE, _LEADING, _MARGIN = 11, 15, 56
_COLUMNS = 95
_MOST_ROWS = 500


class TextPages:
    """One page with a plain text on it, as long as it needs to be."""

    document = None
    count = 1

    def __init__(self, text: str) -> None:
        rows = [piece for row in text.splitlines() for piece in textwrap.wrap(row, _COLUMNS) or [""]]
        self._rows = rows[:_MOST_ROWS]

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) in PDF points."""
        return float(_WIDTH), float(max(_HEIGHT, len(self._rows) * _LEADING + 2 * _MARGIN))

    def render(self, number: int, *, widest: int | None = None) -> Raster:
        """Draw the text."""
        from PIL import Image, ImageDraw, ImageFont

        width, height = (round(side * _DPI / 72) for side in self.size(number))
        image = Image.new("L", (width, height), 255)
        font = ImageFont.truetype(face_file(Face.REGULAR), round(_SIZE * _DPI / 72))
        pen = ImageDraw.Draw(image)
        for place, row in enumerate(self._rows):
            pen.text((_MARGIN * _DPI / 72, (_MARGIN + place * _LEADING) * _DPI / 72), row, font=font, fill=0)
        return Raster(image, _DPI)


class JoinedPages:
    """The pages of several documents, one after the other."""

    document = None
    """There is no one document whose text layer could be read."""

    def __init__(self, sources: Sequence[PageSource]) -> None:
        self._sources = sources

    @property
    def count(self) -> int:
        """Number of all pages."""
        return sum(source.count for source in self._sources)

    def size(self, number: int) -> tuple[float, float]:
        """Return (width, height) in PDF points."""
        source, own = self._find(number)
        return source.size(own)

    def render(self, number: int, *, widest: int | None = None) -> Raster:
        """Render a page; see ``PageSource``."""
        source, own = self._find(number)
        return source.render(own, widest=widest)

    def _find(self, number: int) -> tuple[PageSource, int]:
        for source in self._sources:
            if number <= source.count:
                return source, number
            number -= source.count
        raise cannot_render(number)


@contextmanager
def open_container(path: Path, *, limits: Any) -> Iterator[PageSource]:
    """Open what can be opened of a container; runs inside the sandbox, like everything that opens files.

    Raises:
        UnreadableError: if it cannot be taken apart.
    """
    bounds = limits if isinstance(limits, Bounds) else Bounds()
    with tempfile.TemporaryDirectory(prefix="parts-") as folder, contextlib.ExitStack() as opened:
        # Only what was taken in is drawn: gate or two people have said that it may be.
        content = unpack({"path": str(path), "folder": folder, "bounds": bounds.as_arguments(), "overruled": True})
        sources: list[PageSource] = []
        for part in content["parts"]:
            if part["text"] is not None:
                sources.append(TextPages(part["text"]))
            elif not part["refusal"]:
                with contextlib.suppress(UnreadableError):
                    sources.append(opened.enter_context(open_pages(Path(folder, part["file"]), limits=bounds)))
        yield JoinedPages(sources)
