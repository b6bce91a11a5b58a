"""The retention schedule: which term a record has, from a dated table, and until when its objects are locked.

A COMPLIANCE lock cannot be taken back after a wrong classification, and S3 knows no "vĩnh viễn": so a lock ends at the
earlier of the term's end and a number of days from now, and what is still due is extended before that.

The office may put its own table into the state directory; it then counts instead of the shipped one. Columns: ``code``,
``kind`` (the kind of document it is applied to by itself, ``*`` for any, empty if only a code names it), ``group``,
``term`` (years, ``permanent`` or ``undecided``), ``valid_from``, ``basis``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vanban.clock import HANOI
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.keeping import ANY_KIND, PERMANENT, UNDECIDED, Term

TABLE = Path(__file__).with_name("retention.csv")
COLUMNS = ("code", "kind", "group", "term", "valid_from", "basis")
LONGEST_YEARS = 100
"""More is a slip of the pen: the longest term with an end is 70 years."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rows of one table."""

    terms: tuple[Term, ...]

    def named(self, code: str, ended: dt.date) -> Term:
        """Return the row of a code that was in force on the day the work ended.

        Raises:
            NotFoundError: if there is none.
        """
        found = _newest(term for term in self.terms if term.code == code and term.valid_from <= ended)
        if found is None:
            raise NotFoundError(
                f"The retention schedule has no code {code} in force on {ended:%d/%m/%Y}.",
                vi=f"Bảng thời hạn bảo quản không có mã {code} có hiệu lực ngày {ended:%d/%m/%Y}.",
                remedy=(
                    "See the retention table (`vanban retention list`)."
                    " / Hãy xem bảng thời hạn bảo quản (`vanban retention list`)."
                ),
            )
        return found

    def for_kind(self, kind: str, ended: dt.date) -> Term:
        """Return the newest row in force for a kind on the day its work ended, else the row for any kind."""
        rows = [term for term in self.terms if term.valid_from <= ended and term.kind in {kind, ANY_KIND}]
        found = _newest(term for term in rows if term.kind != ANY_KIND) or _newest(rows)
        return found or Term(UNDECIDED, ANY_KIND, "", None, ended, "no row of the schedule")


def load_schedule(path: Path | None = None) -> Schedule:
    """Return the office's own table if there is one, else the shipped one.

    Raises:
        RefusedError: if the table has a mistake; names the line, and nothing of the table is used.
    """
    chosen = path if path is not None and path.exists() else TABLE
    try:
        text = chosen.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _wrong(chosen, 0, "it cannot be read as UTF-8", "không đọc được dưới dạng UTF-8") from error
    return Schedule(tuple(_rows(text, chosen)))


def lock_end(over: dt.date | None, *, now: dt.datetime, lock_days: int) -> dt.datetime:
    """Return the end of the lock, UTC: the end of a day in Hà Nội, so that a repeated run on one day says the same.

    Args:
        over: the last day of the term; None without an end.
        now: the current time.
        lock_days: length of the rolling lock.
    """
    rolling = now.astimezone(HANOI).date() + dt.timedelta(days=max(lock_days, 1))
    last_day = rolling if over is None else min(rolling, over)
    last_day = max(last_day, now.astimezone(HANOI).date() + dt.timedelta(days=1))  # S3 refuses an end in the past
    return end_of_day(last_day)


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the last second of a day in Hà Nội, UTC."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=HANOI).astimezone(dt.UTC)


def _newest(terms: Iterable[Term]) -> Term | None:
    return max(terms, key=lambda term: term.valid_from, default=None)


def _rows(text: str, path: Path) -> Iterator[Term]:
    # A spreadsheet with Vietnamese settings writes semicolons.
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    lacking = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if lacking:
        raise _wrong(path, 1, f"no column {', '.join(lacking)}", f"thiếu cột {', '.join(lacking)}")
    seen: dict[tuple[str, str, dt.date], int] = {}
    for row in reader:
        line = reader.line_num
        term = _term(row, path, line)
        for name, value in (("code", term.code), ("kind", term.kind)):
            earlier = seen.setdefault((name, value, term.valid_from), line) if value else line
            if earlier != line:
                en = f"{name} {value} from {term.valid_from} stands in line {earlier} already"
                raise _wrong(path, line, en, f"{value} từ ngày {term.valid_from:%d/%m/%Y} đã có ở dòng {earlier}")
        yield term
    if not any(value == ANY_KIND for _, value, _ in seen):
        raise _wrong(path, 0, "no row for any kind (*)", "thiếu dòng cho mọi loại văn bản (*)")


def _term(row: Mapping[str | None, str | None], path: Path, line: int) -> Term:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for name in ("code", "basis"):
        if not cells[name]:
            raise _wrong(path, line, f"{name} is empty", f"cột {name} để trống")
    if not (cells["kind"] or cells["group"]):
        raise _wrong(path, line, "neither kind nor group", "thiếu cả loại văn bản (kind) và nhóm (group)")
    try:
        valid_from = dt.date.fromisoformat(cells["valid_from"])
    except ValueError as error:
        raise _wrong(
            path, line, "valid_from is no day (2026-01-31)", "valid_from phải là ngày, như 2026-01-31"
        ) from error
    written = cells["term"].lower()
    years = int(written) if written.isascii() and written.isdigit() else None
    if written not in {PERMANENT, UNDECIDED} and not (years and years <= LONGEST_YEARS):
        raise _wrong(
            path,
            line,
            f"term {cells['term']!r} is neither 1 to {LONGEST_YEARS} years nor {PERMANENT} nor {UNDECIDED}",
            f"thời hạn {cells['term']!r} phải là số năm từ 1 đến {LONGEST_YEARS}, {PERMANENT} hoặc {UNDECIDED}",
        )
    return Term(
        code=cells["code"],
        kind=cells["kind"].lower(),
        group=cells["group"],
        years=years,
        valid_from=valid_from,
        basis=cells["basis"],
        permanent=written == PERMANENT,
    )


def _wrong(path: Path, line: int, en: str, vi: str) -> RefusedError:
    where_en, where_vi = (f", line {line}", f", dòng {line}") if line else ("", "")
    return RefusedError(
        f"Retention schedule {path.name}{where_en}: {en}.",
        vi=f"Bảng thời hạn bảo quản {path.name}{where_vi}: {vi}.",
        remedy=(
            "Correct the table and check it with `vanban retention check FILE`; nothing was changed."
            " / Hãy sửa bảng rồi kiểm tra lại (`vanban retention check FILE`); chưa có gì thay đổi."
        ),
    )
