"""Documents in the register, and a superuser's connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from vanban.domain.document import Document
from vanban.register.postgres_register import PostgresRegister


@pytest.fixture(scope="session")
def store_document(new_document: Callable[..., Document]) -> Callable[..., Document]:
    def store(register: PostgresRegister, **fields) -> Document:
        document = new_document(**fields)
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
