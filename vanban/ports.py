"""What the workflows need from the outside, each with its contract. Adapters and fakes pass the same contract suite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

from vanban.domain.batch import Batch, BatchItem, Grant, Purpose
from vanban.domain.document import Direction, Document, State
from vanban.domain.evidence import ArchiveReceipt, Event, FileVerdict
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.reading import Examination, Reading


class Clock(Protocol):
    """The time, so that tests can move it."""

    def now(self) -> dt.datetime:
        """Return the current time, aware, in UTC."""


# --- reading ---------------------------------------------------------------------------------------------------------


class Examiner(Protocol):
    """Safety checks and secrecy gate on a claimed file, run apart under time, memory and pixel limits."""

    def examine(self, path: Path, *, file_name: str, work: Path) -> Examination:
        """Return what the file is. Never raises for bad input: that is an outcome with a reason.

        ``work`` is an existing private folder; the page-1 pass may be kept there for ``Reader`` and is wiped here when
        the outcome is suspect. ``file_name`` gives only the extension to check.
        """


class Reader(Protocol):
    """Reading of a clean file, run apart under time and memory limits."""

    def read(self, path: Path, *, work: Path) -> Reading:
        """Return the facts. ``work`` may hold the gate's page-1 pass.

        Raises:
            VanbanError: if the file cannot be read within its limits (not retryable).
        """


# --- object store ----------------------------------------------------------------------------------------------------


RECORDS = "records"
"""Originals and intermediate signed files, content-addressed, versioned, nothing deletes them."""
ARCHIVE = "archive"
"""Packages under COMPLIANCE retention."""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One version of an object, as the store reports it."""

    bucket: str
    key: str
    version_id: str
    size: int
    retain_until: dt.datetime | None = None
    retention_mode: str = ""
    """``COMPLIANCE``, ``GOVERNANCE`` or empty."""
    is_delete_marker: bool = False
    is_latest: bool = True


class ObjectStore(Protocol):
    """An S3 object store with versioned buckets and object lock. All keys are ASCII."""

    def put(
        self,
        bucket: str,
        key: str,
        data: bytes,
        *,
        retain_until: dt.datetime | None = None,
        content_type: str = "application/octet-stream",
    ) -> StoredObject:
        """Create an object; idempotent: the same bytes at the same key return the version that is there.

        ``retain_until`` puts the version under COMPLIANCE retention.

        Raises:
            ObjectConflictError: if the key holds other bytes.
            ServiceUnavailableError: if the store does not answer.
        """

    def get(self, bucket: str, key: str, *, version_id: str = "") -> bytes:
        """Return the bytes of a version, the latest by default.

        Raises:
            NotFoundError: if there is no such object.
        """

    def stat(self, bucket: str, key: str, *, version_id: str = "") -> StoredObject | None:
        """Return what the store says of a version, with its retention read back; None if it is not there."""

    def versions(self, bucket: str, prefix: str = "") -> Iterator[StoredObject]:
        """Yield every version and delete marker under a prefix, without retention."""

    def extend_retention(self, bucket: str, key: str, *, version_id: str, retain_until: dt.datetime) -> None:
        """Move the end of a retention later; a shorter one is refused with ``RefusedError``."""

    def probe(self) -> Mapping[str, bool]:
        """Prove on this server that locks hold: capability name to whether it holds.

        Raises:
            RefusedError: if the lock does not hold, so that nothing may be archived there.
        """


# --- signing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SigningResult:
    """The outcome for one document of a batch: signed bytes, or why not."""

    document_id: str
    signed: bytes | None
    code: str = ""
    """``pin``, ``certificate``, ``not-granted``, ``broken``, ``not-verified``, ``timestamp``, ``device``; or empty."""
    message_vi: str = ""
    message_en: str = ""
    stop: bool = False
    """True if the rest of the batch must not be tried, as after a wrong PIN."""


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A person or organisation that can sign: one certificate on one device."""

    account: str
    purpose: Purpose
    name: str
    """Display name from the certificate."""
    title: str
    certificate_sha256: str
    not_after: dt.datetime


class SigningSession(Protocol):
    """An unlocked device for the length of one batch. Context manager: leaving it logs out."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def sign(self, item: BatchItem, data: bytes) -> SigningResult:
        """Prepare, digest, let the device sign, complete with a time-stamp, and verify all signatures of the output.

        Refuses ``data`` whose SHA-256 is not the item's. Never raises for one document: the result says why.
        """


class SigningDesk(Protocol):
    """Opens signing sessions; long-lived clients (time-stamps, revocation) live here."""

    def identities(self) -> Sequence[SigningIdentity]:
        """Return who can sign on this installation."""

    def preflight(self, identity: SigningIdentity, *, at: dt.datetime) -> None:
        """Check validity, chain, revocation and key usage, before any PIN is used.

        Raises:
            CertificateError: if this certificate may not sign now.
            ServiceUnavailableError: if revocation cannot be learnt now.
        """

    def open(self, identity: SigningIdentity, *, pin: str) -> SigningSession:
        """Unlock the device: exactly one try.

        Raises:
            PinError: if the PIN is wrong or locked.
        """


class Verifier(Protocol):
    """Verdicts on signed files, by code that did not make the signatures."""

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        """Return the verdict; never raises: an exception inside a parser is ``indeterminate`` with a reason."""


class PinSeal(Protocol):
    """Seals a PIN so that only the signing worker can open it."""

    def seal(self, pin: str) -> bytes:
        """Return the sealed PIN."""


