"""Questions over all rows: pages of packages, looks, and what no lock holds. Part of ``vanban.ports.Register``."""

from __future__ import annotations

import datetime as dt

from vanban.domain.document import Document, State
from vanban.domain.keeping import Hold
from vanban.ports import Register


def archived(any_register: Register, records, **receipt) -> Document:
    document = records.stored(state=State.ARCHIVED)
    with any_register.begin() as uow:
        uow.receipts.add(records.receipt(document.id, **receipt))
        uow.commit()
    return document


def test_packages_come_newest_first_a_page_at_a_time(any_register: Register, records) -> None:
    days = [records.now + dt.timedelta(days=number) for number in (0, 1, 1, 2)]
    made = [archived(any_register, records, archived_at=at) for at in days]
    seen, before = [], None
    with any_register.begin() as uow:
        while page := uow.oversight.packages(before=before, limit=3):
            seen += [one.document_id for one in page]
            before = (page[-1].archived_at, page[-1].package)
    assert seen[0] == made[3].id
    assert seen[-1] == made[0].id
    assert sorted(seen) == sorted(one.id for one in made)


def test_every_version_of_a_package_oldest_first(any_register: Register, records) -> None:
    document, later = archived(any_register, records), records.now + dt.timedelta(days=1)
    archived(any_register, records)
    with any_register.begin() as uow:
        uow.receipts.add_version(records.receipt(document.id, package="v2", archived_at=later))
        uow.commit()
        assert [one.package for one in uow.oversight.versions(document.id)] == [f"packages/{document.id}", "v2"]
        assert uow.oversight.versions("no-such") == []


def test_unlocked_is_what_no_known_lock_and_no_hold_in_a_store_protects(any_register: Register, records) -> None:
    over, now = records.now - dt.timedelta(days=1), records.now
    ends = [*[over] * 4, now.replace(year=2030)]
    free, extended, held, second_version, locked = (archived(any_register, records, retain_until=end) for end in ends)
    records.stored(state=State.ARCHIVED)  # without a receipt: nothing is known of its lock
    with any_register.begin() as uow:
        uow.custody.locked("", f"packages/{extended.id}", until=now + dt.timedelta(days=9), held=False)
        uow.custody.locked("copy", f"packages/{held.id}", until=over, held=True)
        uow.custody.locked("", f"packages/{free.id}", until=over, held=False)
        uow.receipts.add_version(records.receipt(second_version.id, package="v2"))
        uow.holds.add(Hold("h", free.id, "luutru", now, "a hold of the register is asked about elsewhere"))
        uow.commit()
        assert uow.oversight.unlocked(at=now) == [free.id]
        assert uow.oversight.unlocked(at=now.replace(year=2031), limit=2) == [free.id, extended.id]
        assert locked.id in uow.oversight.unlocked(at=now.replace(year=2031))


def test_looks_are_listed_newest_first_by_document_and_by_person(any_register: Register, records) -> None:
    with any_register.begin() as uow:
        for number, (who, what) in enumerate((("a", "one"), ("b", "one"), ("a", "two"))):
            at = records.now + dt.timedelta(minutes=number)
            uow.events.append(at=at, actor=who, name="document.viewed", subject=what)
            uow.events.append(at=at, actor=who, name="document.read", subject=what)
        uow.commit()
        found = uow.oversight.views

        def said(**by):
            return [(one.actor, one.subject) for one in found(**by)]

        assert said() == [("a", "two"), ("b", "one"), ("a", "one")]
        assert said(subject="one") == [("b", "one"), ("a", "one")]
        assert said(actor="a", subject="one") == [("a", "one")]
        assert said(actor="a", limit=1) == [("a", "two")]
