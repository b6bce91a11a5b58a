"""The parts of a unit of work: the books of the office, one class each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from vanban.domain.authority import Authority
from vanban.domain.batch import Batch, BatchItem, Grant, Purpose
from vanban.domain.document import Direction, Document, State
from vanban.domain.evidence import ArchiveReceipt, Event
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.own_token import PairedPc, SigningRequest
from vanban.domain.reading import KnownSigner


class Intake(Protocol):
    """The ledger of claims: one row per claim, first writer wins."""

    def add(self, item: IntakeItem) -> IntakeItem:
        """Store the outcome of a claim; if one is stored already, return that one unchanged."""

    def get(self, claim_id: str) -> IntakeItem | None: ...
    def accepted(self, sha256: str) -> IntakeItem | None:
        """Return the accepted item with these bytes, if any."""

    def ask_again(self, claim_id: str) -> bool:
        """Mark a refused file to be received again; False if it is marked already, or was not refused."""

    def to_reopen(self) -> Sequence[IntakeItem]:
        """Return refused files marked to be received again, and suspects that were released, the oldest first."""

    def reopen(self, claim_id: str) -> bool:
        """Take out the row of such a file, whose claim begins anew; False if there is no such row."""

    def counts(self) -> Mapping[Disposition, int]: ...
    def list(self, *, disposition: Disposition | None = None, limit: int = 1000) -> Sequence[IntakeItem]:
        """Return items, newest first."""

    def refused(self, *, office: str, offset: int = 0, limit: int = 100) -> tuple[Sequence[IntakeItem], int]:
        """Return what was not taken in (quarantined, duplicate, suspect), newest first, and how many there are.

        A suspect keeps no office: it is told to every one.
        """


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
        self,
        *,
        state: State | None = None,
        direction: Direction | None = None,
        office: str = "",
        limit: int = 1000,
        bare: bool = False,
    ) -> Sequence[Document]:
        """Return documents, most urgent first, then oldest first.

        ``bare`` leaves out reading and verdict, by far the largest part, for who goes through all that there are.
        """

    def same_identity(self, *, number: str, symbol: str, issuer: str, year: int, but: str = "") -> Sequence[Document]:
        """Return registered documents with the same number, symbol and issuer (accent-folded), except ``but``."""

    def known_signers(self, *, limit: int = 500) -> Sequence[KnownSigner]:
        """Return who signed the documents in the registers, as clerks confirmed it, the most frequent first."""

    def counts(self) -> Mapping[State, int]: ...


@dataclass(frozen=True, slots=True)
class Book:
    """One register of one office and year: numbers start at 1 and have no gaps."""

    office: str
    direction: Direction
    year: int
    series: str = ""
    """Empty for the book itself; ``sao`` for copies, whose numbers run on their own (Phụ lục I, Phần II, II.1.c)."""


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

    def list(
        self,
        *,
        open_only: bool = False,
        granted_only: bool = False,
        office: str = "",
        purpose: Purpose | None = None,
        limit: int | None = 200,
    ) -> Sequence[Batch]:
        """Return batches, newest first; ``limit`` None for all, as where none of the open ones may be missed."""

    def set_item(self, batch_id: str, item: BatchItem) -> None:
        """Store the result of one pending item; a stored result is never replaced (first writer wins)."""

    def close(self, batch_id: str, *, at: dt.datetime) -> None: ...
    def add_grant(self, grant: Grant) -> None:
        """Store a grant. Raises ``RefusedError`` if the batch has an unused, unexpired one."""

    def grant_for(self, batch_id: str) -> Grant | None:
        """Return the newest grant of the batch, used or not."""

    def grants_for(self, batch_ids: Collection[str]) -> Mapping[str, Grant]:
        """Return the newest grant of each batch that has one, by the batch's id."""

    def use_grant(self, grant_id: str, *, at: dt.datetime) -> bool:
        """Mark the grant as used and wipe its sealed PIN; False if it was used before."""


class SigningRequests(Protocol):
    """What was handed out to be signed with a token elsewhere, and the answers."""

    def add(self, request: SigningRequest) -> SigningRequest:
        """Store a request; if the batch's document has one already, return that one unchanged (first writer wins)."""

    def get(self, batch_id: str, document_id: str) -> SigningRequest | None:
        """Return the request for a document of a batch, if it was handed out."""

    def list(self, batch_id: str) -> Sequence[SigningRequest]:
        """Return a batch's requests in the order they were added."""

    def answer(self, batch_id: str, document_id: str, *, signature: bytes, at: dt.datetime) -> bool:
        """Store the signature of a request; False if it has one, which is never replaced. Raises ``NotFoundError``."""


class PairedPcs(Protocol):
    """The PCs that people sign at with their own token."""

    def add(self, pc: PairedPc) -> None: ...
    def find(self, token_sha256: str) -> PairedPc | None:
        """Return the PC with this access token, whether or not its pairing still holds."""

    def list(self, account: str) -> Sequence[PairedPc]:
        """Return an account's PCs, newest first."""

    def end(self, pc_id: str, *, account: str, at: dt.datetime) -> None:
        """End a pairing for good. Raises ``NotFoundError`` if the account has no such PC."""


class Events(Protocol):
    """The append-only, hash-chained audit trail."""

    def append(
        self, *, at: dt.datetime, actor: str, name: str, subject: str, data: Mapping[str, Any] | None = None
    ) -> Event:
        """Add an event at the end of the chain, within the unit of work."""

    def list(self, *, subject: str = "", after: int = 0, limit: int = 1000) -> Sequence[Event]:
        """Return events in order."""

    def newest(self, name: str, subjects: Collection[str]) -> Mapping[str, Event]:
        """Return the last event of this name about each subject that has one."""

    def verify_chain(self) -> Sequence[str]:
        """Return one sentence per broken link; empty when the chain is whole."""


class Receipts(Protocol):
    """Archive receipts."""

    def add(self, receipt: ArchiveReceipt) -> None:
        """Store a receipt; the same document twice keeps the first."""

    def add_version(self, receipt: ArchiveReceipt) -> None:
        """Store the receipt of a further version of a package; the same package twice keeps the first."""

    def get(self, document_id: str) -> ArchiveReceipt | None:
        """Return the newest receipt of a document, if it is archived."""

    def list(self, *, limit: int = 100_000) -> Sequence[ArchiveReceipt]:
        """Return the receipts of every version, oldest first."""


class Evidence(Protocol):
    """Which stored bytes belong to a document, and in what role."""

    def add(self, document_id: str, *, role: str, sha256: str, at: dt.datetime) -> None:
        """Note bytes stored in ``RECORDS``: role ``original``, ``numbered``, ``sealed`` … Idempotent."""

    def list(self, document_id: str) -> Sequence[tuple[str, str]]:
        """Return (role, sha256) in the order they were added."""

    def holders(self, sha256: str) -> Sequence[str]:
        """Return the documents that these bytes belong to."""


class Authorities(Protocol):
    """Who may sign what. Rows are added and ended, never changed or removed."""

    def add(self, row: Authority) -> None:
        """Store a row. Raises ``RefusedError`` if its id is there already."""

    def get(self, authority_id: str) -> Authority:
        """Return a row. Raises ``NotFoundError``."""

    def list(self, *, office: str = "") -> Sequence[Authority]:
        """Return rows, those that ended too, in the order they were given."""

    def end(self, authority_id: str, *, at: dt.datetime, by: str, reason: str) -> bool:
        """End a row; False if it was ended before, which stays. Raises ``NotFoundError``."""
