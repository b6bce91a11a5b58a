"""Rights to sign in the whole round: checked when freezing, granting and before the PIN; both names in the trail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.authority import Authority, Basis
from vanban.domain.batch import Capacity, ItemState
from vanban.domain.errors import AuthorityError, CertificateError, RefusedError, ServiceUnavailableError
from vanban.workflows.authorities import AuthorityOffice, delegate, end_authority, give_authority
from vanban.workflows.sign_batch import sign_batch


def rights(office) -> AuthorityOffice:
    return AuthorityOffice(register=office.register, clock=office.clock)


def rows_of(office, account: str) -> list[Authority]:
    with office.memory.begin() as uow:
        return [row for row in uow.authorities.list() if row.account == account]


def end_all(office, account: str) -> None:
    for row in rows_of(office, account):
        end_authority(row.id, why="Chuyển công tác", actor="quantri", office=rights(office))


AUTHORISED = Authority(
    id="", account="lanhdao", office="van-phong", capacity=Capacity.TUQ, valid_from=dt.date(2026, 11, 1), given_by="",
    given_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC), valid_until=dt.date(2026, 11, 30), kinds=("quyết định",),
    on_behalf_of="capTren", basis=Basis("12", "GUQ-UBND", dt.date(2026, 10, 30)),
)  # fmt: skip


def test_without_a_right_nothing_is_frozen_and_no_pin_is_asked(office) -> None:
    ids = office.registered()
    end_all(office, "lanhdao")
    with pytest.raises(AuthorityError) as refused:
        office.freeze(ids)
    assert "đã chấm dứt" in refused.value.vi
    with office.memory.begin() as uow:
        assert uow.batches.list() == []


def test_a_right_that_ends_before_the_grant_stops_it(office) -> None:
    batch = office.freeze(office.registered())
    end_all(office, "lanhdao")
    with pytest.raises(AuthorityError):
        office.grant(batch)
    assert {d.state.value for d in office.documents()} == {"REGISTERED"}


def test_a_right_that_ends_before_the_pin_is_used_costs_no_try(office) -> None:
    batch = office.freeze(office.registered())
    given = office.grant(batch)
    end_all(office, "lanhdao")
    closed = sign_batch(batch.id, room=office.signing)
    assert {(i.state, i.reason) for i in closed.items} == {(ItemState.FAILED, "authority")}
    assert "chấm dứt" in closed.items[0].message_vi
    assert office.desk.logins == 0
    assert "grant.opened" not in [event.name for event in office.events(given.id)]
    assert {d.state.value for d in office.documents()} == {"REGISTERED"}


def test_the_capacity_that_is_printed_is_taken_and_stands_in_grant_and_trail(office) -> None:
    batch = office.freeze(office.registered(1))
    assert batch.capacity is Capacity.DIRECT
    office.reader.values["authority"] = "TM"
    ids = office.registered(3)
    batch = office.freeze(ids)
    assert batch.capacity is Capacity.TM
    given = office.grant(batch)
    assert given.capacity is Capacity.TM
    (event,) = [e for e in office.events(given.id) if e.name == "grant.given"]
    assert (event.data["capacity"], len(event.data["authorities"])) == ("TM", 1)


def test_a_delegation_names_both_in_row_grant_and_trail_and_lapses_with_its_source(office) -> None:
    source = give_authority(
        replace(AUTHORISED, account="capTren", capacity=Capacity.DIRECT, on_behalf_of="", valid_until=None, kinds=()),
        actor="quantri", office=rights(office),
    )  # fmt: skip
    end_all(office, "lanhdao")
    row = delegate(AUTHORISED, actor="capTren", office=rights(office))
    assert row.delegated_from == source.id
    (event,) = office.events(row.id)
    assert event.name == "authority.delegated"
    assert (event.data["account"], event.data["on_behalf_of"]) == ("lanhdao", "capTren")
    batch = office.freeze(office.registered())
    assert (batch.capacity, batch.on_behalf_of) == (Capacity.TUQ, "capTren")
    given = office.grant(batch)
    assert given.on_behalf_of == "capTren"
    sign_batch(batch.id, room=office.signing)
    signed = [e for e in office.events(batch.items[0].document_id) if e.name == "document.signed"]
    assert (signed[0].actor, signed[0].data["on_behalf_of"]) == ("lanhdao", "capTren")
    end_authority(source.id, why="Thôi giữ chức vụ", actor="quantri", office=rights(office))
    office.drop("more.pdf", "clean draft more", stream="di")
    with pytest.raises(AuthorityError, match="lapsed with the authority of capTren"):
        office.freeze(office.registered(0))


def test_a_right_that_is_not_there_cannot_be_passed_on(office) -> None:
    with pytest.raises(AuthorityError) as refused:
        delegate(AUTHORISED, actor="capTren", office=rights(office))
    assert "capTren không có thẩm quyền" in refused.value.vi
    with pytest.raises(RefusedError):
        end_authority(rows_of(office, "lanhdao")[0].id, why=" ", actor="quantri", office=rights(office))


def test_days_are_days_of_this_country(office) -> None:
    end_all(office, "lanhdao")
    give_authority(
        replace(AUTHORISED, capacity=Capacity.DIRECT, on_behalf_of="", valid_from=dt.date(2026, 11, 23)),
        actor="quantri", office=rights(office),
    )  # fmt: skip
    ids = office.registered()
    office.clock.at = dt.datetime(2026, 11, 22, 16, 59, tzinfo=dt.UTC)
    with pytest.raises(AuthorityError):
        office.freeze(ids)
    office.clock.at = dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)
    office.freeze(ids)


def test_a_wrong_pin_stops_every_batch_that_was_approved_before_it_was_known(office) -> None:
    first, second, third = office.registered(3)
    batches = [office.freeze([first])]
    office.grant(batches[0], pin="00000000")
    batches.append(office.freeze([second]))
    office.grant(batches[1], pin="00000000")
    closed = [sign_batch(batch.id, room=office.signing) for batch in batches]
    assert [(b.items[0].state, b.items[0].reason) for b in closed] == [(ItemState.FAILED, "pin")] * 2
    assert office.desk.logins == 1, "the second batch must not try the PIN"
    after = office.freeze([first, second, third])
    office.grant(after)
    assert {i.state for i in sign_batch(after.id, room=office.signing).items} == {ItemState.DONE}
    assert office.desk.logins == 2


def test_one_device_signs_one_batch_at_a_time(office) -> None:
    batch = office.freeze(office.registered())
    given = office.grant(batch)
    with office.memory.hold(f"device:{given.certificate_sha256}"), pytest.raises(ServiceUnavailableError):
        sign_batch(batch.id, room=office.signing)
    assert office.desk.logins == 0
    assert {i.state for i in sign_batch(batch.id, room=office.signing).items} == {ItemState.DONE}


def test_a_second_batch_over_a_granted_document_is_refused_and_changes_nothing(office) -> None:
    ids = office.registered()
    first = office.freeze(ids)
    office.grant(first)
    with pytest.raises(RefusedError) as refused:
        office.freeze(ids[:1])
    assert "không chờ chữ ký này" in refused.value.vi
    with pytest.raises(RefusedError):
        office.grant(first)
    assert {i.state for i in sign_batch(first.id, room=office.signing).items} == {ItemState.DONE}


def test_a_grant_is_not_replayed(office) -> None:
    batch = office.freeze(office.registered())
    given = office.grant(batch)
    sign_batch(batch.id, room=office.signing)
    signatures = list(office.desk.signatures)
    assert sign_batch(batch.id, room=office.signing).closed_at is not None
    assert office.desk.signatures == signatures
    with pytest.raises(RefusedError):
        office.grant(batch)
    with office.memory.begin() as uow:
        assert uow.batches.grant_for(batch.id) == replace(given, used_at=office.clock.at, sealed_pin=b"")


def test_a_certificate_that_may_not_sign_is_found_before_the_pin(office) -> None:
    batch = office.freeze(office.registered())
    office.grant(batch)
    office.desk.preflight_error = CertificateError("revoked", vi="bị thu hồi")
    closed = sign_batch(batch.id, room=office.signing)
    assert {i.reason for i in closed.items} == {"certificate"}
    assert office.desk.logins == 0
