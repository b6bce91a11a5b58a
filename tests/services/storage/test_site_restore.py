"""The drill: a site is lost with its database and its store, and comes back from the second copy alone."""

import dataclasses
import datetime as dt
import hashlib

import pytest

from signing.log_key import Ed25519LogKey
from storage.folder_store import FolderStore
from storage.memory_store import MemoryStore
from storage.root_page import PdfRootPage
from storage.verify_archive import check_folder
from vanban.backup_seal import AgeSeal
from vanban.clock import SystemClock
from vanban.domain.backup import REGISTER
from vanban.domain.document import Direction, State
from vanban.domain.errors import IntegrityError, RefusedError
from vanban.domain.evidence import FileVerdict
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS
from vanban.register.dump import PostgresDump
from vanban.register.postgres_register import PostgresRegister
from vanban.services.objectstore import pipeline_store
from vanban.services.objectstore_alone import object_store
from vanban.settings import Settings
from vanban.site_files import files_to_keep, place_of
from vanban.workflows.archive import ArchiveRoom, archive_ready
from vanban.workflows.audit import AuditRoom
from vanban.workflows.backup import BackupRoom, backup_sets, make_backup
from vanban.workflows.event_log import LogRoom
from vanban.workflows.holdings import NamedStore
from vanban.workflows.replicate import CopyRoom
from vanban.workflows.restore import restore
from vanban.workflows.restore_site import RestoreRoom, restore_site

pytestmark = pytest.mark.services
CLOCK = SystemClock()


def always():
    return True


class FindsValid:
    def verify(self, data, *, at=None):
        return FileVerdict(sha256=hashlib.sha256(data).hexdigest(), verdict="valid")


class FixedStamps:
    def token(self, sha256):
        return b"token over " + sha256


class Site:
    """An office on one machine: a home, a database of its own, an object store."""

    def __init__(self, home, url, store):
        self.home, self.url, self.store = home, url, store
        self.settings = Settings(home=home)
        self.register = PostgresRegister(url)

    def archive(self, new_document, count):
        for number in range(count):
            data = b"%%PDF-1.7 received %d" % number
            sha256 = hashlib.sha256(data).hexdigest()
            document = new_document(sha256=sha256, current_sha256=sha256, size=len(data), state=State.REGISTERED)
            assert document.direction is Direction.INCOMING
            self.store.put(RECORDS, original_key(sha256), data)
            with self.register.begin() as uow:
                uow.documents.add(document)
                uow.evidence.add(document.id, role="original", sha256=sha256, at=document.received_at)
                uow.events.append(at=CLOCK.now(), actor="vanthu", name="document.received", subject=document.id)
                uow.commit()
        room = ArchiveRoom(register=self.register, store=self.store, verifier=FindsValid(), clock=CLOCK, lock_days=3650)
        return [one.document_id for one in archive_ready(room, keep_on=always)]

    def backup(self, copy):
        log = LogRoom(
            register=self.register,
            store=self.store,
            key=Ed25519LogKey(self.settings.secrets),
            time_stamps=FixedStamps(),
            page=PdfRootPage(),
            clock=CLOCK,
            lock_days=3650,
            organ_id="000.00.00.H26",
        )
        room = BackupRoom(
            copy=CopyRoom(register=self.register, store=self.store, copy=NamedStore("copy", copy), clock=CLOCK),
            log=log,
            dump=PostgresDump(self.url),
            seal=AgeSeal(self.settings.secrets),
            files=lambda: files_to_keep(self.settings),
            scratch=self.home / "scratch",
            keep_days=35,
        )
        return make_backup(room, keep_on=always)

    def restore_room(self, source):
        audit = AuditRoom(register=self.register, store=self.store, clock=CLOCK, release_intake_copy=[].append)
        return RestoreRoom(
            register=self.register,
            dump=PostgresDump(self.url),
            store=self.store,
            source=source,
            seal=AgeSeal(self.settings.secrets),
            place_of=lambda name: place_of(name, self.settings),
            scratch=self.home / "scratch",
            clock=CLOCK,
            audit=audit,
        )


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """Yield two servers: the one of the second copy, and the one of a new machine."""
    with (
        object_store(tmp_path_factory.mktemp("second")) as second,
        object_store(tmp_path_factory.mktemp("new")) as new,
    ):
        yield second, new


