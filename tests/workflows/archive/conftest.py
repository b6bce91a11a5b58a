"""An archive in memory: documents that are ready for it, and its audit."""

import datetime as dt
import hashlib

import pytest

from signing.log_key import Ed25519LogKey
from storage.disposal_page import PdfDisposalPage
from storage.memory_store import MemoryStore
from storage.retention import load_schedule
from storage.root_page import PdfRootPage
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.domain.evidence import FileVerdict
from vanban.domain.identifiers import new_id, original_key
from vanban.ports import RECORDS
from vanban.register.memory import MemoryRegister
from vanban.workflows.archive import ArchiveRoom, archive_ready
from vanban.workflows.audit import AuditRoom, audit_archive
from vanban.workflows.carry_out import CarryingOut
from vanban.workflows.case_files import CaseOffice, add_document, close_case_file, open_case_file, show_case_file
from vanban.workflows.disposal import DisposalOffice
from vanban.workflows.event_log import LogRoom
from vanban.workflows.holdings import NamedStore
from vanban.workflows.holds import HoldOffice
from vanban.workflows.terms import TermOffice, decide_term


class Clock:
    def __init__(self):
        self.at = dt.datetime.now(tz=dt.UTC)

    def now(self):
        return self.at


class SaysAlways:
    def __init__(self, verdict):
        self.verdict = verdict

    def verify(self, data, *, at=None):
        return FileVerdict(sha256=hashlib.sha256(data).hexdigest(), verdict=self.verdict)


class FixedStamps:
    """Gives out what looks like a token; real ones are in tests/services and tests/e2e."""

    def token(self, sha256):
        return b"token over " + sha256


class Office:
    """A register and a store with one way to put documents in."""

    original = b"%PDF-1.7 original"
    sealed_by_both = b"%PDF-1.7 original and two signatures"

    def __init__(self, secrets, store=None, verdict="valid"):
        self.register, self.clock = MemoryRegister(), Clock()
        self.store = store or MemoryStore()
        self.released = []
        self.room = ArchiveRoom(
            register=self.register,
            store=self.store,
            verifier=SaysAlways(verdict),
            clock=self.clock,
            lock_days=30,
        )
        self.log_room = LogRoom(
            register=self.register,
            store=self.store,
            key=Ed25519LogKey(secrets),
            time_stamps=FixedStamps(),
            page=PdfRootPage(),
            clock=self.clock,
            lock_days=30,
            organ_id="000.00.00.H26",
        )
        self.audit_room = AuditRoom(
            register=self.register,
            store=self.store,
            clock=self.clock,
            release_intake_copy=self.released.append,
        )

    def add(self, direction, state, roles, **fields):
        document_id, sha = new_id(), {role: hashlib.sha256(data).hexdigest() for role, data in roles.items()}
        current = list(sha.values())[-1]
        document = Document(
            id=document_id,
            claim_id=new_id(),
            office="Phòng Tài chính",
            direction=direction,
            state=state,
            sha256=sha["original"],
            size=len(roles["original"]),
            media_type="application/pdf",
            file_name="Quyết định số 15.pdf",
            received_at=dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC),
            received_by="vanthu",
            current_sha256=current,
            entry=RegisterEntry(type_name="quyết định", subject="Về việc thử", issued_date=dt.date(2026, 1, 15)),
            **fields,
        )
        with self.register.begin() as uow:
            uow.documents.add(document)
            for role, data in roles.items():
                MemoryStore.put(self.store, RECORDS, original_key(sha[role]), data)
                uow.evidence.add(document_id, role=role, sha256=sha[role], at=document.received_at)
            uow.events.append(at=document.received_at, actor="vanthu", name="document.received", subject=document_id)
            uow.commit()
        return document

    def sealed(self):
        first = self.original
        roles = {"original": first, "numbered": first + b" 15", "signed": first + b" signed"}
        roles["sealed"] = self.sealed_by_both
        return self.add(Direction.OUTGOING, State.SEALED, roles)

    def incoming(self, **fields):
        return self.add(Direction.INCOMING, State.REGISTERED, {"original": self.original}, **fields)

    def document(self, document_id):
        with self.register.begin() as uow:
            return uow.documents.get(document_id)

    def events(self, name):
        with self.register.begin() as uow:
            return [e for e in uow.events.list() if e.name == name]

    def archive_all(self):
        return list(archive_ready(self.room, keep_on=lambda: True))

    def audit(self):
        return audit_archive(self.audit_room, keep_on=lambda: True)


