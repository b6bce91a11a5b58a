"""How long a record is kept: the term of the schedule, what a person decided, holds, and what lies in which store."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

ANY_KIND = "*"
PERMANENT, UNDECIDED = "permanent", "undecided"
"""Terms that are no number of years: vĩnh viễn, and chưa xác định thời hạn."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the retention schedule (bảng thời hạn bảo quản)."""

    code: str
    """Short name that a person or a case file names it by."""
    kind: str
    """Lower-case Vietnamese name of the kind it is applied to by itself; ``*`` for any; empty: only by its code."""
    group: str
    """Nhóm hồ sơ, tài liệu: in words, for people."""
    years: int | None
    """Years after the year in which the work ended; None without an end."""
    valid_from: dt.date
    basis: str
    """The legal basis, or whose rule it is."""
    permanent: bool = False
    """Without an end because it was decided so: kept under legal hold besides."""

    @property
    def decided(self) -> bool:
        """Whether the schedule says anything: an undecided record is kept, and may be given any term."""
        return self.permanent or self.years is not None

    def last_day(self, ended: dt.date) -> dt.date | None:
        """Return the last day it is kept, the end of a year (Luật Lưu trữ 33/2024/QH15); None without an end."""
        return None if self.years is None else dt.date(ended.year + self.years, 12, 31)

    @property
    def shown(self) -> str:
        """The term as people write it."""
        if self.permanent:
            return "vĩnh viễn"
        return "chưa xác định" if self.years is None else f"{self.years} năm"


@dataclass(frozen=True, slots=True)
class TermDecision:
    """A person's decision on the term of one record: a row that stays; the newest counts."""

    subject: str
    """The document or case file."""
    code: str
    """Of the schedule."""
    decided_by: str
    decided_at: dt.datetime
    why: str
    ended: dt.date | None = None
    """The day its work ended, where that is not the document's own date."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A ban on disposal (tạm dừng tiêu hủy), for as long as it is not released."""

    id: str
    subject: str
    """The document or case file."""
    placed_by: str
    placed_at: dt.datetime
    why: str
    released_by: str = ""
    released_at: dt.datetime | None = None
    release_why: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """What was last seen and done of one package in one store."""

    store: str
    """Name of the store; empty for the archive itself."""
    prefix: str
    """Key prefix of the package."""
    locked_until: dt.datetime | None = None
    """Until when every version of it is locked, as read back; None where that was never asked."""
    held: bool = False
    """Whether its versions are under legal hold."""
    read_at: dt.datetime | None = None
    """When every version was last read and compared."""
    round: int = 0
    """Of the audit that read it: each round reads everything once."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One package, or other set of objects, that must lie in the archive."""

    subject: str
    """Document or case file; the key itself for what is about the office as a whole."""
    prefix: str
    objects: dict[str, str]
    """Key to SHA-256; the digest is empty where only the content can be judged (published roots)."""
    since: dt.datetime
    """When it came into the archive."""
    locked_until: dt.datetime | None = None
    """The lock that was read back then."""
