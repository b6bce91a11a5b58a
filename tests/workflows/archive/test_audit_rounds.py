"""What an audit reads when: each package once in a round, everything within the days, on after a cut or a crash."""

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.document import Direction, State
from vanban.domain.findings import Severity
from vanban.ports import ARCHIVE
from vanban.workflows import audit_reading
from vanban.workflows.audit import audit_archive


class Budget:
    """Says no once so many packages were begun; what comes before the packages is free."""

    def __init__(self, packages):
        self.left = packages

    def __call__(self):
        return self.left > 0


class CountsReads:
    """A store behind which it is known which packages were read."""

    def __init__(self, store, budget=None):
        self.store, self.budget, self.seen = store, budget, []

    def __getattr__(self, name):
        return getattr(self.store, name)

    def read(self, bucket, key, *, version_id):
        package = "/".join(key.split("/")[:5]) + "/"
        if package not in self.seen:
            self.seen.append(package)
            if self.budget:
                self.budget.left -= 1
        return self.store.read(bucket, key, version_id=version_id)


def audit_some(office, packages, **given):
    """Run an audit that stops after so many packages; return which were read, and the result."""
    budget = Budget(packages)
    counting = CountsReads(office.store, budget)
    room = replace(office.audit_room, store=counting, at_once=1, **given)
    result = audit_archive(room, keep_on=budget)
    return counting.seen, result


def audit_due(office, **given):
    counting = CountsReads(office.store)
    room = replace(office.audit_room, store=counting, **given)
    result = audit_archive(room, keep_on=lambda: True, everything=False)
    return counting.seen, result


def five_packages(office):
    for number in range(5):
        office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%%PDF %d" % number})
        office.archive_all()
        office.clock.at += dt.timedelta(hours=2)
    with office.register.begin() as uow:
        return [receipt.package for receipt in uow.receipts.list()]


def test_an_audit_without_time_says_nothing_and_forgets_nothing(office):
    office.sealed()
    office.archive_all()
    result = audit_archive(office.audit_room, keep_on=lambda: False)
    assert (result.documents, result.whole, result.findings) == (0, False, ())
    assert office.audit().documents == 1


def test_an_audit_that_is_cut_short_is_gone_on_with_until_all_was_read_once(office, monkeypatch):
    monkeypatch.setattr(audit_reading, "NOTED_AT_ONCE", 1)
    packages = five_packages(office)
    seen, wholes = [], []
    while not wholes or not wholes[-1]:
        read, result = audit_some(office, 1)  # and the one that was begun meanwhile
        seen += read
        wholes.append(result.whole)
    assert seen == packages
    assert len(wholes) >= 3
    assert audit_archive(office.audit_room, keep_on=lambda: True).documents == 5


def test_a_crash_amid_an_audit_loses_no_more_than_what_was_not_noted(office, new_fuse, power_cut, monkeypatch):
    monkeypatch.setattr(audit_reading, "NOTED_AT_ONCE", 1)
    packages = five_packages(office)
    fuse = new_fuse()
    wired = replace(office.audit_room, register=fuse.wire(office.register), at_once=1)
    audit_archive(wired, keep_on=lambda: True)
    whole_run = fuse.calls
    fuse.calls, fuse.cut_at = 0, whole_run // 2
    with pytest.raises(power_cut):
        audit_archive(wired, keep_on=lambda: True)
    with office.register.begin() as uow:
        done = [prefix for prefix, row in uow.custody.list("").items() if row.round == 2]
    assert 0 < len(done) < 5
    counting = CountsReads(office.store)
    audit_archive(replace(office.audit_room, store=counting), keep_on=lambda: True)
    assert sorted(counting.seen) == sorted(set(packages) - set(done))


def test_the_nightly_share_reads_everything_within_the_days_and_no_more(office):
    packages = five_packages(office)
    first, _ = audit_due(office, within_days=5)
    assert first == packages, "what was never read comes at once"
    nights = []
    for _ in range(5):
        office.clock.at += dt.timedelta(days=1)
        read, result = audit_due(office, within_days=5)
        assert result.whole
        nights.append(read)
    assert sorted(key for read in nights[:4] for key in read) == sorted(packages), "the last day is kept in reserve"
    assert sum(map(len, nights)) == 6


def test_nights_that_were_missed_are_made_up_for_and_what_is_late_is_a_warning(office, monkeypatch):
    monkeypatch.setattr(audit_reading, "NOTED_AT_ONCE", 1)
    packages = five_packages(office)
    office.audit()
    office.clock.at += dt.timedelta(days=6)
    read, result = audit_due(office, within_days=5)
    assert (sorted(read), result.findings) == (sorted(packages), ())
    office.clock.at += dt.timedelta(days=6)
    budget = Budget(2)
    room = replace(office.audit_room, store=CountsReads(office.store, budget), at_once=1, within_days=5)
    late = audit_archive(room, keep_on=budget, everything=False)
    assert [(f.kind, f.severity) for f in late.findings] == [("overdue", Severity.WARNING)]
    assert audit_due(office, within_days=5)[1].findings == ()
    with office.register.begin() as uow:
        assert uow.findings.list() == []


def test_a_package_too_young_to_let_its_copy_go_is_read_again_by_the_next_run(office):
    document = office.sealed()
    office.archive_all()
    audit_due(office)
    assert office.released == []
    office.clock.at += dt.timedelta(hours=2)
    audit_due(office)
    assert office.released == [document.claim_id]


def test_more_objects_than_are_kept_from_the_list_are_listed_again(office, monkeypatch):
    monkeypatch.setattr(audit_reading, "LISTED_AT_MOST", 3)
    packages = five_packages(office)
    counting = CountsReads(office.store)
    result = audit_archive(replace(office.audit_room, store=counting), keep_on=lambda: True)
    assert (sorted(counting.seen), result.findings) == (sorted(packages), ())
    assert result.objects == sum(1 for _ in office.store.versions(ARCHIVE, "aip/"))
