"""Signing with a token at another PC: one first, stored between the steps, power cuts and slow people harmless."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass

import pytest

from tests.workflows.office.fake_desk import FakeDesk
from vanban.domain.batch import Batch, Purpose
from vanban.domain.errors import CertificateError, PinError, RefusedError, ServiceUnavailableError, VanbanError
from vanban.domain.own_token import Approval
from vanban.ports import SigningIdentity
from vanban.workflows import own_token
from vanban.workflows.assemble_batch import grant_batch
from vanban.workflows.own_token import OwnTokenRoom
from vanban.workflows.sign_batch import granted_batches, sign_batch

UNTIL = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
OWN = SigningIdentity("lanhdao", Purpose.SIGN, "Nguyễn Văn Mẫu", "Chủ tịch", "d" * 64, UNTIL, own_token=True)


@dataclass
class OwnTokenDesk(FakeDesk):
    """The official's key is elsewhere; a signature holds if the token below made it."""

    def identities(self):
        return [*super().identities(), OWN]

    def is_signed_by(self, identity, digest: bytes, signature: bytes) -> bool:
        return identity == OWN and signature == b"own token over " + digest

    def open(self, identity, *, pin):
        raise PinError("no device here holds this key")


class Person:
    """The official at the own PC: approves, and signs what is handed out."""

    def __init__(self, office) -> None:
        office.desk = OwnTokenDesk(**{name: getattr(office.desk, name) for name in ("fail",)})
        self.office = office
        self.signed: list[str] = []

    @property
    def room(self) -> OwnTokenRoom:
        office = self.office
        return OwnTokenRoom(approval=office.approval, registry=office.registry, desk=office.desk, store=office.store)

    def approve(self, batch: Batch) -> None:
        approval = Approval(
            batch_id=batch.id, manifest_sha256=batch.manifest_sha256, certificate_sha256=OWN.certificate_sha256,
            challenge="c",
        )  # fmt: skip
        own_token.approve(approval, b"own token over " + approval.to_sign, identity=OWN, room=self.room)

    def ready(self, batch_id: str) -> list[str]:
        pending = {item.document_id for item in self.office.batch(batch_id).pending}
        requests = own_token.handed_out(batch_id, room=self.room)
        return [one.document_id for one in requests if one.signed_at is None and one.document_id in pending]

    def sign_what_is_ready(self, batch_id: str) -> None:
        for request in own_token.handed_out(batch_id, room=self.room):
            if request.document_id in self.ready(batch_id):
                self.signed.append(request.document_id)
                value = b"own token over " + bytes.fromhex(request.to_sign)
                own_token.take_signature(batch_id, request.document_id, value, identity=OWN, room=self.room)


@pytest.fixture
def person(office) -> Person:
    return Person(office)


def approved(person: Person, count: int = 3) -> Batch:
    batch = person.office.freeze(person.office.registered(count))
    person.approve(batch)
    return batch


def test_the_first_goes_alone_then_the_others(person) -> None:
    batch, office = approved(person), person.office
    assert len(sign_batch(batch.id, room=office.signing).pending) == 3
    assert person.ready(batch.id) == [batch.items[0].document_id]
    assert sign_batch(batch.id, room=office.signing).pending == batch.items, "a slow person costs nothing"
    person.sign_what_is_ready(batch.id)
    sign_batch(batch.id, room=office.signing)
    assert office.states().count("SIGNED") == 1
    assert len(person.ready(batch.id)) == 2
    person.sign_what_is_ready(batch.id)
    done = sign_batch(batch.id, room=office.signing)
    assert done.closed_at is not None
    assert office.states() == ["SIGNED"] * 3
    assert office.desk.logins == 0
    assert granted_batches(office.memory) == []


