"""A register and an object store of their own for a measurement, and documents that are ready to be archived."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import pwd
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults_kinds import small_disk
from storage.minio_store import MinioStore
from vanban.clock import SystemClock
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.evidence import FileVerdict
from vanban.domain.identifiers import new_id, original_key
from vanban.ports import RECORDS
from vanban.register.postgres_register import PostgresRegister
from vanban.services import postgres
from vanban.services.installation import Installation, load_or_create
from vanban.services.objectstore import pipeline_store
from vanban.services.objectstore_alone import ObjectStoreAlone, object_store
from vanban.workflows.archive import ArchiveRoom

START_SECONDS = 60
LOCK_DAYS = 3650


class FindsUnsigned:
    """Verifies nothing: incoming documents are archived with the verdict they came with."""

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        """Return that there is no signature."""
        del at
        return FileVerdict(sha256=hashlib.sha256(data).hexdigest(), verdict="unsigned")


@dataclass(frozen=True, slots=True)
class Site:
    """What is measured."""

    server: ObjectStoreAlone
    store: MinioStore
    register: PostgresRegister
    admin_url: str
    """libpq address of the database as its superuser."""
    database_url: str
    """SQLAlchemy address of the register, as its own role."""

    def room(self) -> ArchiveRoom:
        """Return what archiving needs."""
        return ArchiveRoom(
            register=self.register, store=self.store, verifier=FindsUnsigned(), clock=SystemClock(), lock_days=LOCK_DAYS
        )


@contextlib.contextmanager
def site(*, disk_mb: int = 0) -> Iterator[Site]:
    """Run both for the length of the context; everything is removed at its end.

    Args:
        disk_mb: size of a file system of the store's own, in memory (needs root); 0 for none.
    """
    # Not below the home of root: the database's account could not reach it there.
    home = Path(tempfile.mkdtemp(prefix="vanban-archive-"))
    try:
        with (
            small_disk(home / "store", megabytes=disk_mb),
            object_store(home / "store") as server,
            _database(home / "register") as database,
        ):
            register = PostgresRegister(database.database_url)
            admin = f"postgresql://postgres:{database.secrets['postgres_admin']}@{database.address('postgres')}/vanban"
            yield Site(server, pipeline_store(server.installation), register, admin, database.database_url)
            register.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def receive(site: Site, count: int, *, size: int, seed: int) -> list[str]:
    """Put registered incoming documents there that wait to be archived; return their ids."""
    contents = random.Random(seed)
    files = [b"%PDF-1.7\n" + contents.randbytes(size - 9) for _ in range(count)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda data: site.store.put(RECORDS, original_key(_digest(data)), data), files))
    documents = [_document(data) for data in files]
    for document in documents:
        with site.register.begin() as uow:
            uow.documents.add(document)
            uow.evidence.add(document.id, role="original", sha256=document.sha256, at=document.received_at)
            for name in ("document.received", "document.read", "document.registered"):
                uow.events.append(at=document.received_at, actor="vanthu", name=name, subject=document.id)
            uow.commit()
    return [document.id for document in documents]


def _document(data: bytes) -> Document:
    now = dt.datetime.now(tz=dt.UTC)
    return Document(
        id=new_id(),
        claim_id=new_id(),
        office="van-phong",
        direction=Direction.INCOMING,
        state=State.REGISTERED,
        sha256=_digest(data),
        size=len(data),
        media_type="application/pdf",
        file_name="Công văn.pdf",
        received_at=now,
        received_by="vanthu",
        entry=RegisterEntry(subject="Về việc đo tốc độ lưu trữ", issued_date=now.date(), page_amount=1),
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def _database(home: Path) -> Iterator[Installation]:
    home.mkdir()
    installation = load_or_create(home)
    postgres.prepare(installation)
    program = postgres.program(installation)
    account = pwd.getpwnam(program.user) if program.user else None
    with (home / "postgres.log").open("ab") as log:
        server = subprocess.Popen(
            program.argv,
            env={**os.environ, **program.env},
            cwd=program.cwd,
            stdout=log,
            stderr=log,
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=[] if account else None,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while postgres.healthy(installation):
            if time.monotonic() > deadline or server.poll() is not None:
                raise SystemExit(f"PostgreSQL did not start: {(home / 'postgres.log').read_text()[-1000:]}")
            time.sleep(0.1)
        postgres.provision(installation)
        yield installation
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=START_SECONDS)
