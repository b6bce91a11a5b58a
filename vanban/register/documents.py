"""The documents of the register, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.document import Direction, Document, RegisterEntry, State, Urgency
from vanban.domain.queue import queue_text
from vanban.domain.reading import KnownSigner
from vanban.domain.sealed_alone import sealed_alone
from vanban.register.folding import fold, identity_key, identity_of, storable
from vanban.register.rules import REGISTERED, already_added, changed, check_release, no_document
from vanban.register.search_words import fields_text, symbol_key
from vanban.register.second_looks import PostgresSecondLooks
from vanban.register.tables import document_texts, documents, intake_items
from vanban.register.transaction import Transaction

ENTRY_FIELDS = tuple(field.name for field in dataclasses.fields(RegisterEntry))
_OWN_FIELDS = tuple(field.name for field in dataclasses.fields(Document) if field.name != "entry")
DOCUMENT = tuple(documents.c[name] for name in (*_OWN_FIELDS, *ENTRY_FIELDS))
"""What a document is made of; the other columns, as large again, are there to look it up by."""
_LARGE = ("reading", "verdict")
_BARE = (*(column for column in DOCUMENT if column.name not in _LARGE), *(sa.null().label(name) for name in _LARGE))
QUEUE_ORDER = (documents.c.urgency_rank.desc(), documents.c.received_at, documents.c.id)
"""Most urgent first, then oldest first."""


class PostgresDocuments:
    """``vanban.ports.Documents``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, document: Document) -> None:
        """Add a document. Raises ``DuplicateError`` if its id or claim is there already."""
        statement = insert(documents).values(**row_of(document)).on_conflict_do_nothing().returning(documents.c.id)
        if self._transaction.write(statement).first() is None:
            raise already_added(document.id)

    def get(self, document_id: str) -> Document:
        """Return a document. Raises ``NotFoundError``."""
        row = self._transaction.read(sa.select(*DOCUMENT).where(documents.c.id == document_id)).mappings().first()
        if row is None:
            raise no_document(document_id)
        return document_of(row)

    def change(self, document_id: str, *, expect: State | frozenset[State], **fields: Any) -> Document:
        """Change fields under the row's lock and return the new value. Raises ``StaleStateError``."""
        # NO KEY UPDATE, so that rows that only point to the document do not wait.
        locked = sa.select(*DOCUMENT).where(documents.c.id == document_id).with_for_update(key_share=True)
        row = self._transaction.write(locked).mappings().first()
        if row is None:
            raise no_document(document_id)
        before = document_of(row)
        after = changed(before, expect=expect, fields=fields)
        if before.state is State.SUSPECT:
            released = PostgresSecondLooks(self._transaction).is_released(before.sha256)
            check_release(before, after, released=released)
        old = row_of(before)
        new = {name: value for name, value in row_of(after).items() if value != old[name]}
        if new:
            self._transaction.write(sa.update(documents).where(documents.c.id == document_id).values(**new))
        if after.state is State.SUSPECT:
            self._forget(after)
        return after

    def _forget(self, suspect: Document) -> None:
        # Invariant 3: neither its text nor the name it came under stays, though it was accepted at first.
        self._transaction.write(sa.delete(document_texts).where(document_texts.c.document_id == suspect.id))
        claim = sa.update(intake_items).where(intake_items.c.claim_id == suspect.claim_id)
        self._transaction.write(claim.values(file_name=""))

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
        query = sa.select(*(_BARE if bare else DOCUMENT)).order_by(*QUEUE_ORDER).limit(limit)
        if state is not None:
            query = query.where(documents.c.state == state.value)
        if direction is not None:
            query = query.where(documents.c.direction == direction.value)
        if office:
            query = query.where(documents.c.office == office)
        return [document_of(row) for row in self._transaction.read(query).mappings()]

    def same_identity(self, *, number: str, symbol: str, issuer: str, year: int, but: str = "") -> Sequence[Document]:
        """Return registered documents with the same number, symbol and issuer (accent-folded), except ``but``."""
        key = identity_key(number=number, symbol=symbol, issuer=issuer)
        if not key:
            return []
        query = (
            sa.select(*DOCUMENT)
            .where(documents.c.identity_key == key, documents.c.identity_year == year, documents.c.id != but)
            .where(documents.c.state.in_([state.value for state in REGISTERED]))
            .order_by(documents.c.received_at, documents.c.id)
        )
        return [document_of(row) for row in self._transaction.read(query).mappings()]

    def known_signers(self, *, limit: int = 500) -> Sequence[KnownSigner]:
        """Return who signed the documents in the registers, as clerks confirmed it, the most frequent first."""
        who = (documents.c.signer_full_name, documents.c.signer_position, documents.c.organ_name)
        times = sa.func.count()
        query = (
            sa.select(*who, times)
            .where(documents.c.state.in_([state.value for state in REGISTERED]), documents.c.signer_full_name != "")
            .group_by(*who)
            .order_by(times.desc(), *who)
            .limit(limit)
        )
        return [KnownSigner(*row) for row in self._transaction.read(query)]

    def counts(self) -> Mapping[State, int]:
        """Return how many documents are in each state, zeros included."""
        rows = self._transaction.read(sa.select(documents.c.state, sa.func.count()).group_by(documents.c.state))
        found = {State(state): int(count) for state, count in rows}
        return {state: found.get(state, 0) for state in State}


def row_of(document: Document) -> dict[str, Any]:
    """Return a document as columns."""
    row = {name: getattr(document, name) for name in _OWN_FIELDS}
    row |= {name: getattr(document.entry, name) for name in ENTRY_FIELDS}
    row |= {name: storable(row[name]) for name, value in row.items() if isinstance(value, str | dict | tuple)}
    key, year = identity_of(document)
    return row | {
        "direction": document.direction.value,
        "state": document.state.value,
        "urgency": document.urgency.value,
        "urgency_rank": document.urgency.rank,
        "sealed_alone": sealed_alone(document.entry.type_name) is not None,
        "queue_text": fold(storable(queue_text(document))),
        "fields_text": storable(fields_text(document)),
        "symbol_key": storable(symbol_key(document.entry.code_notation)),
        "identity_key": storable(key),
        "identity_year": year,
    }


def document_of(row: Mapping[Any, Any]) -> Document:
    """Return the document that columns describe."""
    own = {name: row[name] for name in _OWN_FIELDS}
    own |= {
        "direction": Direction(row["direction"]),
        "state": State(row["state"]),
        "urgency": Urgency(row["urgency"]),
        "received_at": row["received_at"].astimezone(dt.UTC),
        "warnings": tuple(row["warnings"]),
    }
    return Document(**own, entry=RegisterEntry(**{name: row[name] for name in ENTRY_FIELDS}))
