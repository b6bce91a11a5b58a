"""Typeface and colour of the whole text (NĐ 30/2020, Phụ lục I, Phần I, I.4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from processors.columns import pieces
from processors.format_check.draft import Draft
from processors.format_check.saying import warn
from processors.format_check.sheet import Sheet
from processors.pages import Line
from processors.vietnamese import fold
from vanban.domain.format_check import FormatWarning

_TIMES = re.compile(r"times|liberation ?serif|tinos|nimbus ?rom|termes|thorndale", re.IGNORECASE)
"""Times New Roman, and the faces with its letters and widths that stand in for it."""
_BULLETS = re.compile(r"symbol|wingdings|dingbats|webdings|cambria ?math", re.IGNORECASE)
_OLD = re.compile(r"^\.?vn(?!i-?times new)|^vni", re.IGNORECASE)
"""Fonts of TCVN3 and VNI, which are no Unicode: ``.VnTime``, ``VNI-Times``."""
_FEW = 8
"""Letters of a foreign face on a page that may be a sign or two."""
_DARK = 0x48
_STAMPS = re.compile(r"hoa toc|thuong khan|^\W*khan\W*$|xem xong tra lai|luu hanh noi bo|tai lieu thu hoi")


def typeface(draft: Draft) -> Iterator[FormatWarning]:
    """I.4: Times New Roman, in Unicode."""
    told: set[str] = set()
    for sheet in draft.sheets:
        count = Counter(glyph.font for glyph in sheet.glyphs if glyph.text.isalnum() and _is_foreign(glyph.font))
        for font, letters in count.most_common():
            if letters < _FEW or font in told:
                continue
            told.add(font)
            line = _first_in(sheet, font)
            old = bool(_OLD.search(font))
            yield warn(
                "typeface-encoding" if old else "typeface",
                "I.4",
                f"Có chữ dùng phông {font}{' (không phải Unicode)' if old else ''}.",
                f"Some text is set in {font}{', which is no Unicode font' if old else ''}.",
                todo=(
                    "Dùng phông Times New Roman, bộ mã Unicode (TCVN 6909:2001), cho toàn văn bản.",
                    "Use Times New Roman in Unicode throughout.",
                ),
                page=sheet.number,
                box=line.box if line else None,
            )


def _is_foreign(font: str) -> bool:
    if not font or _BULLETS.search(font):
        return False
    return bool(_OLD.search(font)) or not _TIMES.search(font)


def colour(draft: Draft) -> Iterator[FormatWarning]:
    """I.4: black; only the red stamps of III.2 are not."""
    for sheet in draft.sheets:
        for line in (piece for row in sheet.lines for piece in pieces(row)):
            coloured = [glyph for glyph in sheet.of(line) if glyph.text.isalnum() and max(glyph.colour) > _DARK]
            if len(coloured) < 3 or _STAMPS.search(fold(line.text)):
                continue
            red, green, blue = coloured[0].colour
            yield warn(
                "colour",
                "I.4",
                f"Có chữ không phải màu đen (màu #{red:02x}{green:02x}{blue:02x}).",
                f"Some text is not black (#{red:02x}{green:02x}{blue:02x}).",
                todo=("Để chữ màu đen.", "Make it black."),
                page=sheet.number,
                box=line.box,
            )
            return


def _first_in(sheet: Sheet, font: str) -> Line | None:
    """Return the first line with a letter of a font."""
    return next((line for line in sheet.lines if any(glyph.font == font for glyph in sheet.of(line))), None)
