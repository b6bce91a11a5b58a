"""A hold is a session of the database: it ends with the connection, the process or the server."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys

import psycopg
import pytest

from vanban.domain.document import State
from vanban.register.postgres_register import PostgresRegister

pytestmark = pytest.mark.services
WAITING = frozenset({State.RECEIVED})
HOLDERS = """
SELECT pid FROM pg_locks WHERE locktype = 'advisory'
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
WORKER = """
import signal, sys
from vanban.domain.document import State
from vanban.register.postgres_register import PostgresRegister
with PostgresRegister(sys.argv[1]).take(states=frozenset({State.RECEIVED})) as document:
    print(document.id, flush=True)
    signal.pause()
"""


def wait_for_release(superuser: psycopg.Connection) -> None:
    for _ in range(200):
        if not superuser.execute(HOLDERS).fetchall():
            return
        superuser.execute("SELECT pg_sleep(0.05)")
    pytest.fail("the lock is still held")


def test_a_terminated_connection_frees_its_document(register, superuser, store_document) -> None:
    document = store_document(register)
    with register.take(states=WAITING) as first:
        assert first == document
        for (pid,) in superuser.execute(HOLDERS).fetchall():
            superuser.execute("SELECT pg_terminate_backend(%s)", (pid,))
        wait_for_release(superuser)
        with register.take(states=WAITING) as second:
            assert second == document
    with register.take(states=WAITING) as third:
        assert third == document


def test_a_killed_worker_blocks_nothing(register, superuser, store_document) -> None:
    document = store_document(register)
    worker = subprocess.Popen([sys.executable, "-c", WORKER, register._url], stdout=subprocess.PIPE, text=True)
    try:
        assert worker.stdout.readline().strip() == document.id
        with register.take(states=WAITING) as none_left:
            assert none_left is None
    finally:
        worker.kill()
        worker.communicate(timeout=30)
    wait_for_release(superuser)
    with register.take(states=WAITING) as again:
        assert again == document


def count_in_child(register: PostgresRegister, answer) -> None:
    with register.begin() as uow:
        answer.send(len(uow.documents.list()))
    answer.close()
    os._exit(0)


def test_a_forked_child_has_connections_of_its_own(register, store_document) -> None:
    store_document(register)
    with register.begin() as uow:
        assert len(uow.documents.list()) == 1
    with register.begin() as uow, register.hold("parent") as held:
        assert held
        for _ in range(3):
            ours, theirs = multiprocessing.Pipe()
            child = multiprocessing.get_context("fork").Process(target=count_in_child, args=(register, theirs))
            child.start()
            assert ours.poll(60)
            assert ours.recv() == 1
            child.join(30)
        # The parent's sessions outlived its children.
        assert len(uow.documents.list()) == 1
        with register.hold("parent") as second:
            assert second is False


def test_more_holders_than_are_looked_at_at_once(register, superuser, store_document) -> None:
    documents = [store_document(register) for _ in range(53)]
    holders = [f"document:{document.id}" for document in documents[:52]]
    from vanban.register.queue import _key

    for name in holders:
        superuser.execute("SELECT pg_advisory_lock(%s)", (_key(name),))
    with register.take(states=WAITING) as last, register.take(states=WAITING) as none_left:
        assert last == documents[52]
        assert none_left is None


def test_a_document_that_moved_on_meanwhile_is_not_handed_out(register, store_document) -> None:
    one, two = store_document(register), store_document(register)
    with register.take(states=WAITING) as first:
        assert first == one
        with register.begin() as uow:
            uow.documents.change(one.id, expect=State.RECEIVED, state=State.READ)
            uow.commit()
    with register.take(states=WAITING) as second:
        assert second == two
