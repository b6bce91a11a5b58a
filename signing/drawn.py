"""Draws the pages of a file as people see them, comments and form fields included, to compare two revisions.

PDFium shares no code with the library that judges signatures: what a reader shows differently is found here, whatever
the cross-references say. It must run where a crash harms nobody (``signing.verification_child``).
"""

from __future__ import annotations

import ctypes
from collections.abc import Collection
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

SCALE = 1.5
"""Pixels for each PDF point: 108 dpi, at which a single letter that changed is many pixels."""
MOST_PIXELS = 4_000_000
"""Of one page; larger pages are drawn smaller."""
MARGIN = 2
"""Pixels by which smoothed edges may stick out of a box."""
INK, PAPER = 140, 200
"""Grey values below and above which a pixel is clearly ink or clearly paper."""
LEAST_LOST, LOST_SHARE = 60, 0.1
"""Ink that a later signature may cover: less than these pixels, or than this share of what was in its box."""
MOST_COVERED = 0.25
"""Share of a page that the boxes of later signatures may take."""
_WIDGET = 20
_NAME_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Shape:
    """Size (PDF points) and rotation (degrees) of a page."""

    width: float
    height: float
    rotation: int


class DrawnFile:
    """A revision of a file, opened for drawing. Page numbers start at 0."""

    def __init__(self, data: bytes, *, length: int) -> None:
        """Open the first ``length`` bytes, without copying them. Raises ``pypdfium2.PdfiumError`` if it cannot."""
        import pypdfium2
        import pypdfium2.raw as pdfium

        if not 0 < length <= len(data):
            raise pypdfium2.PdfiumError("no such length")  # it would read beyond the buffer
        self._data = data  # PDFium reads from it as long as the document is open
        handle = pdfium.FPDF_LoadMemDocument64(data, length, None)
        if not handle:
            raise pypdfium2.PdfiumError("cannot be opened")
        self._document: Any = pypdfium2.PdfDocument(handle)
        self._document.init_forms()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self._document)

    def page(self, number: int) -> DrawnPage:
        """Open a page. Raises ``pypdfium2.PdfiumError`` if that is impossible."""
        return DrawnPage(self._document, number)


class DrawnPage:
    """One page, opened for drawing."""

    def __init__(self, document: Any, number: int) -> None:
        self._forms = document.formenv
        self._page: Any = document[number]
        width, height = self._page.get_size()
        self.shape = Shape(width, height, int(self._page.get_rotation()))
        self._scale = min(SCALE, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._page.close()

    def pixels(self) -> Any:
        """Return the page as an array (height, width, 3), blue first."""
        import pypdfium2.raw as pdfium

        bitmap = self._page.render(
            scale=self._scale, may_draw_forms=True, draw_annots=True, force_bitmap_format=pdfium.FPDFBitmap_BGR
        )
        pixels = bitmap.to_numpy().copy()
        bitmap.close()
        return pixels

    def boxes(self, names: Collection[str], *, like: Any) -> list[tuple[slice, slice]]:
        """Return the boxes of the form fields with these names, as (rows, columns) of the pixels ``like``."""
        import pypdfium2.raw as pdfium

        found = []
        for position in range(pdfium.FPDFPage_GetAnnotCount(self._page)):
            annotation = pdfium.FPDFPage_GetAnnot(self._page, position)
            try:
                if pdfium.FPDFAnnot_GetSubtype(annotation) == _WIDGET and self._name(annotation) in names:
                    found.append(self._box(annotation, like))
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)
        return found

    def _name(self, annotation: Any) -> str:
        import pypdfium2.raw as pdfium

        if self._forms is None:
            return ""
        written = ctypes.create_string_buffer(_NAME_BYTES)
        as_letters = ctypes.cast(written, ctypes.POINTER(pdfium.FPDF_WCHAR))
        length = pdfium.FPDFAnnot_GetFormFieldName(self._forms, annotation, as_letters, _NAME_BYTES)
        if not 2 < length <= _NAME_BYTES:
            return ""
        return written.raw[: length - 2].decode("utf-16-le", "replace")

    def _box(self, annotation: Any, like: Any) -> tuple[slice, slice]:
        import pypdfium2.raw as pdfium

        rect = pdfium.FS_RECTF()
        if not pdfium.FPDFAnnot_GetRect(annotation, rect):
            return slice(0, 0), slice(0, 0)
        height, width = like.shape[:2]
        x, y = ctypes.c_int(), ctypes.c_int()
        corners = []
        for right, up in ((rect.left, rect.bottom), (rect.right, rect.top)):
            pdfium.FPDF_PageToDevice(self._page, 0, 0, width, height, 0, right, up, x, y)
            corners.append((x.value, y.value))
        (x1, y1), (x2, y2) = corners
        if x1 == x2 or y1 == y2:
            return slice(0, 0), slice(0, 0)
        return _around(y1, y2, height), _around(x1, x2, width)


def _around(one: int, other: int, most: int) -> slice:
    return slice(max(0, min(one, other) - MARGIN), min(most, max(one, other) + MARGIN + 1))


def differs(before: Any, after: Any, boxes: list[tuple[slice, slice]]) -> bool:
    """Return whether two drawings of a page differ outside the boxes, or what was in a box has been covered.

    Args:
        before: The page as it was signed.
        after: The page as it is.
        boxes: Where later signatures show themselves.
    """
    import numpy as np

    if before.shape != after.shape:
        return True
    if before.tobytes() == after.tobytes():
        return False
    differing = before != after
    changed = differing[..., 0] | differing[..., 1] | differing[..., 2]
    allowed = np.zeros(changed.shape, dtype=bool)
    for box in boxes:
        allowed[box] = True
    if bool((changed & ~allowed).any()) or allowed.mean() > MOST_COVERED:
        return True
    return any(_ink_is_lost(before[box], after[box]) for box in boxes)


def _ink_is_lost(before: Any, after: Any) -> bool:
    ink = before.max(axis=2) < INK
    lost = int((ink & (after.min(axis=2) > PAPER)).sum())
    return lost >= LEAST_LOST and lost > LOST_SHARE * int(ink.sum())
