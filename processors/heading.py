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
    r"^\W*(can cu|kinh gui|thuc hien|xet|theo|de nghi|chuong |phan |dieu \d|muc |[ivx]+[.\-)] |\d+[.)] )", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Heading:
    """Box 5a: the name of the kind and what stands under it."""

    line: Line
    match: Match
    subject: tuple[Line, ...]
    """The lines of trích yếu; empty when there are none."""


def find_heading(rows: Sequence[Line], about: Sequence[Line], page: Page) -> Heading | None:
    """Return the heading among rows from the top, passing the V/v lines ``about``; None if there is none."""
    for index, line in enumerate(rows):
        if line.middle < page.height * 0.35 or fold(line.text).strip(" -").startswith("kinh gui"):
            return None
        if line in about:
            continue
        for piece in pieces(line):
            match = _heading_match(piece, page)
            if match:
                return Heading(piece, match, _subject_lines(piece, rows[index + 1 :], page))
    return None


def is_heading(piece: Line, page: Page) -> bool:
    """Return whether a piece of a line names a kind, in capitals and centred."""
    return _heading_match(piece, page) is not None


def _heading_match(piece: Line, page: Page) -> Match | None:
    return match_heading(_letters_from(piece.text)) if _is_title(piece, page) else None


def _letters_from(text: str) -> str:
    return re.sub(r"^[\W\d_]+", "", text)


def _is_title(piece: Line, page: Page) -> bool:
    """All capitals and centred (5a), so that a wrapped subject beginning with "Quy định" is none."""
    centre = (piece.box[0] + piece.box[2]) / 2
    return is_capitals(piece.text) and abs(centre - page.width / 2) < 0.14 * page.width


def _subject_lines(heading: Line, rows: Sequence[Line], page: Page) -> tuple[Line, ...]:
    chosen: list[Line] = []
    previous = heading
    centre = (heading.box[0] + heading.box[2]) / 2
    for line in rows:
        if line.middle > heading.box[1]:
            continue
        # A stamp or a fold shadow may stand beside a subject line: keep its centred pieces only.
        line = _centred(line, centre)
        pitch = previous.middle - line.middle
        limit = 3.2 * 14 if not chosen else BODY_GAP * 14
        if pitch > limit or _opens_body(line) or _is_body(line, chosen, centre, page):
            break
        chosen.append(line)
        previous = line
    return tuple(chosen)


def _opens_body(line: Line) -> bool:
    letters = [char for char in line.text if char.isalpha()]
    return bool(letters) and letters[0].isupper() and _OPENERS.search(fold(line.text)) is not None


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
    capitals = is_capitals(line.text) and not re.search(r"\d\s?[/-]", line.text)
    return bool(chosen) and capitals and not is_capitals(chosen[-1].text)
