"""The header of page 1: boxes 1 to 4 of NĐ 30/2020, Phụ lục I, mục IV, in two columns that the engine joins.

Only what stands beside or shortly below the motto counts. A number or a date further down belongs to what the document
cites or quotes, and is never taken, not even where the header's own cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from processors.columns import pieces, split_line
from processors.heading import WHOLE_CODE, is_heading
from processors.pages import Line
from processors.vietnamese import fold, is_capitals
from vanban.domain.reading import Page, Word

MOTTOES = (
    *("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam"),
    *("doan tncs ho chi minh", "doan thanh nien cong san ho chi minh"),
)
"""Box 1: quốc hiệu, or the head of the Party's and of the Youth Union's documents."""
_MOTTO_STARTS = (("cong", "hoa"), ("dang", "cong"), ("doan", "tncs"), ("doan", "thanh"))
_SECOND_MOTTO = "doc lap tu do hanh phuc"
MOTTO_CLOSE = 80
"""Similarity of folded letters, 0 to 100."""
LOWEST_MOTTO = 0.55
"""The header begins above this share of the page height."""
HEADER_DEPTH = 0.25
"""Share of the page height, from the motto down, within which V/v and stamps stand."""
CODE_DEPTH = 0.15
"""The same for number and date: the longest name of an office has five lines."""
ABOUT = re.compile(r"^\W{0,3}[vw]?\W{0,2}[/\\]\s*[vwyỵ]?(?!\w)\W*|^\W{0,3}v[vw]\b\W*", re.IGNORECASE)
_ABOUT_IN_WORDS = re.compile(r"^\W{0,3}ve viec\b")
_NUMBER = re.compile(r"^\W{0,3}(?:[Ll]uật\s+)?[Ss][oóòỏõọôốồổỗộơớờởỡợ06]\b|^\W{0,3}[Ss]\w{1,2}\s?[:;].*[/-]")
"""``Số`` in small letters (II.3c), so that ``SỞ`` of an office is none."""
_CODE = re.compile(r"[/\\-]\s?[A-ZĐ]{2}")
_DASHES = "-–—/"
_GLUED = re.compile(r"[A-ZĐÀ-Ỹ][a-zà-ỹ]{2,}\W*$")
"""A symbol that may have the first word of the place at its end: ``TTPVHCC-THVăn``."""
_DATE = re.compile(r"ng\w{1,2}y?.{0,8}th\w{2,3}g|th\w{2,3}g.{0,12}n\wm|ngay.{0,20}nam")
_IN_DIGITS = re.compile(r"^[a-z][^,\d]{1,30}, ngay \d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}\W*$")
_DATE_END = re.compile(r"\d{4}\W*\w{0,2}\W*$")
_PLACE_ALONE = re.compile(r"^[A-ZÀ-ỸĐ][^\W\d_]*\.?(?:[ '.-]+[^\W\d_]+){0,5}\s?,$")
_NEXT_LINE = 24
"""Points from line to line within which two belong together."""
_CONTACT = re.compile(r"^\W*(dia chi|dt|d/c|dien thoai|tel|fax|e-?mail|website|mst|ma so thue|hotline|so dt)\b\W*[:.]")
_TRANSLATED = re.compile(
    r"\b(university|college|school|hospital|institute|ministry|department|committee|company|corporation|bank|republic|"
    r"authority|center|centre|office of|faculty|province|embassy|consulate|academy|agency|party)\b"
)
"""Words of a name in English: under a Vietnamese one it is the same name again."""
_MOST_OF_PLACE = 7
"""Words before the date: ``Thành phố Hồ Chí Minh``, and dust."""
_SHORTEST_NAME = 3
_COUNTED = re.compile(r"^SỐ\s?\d{1,3}$")
"""The end of a name: ``TRƯỜNG MẪU GIÁO`` and under it ``SỐ 1``."""
_OPENING = ("kinh gui", "can cu", "thuc hien", "theo de nghi", "(kem theo", "(ban hanh")


@dataclass(frozen=True, slots=True)
class Header:
    """Boxes 1 to 4, and the lines of the left column."""

    motto: Line | None
    party: bool
    issuers: tuple[Line, ...]
    number: Line | None
    place_date: Line | None
    left: tuple[Line, ...]
    bottom: float
    """Height in points below which the header's codes are over."""
    rest: tuple[Line, ...]
    """The lines under the header's depth."""
    number_aside: bool = False
    """True if the number stands on the right, where II.3 does not put it."""

    @property
    def coded(self) -> bool:
        """Whether a number or a date was found."""
        return self.number is not None or self.place_date is not None


