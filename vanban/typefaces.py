"""The typeface of official documents: Times metrics with every Vietnamese letter (NĐ 30/2020, Phụ lục I, I.4).

Debian's ``fonts-liberation2`` carries it; the older ``fonts-liberation`` lacks 92 Vietnamese letters and would print
blanks without an error, so the letters are checked before a face is used.
"""

from __future__ import annotations

import functools
import threading
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from vanban.domain.errors import RefusedError


class Face(StrEnum):
    """One face of the family, by the name of its file."""

    REGULAR = "LiberationSerif-Regular"
    BOLD = "LiberationSerif-Bold"
    ITALIC = "LiberationSerif-Italic"
    BOLD_ITALIC = "LiberationSerif-BoldItalic"


FOLDERS = (
    Path("/usr/share/fonts/truetype/liberation2"),
    Path("/usr/share/fonts/truetype/liberation"),
    Path("/usr/share/fonts/liberation-serif"),
)
"""Where distributions put the family, the wanted version first."""


def face_file(face: Face) -> Path:
    """Return the font file of a face.

    Raises:
        RefusedError: if the family is not installed, or lacks Vietnamese letters.
    """
    for folder in FOLDERS:
        path = folder / f"{face.value}.ttf"
        if path.is_file() and not missing_letters(path, "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ"):
            return path
    raise RefusedError(
        "The typeface Liberation Serif 2 with Vietnamese letters is not installed.",
        vi="Chưa cài phông chữ Liberation Serif 2 có đủ chữ tiếng Việt.",
        remedy="Install it: apt-get install fonts-liberation2 / Hãy cài đặt: apt-get install fonts-liberation2",
    )


def missing_letters(path: Path, text: Iterable[str]) -> str:
    """Return the letters of ``text`` that a font file cannot print, in order, white space left out."""
    letters = _letters(path)
    return "".join(c for c in dict.fromkeys(text) if not c.isspace() and ord(c) not in letters)


@functools.lru_cache(maxsize=8)
def _letters(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(code for code in font.getBestCmap() if unicodedata.category(chr(code)) != "Cc")


_REGISTERING = threading.Lock()
"""Registering a face by itself makes reportlab forget its family: one thread must not begin while another has ended."""


def register_faces() -> None:
    """Make the four faces known to reportlab as one family, unless they are: ``<b>`` and ``<i>`` work with it."""
    with _REGISTERING:
        if not _is_family():
            _register_family()


def _is_family() -> bool:
    """Return whether reportlab knows the family still: whoever registers a face of it alone takes its italics away."""
    from reportlab.lib.fonts import tt2ps

    styles = {(0, 0): Face.REGULAR, (1, 0): Face.BOLD, (0, 1): Face.ITALIC, (1, 1): Face.BOLD_ITALIC}
    try:
        return all(tt2ps(Face.REGULAR.value, *style) == face.value for style, face in styles.items())
    except ValueError:
        return False  # not one of them was registered


def _register_family() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for face in Face:
        pdfmetrics.registerFont(TTFont(face.value, face_file(face)))
    pdfmetrics.registerFontFamily(
        Face.REGULAR.value,
        normal=Face.REGULAR.value,
        bold=Face.BOLD.value,
        italic=Face.ITALIC.value,
        boldItalic=Face.BOLD_ITALIC.value,
    )
