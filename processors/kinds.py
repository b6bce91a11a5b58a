"""Kinds of documents: the 29 of NĐ 30/2020, Article 7, legal texts, Party documents and what else arrives.

Names are lower-case, as printed; abbreviations are those of Phụ lục III, mục I.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from processors.vietnamese import fold

LETTER = "công văn"
"""The one kind without a heading."""
PETITION = "đơn"

ABBREVIATIONS = {
    "nghị quyết": "NQ",
    "quyết định": "QĐ",
    "chỉ thị": "CT",
    "quy chế": "QC",
    "quy định": "QyĐ",
    "thông cáo": "TC",
    "thông báo": "TB",
    "hướng dẫn": "HD",
    "chương trình": "CTr",
    "kế hoạch": "KH",
    "phương án": "PA",
    "đề án": "ĐA",
    "dự án": "DA",
    "báo cáo": "BC",
    "biên bản": "BB",
    "tờ trình": "TTr",
    "hợp đồng": "HĐ",
    "công điện": "CĐ",
    "bản ghi nhớ": "BGN",
    "bản thỏa thuận": "BTT",
    "giấy ủy quyền": "GUQ",
    "giấy mời": "GM",
    "giấy giới thiệu": "GGT",
    "giấy nghỉ phép": "GNP",
    "phiếu gửi": "PG",
    "phiếu chuyển": "PC",
    "phiếu báo": "PB",
}
"""NĐ 30/2020, Phụ lục III: all kinds but công văn and thư công, which have no abbreviation."""
LEGAL = {
    "hiến pháp": "",
    "bộ luật": "",
    "luật": "",
    "pháp lệnh": "",
    "lệnh": "L",
    "nghị quyết liên tịch": "NQLT",
    "nghị định": "NĐ",
    "thông tư liên tịch": "TTLT",
    "thông tư": "TT",
}
PARTY = {"quy định": "QĐ", "kết luận": "KL", "thông tri": "TT", "lời kêu gọi": "", "tuyên bố": "", "thông báo": "TB"}
UNLISTED = (
    "thư công",
    "thư mời",
    "điều lệ",
    "nội quy",
    "thể lệ",
    "lịch công tác",
    "lịch",
    "công bố",
    "tuyên bố",
    "phiếu trình",
    "phiếu xin ý kiến",
    "phiếu lấy ý kiến",
    "phiếu yêu cầu",
    "giấy xác nhận",
    "giấy chứng nhận",
    "giấy phép",
    "giấy biên nhận",
    "giấy đi đường",
    "bản cam kết",
    "bản án",
    "cáo trạng",
    "kháng nghị",
    "kiến nghị",
    "giấy triệu tập",
    "mệnh lệnh",
    "giấy báo",
    "giấy đề nghị",
    "thư ngỏ",
    "thư khen",
    "thư cảm ơn",
    "thư chúc mừng",
    "phiếu đề nghị",
    "phiếu hướng dẫn",
    "phiếu tiếp nhận",
    "quy trình",
    "bản tường trình",
    "bản kiểm điểm",
    "tờ khai",
)
"""Headings outside the list that offices use; named as printed."""
NAMES = (*ABBREVIATIONS, *LEGAL, *PARTY, *UNLISTED, PETITION)
AMBIGUOUS = frozenset({"CT", "TC", "PC", "CĐ", "HD", "HĐ", "QC", "DA", "BC", "TB", "TT"})
"""Abbreviations that are also those of units (Cục Thuế, Tài chính, Pháp chế, Công đoàn …)."""
_WANTED = tuple((name, fold(name), len(name.split())) for name in dict.fromkeys(NAMES))
_LONGEST_NAME = max(size for _, _, size in _WANTED)
CLOSE = 88
"""Similarity of folded letters (0 to 100) from which a heading is taken: OCR misses marks and single letters."""


@dataclass(frozen=True, slots=True)
class Match:
    """A heading that names a kind."""

    kind: str
    exact: bool
    """True if the folded letters are those of the kind."""
    rest: str
    """What stands after the name on the same line."""


@functools.lru_cache(maxsize=1024)
def match_heading(text: str) -> Match | None:
    """Return the kind that a heading line begins with, or None.

    Single short words (luật, lệnh, đơn) must match exactly: too much else looks like them.
    """
    words = text.split()
    best: tuple[float, int, str] | None = None
    parts = [_letters([word]) for word in words[:_LONGEST_NAME]]
    glued = ["".join(parts[:count]) for count in range(len(parts) + 1)]
    spaced = [" ".join(parts[:count]) for count in range(len(parts) + 1)]
    for name, wanted, size in _WANTED:
        score = _score(glued, spaced, wanted, size)
        if score >= CLOSE and (best is None or (score, size) > best[:2]):
            best = (score, size, name)
    if best is None:
        return None
    score, size, name = best
    joined = _letters(words[: size - 1]) == fold(name).replace(" ", "")
    return Match(name, score >= 100, " ".join(words[size - joined :]))


def _score(glued: list[str], spaced: list[str], wanted: str, size: int) -> float:
    """Return how near the first words come to a name; both are given for every number of words."""
    most = len(glued) - 1
    # OCR may lose the space ("QUYẾTĐỊNH"): the letters decide.
    letters = wanted.replace(" ", "")
    if any(glued[min(count, most)] == letters for count in (size, size - 1) if count > 0):
        return 100.0
    if size == 1 or most < size:
        return 0.0
    return min(99.0, fuzz.ratio(spaced[size], wanted))


def _letters(words: list[str]) -> str:
    return re.sub(r"[^a-z]", "", fold("".join(words)))


def kind_of_symbol(symbol: str) -> str | None:
    """Return the kind whose abbreviation begins the symbol (``QĐ-UBND``), or None, as for a công văn."""
    head = re.split(r"[-/.]", symbol, maxsplit=1)[0]
    for name, abbreviation in (*ABBREVIATIONS.items(), *LEGAL.items()):
        if abbreviation and head.upper() == abbreviation.upper():
            return name
    return None


def is_party_letter(symbol: str) -> bool:
    """Return whether a Party symbol is that of a công văn, which alone of all kinds has an abbreviation (``CV/TU``)."""
    return re.split(r"[-/.]", symbol, maxsplit=1)[0].upper() == "CV"


def abbreviation(kind: str) -> str:
    """Return the abbreviation of a kind, or an empty string."""
    return ABBREVIATIONS.get(kind) or LEGAL.get(kind) or PARTY.get(kind) or ""
