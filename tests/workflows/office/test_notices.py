"""Who is told of what, with the change itself; and sending it at least once, with bounded retries."""

from __future__ import annotations

import datetime as dt

import pytest

from vanban.domain.batch import Purpose
from vanban.domain.directions import Assignment, Involvement, Progress
from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.domain.intake import Disposition
from vanban.domain.issuing import Dispatch, Way
from vanban.domain.notices import RETRY_AFTER, Channel, Contact, NoticeKind
from vanban.domain.people import Account, Role
from vanban.workflows.direct_document import DirectionRoom, Person, direct_document, report_progress
from vanban.workflows.issue_document import IssuingRoom, issue_document
from vanban.workflows.process import process_waiting
from vanban.workflows.register_document import proposed_entry, register_document, return_document
from vanban.workflows.second_look import SecondLookRoom, ask_release
from vanban.workflows.send_notices import NoticeRoom, send_notices
from vanban.workflows.sign_batch import sign_batch
from vanban.workflows.tell_people import tell_deadlines, tell_not_taken_in, tell_unissued

PEOPLE = {"vanthu": Role.CLERK, "lanhdao": Role.OFFICIAL, "luutru": Role.ARCHIVIST}


class Recording:
    """A courier that keeps what it was given, and fails when told."""

    def __init__(self) -> None:
        self.carried: list = []
        self.error: Exception | None = None

    def deliver(self, message) -> None:
        if self.error is not None:
            raise self.error
        self.carried.append(message)


@pytest.fixture
def peopled(office):
    with office.memory.begin() as uow:
        for name, role in PEOPLE.items():
            uow.people.add(Account(name, role, "x"))
        uow.people.add(Account("chuyenvien", Role.CLERK, "x", office="phong-ns"))
        uow.people.add(Account("nghi", Role.OFFICIAL, "x", disabled=True))
        uow.people.add(Account("pho", Role.OFFICIAL, "x"))
        uow.commit()
    return office


@pytest.fixture
def mail() -> Recording:
    return Recording()


@pytest.fixture
def room(peopled, mail) -> NoticeRoom:
    with peopled.memory.begin() as uow:
        uow.notices.set_contact(Contact("lanhdao", "lanhdao@co-quan.vn"))
        uow.commit()
    return NoticeRoom(
        register=peopled.memory, clock=peopled.clock, couriers={Channel.MAIL: mail}, address="https://vb.vn/",
        due_soon_days=2,
    )  # fmt: skip


def kinds(office, account: str) -> list[NoticeKind]:
    with office.memory.begin() as uow:
        return [one.kind for one in reversed(uow.notices.list(account))]


def incoming(office) -> str:
    office.drop("den.pdf", "clean letter", stream="den")
    office.receive()
    list(process_waiting(office.reading_room, keep_on=lambda: True))
    with office.memory.begin() as uow:
        (one,) = [d for d in uow.documents.list() if d.direction == "den"]
    register_document(one.id, proposed_entry(one), actor="vanthu", office=office.registry)
    return one.id


def test_who_may_confirm_a_release_is_told_once_and_never_who_asked(peopled) -> None:
    peopled.drop("a.pdf", "suspect paper")
    (item,) = peopled.receive()
    looking = SecondLookRoom(register=peopled.memory, clock=peopled.clock)
    for _ in range(2):
        ask_release(
            item.sha256, why="nhận nhầm", actor="vanthu", office="van-phong", direction=Direction.INCOMING, room=looking
        )
    told = {name: kinds(peopled, name) for name in ("lanhdao", "pho", "vanthu", "nghi", "chuyenvien")}
    assert told == {
        "lanhdao": [NoticeKind.SECOND_LOOK], "pho": [NoticeKind.SECOND_LOOK], "vanthu": [], "nghi": [],
        "chuyenvien": [],
    }  # fmt: skip
    with peopled.memory.begin() as uow:
        (one,) = uow.notices.list("pho")
    assert (one.path, one.label) == ("/suspects", "")


