"""A document and the states it passes through, from the intake folder to the archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Direction(StrEnum):
    """Whether a document comes in (văn bản đến) or goes out (văn bản đi)."""

    INCOMING = "den"
    OUTGOING = "di"


class State(StrEnum):
    """Where a received document stands. Allowed steps are in ``TRANSITIONS``."""

    RECEIVED = "RECEIVED"
    READ = "READ"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    REGISTERED = "REGISTERED"
    APPROVED = "APPROVED"
    SIGNED = "SIGNED"
    SEAL_APPROVED = "SEAL_APPROVED"
    SEALED = "SEALED"
    ARCHIVED = "ARCHIVED"
    DISPOSED = "DISPOSED"
    """Past its term and disposed of by two people's decision: its row, its digests and a tombstone are left."""
    RETURNED = "RETURNED"
    SUSPECT = "SUSPECT"
    """A mark of state secrecy was found on a later page, while reading: nothing was kept of the reading."""


TRANSITIONS: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.READ, State.NEEDS_REVIEW, State.RETURNED, State.SUSPECT}),
    # Back to RECEIVED: a person had it read again.
    State.READ: frozenset({State.REGISTERED, State.RETURNED, State.RECEIVED}),
    State.NEEDS_REVIEW: frozenset({State.REGISTERED, State.RETURNED, State.RECEIVED}),
    # An incoming document is archived once registered; an outgoing one is approved, signed and sealed first.
    # A copy or an annex goes straight to the organisation's seal (``sealed_alone``).
    State.REGISTERED: frozenset({State.APPROVED, State.SEAL_APPROVED, State.ARCHIVED, State.RETURNED}),
    # A failed signature goes back to REGISTERED, with its reason, to be put into another batch.
    State.APPROVED: frozenset({State.SIGNED, State.REGISTERED}),
    State.SIGNED: frozenset({State.SEAL_APPROVED}),
    State.SEAL_APPROVED: frozenset({State.SEALED, State.SIGNED, State.REGISTERED}),
    State.SEALED: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset({State.DISPOSED}),
    State.DISPOSED: frozenset(),
    State.RETURNED: frozenset(),
    # Only if two people released exactly these bytes, which the register checks (``domain.second_look``).
    State.SUSPECT: frozenset({State.RECEIVED}),
}


class Urgency(StrEnum):
    """Độ khẩn (NĐ 30/2020, Phụ lục I, II.10b), as stored and printed."""

    NORMAL = "thường"
    URGENT = "khẩn"
    VERY_URGENT = "thượng khẩn"
    EXPRESS = "hỏa tốc"

    @property
    def rank(self) -> int:
        """0 for normal to 3 for express; also the Priority field of Phụ lục VI."""
        return list(Urgency).index(self)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """The data fields of NĐ 30/2020, Phụ lục VI, under their English names there; empty until known.

    Texts are NFC. The clerk confirms them; reading only proposes.
    """

    organ_id: str = ""
    file_catalog: int | None = None
    file_notation: str = ""
    doc_ordinal: int | None = None
    type_name: str = ""
    """Tên loại văn bản, lower case: ``quyết định``, ``công văn`` …"""
    code_number: str = ""
    """Số văn bản, as printed: ``05``, ``123a``."""
    code_notation: str = ""
    """Ký hiệu: ``QĐ-UBND``."""
    issued_date: dt.date | None = None
    organ_name: str = ""
    """Cơ quan ban hành (tác giả)."""
    subject: str = ""
    language: str = "Tiếng Việt"
    page_amount: int | None = None
    description: str = ""
    arrival_date: dt.date | None = None
    arrival_number: int | None = None
    """Số đến: only for incoming documents, gapless per office and year."""
    signer_position: str = ""
    signer_full_name: str = ""
    priority: int = 0
    to_places: str = ""
    trace_header_list: str = ""
    due_date: dt.date | None = None
    issued_amount: int | None = None
    sphere: str = ""
    """Lĩnh vực, which a right to sign may be limited to; not of Phụ lục VI (edXML: ``SphereOfPromulgation``)."""


FIELD_OF_FACT: Mapping[str, str] = MappingProxyType(
    {
        "kind": "type_name",
        "number": "code_number",
        "symbol": "code_notation",
        "issuer": "organ_name",
        "subject": "subject",
        "signer": "signer_full_name",
        "signer_title": "signer_position",
    }
)
"""Facts of a reading that go into a register entry as they are, and the fields they go into."""


@dataclass(frozen=True, slots=True)
class Document:
    """One received document. Changes go through the register and return a new value."""

    id: str
    """UUID, lower case."""
    claim_id: str
    """The spool claim it came from."""
    office: str
    direction: Direction
    state: State
    sha256: str
    """Digest of the original bytes, hex."""
    size: int
    media_type: str
    file_name: str
    """Name as dropped, NFC, for display only; never used as a path."""
    received_at: dt.datetime
    received_by: str
    """Account or folder owner that handed it in."""
    urgency: Urgency = Urgency.NORMAL
    pages: int = 0
    current_sha256: str = ""
    """Digest of the newest bytes of the record: the original, then the numbered draft, then each signed file."""
    reason: str = ""
    """Code of ``vanban.domain.reasons`` or of the last failure; empty when all is well."""
    note: str = ""
    """A person's words beside the reason, such as why it was returned."""
    warnings: tuple[str, ...] = ()
    """Codes such as ``same-identity`` (number, symbol and issuer were seen before)."""
    reading: dict[str, Any] | None = None
    """The reading as JSON (``vanban.domain.reading.Reading.as_json``)."""
    verdict: dict[str, Any] | None = None
    """Verdict on the signatures the document came with, as JSON; None if it was not signed."""
    entry: RegisterEntry = field(default_factory=RegisterEntry)

    @property
    def is_final(self) -> bool:
        """Whether nothing more will happen to the document but, one day, its disposal."""
        # A suspect that nobody releases stays what it is.
        return self.state is State.SUSPECT or TRANSITIONS[self.state] <= {State.DISPOSED}
