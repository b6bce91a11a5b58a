"""What the register in memory holds, and what its parts need of a transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from typing import Protocol

from vanban.domain.authority import Authority
from vanban.domain.batch import Batch, Grant
from vanban.domain.book_lines import BookClosing
from vanban.domain.casefile import CaseFile, CaseReceipt, FiledDocument
from vanban.domain.copies import Copy
from vanban.domain.directions import Opinion
from vanban.domain.disposal import DisposalList
from vanban.domain.document import Document
from vanban.domain.evidence import ArchiveReceipt, Event
from vanban.domain.findings import NotedFinding
from vanban.domain.intake import IntakeItem
from vanban.domain.issuing import OutgoingAct
from vanban.domain.keeping import Custody, Hold, TermDecision
from vanban.domain.merkle import Node
from vanban.domain.notices import Channel, Contact, Notice
from vanban.domain.own_token import PairedPc, SigningRequest
from vanban.domain.people import Account, RightsChange
from vanban.domain.publishing import PublicCode
from vanban.domain.search import SavedSearch
from vanban.domain.second_look import SecondLook
from vanban.domain.stamps import StampEnd
from vanban.ports import Book

Line = tuple[int, str, str]
"""Number, document id, void reason or empty."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery of a notice."""

    due_at: dt.datetime | None
    """When it is tried next; None when it has ended."""
    tries: int = 0
    error: str = ""
    outcome: str = ""


@dataclass(slots=True)
class MemoryState:
    """Everything, by its key. Values are frozen; only the containers change."""

    intake: dict[str, IntakeItem] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    numbers: dict[Book, tuple[Line, ...]] = field(default_factory=dict)
    book_closings: dict[Book, BookClosing] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    authorities: dict[str, Authority] = field(default_factory=dict)
    signing_requests: dict[tuple[str, str], SigningRequest] = field(default_factory=dict)
    paired_pcs: dict[str, PairedPc] = field(default_factory=dict)
    opinions: dict[str, Opinion] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    outgoing_acts: dict[str, OutgoingAct] = field(default_factory=dict)
    public_codes: dict[str, PublicCode] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    event_tree: dict[Node, bytes] = field(default_factory=dict)
    receipts: dict[tuple[str, str], ArchiveReceipt] = field(default_factory=dict)
    evidence: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    term_decisions: list[TermDecision] = field(default_factory=list)
    holds: dict[str, Hold] = field(default_factory=dict)
    custody: dict[tuple[str, str], Custody] = field(default_factory=dict)
    findings: dict[int, NotedFinding] = field(default_factory=dict)
    case_files: dict[str, CaseFile] = field(default_factory=dict)
    filed_documents: dict[tuple[str, str], FiledDocument] = field(default_factory=dict)
    case_receipts: dict[tuple[str, int], CaseReceipt] = field(default_factory=dict)
    stamp_ends: dict[str, StampEnd | None] = field(default_factory=dict)
    disposals: dict[str, DisposalList] = field(default_factory=dict)
    people: dict[str, Account] = field(default_factory=dict)
    rights_changes: dict[str, RightsChange] = field(default_factory=dict)
    ended_sessions: dict[str, dt.datetime] = field(default_factory=dict)
    login_failures: dict[str, tuple[int, dt.datetime]] = field(default_factory=dict)
    second_looks: dict[str, SecondLook] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    notice_deliveries: dict[tuple[str, Channel], DeliveryRow] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    saved_searches: dict[tuple[str, str], SavedSearch] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pointed_to: set[str] = field(default_factory=set)
    """Documents that something points to; checked when it is committed."""

    def copy(self) -> MemoryState:
        """Return a copy whose containers are its own."""
        return MemoryState(**{one.name: getattr(self, one.name).copy() for one in fields(self)})


class Drafting(Protocol):
    """A transaction: what a read sees, and the copy to write to."""

    @property
    def state(self) -> MemoryState:
        """What a read sees."""

    def draft(self) -> MemoryState:
        """Return the copy to write to."""
