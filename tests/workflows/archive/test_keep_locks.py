"""Locks are extended before they end, holds follow the register, terms only become longer."""

import dataclasses
import datetime as dt

import pytest

from storage.retention import Schedule, load_schedule
from vanban.domain.casefile import CaseState, FiledDocument
from vanban.domain.document import Direction, State
from vanban.domain.errors import NotFoundError, RefusedError, ServiceUnavailableError
from vanban.ports import ARCHIVE
from vanban.workflows.case_files import CaseOffice, open_case_file
from vanban.workflows.event_log import publish_root
from vanban.workflows.holdings import NamedStore
from vanban.workflows.holds import place_hold, release_hold
from vanban.workflows.keep_locks import LockRoom, keep_locks
from vanban.workflows.terms import decide_term, term_of

DAY = dt.timedelta(days=1)


@pytest.fixture
def locks(office):
    return LockRoom(
        register=office.register,
        stores=[NamedStore("", office.store)],
        clock=office.clock,
        schedule=load_schedule(),
        lock_days=30,
        margin_days=10,
    )


def run(room, **given):
    return keep_locks(room, keep_on=lambda: True, **given)


def ends(store, prefix):
    versions = store.versions(ARCHIVE, prefix)
    return {store.stat(ARCHIVE, v.key, version_id=v.version_id).retain_until for v in versions}


def held(store, prefix):
    return {store.is_held(ARCHIVE, v.key, version_id=v.version_id) for v in store.versions(ARCHIVE, prefix)}


def package_of(office, document):
    with office.register.begin() as uow:
        return uow.receipts.get(document.id).package


def open_findings(office):
    with office.register.begin() as uow:
        return [one.finding.kind for one in uow.findings.list()]


def test_every_lock_of_packages_and_roots_is_extended_before_it_ends_and_no_earlier(office, locks):
    package = (office.sealed(), office.archive_all())[0]
    root = publish_root(office.log_room).head.key
    package = package_of(office, package)
    run(locks)  # what was never read back, as of the root, is noted
    before = ends(office.store, "")
    office.clock.at += 19 * DAY
    assert run(locks).packages == 0
    assert ends(office.store, "") == before
    office.clock.at += 2 * DAY
    assert run(locks).packages == 2
    for prefix in (package, root):
        assert min(ends(office.store, prefix)) > office.clock.at + 29 * DAY
    assert run(locks).packages == 0
    names = {(event.subject, event.data["package"]) for event in office.events("archive.lock-kept")}
    assert (root, root) in names


def test_a_lock_goes_no_further_than_the_term_and_is_left_alone_after_it(office, locks, terms):
    document = office.incoming()
    decide_term(document.id, "05N", actor="luutru", why="danh mục hồ sơ", office=terms)
    office.archive_all()
    package = package_of(office, document)
    last = dt.datetime(2031, 12, 31, 16, 59, 59, tzinfo=dt.UTC)  # the end of the year in Hà Nội
    office.clock.at = last - 5 * DAY
    # The store in memory asks the machine's own clock: there the lock may still be extended.
    assert run(locks).packages == 1
    assert ends(office.store, package) == {last}
    office.clock.at = last + DAY
    assert run(locks).packages == 0
    assert ends(office.store, package) == {last}


def test_permanent_records_are_held_besides(office, locks, terms):
    document = office.sealed()
    decide_term(document.id, "VV", actor="luutru", why="hồ sơ tổ chức", office=terms)
    office.archive_all()
    package = package_of(office, document)
    assert held(office.store, package) == {False}
    assert run(locks).packages == 1
    assert held(office.store, package) == {True}
    assert run(locks).packages == 0
    assert min(ends(office.store, package)) > office.clock.at + 29 * DAY


