"""What a document asks for: who is to do what, and by when. Candidates for a person to confirm, never more."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors.organisations import begins_office
from processors.pages import Line, around, lines
from processors.time_limits import Issued, TimeLimit, time_limits
from processors.vietnamese import fold, fold_in_place
from vanban.domain.reading import Box, Page, Task

MOST = 50
_LONGEST = 400
"""Letters of ``what``: the place on the page says the rest."""
_WHO_WORDS = 30
_END = re.compile(r"(?<=[^\s\d.A-ZĐ])[.;]\s+|(?<=\d)[.;]\s+(?=[^\W\d_])|(?<=[A-ZĐ]{2})[.;]\s+")
_NUMBERED = re.compile(r"^\W{0,2}(?:\d{1,2}(?:\.\d{1,2})*[.)]\s|[IVX]{1,4}\.\s)")
_STARTS = re.compile(r"^\W{0,2}(?:[-–+•*]\s|\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ][.)]\s|[IVX]{1,4}\.\s)")
_ENDS = re.compile(r"[.;:]\W{0,2}$")
_INDENT, _LEVEL = 14.0, 4.0
"""Points a first line is indented (II.6: 1 to 1.27 cm); points within which two lines are level."""
_VERBS = (
    "chu tri|phoi hop|bao cao|gui|nop|hoan thanh|trien khai|thuc hien|tong hop|ra soat|tham muu|xay dung|dang ky|"
    "de cu|cu|cung cap|cap nhat|trinh|ban hanh|kiem tra|to chuc|chuan bi|khan truong|de xuat|gop y|lap|niem yet|"
    "ke khai|co trach nhiem|chiu trach nhiem|nghiem tuc|can cu|chi dao|phan cong|bo tri|thong bao|giai quyet|xu ly|"
    "tra loi|quyet toan|giai ngan|phan hoi|hoan chinh|tham du|tham gia|cho y kien|tiep tuc|day manh|tang cuong|"
    "theo doi|don doc|nghien cuu|huong dan"
)
_ACTION = re.compile(rf"\b(?:{_VERBS})\b")
_ORDER = re.compile(
    r"(?:(?:^|[,;:]\s|\bva\s)(?:giao|phan cong)(?: cho)?|\byeu cau|\bde nghi)\s+(?!cua|nay|tren|ve|tai|duc)(?=[^\W\d_])"
)
_PEOPLE = re.compile(
    r"(?:cac|thu truong|lanh dao|nguoi dung dau|co quan|don vi|toan the|dong chi|ong|ba|ca nhan|can bo|cong chuc|"
    r"vien chuc|chanh|pho|giam doc|truong|chu tich|bi thu|hieu truong|cuc truong|chi cuc|thanh vien)\b"
)
_WHEN = re.compile(
    r"\s(?:dinh ky|truoc|cham nhat|han cuoi|hang (?:ngay|tuan|thang|quy|nam)|trong (?:thoi han|vong|quy|thang|nam))\b"
)
"""Ends who is asked: ``Các đơn vị trước ngày 25 hằng tháng gửi báo cáo``."""
_DUTY = re.compile(r"\b(?:co trach nhiem|chiu trach nhiem|chu tri|khan truong|phai)\b")


@dataclass(frozen=True, slots=True)
class _Asked:
    who: str
    """Empty where the sentence does not say."""
    what: str
    ordered: bool
    """True for an order to somebody, which asks for something without a limit too."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    text: str


