"""Requests to tokens elsewhere, and paired PCs, in PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.own_token import PairedPc, SigningRequest
from vanban.register.folding import storable
from vanban.register.rules import no_paired_pc, no_signing_request
from vanban.register.signing_tables import paired_pcs, signing_requests
from vanban.register.transaction import Transaction

_REQUEST = [signing_requests.c[field.name] for field in dataclasses.fields(SigningRequest)]
_PC = [paired_pcs.c[field.name] for field in dataclasses.fields(PairedPc)]


class PostgresSigningRequests:
    """``vanban.ports.SigningRequests``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, request: SigningRequest) -> SigningRequest:
        """Store a request; the first of the batch's document stays."""
        self._transaction.write(insert(signing_requests).values(**dataclasses.asdict(request)).on_conflict_do_nothing())
        stored = sa.select(*_REQUEST).where(_is(request.batch_id, request.document_id))
        return SigningRequest(**self._transaction.read(stored).mappings().one())

    def get(self, batch_id: str, document_id: str) -> SigningRequest | None:
        """Return the request for a document of a batch, if it was handed out."""
        query = sa.select(*_REQUEST).where(_is(batch_id, document_id))
        row = self._transaction.read(query).mappings().first()
        return SigningRequest(**row) if row else None

    def list(self, batch_id: str) -> Sequence[SigningRequest]:
        """Return a batch's requests in the order they were added."""
        query = sa.select(*_REQUEST).where(signing_requests.c.batch_id == batch_id)
        rows = self._transaction.read(query.order_by(signing_requests.c.added)).mappings()
        return [SigningRequest(**row) for row in rows]

    def answer(self, batch_id: str, document_id: str, *, signature: bytes, at: dt.datetime) -> bool:
        """Store the signature of a request; False if it has one."""
        mine = _is(batch_id, document_id)
        unanswered = sa.update(signing_requests).where(mine, signing_requests.c.signed_at.is_(None))
        statement = unanswered.values(signature=signature, signed_at=at).returning(signing_requests.c.document_id)
        if self._transaction.write(statement).first() is not None:
            return True
        if self._transaction.read(sa.select(signing_requests.c.document_id).where(mine)).first() is None:
            raise no_signing_request(batch_id, document_id)
        return False


class PostgresPairedPcs:
    """``vanban.ports.PairedPcs``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, pc: PairedPc) -> None:
        """Store a PC."""
        row = dataclasses.asdict(pc) | {"label": storable(pc.label)}
        self._transaction.write(sa.insert(paired_pcs).values(**row))

    def find(self, token_sha256: str) -> PairedPc | None:
        """Return the PC with this access token."""
        query = sa.select(*_PC).where(paired_pcs.c.token_sha256 == token_sha256)
        row = self._transaction.read(query).mappings().first()
        return PairedPc(**row) if row else None

    def list(self, account: str) -> Sequence[PairedPc]:
        """Return an account's PCs, newest first."""
        newest = (paired_pcs.c.paired_at.desc(), paired_pcs.c.id.desc())
        query = sa.select(*_PC).where(paired_pcs.c.account == account).order_by(*newest)
        return [PairedPc(**row) for row in self._transaction.read(query).mappings()]

    def end(self, pc_id: str, *, account: str, at: dt.datetime) -> None:
        """End a pairing; one that is ended keeps its time."""
        mine = (paired_pcs.c.id == pc_id, paired_pcs.c.account == account)
        if self._transaction.read(sa.select(paired_pcs.c.id).where(*mine)).first() is None:
            raise no_paired_pc(pc_id)
        self._transaction.write(sa.update(paired_pcs).where(*mine, paired_pcs.c.ended_at.is_(None)).values(ended_at=at))


def _is(batch_id: str, document_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(signing_requests.c.batch_id == batch_id, signing_requests.c.document_id == document_id)
