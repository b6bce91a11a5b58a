"""Archive time-stamps are renewed before they end, as further versions of packages; roots have theirs beside them."""

import dataclasses
import datetime as dt
import hashlib
import re

import pytest

from storage.retention import load_schedule
from vanban.domain.document import Direction, State
from vanban.domain.errors import ServiceUnavailableError
from vanban.domain.stamps import RenewedStamp, StampEnd
from vanban.ports import ARCHIVE
from vanban.workflows.event_log import publish_root
from vanban.workflows.hand_out import hand_out
from vanban.workflows.holdings import NamedStore, holdings
from vanban.workflows.keep_locks import LockRoom, keep_locks
from vanban.workflows.renew_evidence import RenewalRoom, renew_evidence
from vanban.workflows.restore import restore

DAY = dt.timedelta(days=1)


class StampsThatEnd:
    """A keeper whose time-stamps say in plain text when they end."""

    def __init__(self, clock):
        self.clock, self.lives, self.away, self.made = clock, dt.timedelta(days=1000), False, 0
        self.first_token_ends = clock.now() + dt.timedelta(days=1000)

    def mark(self):
        self.made += 1
        return b"|until %s|" % (self.clock.now() + self.lives).isoformat().encode()

    def end_of(self, data):
        found = re.findall(rb"\|until ([^|]+)\|", data)
        return StampEnd(dt.datetime.fromisoformat(found[-1].decode()), "certificate") if found else None

    def renewed(self, data, *, at):
        if self.away:
            raise ServiceUnavailableError("away")
        return data + self.mark()

    def end_of_token(self, token):
        return self.end_of(token) or StampEnd(self.first_token_ends, "certificate")

    def renewed_over(self, name, data, token, *, at):
        if self.away:
            raise ServiceUnavailableError("away")
        return RenewedStamp(name, hashlib.sha256(data).hexdigest(), ("aa",), (), (), timestamp=self.mark().hex())


@pytest.fixture
def keeper(office):
    return StampsThatEnd(office.clock)


@pytest.fixture
def room(office, keeper):
    return RenewalRoom(archive=office.room, keeper=keeper, margin_days=100)


@pytest.fixture
def stamped(office, keeper):
    """An archived document that both have signed, with an archive time-stamp of 1000 days."""
    roles = {"original": b"%PDF draft", "sealed": b"%PDF sealed" + keeper.mark()}
    document = office.add(Direction.OUTGOING, State.SEALED, roles)
    office.archive_all()
    return document


def run(room, keep_on=lambda: True):
    return renew_evidence(room, keep_on=keep_on)


def receipts(office, document):
    with office.register.begin() as uow:
        return [one for one in uow.receipts.list() if one.document_id == document.id]


def open_kinds(office):
    with office.register.begin() as uow:
        return [one.finding.kind for one in uow.findings.list()]


def test_nothing_is_renewed_before_its_time_and_each_file_is_looked_at_once(office, room, stamped):
    office.incoming()
    office.archive_all()
    assert dataclasses.astuple(run(room))[:3] == (2, 0, 0)
    again = run(room)
    assert (again.read, again.documents, again.whole) == (0, 0, True)
    with office.register.begin() as uow:
        ends = uow.stamp_ends.list()
    assert sorted(end is None for end in ends.values()) == [False, True]


def test_a_time_stamp_that_ends_soon_is_renewed_in_the_next_version_of_the_package(office, room, stamped, tmp_path):
    run(room)
    office.clock.at += 901 * DAY
    done = run(room)
    assert (done.documents, done.findings) == (1, [])
    first, second = receipts(office, stamped)
    assert (first.package[-4:], second.package[-4:]) == ("/v1/", "/v2/")
    with office.register.begin() as uow:
        kept = dict(uow.evidence.list(stamped.id))
    assert kept.keys() == {"original", "sealed", "renewed"}
    assert set(kept.values()) <= set(second.objects.values()), "the older files are in the newer version too"
    document = office.document(stamped.id)
    assert document.current_sha256 in second.objects.values()
    assert document.state is State.ARCHIVED
    for receipt in (first, second):
        for key in receipt.objects:
            assert office.store.stat(ARCHIVE, key).retention_mode == "COMPLIANCE"
    folder = restore(stamped.id, tmp_path, register=office.register, store=office.store)
    renewed = next(path for path in folder.rglob("renewed*") if path.is_file())
    assert renewed.read_bytes().startswith(b"%PDF sealed|until")
    assert run(room).documents == 0
    assert [event.data["why"] for event in office.events("evidence.renewed")] == ["certificate"]
    assert len(office.events("document.archived")) == 2


def test_after_renewal_audit_locks_and_the_handed_out_story_hold(office, room, stamped, tmp_path):
    run(room)
    office.clock.at += 20 * DAY
    room = dataclasses.replace(room, margin_days=2000)
    run(room)
    locks = LockRoom(
        register=office.register,
        stores=[NamedStore("", office.store)],
        clock=office.clock,
        schedule=load_schedule(),
        lock_days=30,
        margin_days=15,
    )
    assert keep_locks(locks, keep_on=lambda: True).packages == 1, "only the older version ends soon"
    result = office.audit()
    assert (result.findings, result.documents) == ((), 2)
    publish_root(office.log_room)
    assert (hand_out(stamped.id, tmp_path, room=office.log_room) / "package").is_dir()


