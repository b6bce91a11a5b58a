"""The searchable PDF/A-2b beside a scan: the scanner's images as they are, the words of the one pass over them.

Nothing is recognised again and no image is touched. A signed file is never rewritten. What cannot become PDF/A, or is
not when it was written, is refused by name (``vanban.domain.searchable``).
"""

from __future__ import annotations

import errno
import hashlib
import mmap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from processors.glyphless import font
from processors.invisible_text import FONT_NAME, TextOver, text_over, without_hidden_text
from processors.media import HEAD_BYTES, PDF, media_type
from processors.pdf_structure import says_signed
from processors.raster import PageError, PageSource
from processors.scan_images import image_pdf, is_image
from vanban.domain.reading import Page
from vanban.domain.searchable import Searchable
from vanban.signed_pdf import holds_signature

FLAVOUR = "2b"
_NAMES = (
    ("embedded-file", "attachments"),
    ("associated-files", "attachments"),
    ("JPEG 2000", "jpeg2000"),
    ("/AcroForm", "form"),
    ("6.2.11.4", "fonts"),
    ("6.2.11", "fonts"),
    ("6.2.4", "colour"),
    ("colour-space", "colour"),
    ("icc", "colour"),
    ("6.5.1", "active-content"),
    ("6.6.1", "active-content"),
)
"""Part of a finding's rule or message, and the refusal it stands for; the first that is found names it."""


class RefusedError(Exception):
    """Indicate why there is no copy; ``args[0]`` is a key of ``REFUSALS``."""


class Copyist:
    """Gathers the words of the pages, then writes the copy."""

    def __init__(self, path: Path, source: PageSource) -> None:
        self._path = path
        self._source = source
        self._texts: list[TextOver] = []

    def take(self, page: Page) -> None:
        """Add the next page; only what was recognised gets new text."""
        if page.source == "ocr":
            self._texts.append(text_over(page))

    def write(self, target: Path) -> Searchable:
        """Write the copy to ``target`` and check it; on a refusal there is no such file."""
        try:
            with self._opened() as pdf:
                letters = font(pdf)
                for text in self._texts:
                    _lay_over(pdf, text, letters)
                refusal = _save(pdf, target)
        except RefusedError as refused:
            return Searchable(refusal=str(refused))
        if refusal is not None:
            return refusal
        with target.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        return Searchable(sha256=sha256, pages=len(self._texts))

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        import pikepdf

        if not self._texts:
            raise RefusedError("has-text")
        try:
            if is_image(self._source):
                with image_pdf(self._path, self._source) as pdf:  # type: ignore[arg-type]
                    yield pdf
                return
            _require_pdf(self._path)
            _require_unsigned(self._path)
            with pikepdf.open(self._path, suppress_warnings=True) as pdf:
                _require_plain(pdf)
                yield pdf
        except (pikepdf.PdfError, PageError, ValueError, TypeError, AttributeError, KeyError, RuntimeError) as failed:
            raise RefusedError("broken") from failed


def _require_pdf(path: Path) -> None:
    with path.open("rb") as file:
        if media_type(file.read(HEAD_BYTES)) != PDF:
            raise RefusedError("office")


def _require_unsigned(path: Path) -> None:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if says_signed(data):
            raise RefusedError("signed")


def _require_plain(pdf: Any) -> None:
    """Refuse what no copy may be made of, and drop an empty form."""
    if holds_signature(pdf):
        raise RefusedError("signed")
    form = pdf.Root.get("/AcroForm")
    if form is not None:
        if len(form.get("/Fields", [])):
            raise RefusedError("form")
        del pdf.Root["/AcroForm"]
    if pdf.is_encrypted:
        raise RefusedError("encrypted")
    if len(pdf.attachments):
        raise RefusedError("attachments")


def _lay_over(pdf: Any, text: TextOver, letters: Any) -> None:
    """Put the invisible text on its page; another program's invisible text goes first."""
    import pikepdf

    page = pdf.pages[text.number - 1]
    without_hidden_text(pdf, page)
    a, b, c, d, e, f = _to_user_space(page)
    placed = f"q {a} {b} {c} {d} {e:.3f} {f:.3f} cm\n".encode() + text.content + b"\nQ"
    page.contents_coalesce()  # keys that makers add to content streams do not pass; images are no content
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q\n" + placed)
    page.add_resource(letters, pikepdf.Name.Font, pikepdf.Name(FONT_NAME), replace_existing=True)


def _to_user_space(page: Any) -> tuple[float, ...]:
    """Return the matrix from points of the page as it is shown to the coordinates of its content."""
    left, bottom, right, top = (float(value) for value in _shown_box(page))
    return {
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }.get(_rotation(page), (1, 0, 0, 1, left, bottom))


def _shown_box(page: Any) -> tuple[float, float, float, float]:
    """Return the part of the page that is shown: its crop box within its media box."""
    media, crop = ([float(value) for value in box] for box in (page.mediabox, page.cropbox))
    media, crop = (
        [min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])] for box in (media, crop)
    )
    within = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return within if within[0] < within[2] and within[1] < within[3] else (media[0], media[1], media[2], media[3])


def _rotation(page: Any) -> int:
    """Return /Rotate of a page, which it may have from its parents."""
    holder = page.obj
    for _ in range(50):
        if "/Rotate" in holder:
            return int(holder["/Rotate"]) % 360
        if "/Parent" not in holder:
            break
        holder = holder["/Parent"]
    return 0


def _save(pdf: Any, target: Path) -> Searchable | None:
    """Write and check; return the refusal, or None if the file passed."""
    from pikepdf import pdfa

    try:
        pdfa.prepare(pdf, FLAVOUR)
        # Without the time of writing a second run gives the same bytes.
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata.pop("xmp:MetadataDate", None)
        pdfa.save(pdf, target, FLAVOUR, repair=False, deterministic_id=True)
    except pdfa.PdfaError as failed:
        findings = failed.report.findings
        rules = tuple(dict.fromkeys(finding.rule for finding in findings))
        return Searchable(refusal=_named(findings), rules=rules)
    except OSError as failed:
        if failed.errno != errno.EFBIG:  # a full disk is no fault of the file
            raise
        raise RefusedError("too-large") from failed
    return None


def _named(findings: Iterable[Any]) -> str:
    told = [f"{finding.rule} {finding.where} {finding.message}" for finding in findings]
    return next((name for part, name in _NAMES if any(part in one for one in told)), "not-pdfa")
