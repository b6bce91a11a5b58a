"""Case files (hồ sơ): what belongs together, in the order in which it came about, kept and handed over as one.

The data fields are those of NĐ 30/2020, Phụ lục VI, under their English names there.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class CaseState(StrEnum):
    """Where a case file stands."""

    OPEN = "OPEN"
    """Work goes on: documents are added and may be taken out again."""
    CLOSED = "CLOSED"
    """The work has ended: the package is still to be made, once each of its documents is archived."""
    ARCHIVED = "ARCHIVED"
    """Its package lies in the archive. A late document closes it again, as the next version."""


CASE_TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.ARCHIVED}),
    CaseState.ARCHIVED: frozenset({CaseState.CLOSED}),
}


@dataclass(frozen=True, slots=True)
class FileCode:
    """Mã hồ sơ: unique, within one organisation and one year's list of case files (Danh mục hồ sơ)."""

    organ_id: str
    """Mã định danh of the organisation."""
    file_catalog: int
    """Year of the list."""
    file_notation: str
    """Số và ký hiệu hồ sơ: ``01.TCCB``."""

    def __str__(self) -> str:
        """Return it as it stands in lists."""
        return f"{self.organ_id}.{self.file_catalog}.{self.file_notation}"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One case file. Changes go through the register and return a new value."""

    id: str
    """UUID, lower case."""
    office: str
    """The unit whose work it is."""
    code: FileCode
    title: str
    maintenance: str
    """Thời hạn bảo quản: code of the retention schedule (``10N``, ``VV``); the list of case files gives it."""
    opened_by: str
    opened_at: dt.datetime
    creator: str = ""
    """Người lập hồ sơ."""
    rights: str = ""
    """Chế độ sử dụng, mức độ tiếp cận."""
    language: str = "Tiếng Việt"
    description: str = ""
    state: CaseState = CaseState.OPEN
    version: int = 1
    """Of the package that is to be made, or was made last."""
    reason: str = ""
    """Why its package could not be made; empty when all is well."""
    closed_by: str = ""
    closed_at: dt.datetime | None = None
    ended: dt.date | None = None
    """The day the work ended: the term and the time to hand over run from that year, or from that day."""
    start_date: dt.date | None = None
    """Of the earliest document; made by the system when the file is closed, as the next three."""
    end_date: dt.date | None = None
    doc_total: int = 0
    page_total: int = 0
    handed_over_at: dt.datetime | None = None
    """When it was handed over to the office's archive (nộp lưu vào Lưu trữ cơ quan)."""
    handed_over_by: str = ""


@dataclass(frozen=True, slots=True)
class FiledDocument:
    """One document in one case file; the document itself stays where it is, and may be in others as well."""

    case_file_id: str
    document_id: str
    ordinal: int
    """DocOrdinal: from 1, by time once the file is closed."""
    added_by: str
    added_at: dt.datetime
    since_version: int = 1
    """Version of the package that it is in for the first time."""
    why: str = ""
    """Why it came late; empty for what was added while the file was open."""


@dataclass(frozen=True, slots=True)
class CaseReceipt:
    """What the archive confirmed of one version of a case file's package."""

    case_file_id: str
    version: int
    package: str
    """Key prefix."""
    manifest_sha256: str
    retain_until: dt.datetime
    """The earliest lock that was read back."""
    archived_at: dt.datetime
    objects: dict[str, str]
    """Key to SHA-256 of every object of this package; not of the packages it refers to."""