def test_power_cuts_anywhere_end_in_one_renewed_package(office, room, stamped, keeper, new_fuse, power_cut):
    run(room)
    office.clock.at += 901 * DAY
    cut_at, cuts = 0, 0
    while True:
        cut_at += 3
        fuse = new_fuse()
        fuse.cut_at = cut_at
        wired = dataclasses.replace(room.archive, register=fuse.wire(office.register), store=fuse.wire(office.store))
        try:
            run(dataclasses.replace(room, archive=wired))
        except power_cut:
            cuts += 1
            continue
        break
    assert cuts > 10
    first, second = receipts(office, stamped)
    assert (first.package[-4:], second.package[-4:]) == ("/v1/", "/v2/")
    assert run(room).documents == 0
    lying = {version.key for version in office.store.versions(ARCHIVE, "aip/")}
    assert lying == first.objects.keys() | second.objects.keys()
    assert {f.kind for f in office.audit().findings} == {"lock-ended"}, "locks are not extended here"


def test_a_service_whose_time_stamps_end_no_later_is_asked_once_and_becomes_a_finding(office, room, stamped, keeper):
    office.add(Direction.OUTGOING, State.SEALED, {"original": b"%PDF two", "sealed": b"%PDF two" + keeper.mark()})
    office.archive_all()
    run(room)
    office.clock.at += 901 * DAY
    keeper.lives, before = dt.timedelta(days=50), keeper.made
    done = run(room)
    assert (done.documents, keeper.made - before) == (0, 1)
    assert [finding.kind for finding in done.findings] == open_kinds(office) == ["time-stamp-not-renewed"]
    assert all(len(receipts(office, one)) == 1 for one in (stamped,))
    keeper.lives = dt.timedelta(days=1000)
    assert run(room).documents == 2
    assert open_kinds(office) == []


def test_a_renewed_file_that_does_not_verify_is_not_kept(office, room, stamped):
    run(room)
    office.clock.at += 901 * DAY
    office.room.verifier.verdict = "invalid"
    assert [finding.kind for finding in run(room).findings] == ["time-stamp-not-renewed"]
    assert len(receipts(office, stamped)) == 1
    office.room.verifier.verdict = "valid"
    assert run(room).documents == 1
    assert open_kinds(office) == []


def test_a_service_that_is_away_is_waited_for(office, room, stamped, keeper):
    run(room)
    office.clock.at += 901 * DAY
    keeper.away = True
    with pytest.raises(ServiceUnavailableError):
        run(room)
    keeper.away = False
    assert run(room).documents == 1


def test_a_run_with_a_budget_renews_what_ends_first(office, room, stamped, keeper):
    office.clock.at += DAY
    later = office.add(Direction.OUTGOING, State.SEALED, {"original": b"%PDF b", "sealed": b"%PDF b" + keeper.mark()})
    office.archive_all()
    run(room)
    office.clock.at += 950 * DAY
    cut = run(room, keep_on=iter([True, False, False]).__next__)
    assert (cut.documents, cut.whole) == (1, False)
    assert [len(receipts(office, one)) for one in (stamped, later)] == [2, 1]
    assert run(room).documents == 1


def roots_in_archive(office, key):
    return sorted(version.key.removeprefix(key) for version in office.store.versions(ARCHIVE, key))


def test_the_time_stamps_of_roots_are_renewed_over_each_other(office, room, stamped, keeper):
    key = publish_root(office.log_room).head.key
    run(room)
    keeper.first_token_ends = office.clock.at + 1000 * DAY
    for number in (1, 2):
        office.clock.at += 950 * DAY
        assert run(room).roots == 1
        assert run(room).roots == 0
        assert [f"renewed-{n}.json" for n in range(1, number + 1)] == roots_in_archive(office, key)[:number]
    second = RenewedStamp.from_bytes(office.store.get(ARCHIVE, key + "renewed-2.json"))
    assert second.over == "renewed-1.json"
    with office.register.begin() as uow:
        [root] = [one for one in holdings(uow) if one.prefix == key]
    assert set(root.objects) == {key + name for name in roots_in_archive(office, key)}
    assert {finding.kind for finding in office.audit().findings} == {"lock-ended"}, "the locks are not renewed here"


def test_renewed_time_stamps_of_the_root_are_handed_out_with_the_story(office, room, tmp_path):
    document = office.incoming()
    office.archive_all()
    key = publish_root(office.log_room).head.key
    run(room)
    office.clock.at += 950 * DAY
    run(room)
    folder = hand_out(document.id, tmp_path, room=office.log_room)
    assert (folder / "renewed-1.json").read_bytes() == office.store.get(ARCHIVE, key + "renewed-1.json")


def test_a_run_that_was_cut_off_after_storing_a_roots_new_stamp_is_finished_with_the_same(office, room, keeper):
    office.sealed()
    key = publish_root(office.log_room).head.key
    run(room)
    office.clock.at += 950 * DAY
    run(room)
    kept = office.store.get(ARCHIVE, key + "renewed-1.json")
    office.register.committed.events[:] = [e for e in office.register.committed.events if "renewed" not in e.name]
    with office.register.begin() as uow:
        uow.stamp_ends.note(key, StampEnd(office.clock.at, "certificate"))
        uow.commit()
    made = keeper.made
    assert run(room).roots == 1
    assert keeper.made == made
    assert office.store.get(ARCHIVE, key + "renewed-1.json") == kept


def test_a_root_that_is_gone_is_a_finding_and_the_others_are_renewed(office, room):
    office.sealed()
    lost = publish_root(office.log_room).head.key
    office.sealed()
    publish_root(office.log_room)
    run(room)
    del office.store._versions[ARCHIVE, lost + "root.json"]
    office.clock.at += 950 * DAY
    done = run(room)
    assert ([(f.kind, f.subject) for f in done.findings], done.roots) == ([("time-stamp-not-renewed", lost)], 1)
