"""A whole office in memory: real workflows over the memory register and store, with named failure modes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from storage.memory_store import MemoryStore
from tests.workflows.office.fake_desk import PIN, FakeDesk
from vanban.domain.batch import Batch, BatchItem, Grant, Purpose, SignaturePlace
from vanban.domain.document import State
from vanban.domain.errors import RefusedError, SuspectError
from vanban.domain.evidence import Event, FileVerdict
from vanban.domain.reading import Examination, Fact, Reading
from vanban.domain.searchable import Searchable
from vanban.intake.filing import Cabinet
from vanban.intake.settling import Patience
from vanban.ports import SigningIdentity
from vanban.ports.reading import Released
from vanban.register.memory import MemoryRegister
from vanban.workflows.account import AccountOffice
from vanban.workflows.assemble_batch import ApprovalRoom, freeze_batch, grant_batch
from vanban.workflows.authorities import AuthorityOffice
from vanban.workflows.demo_authorities import give_demo_authorities
from vanban.workflows.process import ReadingRoom, process_waiting
from vanban.workflows.receive import Reception, receive_settled
from vanban.workflows.register_document import RegistryOffice, proposed_entry, register_document
from vanban.workflows.signing_results import SigningRoom


class FixedClock:
    def __init__(self) -> None:
        self.at = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)

    def now(self) -> dt.datetime:
        return self.at


class ContentExaminer:
    """Judges by the first word of the file: clean, suspect, or a reason code; a suspect that was released is clean."""

    def examine(self, path: Path, *, file_name: str, work: Path, is_released: Released) -> Examination:
        data = path.read_bytes()
        word = data.split(b" ")[0].decode()
        if word == "suspect" and is_released(hashlib.sha256(data).hexdigest()):
            word = "clean"
        urgent = "hỏa tốc" if b"HOATOC" in data else "thường"
        outcome = word if word in {"clean", "suspect"} else "refused"
        return Examination(
            sha256=hashlib.sha256(data).hexdigest(), size=len(data), outcome=outcome, urgency=urgent, pages=1,
            reason="" if outcome == "clean" else word, media_type="application/pdf", signed=b"SIGNED" in data,
            warnings=("repaired",) if b"REPAIRED" in data else (),
        )  # fmt: skip


@dataclass
class FixedReader:
    confidence: float = 0.99
    error: Exception | None = None
    values: dict[str, Any] = field(default_factory=dict)
    """What it reads besides the usual."""

    def read(self, path: Path, *, work: Path, searchable: Path | None = None, overruled: bool) -> Reading:
        if self.error and not (overruled and isinstance(self.error, SuspectError)):
            raise self.error
        copy = None
        if searchable is not None and b"scan" in path.read_bytes():
            searchable.write_bytes(b"%PDF-searchable " + path.read_bytes())
            copy = Searchable(sha256=hashlib.sha256(searchable.read_bytes()).hexdigest(), pages=1)
        values = {
            "kind": "quyết định", "number": "15", "symbol": "QĐ-UBND", "issued_on": "2026-11-20",
            "issuer": "ỦY BAN NHÂN DÂN PHƯỜNG MẪU", "subject": "Về việc thử", "recipients": ["Như trên", "Lưu: VT"],
        } | self.values  # fmt: skip
        facts = {name: Fact(value=v, confidence=self.confidence, page=1) for name, v in values.items()}
        return Reading(sha256="", pages=1, source="text", facts=facts, text=("chữ",), searchable=copy)


class MarkingVerifier:
    """Says valid of what FakeDesk signed and unsigned of the rest."""

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        verdict = "valid" if b"|signed" in data else "unsigned"
        return FileVerdict(sha256=hashlib.sha256(data).hexdigest(), verdict=verdict)


class AppendingNumberer:
    def write_number(self, data: bytes, *, number: str, issued_on: dt.date) -> bytes:
        return data + f"|{number} {issued_on}".encode()


class TaggedMender:
    """Takes files that say "broken" for broken, mends them by adding a tag, and refuses those that say "beyond"."""

    def signable(self, data: bytes) -> bytes:
        if b"beyond" in data:
            raise RefusedError("The file cannot take a signature.", vi="Tệp PDF hỏng nên không ký số được.")
        return data + b"|mended" if b"broken" in data else data


class CentredPlaces:
    """Finds the same place in every file."""

    def place(self, item: BatchItem, data: bytes, *, account: str, purpose: Purpose) -> SignaturePlace:
        return SignaturePlace(1, (300.0, 100.0, 440.0, 156.0))


class PlainPins:
    def seal(self, pin: str) -> bytes:
        return b"sealed:" + pin.encode()[::-1]

    def open(self, sealed: bytes) -> str:
        return sealed.removeprefix(b"sealed:")[::-1].decode()


class SilentBells:
    def ring(self, phase: str) -> None:
        pass


class Office:
    """Folders, ports and rooms of one office; ``restart`` is what is left after a power cut."""

    def __init__(self, home: Path, fuse: Any) -> None:
        self.home, self.fuse = home, fuse
        for name in ("spool", "work", "done", "quarantine", "duplicates", "suspects", "signed"):
            (home / name).mkdir(parents=True)
        for stream in ("den", "di"):
            (home / "intake" / stream / "van-phong").mkdir(parents=True)
        self.memory = MemoryRegister()
        self.memory_store = MemoryStore()
        self.clock, self.reader, self.desk = FixedClock(), FixedReader(), FakeDesk()
        people = [(one.account, one.purpose, one.title) for one in self.desk.identities()]
        room = AuthorityOffice(register=self.memory, clock=self.clock)
        give_demo_authorities(people, unit="van-phong", office=room)
        self.places = CentredPlaces()
        self.verifier, self.pins, self.bells = MarkingVerifier(), PlainPins(), SilentBells()

    @property
    def register(self) -> Any:
        return self.fuse.wire(self.memory)

    @property
    def store(self) -> Any:
        return self.fuse.wire(self.memory_store)

    @property
    def cabinet(self) -> Cabinet:
        names = ("spool", "work", "done", "quarantine", "duplicates", "suspects")
        return Cabinet(**{name: self.home / name for name in names})

    @property
    def reception(self) -> Reception:
        return Reception(
            register=self.register, store=self.store, examiner=ContentExaminer(), clock=self.clock,
            cabinet=self.cabinet, intake=self.home / "intake", completeness=lambda _: "complete",
            patience=Patience(settle=0, without_lease=0, incomplete=0),
        )  # fmt: skip

    @property
    def reading_room(self) -> ReadingRoom:
        return ReadingRoom(
            register=self.register, store=self.store, reader=self.reader, verifier=self.verifier, clock=self.clock,
            cabinet=self.cabinet,
        )  # fmt: skip

    @property
    def registry(self) -> RegistryOffice:
        return RegistryOffice(
            register=self.register, store=self.store, numberer=AppendingNumberer(), mender=TaggedMender(),
            clock=self.clock, organ_id="000",
        )  # fmt: skip

    @property
    def approval(self) -> ApprovalRoom:
        return ApprovalRoom(
            store=self.store, places=self.places, register=self.register, pin_seal=self.pins, notifier=self.bells,
            clock=self.clock, grant_lifetime=dt.timedelta(minutes=15),
        )  # fmt: skip

    @property
    def signing(self) -> SigningRoom:
        return SigningRoom(
            register=self.register, store=self.store, desk=self.desk, pins=self.pins, notifier=self.bells,
            clock=self.clock, kept=self.home / "signed",
        )  # fmt: skip

    def registered(self, count: int = 3) -> list[str]:
        """Drop, read and register new drafts; return their ids."""
        before = len(self.documents())
        for n in range(before, before + count):
            self.drop(f"{n}.pdf", f"clean draft {n}", stream="di")
        self.receive()
        list(process_waiting(self.reading_room, keep_on=lambda: True))
        return [
            register_document(document.id, proposed_entry(document), actor="vanthu", office=self.registry).id
            for document in self.documents()
            if document.state is State.READ
        ]

    def granted(self, ids: list[str], *, purpose: Purpose = Purpose.SIGN, pin: str = PIN) -> str:
        """Freeze a batch and grant it."""
        batch = self.freeze(ids, purpose=purpose)
        self.grant(batch, pin=pin)
        return batch.id

    def states(self) -> list[str]:
        return [document.state.value for document in self.documents()]

    def batch(self, batch_id: str) -> Batch:
        with self.memory.begin() as uow:
            return uow.batches.get(batch_id)

    @property
    def accounting(self) -> AccountOffice:
        office = AccountOffice(
            register=self.memory, store=self.memory_store, cabinet=self.cabinet, intake=self.home / "intake",
            clock=self.clock,
        )  # fmt: skip
        return replace(office, sleep=lambda _: None)

    def drop(self, name: str, content: str, *, stream: str = "den") -> Path:
        path = self.home / "intake" / stream / "van-phong" / name
        path.write_text(content)
        return path

    def receive(self) -> list[Any]:
        return list(receive_settled(self.reception, keep_on=lambda: True))

    def freeze(self, ids: Sequence[str], *, purpose: Purpose = Purpose.SIGN, **given: Any) -> Batch:
        return freeze_batch(ids, purpose=purpose, actor=self.identity(purpose).account, room=self.approval, **given)

    def grant(self, batch: Batch, *, pin: str = PIN) -> Grant:
        return grant_batch(batch.id, identity=self.identity(batch.purpose), pin=pin, room=self.approval)

    def identity(self, purpose: Purpose) -> SigningIdentity:
        return next(one for one in self.desk.identities() if one.purpose is purpose)

    def events(self, subject: str) -> Sequence[Event]:
        with self.memory.begin() as uow:
            return uow.events.list(subject=subject)

    def document(self) -> Any:
        with self.memory.begin() as uow:
            (document,) = uow.documents.list()
            return document

    def documents(self) -> Any:
        with self.memory.begin() as uow:
            return uow.documents.list()


@pytest.fixture
def office(tmp_path: Path, new_fuse: Callable[[], Any]) -> Office:
    return Office(tmp_path, new_fuse())


@pytest.fixture
def new_office(tmp_path: Path, new_fuse: Callable[[], Any]) -> Callable[[], Office]:
    made = iter(range(10_000))
    return lambda: Office(tmp_path / str(next(made)), new_fuse())
