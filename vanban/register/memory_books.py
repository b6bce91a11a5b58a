"""The parts of the register in memory, one class per port."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from vanban.domain.batch import Batch, BatchItem, Grant, ItemState, Purpose
from vanban.domain.document import Direction, Document, State
from vanban.domain.evidence import Event
from vanban.domain.reading import KnownSigner
from vanban.domain.second_look import Decision
from vanban.ports import Book
from vanban.register import rules
from vanban.register.chain import broken_links, next_event
from vanban.register.folding import identity_key, identity_of
from vanban.register.memory_registers import check_number_kept, check_open
from vanban.register.memory_state import Drafting


def in_queue_order(documents: Iterable[Document]) -> list[Document]:
    """Return documents, most urgent first, then oldest first."""
    return sorted(documents, key=lambda one: (-one.urgency.rank, one.received_at, one.id))


class _Part:
    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction


class MemoryDocuments(_Part):
    """``vanban.ports.Documents``."""

    def add(self, document: Document) -> None:
        """Add a document. Raises ``DuplicateError`` if its id or claim is there already."""
        draft = self._transaction.draft()
        claims = {one.claim_id for one in draft.documents.values()}
        if document.id in draft.documents or document.claim_id in claims:
            raise rules.already_added(document.id)
        draft.documents[document.id] = document

    def get(self, document_id: str) -> Document:
        """Return a document. Raises ``NotFoundError``."""
        document = self._transaction.state.documents.get(document_id)
        if document is None:
            raise rules.no_document(document_id)
        return document

    def change(self, document_id: str, *, expect: State | frozenset[State], **fields: Any) -> Document:
        """Change fields and return the new value. Raises ``StaleStateError``."""
        draft = self._transaction.draft()
        before = self.get(document_id)
        after = rules.changed(before, expect=expect, fields=fields)
        look = draft.second_looks.get(before.sha256)
        rules.check_release(before, after, released=look is not None and look.decision is Decision.RELEASED)
        check_number_kept(before, after, draft)
        draft.documents[document_id] = after
        claim = draft.intake.get(after.claim_id)
        if after.state is State.SUSPECT and claim:
            draft.intake[after.claim_id] = dataclasses.replace(claim, file_name="")
        return after

    def list(
        self,
        *,
        state: State | None = None,
        direction: Direction | None = None,
        office: str = "",
        limit: int = 1000,
        bare: bool = False,
    ) -> Sequence[Document]:
        """Return documents, most urgent first, then oldest first; ``bare`` without reading and verdict."""
        found = in_queue_order(
            one
            for one in self._transaction.state.documents.values()
            if (state is None or one.state is state)
            and (direction is None or one.direction is direction)
            and office in ("", one.office)
        )[:limit]
        return [dataclasses.replace(one, reading=None, verdict=None) for one in found] if bare else found

    def same_identity(self, *, number: str, symbol: str, issuer: str, year: int, but: str = "") -> Sequence[Document]:
        """Return registered documents with the same number, symbol and issuer (accent-folded), except ``but``."""
        key = identity_key(number=number, symbol=symbol, issuer=issuer)
        same = (
            one
            for one in self._transaction.state.documents.values()
            if key and identity_of(one) == (key, year) and one.id != but and one.state in rules.REGISTERED
        )
        return sorted(same, key=lambda one: (one.received_at, one.id))

    def known_signers(self, *, limit: int = 500) -> Sequence[KnownSigner]:
        """Return who signed the documents in the registers, as clerks confirmed it, the most frequent first."""
        entries = [one.entry for one in self._transaction.state.documents.values() if one.state in rules.REGISTERED]
        who = Counter((e.signer_full_name, e.signer_position, e.organ_name) for e in entries if e.signer_full_name)
        often = sorted(who.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
        return [KnownSigner(name, title, office, count) for (name, title, office), count in often]

    def counts(self) -> Mapping[State, int]:
        """Return how many documents are in each state, zeros included."""
        found = Counter(one.state for one in self._transaction.state.documents.values())
        return {state: found[state] for state in State}


class MemoryNumbers(_Part):
    """``vanban.ports.Numbers``."""

    def take(self, book: Book, *, document_id: str) -> int:
        """Return the next number, or the number this document already holds in the book."""
        draft = self._transaction.draft()
        lines = draft.numbers.get(book, ())
        held = [number for number, holder, reason in lines if holder == document_id and not reason]
        if held:
            return held[0]
        check_open(book, draft)
        draft.pointed_to.add(document_id)
        draft.numbers[book] = (*lines, (len(lines) + 1, document_id, ""))
        return len(lines) + 1

    def void(self, book: Book, *, document_id: str, reason: str) -> None:
        """Mark the number the document holds as void; if it is void already, the first reason stays."""
        rules.check_void_reason(reason)
        draft = self._transaction.draft()
        lines = draft.numbers.get(book, ())
        if all(holder != document_id for _, holder, _ in lines):
            raise rules.no_number(document_id)
        check_open(book, draft)
        draft.numbers[book] = tuple(
            (number, holder, reason.strip() if holder == document_id and not voided else voided)
            for number, holder, voided in lines
        )

    def list(self, book: Book) -> Sequence[tuple[int, str, str]]:
        """Return (number, document id, void reason or empty), ascending."""
        return list(self._transaction.state.numbers.get(book, ()))


class MemoryBatches(_Part):
    """``vanban.ports.Batches``."""

    def add(self, batch: Batch) -> None:
        """Store a frozen batch. Raises ``RefusedError`` if its id is there already."""
        draft = self._transaction.draft()
        if batch.id in draft.batches:
            raise rules.batch_exists(batch.id)
        draft.batches[batch.id] = batch
        draft.pointed_to.update(item.document_id for item in batch.items)

    def get(self, batch_id: str) -> Batch:
        """Return a batch. Raises ``NotFoundError``."""
        batch = self._transaction.state.batches.get(batch_id)
        if batch is None:
            raise rules.no_batch(batch_id)
        return batch

    def list(
        self,
        *,
        open_only: bool = False,
        granted_only: bool = False,
        office: str = "",
        purpose: Purpose | None = None,
        limit: int | None = 200,
    ) -> Sequence[Batch]:
        """Return batches, newest first; ``limit`` None for all."""
        granted = {one.batch_id for one in self._transaction.state.grants.values()}
        found = [
            b
            for b in self._transaction.state.batches.values()
            if not (open_only and b.closed_at) and office in ("", b.office) and purpose in (None, b.purpose)
            if not granted_only or b.id in granted
        ]
        return sorted(found, key=lambda one: (-one.created_at.timestamp(), one.id))[:limit]

    def set_item(self, batch_id: str, item: BatchItem) -> None:
        """Store the result of one pending item; a stored result is never replaced."""
        draft = self._transaction.draft()
        batch = self.get(batch_id)
        lines = [one for one in batch.items if (one.document_id, one.sha256) == (item.document_id, item.sha256)]
        if not lines:
            raise rules.not_in_manifest(batch_id, item.document_id)
        if lines[0].state is ItemState.PENDING:
            line = lines[0]
            result = dataclasses.replace(
                item, kind=line.kind, number=line.number, subject=line.subject, place=line.place
            )
            items = tuple(result if one is lines[0] else one for one in batch.items)
            draft.batches[batch_id] = dataclasses.replace(batch, items=items)

    def close(self, batch_id: str, *, at: dt.datetime) -> None:
        """Close a batch; one that is closed keeps its time. Raises ``NotFoundError``."""
        draft = self._transaction.draft()
        batch = self.get(batch_id)
        draft.batches[batch_id] = dataclasses.replace(batch, closed_at=batch.closed_at or at)

    def add_grant(self, grant: Grant) -> None:
        """Store a grant. Raises ``RefusedError`` if the batch has an unused, unexpired one."""
        draft = self._transaction.draft()
        self.get(grant.batch_id)
        unused = [one for one in draft.grants.values() if one.batch_id == grant.batch_id and one.used_at is None]
        if any(one.expires_at > grant.granted_at for one in unused):
            raise rules.grant_exists(grant.batch_id)
        # What expired unused will never need its PIN again.
        draft.grants.update({one.id: dataclasses.replace(one, sealed_pin=b"") for one in unused})
        draft.grants[grant.id] = grant

    def grant_for(self, batch_id: str) -> Grant | None:
        """Return the newest grant of the batch, used or not."""
        found = [one for one in self._transaction.state.grants.values() if one.batch_id == batch_id]
        return max(found, key=lambda one: (one.granted_at, one.expires_at), default=None)

    def grants_for(self, batch_ids: Collection[str]) -> Mapping[str, Grant]:
        """Return the newest grant of each batch that has one, by the batch's id."""
        found = ((batch_id, self.grant_for(batch_id)) for batch_id in batch_ids)
        return {batch_id: grant for batch_id, grant in found if grant is not None}

    def use_grant(self, grant_id: str, *, at: dt.datetime) -> bool:
        """Mark the grant as used and wipe its sealed PIN; False if it was used before. Raises ``NotFoundError``."""
        draft = self._transaction.draft()
        grant = draft.grants.get(grant_id)
        if grant is None:
            raise rules.no_grant(grant_id)
        if grant.used_at is None:
            draft.grants[grant_id] = dataclasses.replace(grant, used_at=at, sealed_pin=b"")
        return grant.used_at is None


class MemoryEvents(_Part):
    """``vanban.ports.Events``."""

    def append(
        self, *, at: dt.datetime, actor: str, name: str, subject: str, data: Mapping[str, Any] | None = None
    ) -> Event:
        """Add an event at the end of the chain, within the unit of work."""
        events = self._transaction.draft().events
        last = (events[-1].sequence, events[-1].digest) if events else None
        event = next_event(last, at=at, actor=actor, name=name, subject=subject, data=data or {})
        events.append(event)
        return event

    def list(self, *, subject: str = "", after: int = 0, limit: int = 1000) -> Sequence[Event]:
        """Return events in order."""
        following = self._transaction.state.events[after:]
        return [event for event in following if subject in ("", event.subject)][:limit]

    def newest(self, name: str, subjects: Collection[str]) -> Mapping[str, Event]:
        """Return the last event of this name about each subject that has one."""
        named = (one for one in self._transaction.state.events if one.name == name and one.subject in subjects)
        return {one.subject: one for one in named}

    def verify_chain(self) -> Sequence[str]:
        """Return one sentence per broken link; empty when the chain is whole."""
        return broken_links(self._transaction.state.events)
