"""The database goes away and comes back: errors say so, may be retried, tell nothing, and lose nothing."""

from __future__ import annotations

import datetime as dt
import signal
import traceback

import pytest

from vanban.domain.document import RegisterEntry, State
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.register.migrate import upgrade
from vanban.register.postgres_register import PostgresRegister
from vanban.services import postgres as service

pytestmark = pytest.mark.services
NOW = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
SECRET_TEXT = "nội dung không được lộ"


def test_an_outage_is_retryable_and_over_when_the_server_is_back(own_cluster, store_document) -> None:
    register = PostgresRegister(own_cluster.installation.database_url)
    document = store_document(register)
    with register.begin() as uow:
        uow.documents.get(document.id)
        own_cluster.stop(signal.SIGKILL)
        with pytest.raises(ServiceUnavailableError) as caught:
            uow.documents.change(document.id, expect=State.RECEIVED, entry=RegisterEntry(subject=SECRET_TEXT))
        with pytest.raises(ServiceUnavailableError):
            uow.commit()
    assert caught.value.retryable
    assert SECRET_TEXT not in "".join(traceback.format_exception(caught.value))
    assert service.healthy(own_cluster.installation) != ""
    for attempt in (
        register.begin().__enter__,
        register.take(states=frozenset({State.RECEIVED})).__enter__,
        register.hold("x").__enter__,
        lambda: register.search_text(document.id, [SECRET_TEXT]),
        lambda: upgrade(own_cluster.installation.database_url),
        lambda: service.provision(own_cluster.installation),
    ):
        with pytest.raises(ServiceUnavailableError) as caught:
            attempt()
        assert SECRET_TEXT not in "".join(traceback.format_exception(caught.value))
    own_cluster.start()
    assert service.healthy(own_cluster.installation) == ""
    with register.begin() as uow:
        assert uow.documents.get(document.id) == document
        assert uow.events.verify_chain() == []
        uow.events.append(at=NOW, actor="x", name="test.event", subject=document.id)
        uow.commit()
    register.close()


def test_a_hold_whose_server_died_ends_quietly(own_cluster, store_document) -> None:
    register = PostgresRegister(own_cluster.installation.database_url)
    document = store_document(register)
    with register.take(states=frozenset({State.RECEIVED})) as taken:
        assert taken == document
        own_cluster.stop(signal.SIGKILL)
    own_cluster.start()
    with register.take(states=frozenset({State.RECEIVED})) as again:
        assert again == document
    register.close()


def test_a_writer_that_waits_too_long_may_try_again(register) -> None:
    hasty = PostgresRegister(register._url, patience_seconds=0.2)
    with register.begin() as slow, hasty.begin() as waiting:
        slow.events.append(at=NOW, actor="x", name="test.event", subject="a")
        with pytest.raises(ServiceUnavailableError, match="55P03"):
            waiting.events.append(at=NOW, actor="x", name="test.event", subject="b")
        slow.commit()
    with hasty.begin() as uow:
        uow.events.append(at=NOW, actor="x", name="test.event", subject="b")
        uow.commit()
    with register.begin() as uow:
        assert [event.subject for event in uow.events.list()] == ["a", "b"]
    hasty.close()


def test_no_error_and_no_log_quotes_a_value(postgres, register, store_document) -> None:
    document = store_document(register, file_name=SECRET_TEXT)
    with register.begin() as uow, pytest.raises(RefusedError) as caught:
        uow.documents.change(
            document.id, expect=State.RECEIVED, entry=RegisterEntry(subject=SECRET_TEXT, priority=99_999)
        )
    assert SECRET_TEXT not in "".join(traceback.format_exception(caught.value))
    assert SECRET_TEXT not in postgres.log()


def test_an_installation_without_a_register_says_what_to_do() -> None:
    with pytest.raises(RefusedError) as caught:
        PostgresRegister("").begin()
    assert "vanban up" in caught.value.remedy
