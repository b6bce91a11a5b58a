"""Safety checks: is this file what it says, whole, open to reading, and within the bounds? Runs in the sandbox.

Every refusal is a code of ``vanban.domain.reasons``. Order matters: what can be judged from the raw bytes is judged
before any parser sees them.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from processors.bounds import Bounds
from processors.completeness import structure, tiff_frames
from processors.gif_blocks import STILLS, gif_pictures
from processors.inner_type import Inside, look_inside
from processors.media import (
    ACCEPTED,
    CONTAINERS,
    GIF,
    HEAD_BYTES,
    OFFICE,
    OLE,
    PDF,
    TIFF,
    ZIP,
    may_be_named,
    media_type,
    named_type,
)
from processors.raster import PageError, is_too_large

ACTIVE = "active-content"
"""The warning of scripts or programs in a file."""
ATTACHMENTS = "attachments"
"""The warning of files that a PDF carries beside its pages."""
_FAR_BEYOND = 10
ANIMATION = "animation-sampled"
"""The warning of a GIF that moves: no document by itself, but no reason to keep out the mail that it adorns."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks found."""

    media_type: str = ""
    refusal: str = ""
    """Reason code, empty if the file may be read."""
    pages: int = 0
    signed: bool = False
    has_text_layer: bool = False
    warnings: tuple[str, ...] = ()
    """Codes of ``vanban.domain.reasons``: ``active-content``, ``attachments``, ``repaired``, ``animation-sampled``."""


def check(path: Path, *, file_name: str, bounds: Bounds) -> Findings:
    """Check a regular file; its name gives nothing but the extension.

    Raises:
        MemoryError: as anything that parses may, in the sandbox.
    """
    findings = check_unopened(path, file_name=file_name, bounds=bounds)
    if findings.refusal or findings.media_type != PDF:
        return findings
    from processors.pdf import open_pdf

    try:
        with open_pdf(path) as document:
            found = check_opened(document, path, findings, bounds=bounds)
            return found if found.refusal else replace(found, has_text_layer=has_text(document))
    except PageError as error:
        return Findings(PDF, error.code)


def check_unopened(path: Path, *, file_name: str, bounds: Bounds) -> Findings:
    """Check a regular file as ``check`` does, a PDF by its raw bytes alone: ``check_opened`` finishes it.

    Raises:
        MemoryError: as anything that parses may, in the sandbox.
    """
    size = path.stat().st_size
    if size == 0:
        return Findings(refusal="empty")
    if size > bounds.file_bytes:
        return Findings(refusal="too-large")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    shown = media_type(head)
    try:
        inside = look_inside(path, shown, bounds) if shown in (ZIP, OLE) else Inside(shown)
    except (ValueError, OSError):
        # What cannot be looked into is what its name says, and damaged; or nothing that is known.
        return Findings(shown, _damaged(path, size, named_type(file_name)))
    if refusal := inside.refusal or _type_refusal(inside.kind, head, named_type(file_name)):
        return Findings(inside.kind, refusal)
    try:
        return _check_kind(path, inside, size, bounds)
    except PageError as error:
        return Findings(inside.kind, error.code)


def _check_kind(path: Path, inside: Inside, size: int, bounds: Bounds) -> Findings:
    if inside.kind == PDF:
        return _check_pdf(path, bounds)
    if inside.kind in OFFICE or inside.kind in CONTAINERS:
        return _check_office(path, inside, size)
    return _check_image(path, inside.kind, size, bounds)


def _type_refusal(kind: str, head: bytes, named: str | None) -> str:
    if kind in ACCEPTED:
        return "" if may_be_named(named, kind) else "wrong-type"
    if not head.strip(b"\0"):
        return "broken"  # room that was made for a file and never filled
    return "wrong-type" if named and not may_be_named(named, kind) else "unsupported"


def _damaged(path: Path, size: int, named: str | None) -> str:
    if named == "":
        return "unsupported"
    return "truncated" if _is_cut_off(path, size) else "broken"


