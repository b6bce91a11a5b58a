"""The zones of NĐ 30/2020, Phụ lục I, mục IV: where each component stands on the first page and on the signed one.

Tesseract joins the two columns of the header into one line on nearly every page, and pdfium does the same for a text
layer, so the columns are split here by the places of the words. Nothing costs a second pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from processors.columns import pieces, split_line
from processors.heading import Heading, find_heading
from processors.pages import Line, lines
from processors.vietnamese import fold, is_capitals
from vanban.domain.reading import Page, Word

MOTTOES = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
"""Box 1: quốc hiệu, or the head of a Party document."""
MOTTO_CLOSE = 80
"""Similarity of folded letters, 0 to 100."""
LOWEST_MOTTO = 0.55
"""The header begins above this share of the page height."""
HEADER_DEPTH = 0.25
"""Share of the page height, from the motto down, within which number, date and V/v stand."""
_NUMBER = re.compile(r"^\W{0,3}(?:[Ll]uật\s+)?[Ss][oóòỏõọôốồổỗộơớờởỡợ06]\b|^\W{0,3}[Ss]\w{1,2}\s?[:;].*[/-]")
"""``Số`` in small letters (II.3c), so that ``SỞ`` of an office is none."""
ABOUT = re.compile(r"^\W{0,3}[vw]?\W{0,2}[/\\]\s*[vwyỵ]?(?!\w)\W*|^\W{0,3}v[vw]\b\W*", re.IGNORECASE)
_ABOUT_IN_WORDS = re.compile(r"^\W{0,3}ve viec\b")
_DATE = re.compile(r"ng\w{1,2}y?.{0,8}th\w{2,3}g|th\w{2,3}g.{0,12}n\wm|ngay.{0,20}nam")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The zones of page 1; empty or None where one was not found."""

    page: Page
    motto: Line | None
    """Box 1, its first line."""
    party: bool
    """True for the head of a Party document."""
    issuers: tuple[Line, ...]
    """Box 2, parent and issuer together, from the top."""
    number: Line | None
    """Box 3."""
    about: tuple[Line, ...]
    """Box 5b, with its ``V/v``."""
    place_date: Line | None
    """Box 4."""
    heading: Heading | None
    """Box 5a."""
    addressees: tuple[Line, ...]
    """Box 9a, with its ``Kính gửi``."""
    body: tuple[Line, ...]
    """Everything below, box 6 first."""
    loose: tuple[Line, ...]
    """Pieces of lines above the body: among them the stamps of boxes 10 and 11."""


def first_page(page: Page) -> FirstPage:
    """Find the zones of page 1."""
    rows = sorted(lines(page), key=lambda line: -line.middle)
    motto, party, split = _find_motto(rows, page)
    header, rest = _cut_header(rows, motto, page)
    left, right = _columns(header, split, page)
    floor = motto.box[1] if motto else page.height
    place_date = next((line for line in right if line.middle < floor and _DATE.search(fold(line.text))), None)
    number = _beside(left, place_date) or next(
        (line for line in left if line.middle < floor + 6 and _NUMBER.search(line.text)), None
    )
    bottom = min((line.box[1] for line in (place_date, number) if line), default=floor - 20)
    about, below = _find_about(left, number, bottom)
    heading = find_heading([line for line in rows if line.box[1] < bottom + 4], about, page)
    start = heading.line.box[1] if heading else min([bottom, *(line.box[1] for line in about)])
    under = [line for line in rows if line.box[3] <= start + 6] if heading or number or place_date else rest
    skip = set(heading.subject) if heading else set()
    addressees, body = _find_addressees([line for line in under if line not in skip])
    issuers = tuple(line for line in left if number is None or line.middle > number.box[3] - 2)
    loose = tuple(piece for line in rows if line.middle > page.height * 0.45 for piece in pieces(line))
    return FirstPage(
        page,
        motto,
        party,
        _only_names(issuers, motto),
        number,
        about,
        place_date,
        heading,
        addressees,
        tuple(body),
        (*loose, *below),
    )


def _find_motto(rows: Sequence[Line], page: Page) -> tuple[Line | None, bool, float]:
    """Return the motto's words, whether it is the Party's, and where the columns part."""
    for line in rows:
        if line.middle < page.height * (1 - LOWEST_MOTTO):
            break
        for wanted in MOTTOES:
            words = _matching_words(line, wanted)
            if words:
                before = [word.box[2] for word in line.words if word.box[2] <= words[0].box[0]]
                edge = words[0].box[0]
                split = (max(before) + edge) / 2 if before and not _is_dust(line, words) else edge - 6
                return Line(words), wanted == MOTTOES[1], split
    return None, False, page.width * 0.45