class PinOpener(Protocol):
    """The signing worker's half of ``PinSeal``."""

    def open(self, sealed: bytes) -> str:
        """Return the PIN. Raises ``RefusedError`` if it was not sealed to this worker."""


class DraftNumberer(Protocol):
    """Writes the reserved number and date into an unsigned outgoing draft."""

    def write_number(self, data: bytes, *, number: str, issued_on: dt.date) -> bytes:
        """Return new bytes with number and date in their places; ``data`` unchanged if they are already printed.

        Raises:
            RefusedError: if the draft is signed, or its places for number and date cannot be found.
        """


# --- register --------------------------------------------------------------------------------------------------------


class Intake(Protocol):
    """The ledger of claims: one row per claim, first writer wins."""

    def add(self, item: IntakeItem) -> IntakeItem:
        """Store the outcome of a claim; if one is stored already, return that one unchanged."""

    def get(self, claim_id: str) -> IntakeItem | None: ...
    def accepted(self, sha256: str) -> IntakeItem | None:
        """Return the accepted item with these bytes, if any."""

    def counts(self) -> Mapping[Disposition, int]: ...
    def list(self, *, disposition: Disposition | None = None, limit: int = 1000) -> Sequence[IntakeItem]:
        """Return items, newest first."""


class Documents(Protocol):
    """The documents of the register."""

    def add(self, document: Document) -> None: ...
    def get(self, document_id: str) -> Document:
        """Return a document. Raises ``NotFoundError``."""

    def change(self, document_id: str, *, expect: State | frozenset[State], **fields: Any) -> Document:
        """Change fields (any of ``Document``), locking the row, and return the new value.

        Raises:
            StaleStateError: if the document is not in an expected state, or the step is not in ``TRANSITIONS``.
        """

    def list(
        self, *, state: State | None = None, direction: Direction | None = None, office: str = "", limit: int = 1000
    ) -> Sequence[Document]:
        """Return documents, most urgent first, then oldest first."""

    def same_identity(self, *, number: str, symbol: str, issuer: str, year: int, but: str = "") -> Sequence[Document]:
        """Return registered documents with the same number, symbol and issuer (accent-folded), except ``but``."""

    def counts(self) -> Mapping[State, int]: ...


@dataclass(frozen=True, slots=True)
class Book:
    """One register of one office and year: numbers start at 1 and have no gaps."""

    office: str
    direction: Direction
    year: int


class Numbers(Protocol):
    """Gapless counters; taken in the same transaction as the row that uses them."""

    def take(self, book: Book, *, document_id: str) -> int:
        """Return the next number, or the number this document already holds in the book."""

    def void(self, book: Book, *, document_id: str, reason: str) -> None:
        """Mark the document's number as void, with a reason; the number is never given again."""

    def list(self, book: Book) -> Sequence[tuple[int, str, str]]:
        """Return (number, document id, void reason or empty), ascending."""


class Batches(Protocol):
    """Frozen batches and their grants."""

    def add(self, batch: Batch) -> None: ...
    def get(self, batch_id: str) -> Batch:
        """Return a batch. Raises ``NotFoundError``."""

    def list(self, *, open_only: bool = False, limit: int = 200) -> Sequence[Batch]: ...
    def set_item(self, batch_id: str, item: BatchItem) -> None:
        """Store the result of one pending item; a stored result is never replaced (first writer wins)."""

    def close(self, batch_id: str, *, at: dt.datetime) -> None: ...
    def add_grant(self, grant: Grant) -> None:
        """Store a grant. Raises ``RefusedError`` if the batch has an unused, unexpired one."""

    def grant_for(self, batch_id: str) -> Grant | None:
        """Return the newest grant of the batch, used or not."""

    def use_grant(self, grant_id: str, *, at: dt.datetime) -> bool:
        """Mark the grant as used and wipe its sealed PIN; False if it was used before."""


class Events(Protocol):
    """The append-only, hash-chained audit trail."""

    def append(
        self, *, at: dt.datetime, actor: str, name: str, subject: str, data: Mapping[str, Any] | None = None
    ) -> Event:
        """Add an event at the end of the chain, within the unit of work."""

    def list(self, *, subject: str = "", after: int = 0, limit: int = 1000) -> Sequence[Event]:
        """Return events in order."""

    def verify_chain(self) -> Sequence[str]:
        """Return one sentence per broken link; empty when the chain is whole."""


class Receipts(Protocol):
    """Archive receipts."""

    def add(self, receipt: ArchiveReceipt) -> None:
        """Store a receipt; the same document twice keeps the first."""

    def get(self, document_id: str) -> ArchiveReceipt | None: ...
    def list(self, *, limit: int = 100_000) -> Sequence[ArchiveReceipt]: ...


class Evidence(Protocol):
    """Which stored bytes belong to a document, and in what role."""

    def add(self, document_id: str, *, role: str, sha256: str, at: dt.datetime) -> None:
        """Note bytes stored in ``RECORDS``: role ``original``, ``numbered``, ``signed``, ``sealed``. Idempotent."""

    def list(self, document_id: str) -> Sequence[tuple[str, str]]:
        """Return (role, sha256) in the order they were added."""


class UnitOfWork(Protocol):
    """One transaction on the register. Rolls back unless ``commit`` was called."""

    intake: Intake
    documents: Documents
    numbers: Numbers
    batches: Batches
    events: Events
    receipts: Receipts
    evidence: Evidence

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


class Notifier(Protocol):
    """Hints the orchestrator that there is work. Losing a hint only costs time: the sweeps find everything."""

    def ring(self, phase: str) -> None:
        """Ring the bell of a phase: ``intake``, ``sign`` or ``archive``."""
