"""The directory of issuing offices and places: what is shipped, and what the office adds in a file of its own.

A CSV file in UTF-8 with the columns ``name, abbreviation, level, valid_from, valid_to, successor``. Names are written
as inside a sentence (``Sở Y tế``); days are ISO dates, empty for open; levels are those of ``LEVELS``. Offices that
were abolished stay: what they issued is still read and still arrives.
"""

from __future__ import annotations

import csv
import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from processors.vietnamese import fold, is_syllable
from vanban.domain.errors import RefusedError

COLUMNS = ("name", "abbreviation", "level", "valid_from", "valid_to", "successor")
LEVELS = {
    "city": "thành phố trực thuộc trung ương",
    "province": "tỉnh",
    "ministry": "bộ, cơ quan ngang bộ",
    "central": "cơ quan trung ương khác",
    "provincial": "sở, ban, ngành cấp tỉnh",
    "local": "phòng, đơn vị cấp xã và cấp huyện cũ",
    "party": "cơ quan Đảng",
    "office": "cơ quan khác",
    "place": "địa danh (xã, phường, đặc khu …)",
}
_AREAS = frozenset(("city", "province"))
_WITH_AREA = frozenset(("provincial", "local", "party"))
_AREA = re.compile(r"^(?:tinh|thanh pho|tp) ")
_BODIES = frozenset(("uy ban nhan dan", "hoi dong nhan dan", "dang bo"))
_SHORT = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan"}
_LONGEST_NAME = 200
_LEAST_FUZZY = 7
"""Letters of a name from which one wrong letter is put right."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One office or place."""

    name: str
    abbreviation: str = ""
    level: str = "office"
    valid_from: str = ""
    """ISO date, or empty."""
    valid_to: str = ""
    successor: str = ""

    def existed_in(self, year: int | None) -> bool:
        """Return whether it existed at some time of a year; True without one."""
        if year is None:
            return True
        return int(self.valid_from[:4] or 0) <= year <= int(self.valid_to[:4] or 9999)


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of a file that cannot be used, and why."""

    line: int
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the directory says of a printed name."""

    entries: tuple[Entry, ...]
    """The office, and the area named with it."""
    name: str
    """Letters and marks put right, in the case of a sentence, in as many words as were printed."""
    exact: bool
    """True if the folded letters were those of the directory."""

    def existed_in(self, year: int | None) -> bool:
        """Return whether all of it existed in a year."""
        return all(entry.existed_in(year) for entry in self.entries)


class Directory:
    """Finds printed names, whatever their marks and capitals."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._names: dict[str, list[Entry]] = {}
        for entry in self._entries:
            self._names.setdefault(_key(entry.name), []).append(entry)
        self._lengths: dict[int, list[str]] = {}
        for name in self._names:
            self._lengths.setdefault(len(name), []).append(name)
        self._areas = {key: found for key, found in self._names.items() if found[0].level in _AREAS}

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def find_all(self, text: str) -> list[Entry]:
        """Return every entry whose name or abbreviation is the text, or begins with it; whatever its marks."""
        key = _key(text)
        return [
            one for one in self._entries if key and (_key(one.name).startswith(key) or key == _key(one.abbreviation))
        ]

    def office(self, text: str) -> Found | None:
        """Return the office that a printed name is, alone or with its province; None if it is unknown."""
        words = _words(text)
        for size in range(len(words), 0, -1):
            head, tail = self._one(words[:size], areas=False), words[size:]
            if head is None and _key(" ".join(words[:size])) in _BODIES:
                head = Found((), " ".join(words[:size]), exact=True)
            if head is None:
                continue
            if not tail:
                # "Ủy ban nhân dân" alone names no office.
                return head if head.entries else None
            area = self._area(tail)
            if area and (not head.entries or head.entries[0].level in _WITH_AREA):
                return Found(
                    (*head.entries, *area.entries), f"{head.name} {area.name}", exact=head.exact and area.exact
                )
        return None

    def place(self, text: str) -> Found | None:
        """Return the place that a printed name is: a province or city, or a place the office added."""
        words = _words(text)
        known = self._one(words, areas=False)
        if known and known.entries[0].level == "place":
            return known
        return self._area(words)

    def _area(self, words: Sequence[str]) -> Found | None:
        prefix = _AREA.match(_key(" ".join(words)) + " ")
        start = len(prefix.group().split()) if prefix else 0
        found = self._one(words[start:], areas=True)
        if found is None or start == 0:
            return found
        return Found(found.entries, " ".join((*words[:start], found.name)), exact=found.exact)

    def _one(self, words: Sequence[str], *, areas: bool) -> Found | None:
        key = _key(" ".join(words))
        names = self._areas if areas else self._names
        if key in names:
            return Found((names[key][0],), _spread(names[key][0].name, words), exact=True)
        if len(key) < _LEAST_FUZZY:
            return None
        near = (name for size in range(len(key) - 1, len(key) + 2) for name in self._lengths.get(size, ()))
        close = [name for name in near if name in names and _is_close(name, key)]
        if len(close) != 1 or not _is_slip(close[0].split(), words):
            return None
        return Found((names[close[0]][0],), _spread(names[close[0]][0].name, words), exact=False)


def _spread(name: str, words: Sequence[str]) -> str:
    """Return a directory's name, or the printed words where they are a short form of it (``UBND``)."""
    return name if len(name.split()) == len(words) else " ".join(words)