def _is_dust(line: Line, motto: tuple[Word, ...]) -> bool:
    return not any(char.isalnum() for word in line.words if word not in motto for char in word.text)


def _matching_words(line: Line, wanted: str) -> tuple[Word, ...]:
    """Return the words of a line that are the motto, or none: the best run of as many words as it has."""
    words = sorted(line.words, key=lambda word: word.box[0])
    size = len(wanted.split())
    runs = [tuple(words[start : start + size]) for start in range(max(1, len(words) - size // 2))]
    scored = [(fuzz.ratio(fold(" ".join(word.text for word in run)), wanted), run) for run in runs]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, ()))
    return best if score >= MOTTO_CLOSE else ()


def _cut_header(rows: Sequence[Line], motto: Line | None, page: Page) -> tuple[list[Line], list[Line]]:
    depth = (motto.box[1] if motto else page.height * 0.9) - page.height * HEADER_DEPTH
    header = [line for line in rows if line.middle >= depth]
    return header, [line for line in rows if line.middle < depth]


def _columns(header: Iterable[Line], split: float, page: Page) -> tuple[list[Line], list[Line]]:
    left: list[Line] = []
    right: list[Line] = []
    for line in header:
        one, two = split_line(line, split, page.width * 0.12)
        left += [one] if one else []
        right += [two] if two else []
    return left, right


def _beside(left: Iterable[Line], place_date: Line | None) -> Line | None:
    """Return the left line level with the date: number and date share a line (II.4c)."""
    if place_date is None:
        return None
    level = [line for line in left if abs(line.middle - place_date.middle) < 10]
    level = [line for line in level if _NUMBER.search(line.text) or re.search(r"[A-ZĐ]{2}", line.text)]
    return min(level, key=lambda line: abs(line.middle - place_date.middle), default=None)


def _find_about(left: Sequence[Line], number: Line | None, bottom: float) -> tuple[tuple[Line, ...], list[Line]]:
    """Return the V/v lines and the other left lines below the number."""
    below = [line for line in left if line.box[3] <= bottom + 8 and line is not number]
    start = next((index for index, line in enumerate(below) if is_about(line)), None)
    if start is None:
        return (), below
    chosen = [below[start]]
    for line in below[start + 1 :]:
        pitch = chosen[-1].middle - line.middle
        if pitch > 1.9 * 12 or fold(line.text).strip(" -").startswith("kinh gui") or _is_stamp(line):
            break
        chosen.append(line)
    return tuple(chosen), [line for line in below if line not in chosen]


def is_about(line: Line) -> bool:
    """Return whether a line begins with ``V/v``, as printed or as OCR reads it, or with ``Về việc``."""
    return bool(ABOUT.search(line.text) or _ABOUT_IN_WORDS.search(fold(line.text)))


def _is_stamp(line: Line) -> bool:
    return is_capitals(line.text) and len(line.text) < 25


def _find_addressees(rows: Sequence[Line]) -> tuple[tuple[Line, ...], list[Line]]:
    start = next((i for i, line in enumerate(rows[:12]) if "kinh gui" in fold(line.text)[:14]), None)
    if start is None:
        return (), list(rows)
    first = rows[start]
    chosen = [first]
    label_end = max((word.box[2] for word in first.words[:2]), default=first.box[2])
    for line in rows[start + 1 :]:
        pitch = chosen[-1].middle - line.middle
        # The list stands right of its label; the body begins at the left margin, indented by 1 to 1.27 cm at most.
        if line.box[0] < label_end - 12 or pitch > 40:
            break
        chosen.append(line)
    return tuple(chosen), [line for line in rows if line not in chosen]


def _only_names(left: Sequence[Line], motto: Line | None) -> tuple[Line, ...]:
    """Keep the capital lines of box 2, from about the motto's height down."""
    top = motto.box[3] + 30 if motto else float("inf")
    names = [line for line in left if line.box[1] < top and is_capitals(line.text, share=0.7)]
    return tuple(line for line in names if len([char for char in line.text if char.isalpha()]) >= 3)