@pytest.fixture
def new_office(tmp_path):
    return lambda **given: Office(tmp_path / "secrets", **given)


@pytest.fixture
def office(new_office):
    return new_office()


class Cases:
    """Case files over the archive of the other tests here."""

    def __init__(self, office):
        self.archive = office
        self.office = CaseOffice(
            register=office.register, schedule=load_schedule(), clock=office.clock, organ_id="000.00.00.H26"
        )

    def open(self, notation="01.TCCB", **fields):
        usual = {
            "unit": "Phòng Tài chính",
            "file_catalog": 2026,
            "title": "Hồ sơ tuyển dụng",
            "maintenance": "10N",
            "actor": "luutru",
        }
        return open_case_file(file_notation=notation, office=self.office, **usual | fields)

    def document(self, day, state=State.REGISTERED, **fields):
        entry = RegisterEntry(type_name="tờ trình", subject="Về việc thử", issued_date=day, page_amount=3)
        document = self.archive.incoming()
        with self.archive.register.begin() as uow:
            uow.documents.change(document.id, expect=State.REGISTERED, entry=entry, **fields)
            uow.commit()
        return document.id

    def add(self, case_file, *documents, **how):
        for document in documents:
            case_file = add_document(case_file.id, document, actor="luutru", office=self.office, **how)
        return case_file

    def close(self, case_file, **how):
        return close_case_file(case_file.id, actor="luutru", office=self.office, **how)

    def show(self, case_file):
        return show_case_file(case_file.id, office=self.office)


@pytest.fixture
def cases(office):
    return Cases(office)


LONG_AFTER = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)


class Unlocking:
    """The identity that may delete, on a store in memory whose own clock stands still: it deletes what is over now."""

    def __init__(self, office):
        self.office, self.deleted, self.fails_at = office, [], 0

    def delete_version(self, bucket, key, *, version_id):
        store, now = self.office.store, self.office.clock.now()
        stored = store.stat(bucket, key, version_id=version_id)
        if stored and stored.retain_until and stored.retain_until > now:
            raise RefusedError("locked")
        if store.is_held(bucket, key, version_id=version_id):
            raise RefusedError("held")
        if self.fails_at and len(self.deleted) + 1 == self.fails_at:
            raise ServiceUnavailableError("away")
        kept = store._versions[bucket, key]
        kept[:] = [one for one in kept if one.stored.version_id != version_id]
        if not kept:
            del store._versions[bucket, key]
        self.deleted.append((bucket, key))


@pytest.fixture
def disposals(office):
    return DisposalOffice(
        register=office.register,
        stores=[NamedStore("", office.store)],
        clock=office.clock,
        schedule=load_schedule(),
        page=PdfDisposalPage(),
        organisation="ỦY BAN NHÂN DÂN PHƯỜNG MẪU",
        lock_days=30,
    )


@pytest.fixture
def deleter(office):
    return Unlocking(office)


@pytest.fixture
def carrying(office, disposals, deleter):
    return CarryingOut(office=disposals, deleters={"": deleter}, release_intake_copy=office.released.append)


@pytest.fixture
def terms(office):
    return TermOffice(register=office.register, schedule=load_schedule(), clock=office.clock)


@pytest.fixture
def holding(office):
    return HoldOffice(register=office.register, clock=office.clock)


@pytest.fixture
def old(office, terms):
    """Two documents of five years each, archived; long after."""
    documents = []
    for number in (1, 2):
        document = office.add(Direction.INCOMING, State.REGISTERED, {"original": b"%%PDF %d" % number})
        decide_term(document.id, "05N", actor="luutru", why="danh mục hồ sơ", office=terms)
        documents.append(document)
    office.archive_all()
    office.clock.at = LONG_AFTER
    return documents
