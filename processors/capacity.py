"""Who signs for whom: the capital lines above the signer's name, parted into capacity and title (box 7a)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from processors.evidence import CLEAR_WORDS
from processors.organisations import TITLES, known_title
from processors.pages import Line
from processors.signature_zone import SignatureZone, has_form_of_name, looks_like_name
from processors.vietnamese import fold, is_capitals, is_syllable

_MARK = re.compile(r"^\W{0,3}(?:(T/?M|K/?T|T/?L|TU/?Q|Q)\s?[.,:;]\s*|(T/M|K/T|T/L|TU/Q|TM|KT|TL|TUQ)\s+)(?=[A-ZĐÀ-Ỹ])")
"""``KT.``; Party offices write ``K/T``."""
_DEPUTY = re.compile(r"^(pho|thu truong)\b")
_TITLE_START = re.compile(
    r"^(pho|chu tich|giam doc|tong|truong|chanh|cuc truong|vu truong|vien truong|hieu truong|bo truong|thu truong|"
    r"bi thu|thu tuong|chi cuc truong|chi huy|chu nhiem|ke toan|to truong|don truong|tram truong|hat truong|"
    r"tham phan|(?:kiem sat|kiem tra|thanh tra|dieu tra|chap hanh|cong chung) vien)\b"
)
_LIKE_DEPUTY = re.compile(r"^[a-z]{1,3}o$")
"""``PHÓ`` as it is read under a seal or over another line: no mark of authority ends so."""
_CLOSE = 88
_CLOSE_UNDER_HEAD = 70
"""Similarity to the deputy's title, of 100, that a line under the head's needs."""
_LIKE_HEAD = 65
_DEPUTIES = frozenset(title.upper() for title in TITLES if title.startswith("Phó "))
_ONE_ABOVE = 30.0
"""Points above a title within which the line before it stands."""
_LOWER = 3.0
"""Points from which one line is under another."""
_ALL_CAPITALS, _SOME_CAPITALS = 0.85, 0.75
"""Share of capitals in a title; OCR takes marked capitals for small letters (``PHó``)."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """Box 7a, understood."""

    marks: tuple[str, ...] = ()
    """``TM``, ``KT`` … from the top."""
    mark_lines: tuple[Line, ...] = ()
    head: Line | None = None
    """The title of the person signed for, where it stands alone above the deputy's."""
    title: Line | None = None
    """The signer's own title."""
    title_text: str = ""
    known: bool = False
    """True if the title is in the list of titles."""
    deputy: bool = False
    inferred: bool = False
    """True if the letters are not clear and the title of the person signed for says what they are."""


def capacity(zone: SignatureZone) -> Capacity:
    """Read the lines from the top until the signer's name."""
    return capacity_of(zone.signature, scanned=zone.page.source == "ocr")


def capacity_of(lines: Sequence[Line], *, scanned: bool) -> Capacity:
    """Read lines of box 7a from the top until the signer's name.

    Args:
        lines: the lines.
        scanned: True for OCR, whose slips are then allowed for.
    """
    marks: list[str] = []
    mark_lines: list[Line] = []
    titles: list[_Title] = []
    for line in lines:
        words = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", line.text)
        if looks_like_name(words) or (titles and not scanned and has_form_of_name(words)):
            break
        mark = None if scanned and line.words[0].confidence < CLEAR_WORDS else _MARK.match(line.text)
        if mark:
            marks.append(_sign(mark))
            mark_lines.append(line)
        title = _title(line, line.text[mark.end() :] if mark else line.text, scanned=scanned)
        if scanned and titles and (title is None or not (title.known or title.deputy)):
            title = _deputy_under(titles[0], line) or title
        if title:
            titles.append(replace(title, signed_for=_sign(mark) != "Q") if mark else title)
    judged = _judge(tuple(marks), tuple(mark_lines), titles)
    if scanned and judged.deputy and judged.head is None:
        return replace(judged, head=_head_over(judged, lines))
    return judged


def _head_over(judged: Capacity, lines: Sequence[Line]) -> Line | None:
    """Return the line over a deputy's title that is the head's title more or less."""
    if judged.title is None or judged.title_text.upper() not in _DEPUTIES:
        return None
    head = fold(judged.title_text).removeprefix("pho ")
    for line in lines:
        gap = line.box[3] - judged.title.box[3]
        text = _letters([word.text for word in line.words], " ")
        if _LOWER <= gap <= _ONE_ABOVE and fuzz.ratio(text, head) >= _LIKE_HEAD:
            return line
    return None