def test_a_hold_is_set_in_the_store_and_released_by_a_second_person(office, locks, holding):
    document = office.incoming()
    other = office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%PDF other"})
    office.archive_all()
    hold = place_hold(document.id, actor="luutru", why="có khiếu nại", office=holding)
    assert run(locks, only=document.id).packages == 1
    assert (held(office.store, package_of(office, document)), held(office.store, package_of(office, other))) == (
        {True},
        {False},
    )
    with pytest.raises(RefusedError):
        release_hold(hold.id, actor="luutru", why="xong", office=holding)
    second = place_hold(document.id, actor="thanhtra", why="thanh tra", office=holding)
    release_hold(hold.id, actor="lanhdao", why="đã giải quyết", office=holding)
    run(locks)
    assert held(office.store, package_of(office, document)) == {True}, "another hold stands"
    release_hold(second.id, actor="lanhdao", why="kết thúc thanh tra", office=holding)
    run(locks)
    assert held(office.store, package_of(office, document)) == {False}
    with pytest.raises(RefusedError):
        release_hold(second.id, actor="lanhdao", why="nữa", office=holding)
    names = [e.name for name in ("hold.placed", "hold.released") for e in office.events(name)]
    assert names == ["hold.placed"] * 2 + ["hold.released"] * 2


def test_holds_need_a_reason_and_a_document(office, holding):
    with pytest.raises(RefusedError):
        place_hold(office.incoming().id, actor="luutru", why=" ", office=holding)
    with pytest.raises(NotFoundError):
        place_hold("unknown", actor="luutru", why="x", office=holding)


def test_a_term_only_becomes_longer(office, terms):
    document = office.incoming()
    assert not term_of(document.id, office=terms).term.decided
    assert decide_term(document.id, "10N", actor="luutru", why="x", office=terms).last_day == dt.date(2036, 12, 31)
    for shorter in ("05N", "CXD"):
        with pytest.raises(RefusedError):
            decide_term(document.id, shorter, actor="luutru", why="x", office=terms)
    earlier = dt.date(2020, 5, 1)
    with pytest.raises(RefusedError):
        decide_term(document.id, "10N", actor="luutru", why="x", ended=earlier, office=terms)
    assert decide_term(document.id, "VV", actor="luutru", why="x", office=terms).last_day is None
    with pytest.raises(RefusedError):
        decide_term(document.id, "70N", actor="luutru", why="x", office=terms)
    with pytest.raises(NotFoundError):
        decide_term(document.id, "no-such-code", actor="luutru", why="x", office=terms)
    assert term_of(document.id, office=terms).term.permanent
    assert [event.data["code"] for event in office.events("term.decided")] == ["10N", "VV"]


def test_a_version_without_a_lock_is_a_finding_and_is_not_locked_now(office, locks):
    document = office.sealed()
    office.archive_all()
    key = package_of(office, document) + "inventory.json"
    office.store.overwrite(ARCHIVE, key, b"{}")
    office.clock.at += 25 * DAY
    kept = run(locks)
    assert [(f.kind, f.subject) for f in kept.findings] == [("lock-not-extended", document.id)]
    assert office.store.stat(ARCHIVE, key).retention_mode == ""
    assert open_findings(office) == ["lock-not-extended"]
    office.store.delete_version(ARCHIVE, key, version_id=kept.findings[0].version_id)
    assert run(locks).findings == []
    assert open_findings(office) == []
    assert [e.data["kind"] for e in office.events("audit.finding-gone")] == ["lock-not-extended"]


def test_a_package_that_is_gone_is_a_finding(office, locks):
    document = office.sealed()
    office.archive_all()
    for key in [key for bucket, key in office.store._versions if bucket == ARCHIVE]:
        del office.store._versions[ARCHIVE, key]
    office.clock.at += 25 * DAY
    assert [(f.kind, f.subject) for f in run(locks).findings] == [("lock-not-extended", document.id)]


def test_a_run_with_a_budget_does_what_ends_first_and_the_next_goes_on(office, locks):
    first = office.incoming()
    office.archive_all()
    office.clock.at += DAY
    office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%PDF second"})
    office.archive_all()
    office.clock.at += 22 * DAY
    cut = keep_locks(locks, keep_on=iter([True, False]).__next__)
    assert (cut.packages, cut.whole) == (1, False)
    assert min(ends(office.store, package_of(office, first))) > office.clock.at + 29 * DAY
    assert (run(locks).packages, run(locks).packages) == (1, 0)