def _is_cut_off(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        try:
            return structure(file, size) == "incomplete"
        except (ValueError, struct.error):
            return False


# --- office files and containers


def _check_office(path: Path, inside: Inside, size: int) -> Findings:
    """Say what the directory says; the number of pages is known when there is a rendition."""
    if _is_cut_off(path, size):
        return Findings(inside.kind, "truncated")
    warnings = (ACTIVE,) if inside.active else ()
    return Findings(inside.kind, signed=inside.signed, has_text_layer=inside.kind in OFFICE, warnings=warnings)


# --- PDF


def _check_pdf(path: Path, bounds: Bounds) -> Findings:
    from processors.pdf_structure import scan

    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        seen = scan(data, bounds=bounds)
    if seen.cut_off:
        return Findings(PDF, "truncated")
    if seen.refusal:
        return Findings(PDF, seen.refusal)
    return Findings(PDF, signed=seen.signed, warnings=(ACTIVE,) if seen.active else ())


def check_opened(document: Any, path: Path, seen: Findings, *, bounds: Bounds) -> Findings:
    """Return what an open ``pypdfium2.PdfDocument`` adds to what its raw bytes showed, but for ``has_text``."""
    import pypdfium2.raw as pdfium

    pages = len(document)
    if pages > bounds.pages:
        return Findings(PDF, "too-many-pages", pages=pages)
    signed = seen.signed or pdfium.FPDF_GetSignatureCount(document) > 0
    if not signed and pdfium.FPDF_GetFormType(document) != pdfium.FORMTYPE_NONE:
        signed = _form_says_signed(path)
    found = {
        ACTIVE: ACTIVE in seen.warnings or pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0,
        ATTACHMENTS: document.count_attachments() > 0,
        "repaired": not pdfium.FPDF_DocumentHasValidCrossReferenceTable(document),
    }
    return Findings(
        PDF,
        pages=pages,
        signed=signed,
        warnings=tuple(code for code, present in found.items() if present),
    )


def _form_says_signed(path: Path) -> bool:
    """Return whether SigFlags are set: a form in a compressed object hides them from the scan of raw bytes."""
    import pikepdf

    try:
        with pikepdf.open(path, suppress_warnings=True) as document:
            form = document.Root.get("/AcroForm")
            return form is not None and int(form.get("/SigFlags", 0)) != 0
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError):
        return False


def has_text(document: Any) -> bool:
    """Return whether page 1 has a text layer, of whatever worth.

    Raises:
        PageError: if page 1 is damaged.
    """
    import pypdfium2

    try:
        page = document[0]
        text = page.get_textpage()
        try:
            return bool(text.count_chars() > 0)
        finally:
            text.close()
            page.close()
    except pypdfium2.PdfiumError as error:
        raise PageError("broken") from error


# --- images


def _check_image(path: Path, kind: str, size: int, bounds: Bounds) -> Findings:
    if _is_cut_off(path, size):
        return Findings(kind, "truncated")
    with path.open("rb") as file:
        frames = _frame_sizes(file, size, kind)
    from processors.images import open_image

    with open_image(path) as image:
        frames.append(image.size)
        is_animation = kind == GIF and len(frames) - 1 > STILLS
        pages = STILLS if is_animation else max(1, len(frames) - 1)
    if max(width * height for width, height in frames) > _FAR_BEYOND * bounds.page_pixels:
        return Findings(kind, "bomb")
    if any(is_too_large(width, height, bounds) for width, height in frames):
        return Findings(kind, "too-large")
    if pages > bounds.pages:
        return Findings(kind, "too-many-pages", pages=pages)
    return Findings(kind, pages=pages, warnings=(ANIMATION,) if is_animation else ())


def _frame_sizes(file: Any, size: int, kind: str) -> list[tuple[int, int]]:
    """Return (width, height) of each frame of a TIFF or GIF, without Pillow, which would walk all frames to count them.

    Of a damaged one, of those before the damage.
    """
    frames: list[tuple[int, int]] = []
    try:
        if kind == GIF:
            frames.extend(gif_pictures(file))
        elif kind == TIFF:
            frames.extend((_first(tags, 256), _first(tags, 257)) for tags in tiff_frames(file, size))
    except (EOFError, OSError, ValueError, struct.error):
        pass
    return frames


def _first(tags: dict[int, list[int]], tag: int) -> int:
    return tags.get(tag, [0])[0]
