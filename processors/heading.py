"""Box 5a of NĐ 30/2020, Phụ lục I: the name of the kind, and the subject (trích yếu) under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from processors.columns import pieces
from processors.kinds import Match, match_heading
from processors.pages import Line
from processors.vietnamese import fold, is_capitals
from vanban.domain.reading import Page

BODY_GAP = 1.75
"""Line pitch, in line heights, from which the next line is no longer the subject under a heading."""
_OPENERS = re.compile(
    r"^\W*(can cu|kinh gui|kinh moi|tran trong|chuong [ivx\d]|"
    r"phan (thu|[ivx\d])|dieu \d|muc [ivx\d]|[ivx]+[.\-)] |\d+[.)] )",
    re.IGNORECASE,
)
_SOFT_OPENERS = re.compile(r"^\W*(thuc hien|xet|theo|de nghi)\b")
_TEXT_WIDTH = 0.6
"""Share of the page's width from which a line is text of the body."""
WHOLE_CODE = re.compile(r"^(?:Luật\s+số|S[ốôó])\s?:?.{0,16}?[/-]\s?(?:(?:19|20)\d\d\s?/)?[A-ZĐ][\w.&Đđ/–-]*[.]?$")
"""A number with its symbol, alone on its line."""
_NEAR_CODE = 44.0
"""Points under the last line of the subject within which the number may stand."""
_SHORT_NAME = 5
_LEAST_INDENT = 14.0
"""Points; the decree's indents are 1 to 1.27 cm."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Box 5a: the name of the kind and what stands under it."""

    line: Line
    match: Match
    subject: tuple[Line, ...]
    """The lines of trích yếu; empty when there are none."""
    code: Line | None = None
    """A number with its symbol right under them."""


def find_heading(rows: Sequence[Line], about: Sequence[Line], page: Page, *, issuer: str = "") -> Heading | None:
    """Return the heading among rows from the top, passing the V/v lines ``about``; None if there is none.

    Args:
        rows: lines from the top.
        about: lines that are none.
        page: their page.
        issuer: name of the issuing office, which stands again under some subjects.
    """
    for index, line in enumerate(rows):
        if line.middle < page.height * 0.35 or fold(line.text).strip(" -").startswith("kinh gui"):
            return None
        if line in about:
            continue
        for piece in pieces(line):
            match = _heading_match(piece, page)
            if match:
                return _headed(piece, match, rows[index + 1 :], page, issuer)
    return None


def is_heading(piece: Line, page: Page) -> bool:
    """Return whether a piece of a line names a kind, in capitals and centred."""
    return _heading_match(piece, page) is not None


def _heading_match(piece: Line, page: Page) -> Match | None:
    match = match_heading(_letters_from(piece.text)) if _is_title(piece, page) else None
    # Where the letters are those that were written, one that is nearly a kind is another word: "CÔNG TRÌNH".
    return match if match and (match.exact or page.source == "ocr") else None


def _headed(piece: Line, match: Match, rows: Sequence[Line], page: Page, issuer: str) -> Heading:
    subject, after = _subject_lines(piece, rows, page, issuer)
    code = after if after and WHOLE_CODE.match(after.text.strip()) else None
    return Heading(piece, match, subject, code)


def _letters_from(text: str) -> str:
    return re.sub(r"^[\W\d_]+", "", text)


def _is_title(piece: Line, page: Page) -> bool:
    """All capitals and centred (5a), so that a wrapped subject beginning with "Quy định" is none."""
    centre = (piece.box[0] + piece.box[2]) / 2
    return is_capitals(piece.text) and abs(centre - page.width / 2) < 0.14 * page.width


def _subject_lines(
    heading: Line, rows: Sequence[Line], page: Page, issuer: str
) -> tuple[tuple[Line, ...], Line | None]:
    """Return the lines of the subject, and the one that ended it if it is near."""
    chosen: list[Line] = []
    previous = heading
    centre = (heading.box[0] + heading.box[2]) / 2
    for index, line in enumerate(rows):
        if line.middle > heading.box[1]:
            continue
        if _begins_paragraph(line, rows[index + 1] if index + 1 < len(rows) else None):
            return tuple(chosen), None
        # A stamp or a fold shadow may stand beside a subject line: keep its centred pieces only.
        line = _centred(line, centre)
        pitch = previous.middle - line.middle
        limit = 3.2 * 14 if not chosen else BODY_GAP * 14
        if pitch > limit:
            return tuple(chosen), line if pitch < _NEAR_CODE else None
        if WHOLE_CODE.match(line.text.strip()) or _opens_body(line, page) or _is_body(line, chosen, centre, page):
            return tuple(chosen), line
        if _is_name(line, issuer):
            return tuple(chosen), None
        chosen.append(line)
        previous = line
    return tuple(chosen), None


def _begins_paragraph(line: Line, following: Line | None) -> bool:
    """Return whether a line is indented and the next one is not, while both are as wide: text, not centred lines."""
    if following is None or line.middle - following.middle > BODY_GAP * 14:
        return False
    left, right = line.box[0] - following.box[0], following.box[2] - line.box[2]
    return left > _LEAST_INDENT and right < left / 2


def _is_name(line: Line, issuer: str) -> bool:
    """Return whether a line is (part of) the issuer's name in capitals: who decides, not what about (Mẫu 1.1)."""
    name = fold(line.text).strip(" .,:-")
    return is_capitals(line.text) and len(name) > _SHORT_NAME and name in fold(issuer)


def _opens_body(line: Line, page: Page) -> bool:
    letters = [char for char in line.text if char.isalpha()]
    if not letters or not letters[0].isupper():
        return False
    text = fold(line.text)
    # A subject may begin so too, but it is centred and narrower than the text.
    wide = line.box[2] - line.box[0] > _TEXT_WIDTH * page.width
    return _OPENERS.search(text) is not None or (wide and _SOFT_OPENERS.search(text) is not None)


def _centred(line: Line, centre: float) -> Line:
    parts = pieces(line, gap=30)
    near = [part for part in parts if part.box[0] < centre < part.box[2] or len(parts) == 1]
    return near[0] if near else line


def _is_body(line: Line, chosen: Sequence[Line], centre: float, page: Page) -> bool:
    off = abs((line.box[0] + line.box[2]) / 2 - centre)
    if off > 0.06 * page.width:
        return True
    # The authority that decides ("GIÁM ĐỐC SỞ …") follows a subject in small letters.
    # A subject may end with the symbol of another document, alone on its line: "15/2023/QĐ-UBND".
    capitals = is_capitals(line.text) and not re.search(r"\d\s?[/-]|[/-]\s?\d", line.text)
    return bool(chosen) and capitals and not is_capitals(chosen[-1].text)