def find_header(rows: Sequence[Line], page: Page) -> Header:
    """Find boxes 1 to 4 among the lines of page 1, which come from the top."""
    rows = [_unglued(line) for line in rows]
    motto, party, split = _find_motto(rows, page)
    floor = motto.box[1] if motto else page.height
    depth = (floor if motto else page.height * 0.9) - page.height * HEADER_DEPTH
    left, right = _columns([line for line in rows if line.middle >= depth], split, page)
    end = max(_body_start(rows, floor, page), (floor if motto else page.height * 0.95) - page.height * CODE_DEPTH)
    place_date = next((line for line in right if end < line.middle < floor and _is_dated(line, page)), None)
    place_date = _with_place(place_date, right) if place_date else None
    number = _find_number([line for line in left if end < line.middle < floor + 6], place_date)
    aside = None if number else _find_aside([line for line in right if end < line.middle < floor])
    bottom = min((line.box[1] for line in (place_date, number, aside) if line), default=floor - 20)
    level = number.box[3] - 2 if number else place_date.box[3] - 2 if place_date else end
    above = [line for line in left if line.middle > level]
    rest = tuple(line for line in rows if line.middle < depth)
    names = _only_names(above, motto)
    return Header(motto, party, names, number or aside, place_date, tuple(left), bottom, rest, aside is not None)


def _find_motto(rows: Sequence[Line], page: Page) -> tuple[Line | None, bool, float]:
    """Return the motto's words, whether it is the Party's, and where the columns part."""
    for line in rows:
        if line.middle < page.height * (1 - LOWEST_MOTTO):
            break
        words, said = _matching_words(line, MOTTOES)
        if words:
            before = [word.box[2] for word in line.words if word.box[2] <= words[0].box[0]]
            edge = words[0].box[0]
            split = (max(before) + edge) / 2 if before and not _is_dust(line, words) else edge - 6
            return Line(words), said != MOTTOES[0], split
    return None, False, page.width * 0.45


def _unglued(line: Line) -> Line:
    """Return the line with the motto's first word parted from an office's last, which nearly touches it."""
    for index, word in enumerate(line.words[:-1]):
        following = fold(line.words[index + 1].text)
        start = next((first for first, second in _MOTTO_STARTS if second == following and _ends(word, first)), None)
        if start:
            parts = _cut(word, len(word.text) - len(start))
            return Line((*line.words[:index], *parts, *line.words[index + 1 :]))
    return line


def _ends(word: Word, start: str) -> bool:
    return word.text.isupper() and len(word.text) > len(start) and fold(word.text).endswith(start)


def _is_dust(line: Line, motto: tuple[Word, ...]) -> bool:
    return not any(_is_word(word) for word in line.words if word not in motto)


def _is_word(word: Word) -> bool:
    return any(map(str.isalnum, word.text))


