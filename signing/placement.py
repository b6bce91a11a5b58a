"""Where a signature goes: the official's between title and name, the seal over a third of it on its left."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from signing.page_frame import Box, PageFrame
from vanban.pdfium import open_pdf

MILLIMETRE = 72 / 25.4
SEAL = 36 * MILLIMETRE
"""Points: the real diameter of an office's round seal."""
SEAL_OVERLAP = 1 / 3
"""Share of the signature's width that the seal covers, on its left (NĐ 30/2020 PL I, II.8.a)."""
SIGNATURE_HEIGHT = 56.0
SMALLEST_GAP = 24.0
"""Points between title and name below which nothing was meant to be written there."""
LARGEST_GAP = 200.0
MAX_PAGES_SEARCHED = 10
MAX_CHARACTERS = 20_000
FALLBACK_RIGHT, FALLBACK_BOTTOM = 70.0, 90.0


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page."""

    page: int
    """From 0."""
    box: Box
    """In the page's own coordinates."""
    found: bool
    """False where the text did not tell and the lower right of the last page was taken."""
    rotation: int = 0
    """How the page is turned when shown, in degrees: what is drawn in the box is turned against it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its box."""

    text: str
    box: Box


def place_signature(data: bytes, *, name: str, title: str, shape: float) -> Place:
    """Return the place centred between the signer's title and name, the last such pair in the document.

    Args:
        data: The PDF.
        name: The signer's name, as in the certificate.
        title: The signer's title; may be empty.
        shape: Width of the picture divided by its height.
    """
    with open_pdf(data) as document:
        last = len(document) - 1
        for index in range(last, max(last - MAX_PAGES_SEARCHED, -1), -1):
            page = document[index]
            frame = PageFrame.of(page)
            pair = find_block(_lines(page, frame), name=name, title=title)
            if pair is not None:
                return Place(index, frame.stored(_between(*pair, shape=shape)), found=True, rotation=frame.rotation)
        frame = PageFrame.of(document[last])
        return Place(last, frame.stored(_fallback(frame, shape)), found=False, rotation=frame.rotation)


def place_seal(signature: Place, *, data: bytes) -> Place:
    """Return the seal's place: its real size, covering the left third of the signature, at the same height."""
    with open_pdf(data) as document:
        frame = PageFrame.of(document[signature.page])
    seal = beside(frame.shown(signature.box))
    return Place(signature.page, frame.stored(seal), found=signature.found, rotation=frame.rotation)


def beside(signature: Box) -> Box:
    """Return the seal's box for a signature's, both as shown; it stays on the page on its left."""
    left = max(signature.left + signature.width * SEAL_OVERLAP - SEAL, 0.0)
    middle = (signature.bottom + signature.top) / 2
    return Box(left, middle - SEAL / 2, left + SEAL, middle + SEAL / 2)


def find_block(lines: Sequence[Line], *, name: str, title: str) -> tuple[Box, Box] | None:
    """Return the boxes of title and name, the lowest such pair; None if there is none."""
    wanted_name, wanted_title = _folded(name), _folded(title)
    for below in sorted(lines, key=lambda line: line.box.bottom):
        if not _is_name(below.text, wanted_name):
            continue
        above = [line for line in lines if _stands_above(line, below) and _is_title(line.text, wanted_title)]
        if above:
            return min(above, key=lambda line: line.box.bottom).box, below.box
    return None


def _stands_above(line: Line, name: Line) -> bool:
    gap = line.box.bottom - name.box.top
    return SMALLEST_GAP <= gap <= LARGEST_GAP and line.box.left < name.box.right and name.box.left < line.box.right


def _is_name(text: str, wanted: str) -> bool:
    folded = _folded(text)
    return bool(wanted) and (folded == wanted or folded.endswith(" " + wanted))


def _is_title(text: str, wanted: str) -> bool:
    in_capitals = len(text) >= 4 and text == text.upper() and text != text.lower()
    return in_capitals or (bool(wanted) and wanted in _folded(text))


def _between(title: Box, name: Box, *, shape: float) -> Box:
    gap = title.bottom - name.top
    height = min(SIGNATURE_HEIGHT, gap * 0.9)
    middle = (title.bottom + name.top) / 2
    half = height * shape / 2
    return Box(name.centre - half, middle - height / 2, name.centre + half, middle + height / 2)


def _fallback(frame: PageFrame, shape: float) -> Box:
    width = SIGNATURE_HEIGHT * shape
    right = max(frame.width - FALLBACK_RIGHT, width)
    return Box(right - width, FALLBACK_BOTTOM, right, FALLBACK_BOTTOM + SIGNATURE_HEIGHT)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _lines(page: Any, frame: PageFrame) -> list[Line]:
    """Return the page's lines as shown: pdfium's rectangles of text, those on one height and close together joined."""
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > MAX_CHARACTERS:
            return []
        return list(_joined(_pieces(text_page, frame)))
    finally:
        text_page.close()


def _pieces(text_page: Any, frame: PageFrame) -> Iterator[Line]:
    for index in range(text_page.count_rects()):
        left, bottom, right, top = text_page.get_rect(index)
        text = text_page.get_text_bounded(left, bottom, right, top).strip()
        if text:
            yield Line(text, frame.shown(Box(left, bottom, right, top)))


def _joined(pieces: Iterator[Line]) -> Iterator[Line]:
    current: Line | None = None
    for piece in pieces:
        if current is not None and _continues(current.box, piece.box):
            box = Box(
                min(current.box.left, piece.box.left),
                min(current.box.bottom, piece.box.bottom),
                max(current.box.right, piece.box.right),
                max(current.box.top, piece.box.top),
            )
            current = Line(f"{current.text} {piece.text}", box)
            continue
        if current is not None:
            yield current
        current = piece
    if current is not None:
        yield current


def _continues(before: Box, after: Box) -> bool:
    height = max(before.top - before.bottom, after.top - after.bottom, 1.0)
    same_height = abs(before.bottom - after.bottom) < 0.5 * height
    return same_height and -height < after.left - before.right < 1.5 * height
