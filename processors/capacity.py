"""Who signs for whom: the capital lines above the signer's name, parted into capacity and title (box 7a)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from processors.organisations import TITLES, known_title
from processors.pages import Line
from processors.signature_zone import SignatureZone, looks_like_name
from processors.vietnamese import fold, is_capitals

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
    marks: list[str] = []
    mark_lines: list[Line] = []
    titles: list[tuple[Line, str, bool]] = []
    for line in zone.signature:
        if looks_like_name(re.sub(r"^[\W\d_]+|[\W\d_]+$", "", line.text)):
            break
        mark = _MARK.match(line.text)
        if mark:
            marks.append(mark.group(1))
            mark_lines.append(line)
            if mark.group(1) == "Q":
                titles += _title(line, line.text[mark.end() :])
            continue
        titles += _title(line, line.text)
    return _judge(marks, mark_lines, titles)


def _judge(marks: list[str], mark_lines: list[Line], titles: list[tuple[Line, str, bool]]) -> Capacity:
    found_marks, found_lines = tuple(marks), tuple(mark_lines)
    if not titles:
        return Capacity(found_marks, found_lines)
    line, text, known = titles[-1] if len(titles) <= 2 else titles[1]
    deputy = bool(_DEPUTY.match(fold(text)))
    head = titles[0][0] if len(titles) > 1 and not _DEPUTY.match(fold(titles[0][1])) else None
    return Capacity(found_marks, found_lines, head, line, text, known, deputy)


def _title(line: Line, text: str) -> list[tuple[Line, str, bool]]:
    """Return the title that ends a line, if there is one: strokes of the signature may stand before it."""
    words = [word for word in re.sub(r"[^\w\s]", " ", text).split() if word]
    for start in range(len(words)):
        tail = words[start:]
        if not is_capitals(" ".join(tail)):
            continue
        title = known_title(" ".join(tail)) or _nearly(tail)
        if title:
            kept = Line(line.words[-len(tail) :])
            return [(kept, title, True)]
    rest = " ".join(words)
    if is_capitals(rest) and _TITLE_START.match(fold(rest)):
        return [(line, rest, False)]
    return []


def _nearly(words: list[str]) -> str | None:
    """Return the one title in capitals that these words are but for a letter or two (``GIÁM ĐÔC``, ``GUÁM ĐỐC``)."""
    text = fold(" ".join(words))
    if len(text) < 8:
        return None
    scores = [(fuzz.ratio(text, fold(title)), title) for title in TITLES if len(title.split()) == len(words)]
    score, title = max(scores, default=(0.0, ""))
    return title.upper() if score >= _CLOSE else None