class Away:
    def __getattr__(self, name):
        def refuse(*_args, **_given):
            raise ServiceUnavailableError("away")

        return refuse


def test_a_copy_is_kept_by_the_same_code_and_one_that_is_away_stops_nothing(office, locks, new_office):
    copy = new_office().store
    document = office.sealed()
    office.archive_all()
    package = package_of(office, document)
    for version in office.store.versions(ARCHIVE, package):
        data = office.store.get(ARCHIVE, version.key)
        copy.put(ARCHIVE, version.key, data, retain_until=office.clock.at + 5 * DAY)
    both = dataclasses.replace(locks, stores=[NamedStore("", office.store), NamedStore("copy", copy)])
    run(both)
    assert min(ends(copy, package)) > office.clock.at + 29 * DAY
    office.clock.at += 25 * DAY
    away = dataclasses.replace(locks, stores=[NamedStore("", office.store), NamedStore("copy", Away())])
    kept = run(away)
    assert (kept.packages, kept.whole) == (1, False)
    assert [(f.kind, f.store, f.severity.value) for f in kept.findings] == [("store-away", "copy", "warning")]
    assert run(both).packages == 1


def test_what_need_not_be_in_a_copy_yet_is_not_missed_there(office, locks, new_office):
    office.sealed()
    office.archive_all()
    behind = NamedStore("copy", new_office().store, grace=DAY)
    both = dataclasses.replace(locks, stores=[NamedStore("", office.store), behind])
    assert run(both).findings == []
    office.clock.at += 2 * DAY
    assert [finding.store for finding in run(both).findings] == ["copy"]


def test_power_cuts_anywhere_leave_locks_that_the_next_run_completes(office, locks, new_fuse, power_cut):
    document = office.sealed()
    office.archive_all()
    office.clock.at += 25 * DAY
    package, cut_at = package_of(office, document), 0
    while True:
        cut_at += 7
        fuse = new_fuse()
        fuse.cut_at = cut_at
        wired = dataclasses.replace(
            locks, register=fuse.wire(office.register), stores=[NamedStore("", fuse.wire(office.store))]
        )
        try:
            run(wired)
        except power_cut:
            continue
        break
    assert cut_at > 20
    assert min(ends(office.store, package)) > office.clock.at + 29 * DAY
    assert run(locks).packages == 0


def test_a_document_is_kept_as_long_as_the_longest_of_its_case_files_says(office, terms):
    cases = CaseOffice(register=office.register, schedule=terms.schedule, clock=office.clock, organ_id="000")
    document = office.incoming()
    assert not term_of(document.id, office=terms).term.decided
    files = [
        open_case_file(
            unit="vp",
            file_catalog=2026,
            file_notation=f"0{n}.VP",
            title="Hồ sơ",
            maintenance=code,
            actor="luutru",
            office=cases,
        )
        for n, code in enumerate(("05N", "20N"), 1)
    ]
    with office.register.begin() as uow:
        for n, one in enumerate(files, 1):
            uow.case_files.file(FiledDocument(one.id, document.id, n, "luutru", office.clock.now()))
        uow.commit()
    kept = term_of(document.id, office=terms)
    assert (kept.term.decided, kept.last_day) == (True, None), "the work still goes on"
    with office.register.begin() as uow:
        for one in files:
            uow.case_files.change(one.id, expect=CaseState.OPEN, state=CaseState.CLOSED, ended=dt.date(2026, 3, 1))
        uow.commit()
    assert term_of(document.id, office=terms).last_day == dt.date(2046, 12, 31)
    with pytest.raises(RefusedError):
        decide_term(document.id, "10N", actor="luutru", why="x", office=terms)


def test_a_code_that_the_schedule_lost_is_kept_like_an_undecided_one(office, locks, terms):
    document = office.incoming()
    decide_term(document.id, "05N", actor="luutru", why="x", office=terms)
    office.archive_all()
    lost = Schedule(tuple(term for term in terms.schedule.terms if term.code != "05N"))
    office.clock.at += 25 * DAY
    assert run(dataclasses.replace(locks, schedule=lost)).packages == 1
    assert min(ends(office.store, package_of(office, document))) > office.clock.at + 29 * DAY
