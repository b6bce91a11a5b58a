"""Documents, clusters of their own to stop and crash, and a superuser's connection."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from vanban.domain.document import Direction, Document, State
from vanban.register.postgres_register import PostgresRegister
from vanban.services import postgres as service
from vanban.services.installation import load_or_create


@pytest.fixture(scope="session")
def store_document() -> Callable[..., Document]:
    numbers = itertools.count(1)

    def store(register: PostgresRegister, **fields) -> Document:
        n = next(numbers)
        usual = {
            "id": f"doc-{n:04}",
            "claim_id": f"claim-{n:04}",
            "office": "van-phong",
            "direction": Direction.INCOMING,
            "state": State.RECEIVED,
            "sha256": f"{n:064x}",
            "size": 1,
            "media_type": "application/pdf",
            "file_name": "a.pdf",
            "received_at": dt.datetime(2026, 3, 2, tzinfo=dt.UTC) + dt.timedelta(seconds=n),
            "received_by": "vanthu",
        }
        document = Document(**usual | fields)
        with register.begin() as uow:
            uow.documents.add(document)
            uow.events.append(at=document.received_at, actor="vanthu", name="document.received", subject=document.id)
            uow.commit()
        return document

    return store


@pytest.fixture
def superuser(postgres, register: PostgresRegister) -> Iterator[psycopg.Connection]:
    """A superuser's connection to the database of ``register``."""
    database = register._url.rsplit("/", 1)[-1]
    with psycopg.connect(postgres.admin_url(database), autocommit=True) as connection:
        yield connection


@pytest.fixture
def own_cluster(postgres) -> Iterator[object]:
    """A cluster that a test may stop and crash."""
    home = Path(tempfile.mkdtemp(prefix="vanban-test-pg-own-"))
    cluster = type(postgres)(load_or_create(home))
    try:
        cluster.start()
        service.provision(cluster.installation)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)