def _sign(mark: re.Match[str]) -> str:
    return (mark.group(1) or mark.group(2)).replace("/", "")


@dataclass(frozen=True, slots=True)
class _Title:
    line: Line
    text: str
    known: bool
    touched: bool = False
    """True if letters stand before the title: a KT. by hand, or strokes."""
    signed_for: bool = False
    """True if a printed mark stands before it: the title of the person signed for."""
    inferred: bool = False
    """True if it is a deputy's only because of the title above it or the letters before it."""

    @property
    def deputy(self) -> bool:
        return bool(_DEPUTY.match(fold(self.text)))


def _judge(marks: tuple[str, ...], mark_lines: tuple[Line, ...], titles: list[_Title]) -> Capacity:
    head = next((title for title in titles if not title.deputy), None)
    own = [title for title in titles if not title.signed_for]
    deputy = next((title for title in own if title.deputy), None)
    if deputy is not None:
        above = head.line if head else None
        # "PHÓ G Đ" under "GIÁM ĐỐC": who signs for a head is the head's deputy.
        plain = deputy.known or deputy.inferred or head is None or not head.known
        plain = plain or fold(deputy.text).startswith(fold(f"PHÓ {head.text if head else ''}"))
        text = deputy.text if plain or head is None else f"PHÓ {head.text}"
        inferred = deputy.inferred or not plain
        return Capacity(marks, mark_lines, above, deputy.line, text, deputy.known, deputy=True, inferred=inferred)
    own = [title for title in own if not title.touched]
    if own:
        return Capacity(marks, mark_lines, None, own[0].line, own[0].text, known=own[0].known)
    return Capacity(marks, mark_lines, head.line if head else None)


def _title(line: Line, text: str, *, scanned: bool) -> _Title | None:
    """Return the title that ends a line, if there is one: strokes of the signature may stand before it."""
    words = re.sub(r"[^\w\s]|_", " ", text).split()
    for start in range(len(words)):
        tail = words[start:]
        if not is_capitals(" ".join(tail), share=_SOME_CAPITALS if scanned else _ALL_CAPITALS):
            continue
        title = (known_title(" ".join(tail)) or (_nearly(tail) if scanned else None) or "").upper()
        if title:
            if scanned and start and _LIKE_DEPUTY.match(_letters(words[:start])) and not _DEPUTY.match(fold(title)):
                return _Title(line, f"PHÓ {title}", known=False, inferred=True)
            longer = len("".join(tail)) > len(title.replace(" ", ""))
            return _Title(Line(line.words[-len(tail) :]), title, known=True, touched=start > 0 or longer)
    rest = " ".join(words)
    if not is_capitals(rest) or not _TITLE_START.match(fold(rest)):
        return None
    if scanned and not (rest.startswith("PH") or all(is_syllable(word) and len(word) > 1 for word in words)):
        return None
    return _Title(line, rest, known=False)


def _deputy_under(head: _Title, line: Line) -> _Title | None:
    """Return the deputy's title that a line under the head's is, more than it is the head's once more."""
    if head.deputy or not head.known or head.line.box[3] - line.box[3] < _LOWER:
        return None
    text = _letters([word.text for word in line.words], " ")
    as_head, as_deputy = (fuzz.ratio(text, fold(title)) for title in (head.text, f"PHÓ {head.text}"))
    if as_deputy < _CLOSE_UNDER_HEAD or as_deputy <= as_head:
        return None
    return _Title(line, f"PHÓ {head.text}", known=False, inferred=True)


def _letters(words: Sequence[str], between: str = "") -> str:
    return between.join(filter(None, (re.sub(r"[^a-z]", "", fold(word)) for word in words)))


def _nearly(words: list[str]) -> str | None:
    """Return the one title in capitals that these words are but for a letter or two (``GIÁM ĐÔC``, ``GUÁM ĐỐC``)."""
    text = fold(" ".join(words))
    if len(text) < 8:
        return None
    scores = [(fuzz.ratio(text, fold(title)), title) for title in TITLES if len(title.split()) == len(words)]
    score, title = max(scores, default=(0.0, ""))
    return title.upper() if score >= _CLOSE else None
