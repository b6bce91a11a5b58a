"""Box 2 of NĐ 30/2020, Phụ lục I, II.2, in names: the issuer last, in bold type, and above it who it belongs to.

What is read of it is as good as the place where one name ends and the next begins. Bold type says so in a text layer;
else the words do: names of offices begin in few ways, and some of these ways cannot stand alone.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from processors.organisations import HEADS, begins_office, repair
from processors.pages import Line
from processors.vietnamese import fold

_JOINED = re.compile(
    r"^\W*(va|cua|tai|tinh|thanh pho|tp|quan(?! (?:khu|doan|chung|y)\b)|huyen|thi xa|"
    r"thi tran|xa|phuong|dac khu|khu vuc|nuoc|viet nam|trung uong|toi cao)\b(?! uy\b)"
)
_BODY = re.compile(r"^\W*(ban chi (huy|dao)|hoi dong|to (cong tac|giup viec)|uy ban)$")
"""Names that the next line goes on to explain: for what the board or council was set up."""
_SORT = re.compile(
    r"^\W*(dang (uy|bo)|chi bo|cong doan( co so)?|ban (chap hanh|thuong vu)|"
    r"truong( (dai hoc|cao dang|trung cap|tieu hoc|mam non|mau giao|thcs|thpt|trung hoc (pho thong|co so)))?"
    r"( va (thcs|thpt|trung hoc pho thong))?|ban (quan ly|chi huy)|trung tam|vien|vien khoa hoc|benh vien( da khoa)?|"
    r"cong ty( co phan| tnhh| trach nhiem huu han)?( mtv| mot thanh vien)?|chi nhanh|tram( y te)?|"
    r"(hoi )?lien hiep phu nu|hoi (nong dan|cuu chien binh|sinh vien)|vien kiem sat nhan dan|toa an nhan dan|"
    r"hoc vien|dai hoc|bo tu lenh|co quan|cuc|chi cuc|tong cuc|vu|doi|don bien phong|lu doan|thanh tra|"
    r"thuong truc|toa phuc tham|van phong|ngan hang( (tmcp|thuong mai co phan))?|tap doan|tong cong ty|khoa|phong|"
    r"lien doan lao dong|"
    r"doan (thanh nien|tncs ho chi minh|thanh tra|kiem tra|cong tac)|bao|tap chi|dai|quy|hat|vuon quoc gia|"
    r"uy ban nhan dan|hoi dong nhan dan|uy ban mat tran|ban bien tap)$"
)
"""Sorts of offices, which the next line names."""
_OPEN_END = re.compile(r"(,|-|–|\bVÀ|\bCỦA|\bTHEO)$")
_WANTING = re.compile(
    r"\b(?<!VÀ )(QUẢN LÝ|KIỂM SOÁT|NGHIÊN CỨU|BẢO VỆ|ĐĂNG KÝ|DỊCH VỤ|HỖ TRỢ|TRỢ GIÚP|CẢNH SÁT|VỀ|CÁC|CHO|TẠI|"
    r"(?<!TỈNH )(?<!THÀNH )(?<!HUYỆN )(?<!XÃ )(?<!PHƯỜNG )(?<!ƯƠNG )(?<!CÔNG )ĐOÀN)$"
)
"""Words at the end of a line that want another one."""
_HIGH = re.compile(
    r"^\W*(bo(?! (tu lenh|chi huy|doi|mon|phan|tong tham muu)\b)|so(?! giao dich\b)|ubnd|uy ban nhan dan|hdnd|"
    r"hoi dong nhan dan|tinh uy|thanh uy|chinh phu|quoc hoi|quan khu|quan doan|quan chung)\b"
)
_OVER_HIGH = re.compile(
    r"^\W*(ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|chinh phu|quoc hoi|ban chap hanh trung uong|bo quoc phong)\b"
)
"""What a ministry, a sở, a people's committee or a military region may belong to: any other name above goes on."""
_ORGAN = re.compile(
    r"^\W*(hoi dong(?! nhan dan)|to|doi|doan(?! dai bieu)|cong doan|chi bo|chi doan|ban chap hanh(?! trung uong)|"
    r"ban thuong vu|hoi sinh vien|cau lac bo)\b"
)
_WHOLE = re.compile(
    r"^\W*(truong|benh vien|cong ty|tong cong ty|cuc|chi cuc|vien|hoc vien|dai hoc|cong an|xi nghiep)\b"
)
"""A whole that may have organs, and is not part of one: ``HỘI ĐỒNG COI THI`` and under it ``TRƯỜNG …``."""
_SUPERIOR = re.compile(
    r"^\W*(ubnd|uy ban (nhan dan|mat tran|mttq)|hdnd|hoi dong nhan dan|bo(?! (phan|mon)\b)|so|tong cuc|cuc|chi cuc|"
    r"tinh uy|thanh uy|huyen uy|dang (uy|bo)|tong cong ty|tap doan|cong an|toa an|vien kiem sat|ngan hang|kho bac|"
    r"bao hiem|dai hoc|truong dai hoc|hoc vien|chinh phu|quoc hoi|thanh tra|kiem toan|mat tran|tong lien doan|"
    r"ban chap hanh trung uong|lien doan|hoi(?! dong)|quan khu|quan doan|quan chung|su doan|vien han lam|cong doan|"
    r"benh vien)\b"
)
"""Names that others belong to. Organs, boards and teams rarely have an office under them: they go on."""
_STANDING_ALONE = frozenset(("ubnd", "hdnd", "cong an", "quoc hoi", "chinh phu", "thu tuong", "tinh uy", "thanh uy"))
_BARE = frozenset(HEADS) - _STANDING_ALONE
"""Heads that say no more than what sort of office it is: the next line names it."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The names of box 2 from the top, each its lines."""

    names: tuple[tuple[Line, ...], ...]
    shown: bool
    """True if the issuer is set apart in bold type, as II.2 asks for."""

    @property
    def issuer(self) -> tuple[Line, ...]:
        """The lines of the last name."""
        return self.names[-1] if self.names else ()

    @property
    def plausible(self) -> bool:
        """Whether the names may well stand one over the other."""
        above = [name[0] for name in self.names[:-1]]
        return all(_SUPERIOR.match(fold(cleaned(line.text))) and not _is_joint(line) for line in above)

    @property
    def parent(self) -> tuple[Line, ...]:
        """The lines of the name above it, which it belongs to directly (II.2)."""
        return self.names[-2] if len(self.names) > 1 else ()


