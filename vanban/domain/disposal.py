"""Disposal (tiêu hủy): a list that one person proposes and another approves, and what is left: tombstones.

Luật Lưu trữ 33/2024/QH15: only what is past its term, by a list with reasons, decided by a competent person.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

PREFIX = "disposal/"
"""Of the keys of lists and tombstones in the archive bucket."""


class ItemState(StrEnum):
    """What became of one record of a list."""

    LISTED = "LISTED"
    KEPT = "KEPT"
    """It could not be disposed of when the list was carried out; ``note`` says why."""
    DISPOSED = "DISPOSED"
    """Its tombstone lies in the archive, and its objects are being deleted."""
    DELETED = "DELETED"
    """Nothing of it is left but the tombstone."""


class ListState(StrEnum):
    """Where a list stands."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    CARRIED_OUT = "CARRIED_OUT"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True)
class DisposalItem:
    """One record of a list. What describes it is frozen when it is proposed."""

    document_id: str
    kind: str
    number: str
    """Số, ký hiệu."""
    issued: str
    """Date of the document, ISO 8601; empty if it has none."""
    subject: str
    """Trích yếu."""
    code: str
    """Of the retention schedule."""
    term: str
    """As people write it: ``10 năm``."""
    basis: str
    last_day: str
    """The last day of its term, ISO 8601."""
    objects: dict[str, str] = field(default_factory=dict)
    """Key to SHA-256 of everything of it in the archive."""
    state: ItemState = ItemState.LISTED
    note: str = ""
    """Why it was kept, or in which stores something is left."""
    tombstone_sha256: str = ""
    settled_at: dt.datetime | None = None
    """When it was disposed of or kept."""

    def described(self) -> dict[str, Any]:
        """Return the frozen part as JSON."""
        said = asdict(self)
        for name in ("state", "note", "tombstone_sha256", "settled_at"):
            del said[name]
        return said


@dataclass(frozen=True, slots=True)
class DisposalList:
    """A list of records to be disposed of (danh mục tài liệu hết thời hạn bảo quản đề nghị hủy)."""

    id: str
    proposed_by: str
    proposed_at: dt.datetime
    why: str
    items: tuple[DisposalItem, ...]
    state: ListState = ListState.PROPOSED
    decided_by: str = ""
    """Who approved or withdrew it."""
    decided_at: dt.datetime | None = None
    decision: str = ""
    """Words of who decided."""
    manifest_sha256: str = ""
    """Digest of the approved list as it lies in the archive."""
    page_sha256: str = ""
    """Digest of its printable form."""
    closed_at: dt.datetime | None = None

    @property
    def prefix(self) -> str:
        """Key prefix of the list and its tombstones."""
        return f"{PREFIX}{self.id}/"

    @property
    def manifest_key(self) -> str:
        """Key of the approved list."""
        return f"{self.prefix}list-{self.manifest_sha256[:16]}.json"

    @property
    def page_key(self) -> str:
        """Key of its printable form."""
        return f"{self.prefix}list-{self.manifest_sha256[:16]}.pdf"

    def tombstone_key(self, document_id: str) -> str:
        """Return the key of a record's tombstone."""
        return f"{self.prefix}{document_id}.json"

    def manifest(self) -> bytes:
        """Return the list as it is kept: JSON, with who proposed and who approved it."""
        said = {
            "format": "vanban-disposal-list/1",
            "list": self.id,
            "proposed_by": self.proposed_by,
            "proposed_at": self.proposed_at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            "why": self.why,
            "approved_by": self.decided_by,
            "approved_at": self.decided_at.astimezone(dt.UTC).isoformat(timespec="seconds") if self.decided_at else "",
            "decision": self.decision,
            "records": [item.described() for item in self.items],
        }
        return as_json(said)


def tombstone(listed: DisposalList, item: DisposalItem, *, records: dict[str, str], by: str, at: dt.datetime) -> bytes:
    """Return what is left of a record: what it was, when, by whom and why it was disposed of, and every digest.

    Args:
        listed: the approved list.
        item: the record.
        records: role to SHA-256 of its working files, which go with it.
        by: who carries the list out.
        at: when.
    """
    described = item.described()
    del described["subject"]  # it stands in the list and in the register; here only what identifies and proves
    return as_json(
        {
            "format": "vanban-tombstone/1",
            "list": listed.id,
            "list_sha256": listed.manifest_sha256,
            "record": described,
            "files": records,
            "why": listed.why,
            "proposed_by": listed.proposed_by,
            "approved_by": listed.decided_by,
            "carried_out_by": by,
            "at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        }
    )


def as_json(value: dict[str, Any]) -> bytes:
    """Return JSON as it is kept in the archive."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def sha256(data: bytes) -> str:
    """Return the digest of bytes, hex."""
    return hashlib.sha256(data).hexdigest()