class TaskFinder:
    """Gathers tasks over the pages of a document; remembers which office a numbered heading spoke of."""

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self._heading = ""

    def take(self, page: Page, *, issued: Issued, top: float = math.inf, bottom: float = 0.0) -> None:
        """Add what one page asks for.

        Args:
            page: the page.
            issued: what is known of the day of issue.
            top: only lines below this height in points count, so that the header of page 1 does not.
            bottom: only lines above this height count, so that annexes after the signature do not.
        """
        rows = [line for line in lines(page) if bottom < line.box[3] <= top]
        text, places = joined(rows)
        for sentence in _sentences(text, _breaks(places)):
            limits = time_limits(sentence.text, issued)
            asked = _parted(sentence.text)
            who, what = self._under_heading(asked, sentence.text)
            if not what or not (asked.ordered or (limits and _ACTION.search(fold_in_place(what)))):
                continue
            box = box_of(places, sentence.start, sentence.start + len(sentence.text))
            if len(self.tasks) < MOST:
                self.tasks += _tasks(who, what, limits, page, box)

    def _under_heading(self, asked: _Asked, text: str) -> tuple[str, str]:
        """Return who is asked and for what, and remember an office that a heading names: ``2. Sở Tài chính:``."""
        core = _core(text)
        office, colon, rest = core.partition(":")
        what = asked.what
        if colon and begins_office(office) and len(office.split()) <= _WHO_WORDS:
            self._heading, what = office.strip(), rest
        elif _NUMBERED.match(text):
            self._heading = ""
        return asked.who or self._heading, what.strip(" ,;.-–")[:_LONGEST]


def joined(rows: Sequence[Line]) -> tuple[str, list[tuple[int, Line]]]:
    """Return lines as one text, and where each of them begins in it."""
    text, places = "", []
    for line in rows:
        places.append((len(text), line))
        text += line.text + " "
    return text, places


def box_of(places: Sequence[tuple[int, Line]], start: int, end: int) -> Box | None:
    """Return the box around the lines that a part of their text touches."""
    touched = [line for at, line in places if at < end and at + len(line.text) > start]
    return around([word for line in touched for word in line.words]) if touched else None


def _breaks(places: Sequence[tuple[int, Line]]) -> list[int]:
    """Return where paragraphs begin: at a dash or number, an indent, a gap, or after a line that ended a sentence."""
    breaks = []
    for (_, before), (start, line) in itertools.pairwise(places):
        above, box = before.box, line.box
        indented = box[0] > above[0] + _INDENT and abs(above[3] - box[3]) > _LEVEL
        apart = above[1] - box[3] > (above[3] - above[1]) or box[3] > above[3] + _LEVEL
        if _STARTS.match(line.text) or _ENDS.search(before.text) or indented or apart:
            breaks.append(start)
    return breaks


def _sentences(text: str, breaks: Sequence[int]) -> Iterator[_Sentence]:
    edges = [0, *breaks, len(text)]
    for first, last in itertools.pairwise(edges):
        start = first
        item = _STARTS.match(text[first:last])
        for end in _END.finditer(text, first + (item.end() if item else 0), last):
            yield _Sentence(start, text[start : end.start()])
            start = end.end()
        if start < last:
            yield _Sentence(start, text[start:last].rstrip())


def _core(text: str) -> str:
    item = _STARTS.match(text)
    return text[item.end() :] if item else text.lstrip(" -–+•*")


def _parted(text: str) -> _Asked:
    """Part a sentence into who is asked and for what: ``Đề nghị <who> <what>``, or ``<who> <what>`` of an office."""
    core = _core(text)
    folded = fold_in_place(core)
    order = _ORDER.search(folded)
    start = order.end() if order else 0
    action = _ACTION.search(folded, start)
    if action is None:
        return _Asked("", core, ordered=False)
    when = _WHEN.search(folded, start, action.start())
    who = core[start : when.start() if when else action.start()].strip(" ,:;-–")
    fits = 0 < len(who.split()) <= _WHO_WORDS
    somebody = fits and (begins_office(who) or _PEOPLE.match(fold(who)) is not None)
    if somebody and (order or who[0].isupper() or _DUTY.match(folded, action.start())):
        return _Asked(who, core[action.start() :], ordered=order is not None)
    return _Asked("", core, ordered=False)


def _tasks(who: str, what: str, limits: Sequence[TimeLimit], page: Page, box: Box | None) -> Iterator[Task]:
    base = 0.6 if page.source == "text" else 0.5
    for limit in limits or (None,):
        confidence = base + (0.1 if who else 0.0) + (0.1 if limit and (limit.by or limit.every) else 0.0)
        yield Task(
            who=who or None,
            what=what,
            by=limit.by.isoformat() if limit and limit.by else None,
            at=limit.at if limit else None,
            every=limit.every if limit else None,
            day=limit.day if limit else None,
            confidence=round(confidence, 2),
            page=page.number,
            box=box,
            how=limit.how if limit else "order",
        )
