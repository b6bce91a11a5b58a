"""The desk over the register and the store in memory, with invented letters and the four demo accounts."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from storage.memory_store import MemoryStore
from vanban.bootstrap import Services
from vanban.clock import HANOI
from vanban.desk.accounts import Account, Role
from vanban.desk.app import create_app
from vanban.domain.batch import BatchItem, ItemState, Purpose
from vanban.domain.document import Direction, Document, State
from vanban.domain.identifiers import new_id, original_key
from vanban.domain.intake import Disposition, IntakeItem
from vanban.ports import RECORDS, SigningIdentity
from vanban.register.memory import MemoryRegister
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.samples.letter import Letter
from vanban.samples.offices import OUR_CHAIR, OUR_OFFICE
from vanban.settings import Settings
from vanban.workflows.authorities import AuthorityOffice
from vanban.workflows.demo_authorities import give_demo_authorities

PASSWORDS = {"vanthu": "chữ ký 1", "lanhdao": "chữ ký 2", "luutru": "chữ ký 3", "quantri": "chữ ký 4"}
PASSWORDS["kiemtra"] = "chữ ký 5"
ROLES = {"vanthu": Role.CLERK, "lanhdao": Role.OFFICIAL, "luutru": Role.ARCHIVIST, "quantri": Role.ADMIN}
ROLES["kiemtra"] = Role.AUDITOR
PIN = "9046-1735"
SECRET = "a secret for tests only"


class MovableClock:
    """Starts at the real time, and moves when told."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta()

    def now(self) -> dt.datetime:
        return dt.datetime.now(tz=dt.UTC) + self.ahead


class RecordingSeal:
    """Seals by hashing, and counts."""

    def __init__(self) -> None:
        self.sealed: list[bytes] = []

    def seal(self, pin: str) -> bytes:
        self.sealed.append(hashlib.sha256(pin.encode()).digest())
        return self.sealed[-1]


class TwoIdentities:
    """An official and a seal; drives no device."""

    def identities(self) -> Sequence[SigningIdentity]:
        end = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
        return (
            SigningIdentity("lanhdao", Purpose.SIGN, "Nguyễn Văn Mẫu", "CHỦ TỊCH", "11" * 32, end),
            SigningIdentity("vanthu", Purpose.SEAL, "ỦY BAN NHÂN DÂN PHƯỜNG MẪU", "", "22" * 32, end),
        )


class DeskServices(Services):
    """Real workflows over stores in memory."""

    def __init__(self, home: Path) -> None:
        super().__init__(Settings(home=home, instance="desk-test", airflow_url="http://127.0.0.1:8080"))
        self.clock = MovableClock()
        self.register = MemoryRegister()
        self.store = MemoryStore()
        self.pin_seal = RecordingSeal()
        self.signing_desk = TwoIdentities()  # type: ignore[assignment]
        self.account_office = dataclasses.replace(super().account_office, sleep=lambda _: None)
        self.give_rights()

    def let_in(self, accounts: Sequence[Account]) -> None:
        with self.register.begin() as uow:
            for account in accounts:
                uow.people.add(account)
            uow.commit()

    def give_rights(self) -> None:
        """Let the official sign and the clerk seal, as the demonstration does; the trail begins empty."""
        people = [(one.account, one.purpose, one.title) for one in self.signing_desk.identities()]
        elsewhere = AuthorityOffice(register=MemoryRegister(), clock=self.clock)
        give_demo_authorities(people, unit="van-phong", office=elsewhere)
        with elsewhere.register.begin() as given, self.register.begin() as uow:
            for row in given.authorities.list():
                uow.authorities.add(row)
            uow.commit()


