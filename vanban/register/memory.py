"""The register in memory: the same contract as PostgreSQL's, for tests of what stands on it.

Writers take turns as they do there: a unit of work works on a copy from its first write on, and ``commit`` puts the
copy in place. Values are frozen, so that copies are shallow.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from vanban import ports
from vanban.domain.document import Direction, Document, State, Urgency
from vanban.domain.errors import NotFoundError, ServiceUnavailableError
from vanban.register.memory_authorities import MemoryAuthorities
from vanban.register.memory_books import (
    MemoryBatches,
    MemoryDocuments,
    MemoryEvents,
    MemoryNumbers,
    in_queue_order,
)
from vanban.register.memory_casefiles import MemoryCaseFiles, MemoryCaseReceipts
from vanban.register.memory_copies import MemoryCopies
from vanban.register.memory_directions import MemoryDirections
from vanban.register.memory_disposals import MemoryDisposals
from vanban.register.memory_event_tree import MemoryEventTree
from vanban.register.memory_evidence import MemoryEvidence, MemoryReceipts
from vanban.register.memory_figures import MemoryFigures
from vanban.register.memory_findings import MemoryFindings
from vanban.register.memory_intake import MemoryIntake
from vanban.register.memory_issuing import MemoryIssuing
from vanban.register.memory_keeping import MemoryCustody, MemoryHolds, MemoryStampEnds, MemoryTerms
from vanban.register.memory_notices import MemoryNotices
from vanban.register.memory_oversight import MemoryOversight
from vanban.register.memory_own_token import MemoryPairedPcs, MemorySigningRequests
from vanban.register.memory_people import MemoryEntrance, MemoryPeople
from vanban.register.memory_public_codes import MemoryPublicCodes
from vanban.register.memory_queue import MemoryQueue
from vanban.register.memory_registers import MemoryRegisters
from vanban.register.memory_saved_searches import MemorySavedSearches
from vanban.register.memory_search import MemorySearch
from vanban.register.memory_second_looks import MemorySecondLooks
from vanban.register.memory_state import MemoryState
from vanban.register.rules import no_document


class MemoryRegister:
    """``vanban.ports.Register``; safe to use from several threads."""

    def __init__(self, *, patience_seconds: float = 15.0) -> None:
        self.patience_seconds = patience_seconds
        self.committed = MemoryState()
        self.writer = threading.Lock()
        self._held: set[str] = set()
        self._guard = threading.Lock()

    def begin(self) -> MemoryUnitOfWork:
        """Return a new unit of work."""
        return MemoryUnitOfWork(self)

    @contextlib.contextmanager
    def take(
        self, *, states: frozenset[State], urgent_only: bool = False, direction: Direction | None = None
    ) -> Iterator[Document | None]:
        """Hand out the most urgent, then oldest document in these states that nobody holds."""
        with contextlib.ExitStack() as held:
            for candidate in in_queue_order(self.committed.documents.values()):
                if candidate.state not in states or (direction and candidate.direction is not direction):
                    continue
                if urgent_only and candidate.urgency is Urgency.NORMAL:
                    continue
                if held.enter_context(self._lock(f"document:{candidate.id}")):
                    current = self.committed.documents[candidate.id]
                    if current.state in states:
                        yield current
                        return
            yield None

    def hold(self, name: str) -> contextlib.AbstractContextManager[bool]:
        """Hold a named lock for the context; yields False if another holds it."""
        return self._lock(f"hold:{name}")

    def search_text(self, document_id: str, text: Sequence[str]) -> None:
        """Store the plain text of a document's pages. Raises ``NotFoundError``."""
        if document_id not in self.committed.documents:
            raise no_document(document_id)
        self.committed.texts[document_id] = tuple(text)

    @contextlib.contextmanager
    def _lock(self, name: str) -> Iterator[bool]:
        with self._guard:
            free = name not in self._held
            if free:
                self._held.add(name)
        try:
            yield free
        finally:
            if free:
                with self._guard:
                    self._held.discard(name)


class MemoryTransaction:
    """Reads see what is committed and what was written here."""

    def __init__(self, register: MemoryRegister) -> None:
        self._register = register
        self._draft: MemoryState | None = None

    @property
    def state(self) -> MemoryState:
        """What a read sees."""
        return self._draft or self._register.committed

    def draft(self) -> MemoryState:
        """Return the copy to write to, waiting for the writer before us.

        Raises:
            ServiceUnavailableError: if that one does not end in time.
        """
        if self._draft is None:
            if not self._register.writer.acquire(timeout=self._register.patience_seconds):
                raise ServiceUnavailableError(
                    "Another unit of work keeps the register.", vi="Sổ đăng ký đang bị một thao tác khác giữ."
                )
            self._draft = self._register.committed.copy()
        return self._draft

    def commit(self) -> None:
        """Put the copy in place, unless it points to documents that are not there."""
        if self._draft is None:
            return
        missing = self._draft.pointed_to - self._draft.documents.keys()
        if missing:
            self.end()
            raise NotFoundError(f"There is no document {min(missing)}.", vi=f"Không có văn bản {min(missing)}.")
        # Texts are stored outside units of work and must not be set back.
        self._draft.texts = self._register.committed.texts
        self._register.committed = self._draft
        self.end()

    def end(self) -> None:
        """Drop the copy."""
        if self._draft is not None:
            self._draft = None
            self._register.writer.release()


class MemoryUnitOfWork(ports.UnitOfWork):
    """``vanban.ports.UnitOfWork``."""

    def __init__(self, register: MemoryRegister) -> None:
        self._transaction = transaction = MemoryTransaction(register)
        self.intake = MemoryIntake(transaction)
        self.documents = MemoryDocuments(transaction)
        self.queue = MemoryQueue(transaction)
        self.search = MemorySearch(transaction)
        self.saved_searches = MemorySavedSearches(transaction)
        self.directions = MemoryDirections(transaction)
        self.issuing = MemoryIssuing(transaction)
        self.copies = MemoryCopies(transaction)
        self.public_codes = MemoryPublicCodes(transaction)
        self.numbers = MemoryNumbers(transaction)
        self.registers = MemoryRegisters(transaction)
        self.batches = MemoryBatches(transaction)
        self.authorities = MemoryAuthorities(transaction)
        self.signing_requests = MemorySigningRequests(transaction)
        self.paired_pcs = MemoryPairedPcs(transaction)
        self.events = MemoryEvents(transaction)
        self.event_tree = MemoryEventTree(transaction)
        self.receipts = MemoryReceipts(transaction)
        self.evidence = MemoryEvidence(transaction)
        self.terms = MemoryTerms(transaction)
        self.holds = MemoryHolds(transaction)
        self.custody = MemoryCustody(transaction)
        self.findings = MemoryFindings(transaction)
        self.case_files = MemoryCaseFiles(transaction)
        self.case_receipts = MemoryCaseReceipts(transaction)
        self.stamp_ends = MemoryStampEnds(transaction)
        self.disposals = MemoryDisposals(transaction)
        self.people = MemoryPeople(transaction)
        self.entrance = MemoryEntrance(transaction)
        self.second_looks = MemorySecondLooks(transaction)
        self.figures = MemoryFigures(transaction)
        self.oversight = MemoryOversight(transaction)
        self.notices = MemoryNotices(transaction)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transaction.end()

    def commit(self) -> None:
        """Make everything since the start durable."""
        self._transaction.commit()
