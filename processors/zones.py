"""The zones of NĐ 30/2020, Phụ lục I, mục IV: where each component stands on the first page and on the signed one.

Tesseract joins the two columns of the header into one line on nearly every page, and pdfium does the same for a text
layer, so the columns are split here by the places of the words. Nothing costs a second pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from processors.kinds import Match, match_heading
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
WIDE_GAP = 12.0
"""Points between two words from which they belong to different columns or boxes."""
BODY_GAP = 1.75
"""Line pitch, in line heights, from which the next line is no longer the subject under a heading."""
_OPENERS = re.compile(
    r"^\W*(can cu|kinh gui|thuc hien|xet|theo|de nghi|chuong |phan |dieu \d|muc |[ivx]+[.\-)] |\d+[.)] )", re.IGNORECASE
)
_NUMBER = re.compile(r"^\W{0,3}(?:[Ll]uật\s+)?[Ss][oóòỏõọôốồổỗộơớờởỡợ06]\b|^\W{0,3}[Ss]\w{1,2}\s?[:;].*[/-]")
"""``Số`` in small letters (II.3c), so that ``SỞ`` of an office is none."""
ABOUT = re.compile(r"^\W{0,3}[vw]?\W{0,2}[/\\]\s*[vwyỵ]?(?!\w)\W*|^\W{0,3}v[vw]\b\W*", re.IGNORECASE)
_ABOUT_IN_WORDS = re.compile(r"^\W{0,3}ve viec\b")
_DATE = re.compile(r"ng\w{1,2}y?.{0,8}th\w{2,3}g|th\w{2,3}g.{0,12}n\wm|ngay.{0,20}nam")


@dataclass(frozen=True, slots=True)
class Heading:
    """Box 5a: the name of the kind and what stands under it."""

    line: Line
    match: Match
    subject: tuple[Line, ...]
    """The lines of trích yếu; empty when there are none."""


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
    rows = sorted(lines(page), key=lambda line: -_middle(line))
    motto, party, split = _find_motto(rows, page)
    header, rest = _cut_header(rows, motto, page)
    left, right = _columns(header, split, page)
    floor = motto.box[1] if motto else page.height
    place_date = next((line for line in right if _middle(line) < floor and _DATE.search(fold(line.text))), None)
    number = _beside(left, place_date) or next(
        (line for line in left if _middle(line) < floor + 6 and _NUMBER.search(line.text)), None
    )
    bottom = min((line.box[1] for line in (place_date, number) if line), default=floor - 20)
    about, below = _find_about(left, number, bottom)
    heading = _find_heading([line for line in rows if line.box[1] < bottom + 4], about, page)
    start = heading.line.box[1] if heading else min([bottom, *(line.box[1] for line in about)])
    under = [line for line in rows if line.box[3] <= start + 6] if heading or number or place_date else rest
    skip = set(heading.subject) if heading else set()
    addressees, body = _find_addressees([line for line in under if line not in skip])
    issuers = tuple(line for line in left if number is None or _middle(line) > number.box[3] - 2)
    loose = tuple(piece for line in rows if _middle(line) > page.height * 0.45 for piece in pieces(line))
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


def pieces(line: Line, gap: float = WIDE_GAP) -> list[Line]:
    """Split a line wherever two words stand far apart."""
    groups: list[list[Word]] = []
    for word in sorted(line.words, key=lambda word: word.box[0]):
        if groups and word.box[0] - groups[-1][-1].box[2] < gap:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [Line(tuple(group)) for group in groups]


def split_line(line: Line, x: float, reach: float, *, gap: float = 0.0) -> tuple[Line | None, Line | None]:
    """Split a line into left and right of about ``x``: at its widest gap within ``reach``, ``gap`` points or more."""
    words = sorted(line.words, key=lambda word: word.box[0])
    best = (0.0, 0)
    for index in range(1, len(words)):
        start, end = words[index - 1].box[2], words[index].box[0]
        if start <= x + reach and end >= x - reach:
            best = max(best, (end - start, index))
    height = max(8.0, min(word.box[3] - word.box[1] for word in words))
    # A line of the left column may end within reach: only what goes on well beyond ``x`` is another column.
    if best[0] >= max(gap, 0.6 * height) and words[-1].box[2] > x + 30:
        return Line(tuple(words[: best[1]])), Line(tuple(words[best[1] :]))
    box = line.box
    return (line, None) if (box[0] + box[2]) / 2 < x else (None, line)


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _find_motto(rows: Sequence[Line], page: Page) -> tuple[Line | None, bool, float]:
    """Return the motto's words, whether it is the Party's, and where the columns part."""
    for line in rows:
        if _middle(line) < page.height * (1 - LOWEST_MOTTO):
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
    header = [line for line in rows if _middle(line) >= depth]
    return header, [line for line in rows if _middle(line) < depth]


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
    level = [line for line in left if abs(_middle(line) - _middle(place_date)) < 10]
    level = [line for line in level if _NUMBER.search(line.text) or re.search(r"[A-ZĐ]{2}", line.text)]
    return min(level, key=lambda line: abs(_middle(line) - _middle(place_date)), default=None)


def _find_about(left: Sequence[Line], number: Line | None, bottom: float) -> tuple[tuple[Line, ...], list[Line]]:
    """Return the V/v lines and the other left lines below the number."""
    below = [line for line in left if line.box[3] <= bottom + 8 and line is not number]
    start = next((index for index, line in enumerate(below) if is_about(line)), None)
    if start is None:
        return (), below
    chosen = [below[start]]
    for line in below[start + 1 :]:
        pitch = _middle(chosen[-1]) - _middle(line)
        if pitch > 1.9 * 12 or fold(line.text).strip(" -").startswith("kinh gui") or _is_stamp(line):
            break
        chosen.append(line)
    return tuple(chosen), [line for line in below if line not in chosen]


def is_about(line: Line) -> bool:
    """Return whether a line begins with ``V/v``, as printed or as OCR reads it, or with ``Về việc``."""
    return bool(ABOUT.search(line.text) or _ABOUT_IN_WORDS.search(fold(line.text)))


def _is_stamp(line: Line) -> bool:
    return is_capitals(line.text) and len(line.text) < 25


def _find_heading(rows: Sequence[Line], about: Sequence[Line], page: Page) -> Heading | None:
    for index, line in enumerate(rows):
        if _middle(line) < page.height * 0.35 or fold(line.text).strip(" -").startswith("kinh gui"):
            return None
        if line in about:
            continue
        for piece in pieces(line):
            match = match_heading(_letters_from(piece.text)) if _is_heading(piece, page) else None
            if match:
                return Heading(piece, match, _subject_lines(piece, rows[index + 1 :], page))
    return None


def _letters_from(text: str) -> str:
    return re.sub(r"^[\W\d_]+", "", text)


def _is_heading(piece: Line, page: Page) -> bool:
    """All capitals and centred (5a), so that a wrapped subject beginning with "Quy định" is none."""
    centre = (piece.box[0] + piece.box[2]) / 2
    return is_capitals(piece.text) and abs(centre - page.width / 2) < 0.14 * page.width


def _subject_lines(heading: Line, rows: Sequence[Line], page: Page) -> tuple[Line, ...]:
    chosen: list[Line] = []
    previous = heading
    centre = (heading.box[0] + heading.box[2]) / 2
    for line in rows:
        if _middle(line) > heading.box[1]:
            continue
        # A stamp or a fold shadow may stand beside a subject line: keep its centred pieces only.
        line = _centred(line, centre)
        pitch = _middle(previous) - _middle(line)
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
    return bool(chosen) and is_capitals(line.text) and not is_capitals(chosen[-1].text)


def _find_addressees(rows: Sequence[Line]) -> tuple[tuple[Line, ...], list[Line]]:
    start = next((i for i, line in enumerate(rows[:12]) if "kinh gui" in fold(line.text)[:14]), None)
    if start is None:
        return (), list(rows)
    first = rows[start]
    chosen = [first]
    label_end = max((word.box[2] for word in first.words[:2]), default=first.box[2])
    for line in rows[start + 1 :]:
        pitch = _middle(chosen[-1]) - _middle(line)
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