def test_a_round_of_signing_tells_each_what_is_theirs(peopled) -> None:
    ids = peopled.registered(2)
    assert kinds(peopled, "lanhdao") == [NoticeKind.TO_SIGN] * 2
    assert kinds(peopled, "nghi") == kinds(peopled, "pho") == [], "one has left, the other has no right to sign"
    sign_batch(peopled.granted(ids), room=peopled.signing)
    assert kinds(peopled, "vanthu") == [NoticeKind.TO_SEAL], "once for the batch"
    with peopled.memory.begin() as uow:
        assert uow.notices.list("vanthu")[0].label == "2"
        assert all("/" in one.label for one in uow.notices.list("lanhdao"))


def test_who_approved_is_told_what_failed(peopled) -> None:
    batch_id = peopled.granted(peopled.registered(2), pin="0000")
    sign_batch(batch_id, room=peopled.signing)
    with peopled.memory.begin() as uow:
        failed = uow.notices.list("lanhdao")[0]
    assert (failed.kind, failed.label, failed.path) == (NoticeKind.NOT_SIGNED, "2/2", f"/batches/{batch_id}")
    assert kinds(peopled, "vanthu") == []


def test_a_refused_draft_and_a_broken_file_are_told_to_who_handed_them_in(peopled) -> None:
    (document_id,) = peopled.registered(1)
    with peopled.memory.begin() as uow:
        by = uow.documents.get(document_id).received_by
        if uow.people.get(by) is None:
            uow.people.add(Account(by, Role.CLERK, "x"))
            uow.commit()
    return_document(document_id, why="Sai", actor="lanhdao", office=peopled.registry)
    assert kinds(peopled, by)[-1] is NoticeKind.REFUSED


def test_a_quarantined_file_is_told_once_to_the_clerks_of_its_office_who_can_have_it_run_again(peopled) -> None:
    peopled.drop("hong.pdf", "truncated paper")
    (item,) = peopled.receive()
    assert item.disposition is Disposition.QUARANTINED
    for _ in range(2):
        with peopled.memory.begin() as uow:
            tell_not_taken_in(item, uow)
            uow.commit()
    assert kinds(peopled, "vanthu") == [NoticeKind.NOT_TAKEN_IN]
    assert kinds(peopled, "chuyenvien") == kinds(peopled, "lanhdao") == [], "another office, another role"
    with peopled.memory.begin() as uow:
        (one,) = uow.notices.list("vanthu")
    assert (one.path, one.label) == ("/queue/refused", "")


def test_those_whom_a_document_is_given_to_are_told_and_of_its_day(peopled) -> None:
    document_id = incoming(peopled)
    room = DirectionRoom(register=peopled.memory, clock=peopled.clock)
    due = peopled.clock.now().date() + dt.timedelta(days=3)
    given = [Assignment("phong-ns", Involvement.LEADS, due), Assignment("vanthu", Involvement.INFORMED)]
    for _ in range(2):
        direct_document(document_id, by=Person("lanhdao"), words="Giao", assignments=given, room=room, opinion_id="one")
    assert kinds(peopled, "chuyenvien") == [NoticeKind.ASSIGNED]
    assert NoticeKind.ASSIGNED not in kinds(peopled, "vanthu")

    def deadlines() -> int:
        return tell_deadlines(register=peopled.memory, clock=peopled.clock, days=2)

    assert deadlines() == 0, "three days are not near"
    peopled.clock.at += dt.timedelta(days=1)
    assert [deadlines(), deadlines()] == [1, 0]
    peopled.clock.at += dt.timedelta(days=3)
    assert [deadlines(), deadlines()] == [1, 0]
    assert kinds(peopled, "chuyenvien") == [NoticeKind.ASSIGNED, NoticeKind.DUE_SOON, NoticeKind.OVERDUE]
    report_progress(document_id, by=Person("chuyenvien", "phong-ns"), progress=Progress.DONE, room=room)
    peopled.clock.at += dt.timedelta(days=1)
    assert deadlines() == 0