def letterhead(lines: Sequence[Line], *, exact: bool) -> Letterhead:
    """Part the lines of box 2 into names: by their type where it is known, else by their words.

    Args:
        lines: those of box 2, from the top.
        exact: True for a text layer, whose letters and marks are those that were written.
    """
    starts = [0, *(index for index in range(1, len(lines)) if _begins(lines[: index + 1], exact=exact))]
    bold = _bold_start(lines)
    if bold is None and lines and _is_joint(lines[0]) and all(_weight(line) for line in lines):
        return Letterhead((tuple(lines),), shown=False)
    if bold is None:
        return Letterhead(_parted(lines, starts), shown=False)
    agreed = [start for start in starts if start < bold]
    # A name that goes on in another type is one that was set carelessly.
    goes_on = goes_on_from(lines[bold], lines[bold - 1])
    within = any(start > bold for start in starts)
    return Letterhead(_parted(lines, [*agreed, bold]), shown=not goes_on and not within)


def _is_joint(line: Line) -> bool:
    """Return whether a line names offices that issue together: ``BỘ NỘI VỤ - BỘ TÀI CHÍNH``."""
    parts = re.split(r"\s[-–]\s", line.text)
    return len(parts) > 1 and all(begins_office(part) for part in parts if part.strip(" -–"))


def _parted(lines: Sequence[Line], starts: Sequence[int]) -> tuple[tuple[Line, ...], ...]:
    return tuple(tuple(lines[start:end]) for start, end in itertools.pairwise([*starts, len(lines)]) if start < end)


def _begins(lines: Sequence[Line], *, exact: bool) -> bool:
    """Return whether the last of some lines begins a name of its own."""
    *before, above, line = lines
    text = cleaned(line.text) if exact else repair(cleaned(line.text)).text
    if not begins_office(text, exact=exact) or goes_on_from(line, above):
        return False
    # "NGÂN HÀNG NHÀ NƯỚC" under "NGÂN HÀNG NHÀ NƯỚC VIỆT NAM" is the first line of what belongs to it.
    said = fold(cleaned(above.text))
    again = any(fold(cleaned(one.text)).startswith(said) for one in before)
    return not again and not _is_too_high(text, cleaned(above.text))


def _is_too_high(text: str, above: str) -> bool:
    """Return whether an office cannot belong to the name above it, so that it is the end of that name."""
    said, over = fold(text), fold(above)
    if _WHOLE.match(said) and _ORGAN.match(over):
        return True
    return _HIGH.match(said) is not None and begins_office(above) and not _OVER_HIGH.match(over)


def goes_on_from(line: Line, above: Line) -> bool:
    """Return whether a line surely goes on with the name above it."""
    said = fold(cleaned(above.text))
    return bool(
        _JOINED.match(fold(repair(cleaned(line.text)).text))
        or line.text[:1] in "-–("
        or _OPEN_END.search(above.text.rstrip(" ._"))
        or _WANTING.search(cleaned(above.text).upper())
        or _BODY.match(said)
        or _SORT.match(said)
        or said in _BARE
    )


def is_one_name(lines: Sequence[Line]) -> bool:
    """Return whether each line but the first is said to go on with the one above, by its own words."""
    return all(
        _JOINED.match(fold(cleaned(line.text))) or _OPEN_END.search(above.text.rstrip(" ._"))
        for above, line in itertools.pairwise(lines)
    )


def _bold_start(lines: Sequence[Line]) -> int | None:
    """Return where bold type begins, if plain lines stand above it and none below."""
    weights = [_weight(line) for line in lines]
    start = next((index for index, weight in enumerate(weights) if weight), 0)
    if start and all(weight is False for weight in weights[:start]) and all(weights[start:]):
        return start
    return None


def _weight(line: Line) -> bool | None:
    """Return whether a line is in bold type; None if that is not known, or only a part of it is."""
    weights = {word.bold for word in line.words if any(map(str.isalpha, word.text))}
    return weights.pop() if len(weights) == 1 else None


@functools.lru_cache(maxsize=1024)
def cleaned(text: str) -> str:
    """Drop what dust and rules add: single signs between words, and signs around a word."""
    parts = [re.sub(r"^[^\w(“\"-]+|[^\w)”\",-]+$", "", part).strip("_|") for part in text.split()]
    joined = " ".join(part for part in parts if re.search(r"\w", part) or part in {"-", "–", "&"})
    return joined.strip(" -–_.,;:")
