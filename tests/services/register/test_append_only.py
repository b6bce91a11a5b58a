"""What was written to the trail and to the books stays, and what gets past the triggers is found."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest
import sqlalchemy as sa

from vanban.domain.document import Direction
from vanban.domain.evidence import ArchiveReceipt
from vanban.domain.second_look import Decision, SecondLook, decided
from vanban.ports import Book
from vanban.register.postgres_register import PostgresRegister

pytestmark = pytest.mark.services
NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
BOOK = Book(office="van-phong", direction=Direction.INCOMING, year=2026)


def fill(register, store_document) -> None:
    for _ in range(5):
        document = store_document(register)
        with register.begin() as uow:
            uow.numbers.take(BOOK, document_id=document.id)
            uow.evidence.add(document.id, role="original", sha256=document.sha256, at=document.received_at)
            uow.receipts.add(ArchiveReceipt(document.id, "package", "1" * 64, NOW, NOW, {}))
            uow.commit()
    look = SecondLook("a" * 64, "van-phong", Direction.INCOMING, "vanthu", NOW, "nhầm")
    with register.begin() as uow:
        uow.second_looks.ask(look)
        uow.second_looks.decide(decided(look, Decision.RELEASED, by="lanhdao", at=NOW, why="đã xem"))
        uow.commit()


@pytest.fixture
def filled(register, store_document):
    fill(register, store_document)
    return register


@pytest.fixture(scope="module")
def kept_url(postgres, store_document):
    """A filled database that the tests of this file share: what is refused changes nothing."""
    url = postgres.create_database()
    register = PostgresRegister(url)
    fill(register, store_document)
    register.close()
    yield url
    postgres.drop_database(url)


REFUSED = [
    "UPDATE events SET actor = 'someone' WHERE sequence = 2",
    "DELETE FROM events",
    "TRUNCATE events",
    "UPDATE evidence SET role = 'signed'",
    "DELETE FROM evidence",
    "DELETE FROM receipts",
    "TRUNCATE receipts",
    "UPDATE issued_numbers SET number = 9 WHERE number = 2",
    "UPDATE issued_numbers SET document_id = 'other' WHERE number = 2",
    "DELETE FROM issued_numbers",
    "TRUNCATE issued_numbers",
    "UPDATE number_counters SET last = 1",
    "DELETE FROM number_counters",
    "TRUNCATE number_counters",
    "UPDATE second_looks SET decided_by = 'someone'",
    "DELETE FROM second_looks",
    "TRUNCATE second_looks",
]


@pytest.mark.parametrize("role", ["register", "superuser"])
def test_the_database_refuses_to_rewrite(postgres, kept_url: str, role: str) -> None:
    own = kept_url.replace("+psycopg", "")
    with psycopg.connect(own if role == "register" else postgres.admin_url(own.rsplit("/", 1)[-1])) as connection:
        for statement in REFUSED:
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(statement)


def test_a_void_number_cannot_be_given_back(filled, superuser) -> None:
    with filled.begin() as uow:
        [_, (number, document_id, _), *_] = uow.numbers.list(BOOK)
        assert number == 2
        uow.numbers.void(BOOK, document_id=document_id, reason="nhầm")
        uow.commit()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        superuser.execute("UPDATE issued_numbers SET void_reason = '' WHERE number = 2")


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE events SET actor = 'kẻ khác' WHERE sequence = 3", ["Event 3 was changed"]),
        ("UPDATE events SET at = at + interval '1 microsecond' WHERE sequence = 3", ["Event 3 was changed"]),
        ("UPDATE events SET data = '{\"x\": 1}' WHERE sequence = 3", ["Event 3 was changed"]),
        ("DELETE FROM events WHERE sequence = 3", ["Events 3 to 3 are missing", "Event 4 does not follow"]),
        ("DELETE FROM events WHERE sequence = 1", ["Events 1 to 1 are missing", "Event 2 does not follow"]),
        (
            "UPDATE events SET digest = repeat('0', 64) WHERE sequence = 3",
            ["Event 3 was changed", "Event 4 does not follow"],
        ),
    ],
)
def test_the_chain_shows_what_got_past_the_triggers(filled, superuser, tampering: str, found: list[str]) -> None:
    with filled.begin() as uow:
        assert uow.events.verify_chain() == []
    superuser.execute("ALTER TABLE events DISABLE TRIGGER ALL")
    superuser.execute(tampering)
    with filled.begin() as uow:
        broken = uow.events.verify_chain()
    assert len(broken) == len(found)
    assert all(sentence.startswith(start) for sentence, start in zip(broken, found, strict=True))


def test_a_second_number_for_the_same_place_is_impossible(kept_url: str) -> None:
    engine = sa.create_engine(kept_url, poolclass=sa.NullPool)
    again = (
        "INSERT INTO issued_numbers SELECT office, direction, year, {number}, document_id, '' "
        "FROM issued_numbers WHERE number = {of}"
    )
    for number, of in [(3, 1), (6, 3), (0, 2)]:
        with engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
            connection.exec_driver_sql(again.format(number=number, of=of))


def test_events_of_one_unit_of_work_are_written_together_and_in_their_place(register, store_document):
    document = store_document(register)

    def append(uow, name):
        return uow.events.append(at=document.received_at, actor="audit", name=name, subject=document.id)

    with register.begin() as uow:
        first = append(uow, "one")
        assert append(uow, "two").previous == first.digest
        assert [e.name for e in uow.events.list(subject=document.id)][-2:] == ["one", "two"]
        append(uow, "three")
        uow.commit()
        append(uow, "four")
        uow.commit()
    with register.begin() as uow:
        append(uow, "never committed")
    with register.begin() as uow:
        append(uow, "five")
        uow.commit()
    with register.begin() as uow:
        names = [e.name for e in uow.events.list(subject=document.id)]
        assert names == ["document.received", "one", "two", "three", "four", "five"]
        assert uow.events.verify_chain() == []