def test_clerks_are_told_once_a_working_day_of_what_should_have_gone_out(peopled, room, mail) -> None:
    ids = peopled.registered(2)
    for purpose in (Purpose.SIGN, Purpose.SEAL):
        sign_batch(peopled.granted(ids, purpose=purpose), room=peopled.signing)
    with peopled.memory.begin() as uow:
        uow.notices.set_contact(Contact("vanthu", "vanthu@co-quan.vn"))
        uow.commit()

    def told() -> int:
        return tell_unissued(register=peopled.memory, clock=peopled.clock)

    assert told() == 0, "sealed today"
    peopled.clock.at += dt.timedelta(days=7)
    assert [told(), told()] == [1, 0], "the clerk of its office, once; nobody else"
    with peopled.memory.begin() as uow:
        late = uow.notices.list("vanthu")[0]
    assert (late.kind, late.label, late.path) == (NoticeKind.NOT_SENT, "2", "/issuing")
    send_notices(room, keep_on=lambda: True)
    (sent,) = [one for one in mail.carried if one.kind is NoticeKind.NOT_SENT]
    assert (sent.address, sent.link) == ("vanthu@co-quan.vn", "https://vb.vn/issuing")
    peopled.clock.at += dt.timedelta(days=7)
    assert told() == 1, "still waiting: told again"
    issuing = IssuingRoom(register=peopled.memory, clock=peopled.clock)
    for document_id in ids:
        issue_document(document_id, [Dispatch("Sở Nội vụ", Way.POST)], by="vanthu", room=issuing)
    peopled.clock.at += dt.timedelta(days=7)
    assert told() == 0


def test_what_is_sent_says_where_to_look_and_nothing_of_the_document(peopled, room, mail) -> None:
    (document_id,) = peopled.registered(1)
    counted = send_notices(room, keep_on=lambda: True)
    assert counted == {"sent": 1, "off": 1}, "there is no webhook"
    (message,) = mail.carried
    assert (message.address, message.link) == ("lanhdao@co-quan.vn", f"https://vb.vn/documents/{document_id}")
    with peopled.memory.begin() as uow:
        subject = uow.documents.get(document_id).entry.subject
    assert subject
    assert subject not in str(message)
    assert send_notices(room, keep_on=lambda: True) == {}


def test_a_channel_that_was_switched_off_and_a_person_who_left_get_nothing(peopled, room, mail) -> None:
    with peopled.memory.begin() as uow:
        uow.notices.set_contact(Contact("lanhdao", "lanhdao@co-quan.vn", frozenset({Channel.MAIL})))
        uow.commit()
    peopled.registered(1)
    assert send_notices(room, keep_on=lambda: True) == {"off": 2}
    assert mail.carried == []


def test_what_cannot_be_sent_is_tried_again_and_given_up_after_a_bounded_number_of_tries(peopled, room, mail) -> None:
    peopled.registered(1)
    mail.error = ServiceUnavailableError("The mail server does not answer.")
    assert send_notices(room, keep_on=lambda: True) == {"put-off": 1, "off": 1}
    assert send_notices(room, keep_on=lambda: True) == {}, "not before its time"
    for wait in RETRY_AFTER[:-1]:
        peopled.clock.at += wait
        assert send_notices(room, keep_on=lambda: True) == {"put-off": 1}
    peopled.clock.at += RETRY_AFTER[-1]
    assert send_notices(room, keep_on=lambda: True) == {"given-up": 1}
    with peopled.memory.begin() as uow:
        (given_up,) = uow.notices.given_up()
    assert (given_up.tries, given_up.error) == (len(RETRY_AFTER) + 1, "The mail server does not answer.")
    mail.error = None
    peopled.clock.at += dt.timedelta(days=30)
    assert send_notices(room, keep_on=lambda: True) == {}


def test_an_address_that_is_refused_is_not_tried_again(peopled, room, mail) -> None:
    peopled.registered(1)
    mail.error = RefusedError("The mail server knows no such address.")
    assert send_notices(room, keep_on=lambda: True) == {"given-up": 1, "off": 1}


def test_a_crash_after_sending_sends_the_same_id_again(peopled, room, mail) -> None:
    peopled.registered(1)

    class Dies(Recording):
        def deliver(self, message) -> None:
            mail.deliver(message)
            raise KeyboardInterrupt

    dying = NoticeRoom(
        register=room.register, clock=room.clock, couriers={Channel.MAIL: Dies()}, address=room.address, due_soon_days=2
    )
    with pytest.raises(KeyboardInterrupt):
        send_notices(dying, keep_on=lambda: True)
    assert send_notices(room, keep_on=lambda: True)["sent"] == 1
    assert len({one.id for one in mail.carried}) == 1
    assert len(mail.carried) == 2