def _is_close(name: str, key: str) -> bool:
    return Levenshtein.distance(name, key, score_cutoff=1) <= 1


def _is_slip(name: Sequence[str], words: Sequence[str]) -> bool:
    """Return whether the words that differ cannot be spelt so: ``Kon Tiưm``, but not ``Tân Giang`` for ``An Giang``."""
    if len(name) != len(words):
        return False
    return not any(is_syllable(word) for right, word in zip(name, words, strict=True) if _key(word) != right)


def _words(text: str) -> list[str]:
    return text.split()


@functools.lru_cache(maxsize=2048)
def _key(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", fold(text)).split()
    return " ".join(_SHORT.get(word, word) for word in words)


@functools.cache
def shipped() -> Directory:
    """Return the directory that comes with the product."""
    entries, _ = read_offices(Path(__file__).with_name("offices.csv"))
    return Directory(entries)


def with_own(rows: Iterable[Sequence[str]]) -> Directory:
    """Return the shipped directory with an office's own entries, as ``as_rows`` gives them, before it."""
    own = [Entry(*row) for row in rows]
    return Directory((*own, *shipped())) if own else shipped()


def as_rows(entries: Iterable[Entry]) -> list[list[str]]:
    """Return entries as plain lists, to hand them to a child process."""
    return [list(astuple(entry)) for entry in entries]


def own_rows(path: Path | None) -> list[list[str]]:
    """Return an office's own entries as plain lists; none where its file is missing or no directory at all.

    Reading goes on without it: ``vanban offices`` is what tells of bad lines.
    """
    if path is None or not path.exists():
        return []
    try:
        return as_rows(read_offices(path)[0])
    except RefusedError:
        return []


def read_offices(path: Path) -> tuple[list[Entry], list[Problem]]:
    """Read a directory file; lines that cannot be used are left out and told of.

    Raises:
        RefusedError: if there is no such file, or it is not UTF-8 with the columns ``COLUMNS``.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(f"cannot be read as UTF-8 text ({error})", f"không đọc được dạng UTF-8 ({error})") from error
    rows = csv.reader(lines)
    head = tuple(cell.strip() for cell in next(rows, []))
    if head != COLUMNS:
        columns = ",".join(COLUMNS)
        raise _refused(f"line 1 must be: {columns}", f"dòng 1 phải là: {columns}")
    entries: list[Entry] = []
    problems: list[Problem] = []
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells) or cells[0].startswith("#"):
            continue
        problem = _problem(cells, rows.line_num)
        if problem:
            problems.append(problem)
        else:
            entries.append(Entry(*(cells + [""] * len(COLUMNS))[: len(COLUMNS)]))
    return entries, problems


def _refused(en: str, vi: str) -> RefusedError:
    return RefusedError(
        f"The file of offices {en}.",
        vi=f"Tệp danh bạ cơ quan: {vi}.",
        remedy=(
            f"Save it as CSV, UTF-8, with the columns {', '.join(COLUMNS)}. / Hãy lưu dạng CSV, UTF-8, đủ các cột trên."
        ),
    )


def _problem(cells: Sequence[str], line: int) -> Problem | None:
    if len(cells) > len(COLUMNS):
        return Problem(line, f"có {len(cells)} cột, cần {len(COLUMNS)}", f"{len(cells)} columns, not {len(COLUMNS)}")
    if not 2 <= len(cells[0]) <= _LONGEST_NAME:
        return Problem(line, "thiếu tên hoặc tên quá dài", "no name, or too long a name")
    level = cells[2] if len(cells) > 2 else "office"
    if level not in LEVELS:
        levels = ", ".join(LEVELS)
        return Problem(line, f"cấp “{level}” không có; dùng: {levels}", f"no level {level!r}; use {levels}")
    days = []
    for cell in cells[3:5]:
        try:
            days.append(dt.date.fromisoformat(cell) if cell else None)
        except ValueError:
            return Problem(line, f"“{cell}” không phải ngày dạng 2025-07-01", f"{cell!r} is no date like 2025-07-01")
    if len(days) == 2 and days[0] and days[1] and days[1] < days[0]:
        return Problem(line, "ngày hết hiệu lực trước ngày có hiệu lực", "it ends before it begins")
    return None
