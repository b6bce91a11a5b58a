"""Requests to tokens elsewhere, and paired PCs. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from vanban.domain.errors import NotFoundError
from vanban.domain.own_token import PairedPc, SigningRequest
from vanban.ports import Register


def request_for(records, batch, position: int = 0, **fields) -> SigningRequest:
    usual = {
        "batch_id": batch.id,
        "document_id": batch.items[position].document_id,
        "to_sign": "d" * 64,
        "prepared_sha256": "e" * 64,
        "prepared_at": records.now,
    }
    return SigningRequest(**usual | fields)


def pc(records, n: int, **fields) -> PairedPc:
    usual = {
        "id": f"pc-{n}",
        "account": "lanhdao",
        "label": "Máy của tôi",
        "token_sha256": f"{n:064x}",
        "paired_at": records.now + dt.timedelta(seconds=n),
        "expires_at": records.now + dt.timedelta(days=30),
    }
    return PairedPc(**usual | fields)


def test_the_first_request_of_a_document_stays(any_register: Register, records) -> None:
    batch = records.stored_batch()
    first, other = request_for(records, batch, 1), request_for(records, batch, 0)
    with any_register.begin() as uow:
        assert uow.signing_requests.add(first) == first
        assert uow.signing_requests.add(dataclasses.replace(first, prepared_sha256="f" * 64)) == first
        assert uow.signing_requests.add(other) == other
        uow.commit()
    with any_register.begin() as uow:
        assert uow.signing_requests.list(batch.id) == [first, other]
        assert uow.signing_requests.list("another") == []
        assert uow.signing_requests.get(batch.id, other.document_id) == other
        assert uow.signing_requests.get("another", other.document_id) is None


def test_the_first_answer_stays(any_register: Register, records) -> None:
    batch = records.stored_batch()
    one = request_for(records, batch)
    with any_register.begin() as uow:
        uow.signing_requests.add(one)
        assert uow.signing_requests.answer(batch.id, one.document_id, signature=b"\x00a", at=records.now)
        assert not uow.signing_requests.answer(batch.id, one.document_id, signature=b"b", at=records.now)
        uow.commit()
    with any_register.begin() as uow:
        [stored] = uow.signing_requests.list(batch.id)
        assert (stored.signature, stored.signed_at) == (b"\x00a", records.now)


def test_only_what_was_handed_out_is_answered(any_register: Register, records) -> None:
    batch = records.stored_batch()
    with any_register.begin() as uow, pytest.raises(NotFoundError):
        uow.signing_requests.answer(batch.id, batch.items[0].document_id, signature=b"a", at=records.now)


def test_a_request_needs_its_batch(any_register: Register, records) -> None:
    batch = records.stored_batch()
    with any_register.begin() as uow, pytest.raises(NotFoundError):
        uow.signing_requests.add(request_for(records, batch, batch_id="unknown"))


def test_pcs_are_found_by_their_token_and_listed_by_account(any_register: Register, records) -> None:
    one, two, foreign = pc(records, 1), pc(records, 2), pc(records, 3, account="vanthu")
    with any_register.begin() as uow:
        for each in (one, two, foreign):
            uow.paired_pcs.add(each)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.paired_pcs.find(one.token_sha256) == one
        assert uow.paired_pcs.find("0" * 64) is None
        assert uow.paired_pcs.list("lanhdao") == [two, one]


def test_a_pairing_ends_once_and_only_by_its_account(any_register: Register, records) -> None:
    one, later = pc(records, 1), records.now + dt.timedelta(hours=1)
    with any_register.begin() as uow:
        uow.paired_pcs.add(one)
        with pytest.raises(NotFoundError):
            uow.paired_pcs.end(one.id, account="vanthu", at=later)
        uow.paired_pcs.end(one.id, account="lanhdao", at=later)
        uow.paired_pcs.end(one.id, account="lanhdao", at=later + dt.timedelta(hours=1))
        uow.commit()
    with any_register.begin() as uow:
        ended = uow.paired_pcs.find(one.token_sha256)
        assert ended is not None
        assert ended.ended_at == later
        assert one.may_ask(now=later)
        assert not ended.may_ask(now=later)
        assert not one.may_ask(now=one.expires_at)
