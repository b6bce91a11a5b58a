"""Requests to tokens elsewhere, and paired PCs, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from vanban.domain.own_token import PairedPc, SigningRequest
from vanban.register import rules
from vanban.register.memory_state import Drafting


class MemorySigningRequests:
    """``vanban.ports.SigningRequests``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, request: SigningRequest) -> SigningRequest:
        """Store a request; the first of the batch's document stays."""
        draft = self._transaction.draft()
        if request.batch_id not in draft.batches:
            raise rules.no_batch(request.batch_id)
        draft.pointed_to.add(request.document_id)
        return draft.signing_requests.setdefault((request.batch_id, request.document_id), request)

    def get(self, batch_id: str, document_id: str) -> SigningRequest | None:
        """Return the request for a document of a batch, if it was handed out."""
        return self._transaction.state.signing_requests.get((batch_id, document_id))

    def list(self, batch_id: str) -> Sequence[SigningRequest]:
        """Return a batch's requests in the order they were added."""
        return [one for one in self._transaction.state.signing_requests.values() if one.batch_id == batch_id]

    def answer(self, batch_id: str, document_id: str, *, signature: bytes, at: dt.datetime) -> bool:
        """Store the signature of a request; False if it has one."""
        draft = self._transaction.draft()
        request = draft.signing_requests.get((batch_id, document_id))
        if request is None:
            raise rules.no_signing_request(batch_id, document_id)
        if request.signature:
            return False
        answered = dataclasses.replace(request, signature=signature, signed_at=at)
        draft.signing_requests[batch_id, document_id] = answered
        return True


class MemoryPairedPcs:
    """``vanban.ports.PairedPcs``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, pc: PairedPc) -> None:
        """Store a PC."""
        self._transaction.draft().paired_pcs[pc.id] = pc

    def find(self, token_sha256: str) -> PairedPc | None:
        """Return the PC with this access token."""
        pcs = self._transaction.state.paired_pcs.values()
        return next((one for one in pcs if one.token_sha256 == token_sha256), None)

    def list(self, account: str) -> Sequence[PairedPc]:
        """Return an account's PCs, newest first."""
        found = [one for one in self._transaction.state.paired_pcs.values() if one.account == account]
        return sorted(found, key=lambda one: (one.paired_at, one.id), reverse=True)

    def end(self, pc_id: str, *, account: str, at: dt.datetime) -> None:
        """End a pairing; one that is ended keeps its time."""
        draft = self._transaction.draft()
        pc = draft.paired_pcs.get(pc_id)
        if pc is None or pc.account != account:
            raise rules.no_paired_pc(pc_id)
        if pc.ended_at is None:
            draft.paired_pcs[pc_id] = dataclasses.replace(pc, ended_at=at)
