"""What a network takes for a mark on pages that bear none: what it is taught with once more."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from PIL import Image

from benchmarks import secrecy
from benchmarks.marks.patches import Window
from processors.mark_ink import DPI_AT, LETTERS, Box, ink_of, views
from processors.mark_look import HIGH, WIDE, places

_LIKELY = 1.4
"""Log odds: four to one that it is a mark."""
_OF_EACH = 12
"""Windows of one view in one size and turn."""
_DEVELOPMENT_SEED = 1001
"""Odd: pages that the score is not told of."""


def mistakes(
    pages: Iterable[tuple[Image.Image, int, Sequence[Box]]], layers: Sequence[Window], *, seed: int
) -> Iterator[Window]:
    """Yield windows of pages (image, dpi, boxes of words that were read) that a network takes for a mark."""
    rng = random.Random(seed)
    for image, dpi, read in pages:
        for view in views(image, read):
            for size in LETTERS:
                for ink in _turns(view, DPI_AT / size / (dpi / 2)):
                    found = [(row, column) for _, row, column in places(ink, layers, _LIKELY)]
                    rng.shuffle(found)
                    yield from (ink[row : row + HIGH, column : column + WIDE] for row, column in found[:_OF_EACH])


def decoys(count: int) -> Iterator[tuple[Image.Image, int, Sequence[Box]]]:
    """Yield the upper part of drawn letters without a mark; their subjects, which speak of secrecy, were read."""
    line = secrecy.MM * 210
    read = [(0, top * secrecy.MM, line, bottom * secrecy.MM) for top, bottom in ((73, 81), (86, 101))]
    for sheet in secrecy.decoys(count, random.Random(_DEVELOPMENT_SEED)):
        with Image.open(io.BytesIO(sheet.data)) as image:
            page = image.convert("RGB" if image.mode == "RGB" else "L")
        yield page.crop((0, 0, page.width, int(page.height * 0.55))), secrecy.DPI, read


def _turns(view: Image.Image, scale: float) -> Iterator[Any]:
    small = view.resize((round(view.width * scale), round(view.height * scale)), Image.Resampling.BOX)
    ink = np.pad(ink_of(small), HIGH // 2)
    for quarters in range(4):
        yield np.ascontiguousarray(np.rot90(ink, quarters))
