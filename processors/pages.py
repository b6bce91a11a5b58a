"""Pages as values: printed lines from words, and the page folder that gate and reading share."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.reading import Alignment, Box, LayerVerdict, Page, Word


@dataclass(frozen=True)
class Line:
    """One printed line, left to right; what is asked of it again and again is found once."""

    words: tuple[Word, ...]

    @functools.cached_property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)

    @functools.cached_property
    def box(self) -> Box:
        """The smallest box around the words."""
        return around(self.words)

    @functools.cached_property
    def middle(self) -> float:
        """Height of its middle above the foot of the page, in points."""
        box = self.box
        return (box[1] + box[3]) / 2

    @property
    def confidence(self) -> float:
        """Mean confidence of the words, weighted by their length."""
        return mean_confidence(self.words)


def around(words: Iterable[Word]) -> Box:
    """Return the smallest box around some words (at least one)."""
    left, bottom, right, top = zip(*[word.box for word in words], strict=True)
    return min(left), min(bottom), max(right), max(top)


def mean_confidence(words: Iterable[Word]) -> float:
    """Return the mean confidence of some words, weighted by length; 0 for none."""
    pairs = [(word.confidence, len(word.text)) for word in words]
    total = sum(length for _, length in pairs)
    return sum(confidence * length for confidence, length in pairs) / total if total else 0.0


def lines(page: Page) -> list[Line]:
    """Return the page's lines as the engine saw them: a two-column header may share a line (see ``zones``)."""
    return list(_lines(Same(page)))


class Same:
    """A page as a key: itself, not what is equal to it, which would be a look at thousands of words."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.page is other.page

    def __hash__(self) -> int:
        return id(self.page)


@functools.lru_cache(maxsize=2)
def _lines(same: Same) -> tuple[Line, ...]:
    groups: dict[tuple[int, int], list[Word]] = {}
    for word in same.page.words:
        groups.setdefault((word.block, word.line), []).append(word)
    return tuple(Line(tuple(group)) for group in groups.values())


def page_path(work: Path, number: int) -> Path:
    """Return where the words of a page are kept in the private folder ``work``."""
    return work / f"page-{number:04d}.json"


def save_page(work: Path, page: Page) -> None:
    """Keep a page in ``work`` so that it is not recognised twice; the file appears whole or not at all."""
    path = page_path(work, page.number)
    part = path.with_suffix(".part")
    words = [[w.text, w.confidence, list(w.box), w.line, w.block, w.bold] for w in page.words]
    value = {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "source": page.source,
        "alignment": [page.alignment.turn, page.alignment.skew],
        "layer": dataclasses.astuple(page.layer) if page.layer else None,
        "words": words,
    }
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps(value, ensure_ascii=False))  # at once: json.dump writes number by number
    part.replace(path)


def load_page(work: Path, number: int) -> Page | None:
    """Return the kept page, or None if there is none or it cannot be used: it can always be made again."""
    try:
        value = json.loads(page_path(work, number).read_text(encoding="utf-8"))
        words = tuple(
            Word(text, confidence, (box[0], box[1], box[2], box[3]), line, block, *bold)
            for text, confidence, box, line, block, *bold in value["words"]
        )
        alignment = Alignment(*value["alignment"])
        layer = LayerVerdict(*value["layer"]) if value["layer"] else None
        return Page(value["number"], value["width"], value["height"], words, value["source"], layer, alignment)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def wipe_pages(work: Path) -> None:
    """Remove every kept page, and what they came from, from ``work``."""
    for pattern in ("page-*", "rendition-*"):
        for path in work.glob(pattern):
            path.unlink(missing_ok=True)
    for folder in work.glob("part-*"):
        shutil.rmtree(folder, ignore_errors=True)
