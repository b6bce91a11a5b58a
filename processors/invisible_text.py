"""The words of a recognised page as invisible text over its image, and the removal of what another program laid there.

Each word stands where it was read and is as wide as it was printed, so that what is found is marked in the right place;
a space follows it, so that every program that extracts text sees words.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, median_low
from typing import Any

from processors.alignment import to_paper
from processors.glyphless import DESCENT, WIDTH
from processors.pages import Line, lines
from vanban.domain.reading import Page, Word

FONT_NAME = "/VanbanText"
INVISIBLE = 3
"""Text render mode (ISO 32000-1, 9.3.6)."""
_BELOW = frozenset("gjpqyQ,;()[]{}/|_@")
_DOT_BELOW = "ạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ"
_SHOWS = {"Tj", "TJ", "'", '"'}
_DEEPEST = 4
"""Forms within forms that are looked through."""


@dataclass(frozen=True, slots=True)
class TextOver:
    """The invisible text of one page, ready to be laid over it."""

    number: int
    """1-based."""
    packed: bytes
    """Its content stream, deflated: many pages are held at once."""

    @property
    def content(self) -> bytes:
        """The content stream, in the coordinates of the page as it is shown."""
        return zlib.decompress(self.packed)


def text_over(page: Page) -> TextOver:
    """Return the invisible text of a page."""
    parts = [f"{_numbers(to_paper(page))} cm", "BT", f"{INVISIBLE} Tr"]
    for line in lines(page):
        parts += _line(line)
    parts.append("ET")
    return TextOver(page.number, zlib.compress("\n".join(parts).encode("ascii")))


def _line(line: Line) -> list[str]:
    size = max(1.0, median(word.box[3] - word.box[1] for word in line.words))
    slope, start = _baseline(line.words)
    parts = [f"{FONT_NAME} {size:.2f} Tf"]
    for word in line.words:
        units = word.text.encode("utf-16-be")
        natural = len(units) / 2 * size * WIDTH / 1000
        wide = 100 * max(0.5, word.box[2] - word.box[0]) / natural
        up = start + slope * word.box[0]
        parts.append(f"{wide:.2f} Tz 1 0 0 1 {word.box[0]:.2f} {up:.2f} Tm <{units.hex()}0020> Tj")
    return parts


def _baseline(words: Sequence[Word]) -> tuple[float, float]:
    """Return slope and height at the left edge of the page of the line that most of the letters stand on."""
    points = [(word.box[0], _foot(word)) for word in words]
    level = median_low(y for _, y in points)
    height = median(word.box[3] - word.box[1] for word in words)
    on_it = [(x, y) for x, y in points if abs(y - level) < height / 2]
    spread = max(x for x, _ in on_it) - min(x for x, _ in on_it)
    if len(on_it) < 3 or spread < 10 * height:
        return 0.0, level
    middle_x, middle_y = (sum(values) / len(on_it) for values in zip(*on_it, strict=True))
    across = sum((x - middle_x) ** 2 for x, _ in on_it)
    slope = sum((x - middle_x) * (y - middle_y) for x, y in on_it) / across
    return slope, middle_y - slope * middle_x


def _foot(word: Word) -> float:
    below = any(char in _BELOW or char in _DOT_BELOW for char in word.text)
    return word.box[1] - (DESCENT / 1000 * (word.box[3] - word.box[1]) if below else 0.0)


def without_hidden_text(pdf: Any, page: Any) -> bool:
    """Take the invisible text out of a ``pikepdf.Page``, in its forms too; return whether visible text is left."""
    return _strip(pdf, page.obj, depth=0)


def _strip(pdf: Any, holder: Any, *, depth: int) -> bool:
    """Strip a page or a form; return whether it shows text."""
    import pikepdf

    instructions = list(pikepdf.parse_content_stream(holder))
    kept, shows, dropped = _visible(instructions)
    if dropped:
        content = pikepdf.unparse_content_stream(kept)
        if holder.get("/Type") == pikepdf.Name.Page:
            holder.Contents = pikepdf.Stream(pdf, content)
        else:
            holder.write(content)
    resources = holder.get("/Resources", {})
    for form in list(resources.get("/XObject", {}).values()):
        if depth < _DEEPEST and form.get("/Subtype") == pikepdf.Name.Form:
            shows = _strip(pdf, form, depth=depth + 1) or shows
    if dropped and not shows and "/Font" in resources:
        del resources["/Font"]
    return shows


def _visible(instructions: Sequence[Any]) -> tuple[list[Any], bool, bool]:
    """Return the instructions without hidden text, whether text is left, and whether anything was left out."""
    import pikepdf

    kept: list[Any] = []
    mode, saved = 0, list[int]()
    shows = dropped = False
    for instruction in instructions:
        operator = str(instruction.operator)
        if operator == "q":
            saved.append(mode)
        elif operator == "Q" and saved:
            mode = saved.pop()
        elif operator == "Tr" and instruction.operands:
            mode = int(instruction.operands[0])
        elif operator in _SHOWS and mode == INVISIBLE:
            dropped = True
            if operator in {"'", '"'}:  # these go to the next line before they show
                kept.append(pikepdf.ContentStreamInstruction([], pikepdf.Operator("T*")))
            continue
        elif operator in _SHOWS:
            shows = True
        kept.append(instruction)
    if dropped and not shows:
        kept = [one for one in kept if str(one.operator) != "Tf"]
    return kept, shows, dropped


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.5f}" for value in values)
