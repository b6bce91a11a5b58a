"""What people are told, and the outbox. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses
import datetime as dt

from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.notices import SENT_BY, Channel, Contact, Notice, NoticeKind, Outcome, notice
from vanban.ports import Register

NOW = dt.datetime(2026, 3, 2, 1, 30, 0, 123456, tzinfo=dt.UTC)


def told(about: str = "1", *, account: str = "lanhdao", minutes: int = 0) -> Notice:
    at = NOW + dt.timedelta(minutes=minutes)
    return notice(NoticeKind.TO_SIGN, account=account, about=about, path="/documents/1", label="05/QĐ", at=at)


def stored(register: Register, *notices: Notice) -> None:
    with register.begin() as uow:
        for one in notices:
            assert uow.notices.add(one)
        uow.commit()


def test_a_notice_is_told_once_and_read_once(any_register: Register) -> None:
    one, two, other = told(), told("2", minutes=1), told(account="vanthu")
    stored(any_register, one, two, other)
    with any_register.begin() as uow:
        assert not uow.notices.add(dataclasses.replace(one, label="khác"))
        assert uow.notices.list("lanhdao") == [two, one]
        assert uow.notices.list("lanhdao", limit=1) == [two]
        assert (uow.notices.unread("lanhdao"), uow.notices.unread("nobody")) == (2, 0)
        assert uow.notices.mark_read("vanthu", at=NOW, notice_id=one.id) == 0, "it is somebody else's"
        assert uow.notices.mark_read("lanhdao", at=NOW, notice_id=one.id) == 1
        assert uow.notices.mark_read("lanhdao", at=NOW + dt.timedelta(days=1), notice_id=one.id) == 0
        uow.commit()
    with any_register.begin() as uow:
        assert uow.notices.list("lanhdao") == [two, dataclasses.replace(one, read_at=NOW)]
        assert uow.notices.list("lanhdao", unread_only=True) == [two]
        assert uow.notices.mark_read("lanhdao", at=NOW) == 1
        assert (uow.notices.unread("lanhdao"), uow.notices.unread("vanthu")) == (0, 1)


def test_nothing_is_told_of_what_was_rolled_back(any_register: Register) -> None:
    with any_register.begin() as uow:
        uow.notices.add(told())
    with any_register.begin() as uow:
        assert (uow.notices.list("lanhdao"), uow.notices.due(NOW)) == ([], [])


def test_a_delivery_is_due_put_off_and_ended_once(any_register: Register) -> None:
    stored(any_register, told(), told("2", minutes=5))
    with any_register.begin() as uow:
        first = uow.notices.due(NOW)
        assert {one.channel for one in first} == set(SENT_BY)
        assert len(uow.notices.due(NOW + dt.timedelta(minutes=5))) == 4
        assert len(uow.notices.due(NOW + dt.timedelta(minutes=5), limit=3)) == 3
        mail = next(one for one in first if one.channel is Channel.MAIL)
        uow.notices.put_off(dataclasses.replace(mail, tries=1, error="away"), until=NOW + dt.timedelta(minutes=1))
        uow.commit()
    with any_register.begin() as uow:
        assert [one.channel for one in uow.notices.due(NOW)] == [Channel.WEBHOOK]
        later = uow.notices.due(NOW + dt.timedelta(minutes=1))
        again = next(one for one in later if one.channel is Channel.MAIL)
        assert (again.tries, again.error, again.notice) == (1, "away", told())
        tried = dataclasses.replace(again, tries=2, error="gone")
        assert uow.notices.settle(tried, Outcome.GIVEN_UP, at=NOW)
        assert not uow.notices.settle(tried, Outcome.SENT, at=NOW)
        uow.notices.put_off(tried, until=NOW)
        uow.commit()
    with any_register.begin() as uow:
        assert uow.notices.given_up() == [tried]
        assert tried.notice.id not in {one.notice.id for one in uow.notices.due(NOW) if one.channel is Channel.MAIL}


def test_how_a_person_wants_to_be_told_is_kept(any_register: Register) -> None:
    with any_register.begin() as uow:
        assert uow.notices.contact("lanhdao") == Contact("lanhdao")
        uow.notices.set_contact(Contact("lanhdao", "a@b.vn"))
        uow.notices.set_contact(Contact("lanhdao", "c@d.vn", frozenset({Channel.MAIL, Channel.DESK})))
        uow.commit()
    with any_register.begin() as uow:
        assert uow.notices.contact("lanhdao") == Contact("lanhdao", "c@d.vn", frozenset({Channel.MAIL, Channel.DESK}))


def test_documents_by_the_day_they_are_due(any_register: Register, records) -> None:
    def due(day: int, **fields):
        entry = RegisterEntry(due_date=dt.date(2026, 4, day))
        usual = {"state": State.REGISTERED, "direction": Direction.INCOMING, "entry": entry}
        return records.stored(**usual | fields)

    second, first = due(3), due(2)
    for fields in ({"direction": Direction.OUTGOING}, {"state": State.READ}, {"entry": RegisterEntry()}):
        due(2, **fields)
    due(1), due(5)
    with any_register.begin() as uow:
        found = uow.directions.due_between(dt.date(2026, 4, 2), dt.date(2026, 4, 3))
        assert [one.id for one in found] == [first.id, second.id]
