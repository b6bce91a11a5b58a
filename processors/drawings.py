"""What is drawn on a PDF page beside its text: whether any of it could show a stamp.

A page whose drawings are rules and frames alone can carry a mark only as text, so that its image need not be looked at.
Whatever is not known to be harmless may show one: pictures, outlines of letters, shadings, annotations.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

MOST = 3000
"""Objects that are looked at; a page with more is looked at as an image."""
_DEEP = 4
"""Levels of form objects within form objects."""
_THIN = 2.5
"""Points up to which something is a rule, whatever its shape."""
_LEAST = 19.0
"""Points: an annotation shorter than this is no stamp (7 mm)."""
_LEVEL = 0.05
"""Points that a side of a frame may be off level or upright."""
_WITHOUT_LOOK = frozenset((2, 16))
"""Subtypes of annotations that show nothing of their own: FPDF_ANNOT_LINK, FPDF_ANNOT_POPUP."""
_NO_STREAM = 2
"""Bytes that pdfium tells of an appearance that is not there: the end of an empty string."""
Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top in page space."""


def may_show_stamp(pdf_page: Any, *, top: float) -> bool:
    """Return whether anything drawn on a page's upper part, its visible text left out, could be a stamp.

    Args:
        pdf_page: an open ``pypdfium2.PdfPage``.
        top: share of the page's height, from the top, that matters.
    """
    _, bottom, _, upper = pdf_page.get_bbox()
    # On a turned page another side is the top: all of it is looked at.
    floor = upper - top * (upper - bottom) if pdf_page.get_rotation() == 0 else float("-inf")
    return _any_annotation(pdf_page.raw, floor) or _any_object(pdf_page.raw, floor)


def _any_object(page: Any, floor: float) -> bool:
    import pypdfium2.raw as pdfium

    if pdfium.FPDFPage_CountObjects(page) > MOST:
        return True
    for item in _items(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        bounds = _bounds(item)
        if bounds is None or (bounds[3] > floor and not _is_small(bounds) and _is_suspicious(item, kind, bounds, 0)):
            return True
    return False


def _items(holder: Any, count: Callable[[Any], int], get: Callable[[Any, int], Any]) -> Iterator[Any]:
    return (get(holder, index) for index in range(count(holder)))


def _is_suspicious(item: Any, kind: int, bounds: Bounds, depth: int) -> bool:
    import pypdfium2.raw as pdfium

    if kind == pdfium.FPDF_PAGEOBJ_FORM:
        return _form_is_suspicious(item, depth)
    if kind != pdfium.FPDF_PAGEOBJ_PATH:
        return True  # a picture, however small: writers cut them into strips; a shading; or what pdfium does not know
    if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= _THIN:
        return False
    return not (_is_level(item) and _lies_along_the_page(item) and _is_clipped_plainly(item))


def _form_is_suspicious(form: Any, depth: int) -> bool:
    """Return whether anything in a form object could show a stamp; places in it are its own, so that all counts."""
    import pypdfium2.raw as pdfium

    if depth >= _DEEP or pdfium.FPDFFormObj_CountObjects(form) > MOST:
        return True
    for item in _items(form, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject):
        kind = pdfium.FPDFPageObj_GetType(item)
        bounds = _bounds(item)
        if kind != pdfium.FPDF_PAGEOBJ_TEXT and (bounds is None or _is_suspicious(item, kind, bounds, depth + 1)):
            return True
    return False


def _bounds(item: Any) -> Bounds | None:
    import pypdfium2.raw as pdfium

    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item, *sides):
        return None
    return sides[0].value, sides[1].value, sides[2].value, sides[3].value


def _is_small(bounds: Bounds) -> bool:
    """Return whether something is a dot or a rule: letters of a stamp drawn one by one are larger."""
    return max(bounds[2] - bounds[0], bounds[3] - bounds[1]) <= _THIN


def _is_level(path: Any) -> bool:
    """Return whether all sides of a path are level or upright: M, A and T cannot be drawn so, nor can a curve."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPath_CountSegments(path)
    return count <= MOST and _all_level(pdfium.FPDFPath_GetPathSegment(path, index) for index in range(count))


def _all_level(segments: Iterator[Any]) -> bool:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    before = (0.0, 0.0)
    for segment in segments:
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            return False
        here = (x.value, y.value)
        if kind == pdfium.FPDF_SEGMENT_LINETO and min(abs(here[0] - before[0]), abs(here[1] - before[1])) > _LEVEL:
            return False
        before = here
    return True


def _lies_along_the_page(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return False
    return bool(matrix.b == matrix.c == 0 or matrix.a == matrix.d == 0)


def _is_clipped_plainly(item: Any) -> bool:
    """Return whether what is filled is cut out along level and upright sides, not along the outlines of letters."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(item)
    paths = max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0
    return paths <= MOST and all(
        _all_level(
            pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            for index in range(pdfium.FPDFClipPath_CountPathSegments(clip, path))
        )
        for path in range(paths)
    )


def _any_annotation(page: Any, floor: float) -> bool:
    import pypdfium2.raw as pdfium

    return any(_annotation_shows(page, index, floor) for index in range(min(MOST, pdfium.FPDFPage_GetAnnotCount(page))))


def _annotation_shows(page: Any, index: int, floor: float) -> bool:
    """Return whether an annotation may look like a stamp: a link and a signature without a picture do not."""
    import pypdfium2.raw as pdfium

    annotation = pdfium.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return True
    try:
        rect = pdfium.FS_RECTF()
        placed = bool(pdfium.FPDFAnnot_GetRect(annotation, rect))
        wide, high = abs(rect.right - rect.left), abs(rect.top - rect.bottom)
        if placed and (max(rect.top, rect.bottom) <= floor or max(wide, high) < _LEAST or min(wide, high) == 0):
            return False
        if pdfium.FPDFAnnot_GetSubtype(annotation) not in _WITHOUT_LOOK:
            return True
        return bool(pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0) > _NO_STREAM)
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)