@dataclasses.dataclass
class House:
    """One installation of the desk, and ways to fill it."""

    services: DeskServices
    app: FastAPI

    def add(
        self,
        data: bytes = b"%PDF-1.7 not much",
        *,
        direction: Direction = Direction.INCOMING,
        state: State = State.READ,
        facts: dict[str, Any] | None = None,
        **fields: Any,
    ) -> Document:
        now = self.services.clock.now()
        sha256 = hashlib.sha256(data).hexdigest()
        document = Document(
            id=new_id(), claim_id=new_id(), office="van-phong", direction=direction, state=state, sha256=sha256,
            size=len(data), media_type="application/pdf", file_name="cong-van.pdf", received_at=now,
            received_by="vanthu", pages=1, current_sha256=sha256, reading={"facts": facts or {}},
        )  # fmt: skip
        document = dataclasses.replace(document, **fields)
        self.services.store.put(RECORDS, original_key(sha256), data)
        item = IntakeItem(
            claim_id=document.claim_id, disposition=Disposition.ACCEPTED, sha256=sha256, size=len(data),
            received_at=now, received_by="vanthu", office="van-phong", direction=direction, document_id=document.id,
        )  # fmt: skip
        with self.services.register.begin() as uow:
            uow.intake.add(item)
            uow.documents.add(document)
            uow.evidence.add(document.id, role="original", sha256=sha256, at=now)
            uow.commit()
        return document

    def add_refused(self, disposition: Disposition, reason: str, **fields: Any) -> IntakeItem:
        item = IntakeItem(new_id(), disposition, "ab" * 32, 99, self.services.clock.now(), "vanthu", reason=reason)
        item = dataclasses.replace(item, **fields)
        with self.services.register.begin() as uow:
            uow.intake.add(item)
            uow.commit()
        return item

    def get(self, document_id: str) -> Document:
        with self.services.register.begin() as uow:
            return uow.documents.get(document_id)

    def events(self, subject: str = "") -> list[str]:
        with self.services.register.begin() as uow:
            return [event.name for event in uow.events.list(subject=subject)]

    def finish_batch(self, batch_id: str) -> None:
        """Play the signing worker: every item done, the batch closed."""
        now = self.services.clock.now()
        with self.services.register.begin() as uow:
            batch, grant = uow.batches.get(batch_id), uow.batches.grant_for(batch_id)
            assert grant is not None
            for item in batch.items:
                self._sign(uow, batch_id, item)
            uow.batches.use_grant(grant.id, at=now)
            uow.batches.close(batch_id, at=now)
            uow.commit()

    def _sign(self, uow: Any, batch_id: str, item: BatchItem) -> None:
        done = dataclasses.replace(item, state=ItemState.DONE, result_sha256="cd" * 32)
        uow.batches.set_item(batch_id, done)
        uow.documents.change(item.document_id, expect=State.APPROVED, state=State.SIGNED)

    def restart(self) -> None:
        """Begin the desk's process anew over the same register."""
        self.app = create_app(self.services, SECRET)

    def browser(self, name: str = "") -> Browser:
        browser = Browser(self.app)
        if name:
            assert browser.log_in(name).status_code == 200
        return browser


class Browser:
    """A client that sends the CSRF token of the page it looks at, as a browser does."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)

    def log_in(self, name: str, password: str | None = None) -> Response:
        self.client.get("/login")
        return self.post("/login", name=name, password=PASSWORDS.get(name, "") if password is None else password)

    def get(self, path: str, **kwargs: Any) -> Response:
        return self.client.get(path, **kwargs)

    def post(self, path: str, *, files: Any = None, **fields: Any) -> Response:
        return self.client.post(path, data={"csrf": self.token(), **fields}, files=files)

    def token(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.client.get("/login").text)
        assert found
        return found[1]


@pytest.fixture(scope="session")
def accounts() -> Sequence[Account]:
    import argon2

    quick = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return [Account(name, ROLES[name], quick.hash(password)) for name, password in PASSWORDS.items()]


@pytest.fixture
def house(tmp_path: Path, accounts: Sequence[Account]) -> House:
    return built(tmp_path, accounts)


def built(folder: Path, accounts: Sequence[Account]) -> House:
    """Return an empty house whose state lies in a folder."""
    for direction in Direction:
        (folder / "intake" / direction.value / "van-phong").mkdir(parents=True)
    for name in ("spool", "work", "done", "quarantine", "duplicates", "suspects"):
        (folder / name).mkdir()
    services = DeskServices(folder)
    services.let_in(accounts)
    return House(services, create_app(services, SECRET))


def incoming_letter(seed: int, **changes: Any) -> Letter:
    return compose("công văn", rng=random.Random(seed), **changes)


def draft(seed: int) -> Letter:
    """Return an outgoing decision of our office whose number and date are blank."""
    today = dt.date(2026, 11, 20)
    letter = compose(
        "quyết định", rng=random.Random(seed), office=OUR_OFFICE, issued_on=today, capacity="head", signer=OUR_CHAIR
    )
    return dataclasses.replace(letter, number="", issued_on=None, year=dt.datetime.now(HANOI).year)


@pytest.fixture(scope="session")
def letter_pdf() -> bytes:
    return render(incoming_letter(7))


@pytest.fixture(scope="session")
def draft_pdf() -> bytes:
    return render(draft(8))


@pytest.fixture
def facts() -> dict[str, Any]:
    return read_facts()


def read_facts() -> dict[str, Any]:
    """Return a reading that is sure of everything but the subject."""
    values = {
        "kind": "công văn", "number": "15", "symbol": "UBND-VX", "issued_on": "2026-11-05",
        "issuer": "ỦY BAN NHÂN DÂN TỈNH MẪU", "subject": "Về việc thử nghiệm hệ thống",
    }  # fmt: skip
    sure = {"confidence": 0.99, "page": 1, "box": [100, 700, 200, 715], "how": "test"}
    return {name: {**sure, "value": v, "confidence": 0.6 if name == "subject" else 0.99} for name, v in values.items()}


@pytest.fixture
def pin() -> str:
    return PIN


@pytest.fixture
def typed() -> dict[str, str]:
    """What the clerk sends: every field of the form of an incoming document."""
    return {
        "type_name": "công văn", "code_number": "15", "code_notation": "UBND-VX", "issued_date": "05/11/2026",
        "organ_name": "ỦY BAN NHÂN DÂN TỈNH MẪU", "subject": "Về việc  đã sửa", "signer_position": "",
        "due_date": "", "signer_full_name": "", "to_places": "",
    }  # fmt: skip


@pytest.fixture
def passwords() -> dict[str, str]:
    return PASSWORDS