def test_a_grant_that_ends_returns_what_was_not_signed_in_time(person) -> None:
    batch, office = approved(person), person.office
    sign_batch(batch.id, room=office.signing)
    person.sign_what_is_ready(batch.id)
    sign_batch(batch.id, room=office.signing)
    [second, third] = person.ready(batch.id)
    [request] = [one for one in own_token.handed_out(batch.id, room=person.room) if one.document_id == second]
    value = b"own token over " + bytes.fromhex(request.to_sign)
    own_token.take_signature(batch.id, second, value, identity=OWN, room=person.room)
    office.clock.at += dt.timedelta(minutes=16)
    done = sign_batch(batch.id, room=office.signing)
    assert {item.document_id: item.reason for item in done.items}[third] == "grant-expired"
    assert sorted(office.states()) == ["REGISTERED", "SIGNED", "SIGNED"], "what came in time is completed"
    with pytest.raises(RefusedError):
        own_token.take_signature(batch.id, third, value, identity=OWN, room=person.room)


def test_a_certificate_that_may_not_sign_is_refused_before_anything_is_prepared(person) -> None:
    batch, office = approved(person), person.office
    office.desk.preflight_error = CertificateError("revoked", vi="Chứng thư số đã bị thu hồi.")
    done = sign_batch(batch.id, room=office.signing)
    assert {item.reason for item in done.items} == {"certificate"}
    assert own_token.handed_out(batch.id, room=person.room) == []
    assert office.states() == ["REGISTERED"] * 3


def test_revocation_that_cannot_be_learnt_waits(person) -> None:
    batch, office = approved(person), person.office
    office.desk.preflight_error = ServiceUnavailableError("away")
    with pytest.raises(ServiceUnavailableError):
        sign_batch(batch.id, room=office.signing)
    office.desk.preflight_error = None
    sign_batch(batch.id, room=office.signing)
    assert len(person.ready(batch.id)) == 1


def test_one_that_cannot_be_prepared_leaves_the_rest(person) -> None:
    ids = person.office.registered(3)
    batch = person.office.freeze(ids)
    person.office.desk.fail[batch.items[0].document_id] = "broken"
    person.approve(batch)
    for _ in range(3):
        sign_batch(batch.id, room=person.office.signing)
        person.sign_what_is_ready(batch.id)
    done = sign_batch(batch.id, room=person.office.signing)
    assert [item.state.value for item in done.items] == ["failed", "done", "done"]


def test_a_pin_never_grants_what_is_on_an_own_token(person) -> None:
    batch = person.office.freeze(person.office.registered(1))
    with pytest.raises(RefusedError, match="own token"):
        grant_batch(batch.id, identity=OWN, pin="1234", room=person.office.approval)


def test_power_cut_at_any_call_prepares_and_signs_nothing_twice(new_office, power_cut) -> None:
    whole = Person(new_office())
    batch = approved(whole, 2)
    whole.office.fuse.calls = 0
    run_to_the_end(whole, batch)
    calls = whole.office.fuse.calls
    assert calls > 20
    for cut in range(1, calls + 1):
        person = Person(new_office())
        batch = approved(person, 2)
        office = person.office
        office.fuse.calls, office.fuse.cut_at = 0, cut
        with contextlib.suppress(power_cut):
            run_to_the_end(person, batch)
        office.fuse.cut_at = None
        before = own_token.handed_out(batch.id, room=person.room)
        run_to_the_end(person, batch)
        after = {one.document_id: one for one in own_token.handed_out(batch.id, room=person.room)}
        assert office.states() == ["SIGNED"] * 2, cut
        assert all(after[one.document_id].prepared_sha256 == one.prepared_sha256 for one in before), cut
        assert all(after[one.document_id].signature == one.signature for one in before if one.signature), cut
        roles = [role for role, _ in evidence(office, batch.items[0].document_id)]
        assert roles.count("signed") == 1, cut
        assert granted_batches(office.memory) == []


def run_to_the_end(person: Person, batch: Batch) -> None:
    """Let worker and person take turns, as the desk's hints do."""
    for _ in range(6):
        with contextlib.suppress(VanbanError):
            if sign_batch(batch.id, room=person.office.signing).closed_at is not None:
                return
        person.sign_what_is_ready(batch.id)


def evidence(office, document_id: str):
    with office.memory.begin() as uow:
        return uow.evidence.list(document_id)