@pytest.fixture(scope="module")
def lost(postgres, stores, new_document, tmp_path_factory):
    """Return what is left of a site whose database and store are gone: the second store, the key, its documents."""
    second, _ = stores
    home = tmp_path_factory.mktemp("old-home")
    (home / "offices.csv").write_text("own", encoding="utf-8")
    (home / "pki" / "trust" / "roots").mkdir(parents=True)
    (home / "pki" / "trust" / "roots" / "ca.pem").write_text("anchor", encoding="ascii")
    site = Site(home, postgres.create_database(), MemoryStore())
    archived = site.archive(new_document, 5)
    made = site.backup(pipeline_store(second.installation))
    log_key = (home / "secrets" / "event-log.key").read_bytes()
    key = AgeSeal(site.settings.secrets).private_key.read_text()
    site.register.close()
    postgres.drop_database(site.url)
    return dataclasses.make_dataclass("Lost", ["made", "archived", "key", "log_key"])(made, archived, key, log_key)


def test_the_site_comes_back_and_the_audit_is_green(postgres, stores, lost, tmp_path):
    second, new = stores
    site = Site(tmp_path, postgres.create_database(), pipeline_store(new.installation))
    restored = restore_site(site.restore_room(pipeline_store(second.installation)), key=lost.key, keep_on=always)
    assert restored.green, restored.audit.findings
    assert restored.backup == lost.made
    assert restored.documents == len(lost.archived) == 5
    for document_id in lost.archived:
        folder = restore(document_id, tmp_path / "out", register=site.register, store=site.store)
        assert check_folder(folder) == []
    locked = site.store.stat(ARCHIVE, next(one.key for one in site.store.versions(ARCHIVE, "aip/")))
    assert locked.retention_mode == "COMPLIANCE"
    assert locked.retain_until > CLOCK.now() + dt.timedelta(days=3600)
    assert (tmp_path / "secrets" / "event-log.key").read_bytes() == lost.log_key
    assert (tmp_path / "offices.csv").read_text() == "own"
    assert (tmp_path / "pki" / "trust" / "restored" / "roots" / "ca.pem").read_text() == "anchor"
    with site.register.begin() as uow:
        assert uow.events.verify_chain() == []
    with pytest.raises(RefusedError, match="not empty"):
        restore_site(site.restore_room(pipeline_store(second.installation)), key=lost.key, keep_on=always)


def test_a_restored_log_is_append_only_as_before(postgres, stores, lost, tmp_path):
    import psycopg

    second, _ = stores
    site = Site(tmp_path, postgres.create_database(), FolderStore(tmp_path / "objects"))
    restore_site(site.restore_room(pipeline_store(second.installation)), key=lost.key, keep_on=always)
    address = site.url.replace("postgresql+psycopg", "postgresql")
    for statement in ("DELETE FROM events", "UPDATE events SET actor = 'x'", "TRUNCATE events"):
        with psycopg.connect(address) as connection, pytest.raises(psycopg.Error):
            connection.execute(statement)


def test_another_key_restores_nothing(postgres, stores, lost, tmp_path):
    second, _ = stores
    site = Site(tmp_path, postgres.create_database(), FolderStore(tmp_path / "objects"))
    other = AgeSeal(tmp_path / "other")
    with (tmp_path / "x").open("wb+") as source, (tmp_path / "y").open("wb") as into:
        other.close(source, into)
    with pytest.raises(RefusedError, match="cannot be opened"):
        restore_site(
            site.restore_room(pipeline_store(second.installation)),
            key=other.private_key.read_text(),
            keep_on=always,
        )
    with site.register.begin() as uow:
        assert not uow.documents.list(limit=1)
    assert list(site.store.versions(ARCHIVE)) == []


def test_a_set_on_a_medium_of_its_own_restores_too(postgres, new_document, tmp_path):
    disk = FolderStore(tmp_path / "disk")
    first = Site(tmp_path / "a", postgres.create_database(), FolderStore(tmp_path / "objects-a"))
    archived = first.archive(new_document, 2)
    made = first.backup(disk)
    assert [one.name for one in backup_sets(disk)] == [made.name]
    key = AgeSeal(first.settings.secrets).private_key.read_text()
    fresh = Site(tmp_path / "b", postgres.create_database(), FolderStore(tmp_path / "objects-b"))
    restored = restore_site(fresh.restore_room(disk), key=key, keep_on=always)
    assert restored.green, restored.audit.findings
    assert restored.documents == len(archived) == 2
    part = tmp_path / "disk" / ARCHIVE / made.prefix / made.parts_of(REGISTER)[0].name
    part.write_bytes(part.read_bytes()[:-1] + bytes([part.read_bytes()[-1] ^ 1]))
    third = Site(tmp_path / "c", postgres.create_database(), FolderStore(tmp_path / "objects-c"))
    with pytest.raises(IntegrityError, match="was changed"):
        restore_site(third.restore_room(disk), key=key, keep_on=always)
