"""Who signs for whom: the capital lines above the signer's name, parted into capacity and title (box 7a)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from processors.evidence import CLEAR_WORDS
from processors.organisations import TITLES, known_title
from processors.pages import Line
from processors.signature_zone import SignatureZone, looks_like_name
from processors.vietnamese import fold, is_capitals, is_syllable

_MARK = re.compile(r"^\W{0,3}(TM|KT|TL|TUQ|Q)\s?[.,:;]\s*(?=[A-ZĐÀ-Ỹ])")
_DEPUTY = re.compile(r"^(pho|thu truong)\b")
_TITLE_START = re.compile(
    r"^(pho|chu tich|giam doc|tong|truong|chanh|cuc truong|vu truong|vien truong|hieu truong|bo truong|thu truong|"
    r"bi thu|thu tuong|chi cuc truong|chi huy|chu nhiem|ke toan|to truong)\b"
)
_CLOSE = 88


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
        if looks_like_name(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", line.text)):
            break
        mark = None if scanned and line.words[0].confidence < CLEAR_WORDS else _MARK.match(line.text)
        if mark:
            marks.append(mark.group(1))
            mark_lines.append(line)
        title = _title(line, line.text[mark.end() :] if mark else line.text, scanned=scanned)
        if title:
            titles.append(replace(title, signed_for=bool(mark) and mark.group(1) != "Q") if mark else title)
    return _judge(tuple(marks), tuple(mark_lines), titles)


@dataclass(frozen=True, slots=True)
class _Title:
    line: Line
    text: str
    known: bool
    touched: bool = False
    """True if letters stand before the title: a KT. by hand, or strokes."""
    signed_for: bool = False
    """True if a printed mark stands before it: the title of the person signed for."""

    @property
    def deputy(self) -> bool:
        return bool(_DEPUTY.match(fold(self.text)))


def _judge(marks: tuple[str, ...], mark_lines: tuple[Line, ...], titles: list[_Title]) -> Capacity:
    head = next((title for title in titles if not title.deputy), None)
    own = [title for title in titles if not title.signed_for]
    deputy = next((title for title in own if title.deputy), None)
    if deputy is not None:
        above = head.line if head else None
        if deputy.known or head is None or not head.known:
            return Capacity(marks, mark_lines, above, deputy.line, deputy.text, known=deputy.known, deputy=True)
        # "PHÓ G Đ" under "GIÁM ĐỐC": who signs for a head is the head's deputy.
        return Capacity(marks, mark_lines, above, deputy.line, f"PHÓ {head.text}", known=False, deputy=True)
    own = [title for title in own if not title.touched]
    if own:
        return Capacity(marks, mark_lines, None, own[0].line, own[0].text, known=own[0].known)
    return Capacity(marks, mark_lines, head.line if head else None)


def _title(line: Line, text: str, *, scanned: bool) -> _Title | None:
    """Return the title that ends a line, if there is one: strokes of the signature may stand before it."""
    words = re.sub(r"[^\w\s]|_", " ", text).split()
    for start in range(len(words)):
        tail = words[start:]
        if not is_capitals(" ".join(tail)):
            continue
        title = known_title(" ".join(tail))
        near = _nearly(tail) if title is None and scanned else None
        if title or near:
            longer = len("".join(tail)) > len((title or near or "").replace(" ", ""))
            return _Title(Line(line.words[-len(tail) :]), title or near or "", known=True, touched=start > 0 or longer)
    rest = " ".join(words)
    if not is_capitals(rest) or not _TITLE_START.match(fold(rest)):
        return None
    if scanned and not (rest.startswith("PH") or all(is_syllable(word) and len(word) > 1 for word in words)):
        return None
    return _Title(line, rest, known=False)


def _nearly(words: list[str]) -> str | None:
    """Return the one title in capitals that these words are but for a letter or two (``GIÁM ĐÔC``, ``GUÁM ĐỐC``)."""
    text = fold(" ".join(words))
    if len(text) < 8:
        return None
    scores = [(fuzz.ratio(text, fold(title)), title) for title in TITLES if len(title.split()) == len(words)]
    score, title = max(scores, default=(0.0, ""))
    return title.upper() if score >= _CLOSE else None