def _matching_words(line: Line, mottoes: Sequence[str]) -> tuple[tuple[Word, ...], str]:
    """Return the words of a line that are most like one of some mottoes, and that motto; or none.

    Its words are the best run of as many words as the motto has. ``KHOÁNG SẢN VIỆT NAM`` is much like the Party's, so
    that the best of all counts, not the first that is near enough.
    """
    words = sorted((word for word in line.words if _is_word(word)), key=lambda word: word.box[0])
    folded = [fold(word.text) for word in words]
    best, found, said = 0.0, slice(0), ""
    for wanted in mottoes:
        size = wanted.count(" ") + 1
        for start in range(max(1, len(words) - size // 2)):
            run = " ".join(folded[start : start + size])
            score = fuzz.ratio(run, wanted, score_cutoff=max(best, MOTTO_CLOSE))
            # Of two alike the one on the right: the Youth Union stands on either side.
            if score >= max(best, MOTTO_CLOSE):
                best, found, said = score, slice(start, start + size), wanted
    return tuple(words[found]), said


def _columns(header: Iterable[Line], split: float, page: Page) -> tuple[list[Line], list[Line]]:
    left: list[Line] = []
    right: list[Line] = []
    for line in header:
        one, two = _at_motto(line) or split_line(line, split, page.width * 0.12)
        if one is None or two is None:
            one, two = _at_code(line) or (one, two)
        left += [one] if one else []
        right += [two] if two else []
    return left, right


def _at_motto(line: Line) -> tuple[Line | None, Line] | None:
    """Split a line where the words of the motto begin, however near the other column comes; None without them."""
    run, _ = _matching_words(line, (*MOTTOES, _SECOND_MOTTO))
    if not run:
        return None
    before = tuple(word for word in line.words if word.box[0] < run[0].box[0])
    after = tuple(word for word in line.words if word.box[0] >= run[0].box[0])
    return (Line(before) if before else None), Line(after)


def _at_code(line: Line) -> tuple[Line, Line] | None:
    """Split a line that is number and symbol with place and day after the symbol, however near the two come."""
    words = sorted(line.words, key=lambda word: word.box[0])
    day = next((i for i, word in enumerate(words) if fold(word.text).startswith("ngay")), 0)
    coded = [i for i in range(day) if _CODE.search(words[i].text)]
    if not coded or not _NUMBER.search(line.text) or not _DATE.search(fold(line.text)):
        return None
    end = coded[-1] + 1
    while end < day and words[end - 1].text[-1:] in _DASHES and is_capitals(words[end].text):
        end += 1
    if _GLUED.search(words[end - 1].text):
        return None
    return (Line(tuple(words[:end])), Line(tuple(words[end:]))) if end < day else None


def _cut(word: Word, at: int) -> tuple[Word, Word]:
    """Cut a word in two, its box by the number of letters."""
    x0, y0, x1, y1 = word.box
    x = x0 + (x1 - x0) * at / len(word.text)
    return replace(word, text=word.text[:at], box=(x0, y0, x, y1)), replace(
        word, text=word.text[at:], box=(x, y0, x1, y1)
    )


def _body_start(rows: Sequence[Line], floor: float, page: Page) -> float:
    """Return the height of the first line below the motto that is a heading or opens the text; 0 for none."""
    for line in rows:
        if line.middle < floor - 12:
            text = fold(line.text).strip(" -")
            if text.startswith(_OPENING) or any(is_heading(piece, page) for piece in pieces(line)):
                return line.middle
    return 0.0


def _is_dated(line: Line, page: Page) -> bool:
    """Return whether a line of the right column is place and date, and not the end of a sentence with a date."""
    text = fold(line.text)
    match = _DATE.search(text)
    if match is None and _IN_DIGITS.match(text):
        return line.box[0] >= 0.3 * page.width
    if match is None or line.box[0] < 0.3 * page.width:
        return False
    ends = _DATE_END.search(text) is not None or match.end() > len(text) - 12
    return ends and len(text[: match.start()].split()) <= _MOST_OF_PLACE


def _with_place(dated: Line, right: Sequence[Line]) -> Line:
    """Return place and day as one line where the place stands on a line of its own above the day."""
    if not fold(dated.text).startswith("ngay"):
        return dated
    for line in right:
        if 0 < line.middle - dated.middle < _NEXT_LINE and _PLACE_ALONE.match(line.text.strip()):
            return Line((*line.words, *dated.words))
    return dated


def is_about(line: Line) -> bool:
    """Return whether a line begins with ``V/v``, as printed or as OCR reads it, or with ``Về việc``."""
    return bool(ABOUT.search(line.text) or _ABOUT_IN_WORDS.search(fold(line.text)))


def _find_number(left: Sequence[Line], place_date: Line | None) -> Line | None:
    """Return the line of box 3: level with the date (II.4c), else a line that begins with ``Số``."""
    start = next((line.middle for line in left if is_about(line)), 0.0)
    # V/v stands under the number (II.5b), and may cite others.
    left = [line for line in left if line.middle >= start]
    level = [line for line in left if place_date and abs(line.middle - place_date.middle) < 10]
    level = [line for line in level if _NUMBER.search(line.text) or _is_bare_code(line)]
    if level and place_date:
        return min(level, key=lambda line: abs(line.middle - place_date.middle))
    numbered = [line for line in left if _NUMBER.search(line.text)]
    # The receiving office's stamp has a "Số" of its own, without a symbol.
    return next((line for line in numbered if _CODE.search(line.text)), numbered[0] if numbered else None)


def _find_aside(right: Sequence[Line]) -> Line | None:
    """Return the one line of the right column that is a number with its symbol, whole."""
    found = [line for line in right if is_code(line.text)]
    return found[0] if len(found) == 1 else None


def is_code(text: str) -> bool:
    """Return whether a line is a number with its symbol and nothing else: ``Số: 15/QĐ-UBND``."""
    return WHOLE_CODE.match(text.strip()) is not None


def _is_bare_code(line: Line) -> bool:
    """Return whether a line may be a number without its ``Số``, and is no line of V/v that cites one."""
    said = [word.text for word in line.words if word.text.isalpha() and word.text.islower() and len(word.text) > 1]
    return re.search(r"[A-ZĐ]{2}", line.text) is not None and len(said) <= 1


def _only_names(left: Sequence[Line], motto: Line | None) -> tuple[Line, ...]:
    """Keep the capital lines of box 2, from about the motto's height down."""
    top = motto.box[3] + 30 if motto else float("inf")
    names: list[Line] = []
    for line in left:
        if line.box[1] >= top:
            continue
        if names and (_CONTACT.match(fold(line.text)) or _is_translation(line)):
            break
        letters = sum(map(str.isalpha, line.text))
        if is_capitals(line.text, share=0.7) and (letters >= _SHORTEST_NAME or (names and _COUNTED.match(line.text))):
            names.append(line)
    return tuple(names)


def _is_translation(line: Line) -> bool:
    """Return whether a line is in English: letters without marks, and a word for what the office is."""
    return line.text.isascii() and _TRANSLATED.search(line.text.lower()) is not None
