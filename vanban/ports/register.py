"""The register: its units of work, and the queue it hands work out from."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol, Self

from vanban.domain.document import Direction, Document, State
from vanban.ports.books import (
    Authorities,
    Batches,
    Documents,
    Events,
    Evidence,
    Intake,
    Numbers,
    PairedPcs,
    Receipts,
    SigningRequests,
)
from vanban.ports.casefiles import CaseFiles, CaseReceipts
from vanban.ports.copies import CopiesBook
from vanban.ports.directions import Directions
from vanban.ports.disposal import Disposals
from vanban.ports.event_tree import EventTree
from vanban.ports.figures import Figures
from vanban.ports.findings import FindingsBook
from vanban.ports.issuing import IssuingBook
from vanban.ports.keeping import CustodyBook, Holds, Terms
from vanban.ports.notices import Notices
from vanban.ports.oversight import Oversight
from vanban.ports.people import Entrance, People
from vanban.ports.public_codes import PublicCodes
from vanban.ports.queue import Queue
from vanban.ports.registers import Registers
from vanban.ports.saved_searches import SavedSearches
from vanban.ports.search import DocumentSearch
from vanban.ports.second_looks import SecondLooks
from vanban.ports.stamps import StampEnds


class UnitOfWork(Protocol):
    """One transaction on the register. Rolls back unless ``commit`` was called."""

    intake: Intake
    documents: Documents
    queue: Queue
    search: DocumentSearch
    saved_searches: SavedSearches
    directions: Directions
    issuing: IssuingBook
    copies: CopiesBook
    public_codes: PublicCodes
    numbers: Numbers
    registers: Registers
    batches: Batches
    authorities: Authorities
    signing_requests: SigningRequests
    paired_pcs: PairedPcs
    events: Events
    event_tree: EventTree
    receipts: Receipts
    evidence: Evidence
    terms: Terms
    holds: Holds
    custody: CustodyBook
    findings: FindingsBook
    case_files: CaseFiles
    case_receipts: CaseReceipts
    stamp_ends: StampEnds
    disposals: Disposals
    people: People
    entrance: Entrance
    second_looks: SecondLooks
    figures: Figures
    oversight: Oversight
    notices: Notices

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def commit(self) -> None:
        """Make everything since the start durable."""


class Register(Protocol):
    """Opens units of work, and hands out work that dies with its worker."""

    def begin(self) -> UnitOfWork:
        """Return a new unit of work, to be used with ``with``.

        Raises:
            ServiceUnavailableError: if the database does not answer.
        """

    def take(
        self, *, states: frozenset[State], urgent_only: bool = False, direction: Direction | None = None
    ) -> AbstractContextManager[Document | None]:
        """Hand out the most urgent, then oldest document in these states that no other worker holds.

        The hold is a session lock of the database: it ends with the context, the process or the connection, so that a
        killed worker blocks nothing. Yields None when there is none.
        """

    def hold(self, name: str) -> AbstractContextManager[bool]:
        """Hold a named lock for the context (same lifetime); yields False if another holds it."""

    def search_text(self, document_id: str, text: Sequence[str]) -> None:
        """Store the plain text of a document's pages for search, outside the document row."""
