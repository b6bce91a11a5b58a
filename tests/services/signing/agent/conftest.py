"""A real desk with a real signing worker, and the agent as a process of its own, with a SoftHSM of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from signing.desk import PdfSigningDesk, demo_configuration
from storage.memory_store import MemoryStore
from vanban.bootstrap import Services
from vanban.desk.accounts import Account, Role
from vanban.desk.app import create_app
from vanban.domain.batch import Batch, Purpose
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.identifiers import new_id, original_key
from vanban.ports import RECORDS, Book, SigningIdentity
from vanban.register.memory import MemoryRegister
from vanban.settings import Settings
from vanban.signing_worker import _Door
from vanban.workflows.assemble_batch import freeze_batch, identity_of
from vanban.workflows.demo_authorities import give_demo_authorities

VANBAN = str(Path(sys.executable).with_name("vanban"))


class AgentServices(Services):
    """The real signing over the register and the store in memory; the worker runs in this process."""

    def __init__(self, home: Path, desk: PdfSigningDesk, register: Any) -> None:
        super().__init__(Settings(home=home, instance="agent-test"))
        self.register = register
        self.store = MemoryStore()
        self.signing_desk = desk


class AgentHouse:
    """One installation, and a PC with the official's own token."""

    def __init__(self, office: Any, home: Path, draft: Callable[..., bytes], register: Any) -> None:
        from signing.pins import prepare_keys

        self.office, self.home, self._draft = office, home, draft
        configuration = demo_configuration(office.pki, tsa_urls=[office.tsa_url])
        self.services = AgentServices(home, PdfSigningDesk(configuration), register)
        prepare_keys(self.services.settings.secrets)
        people = [(one.account, one.purpose, one.title) for one in self.services.signing_desk.identities()]
        give_demo_authorities(people, unit="van-phong", office=self.services.authority_office)
        with self.services.register.begin() as uow:
            for account in (Account("lanhdao", Role.OFFICIAL, ""), Account("vanthu", Role.CLERK, "")):
                if uow.people.get(account.name) is None:
                    uow.people.add(account)
            uow.commit()
        self.app = create_app(self.services, "a secret for tests only")
        [self.token] = json.loads((office.secrets / "demo-own-tokens.json").read_text())
        self.url = ""
        self.worker: _Door | None = None

    @property
    def identity(self) -> SigningIdentity:
        return identity_of("lanhdao", purpose=Purpose.SIGN, desk=self.services.signing_desk, own_token=True)

    # --- the office
    def freeze(self, count: int = 3) -> Batch:
        documents = [self.add(self._draft(pages=1, info_title=f"Du thao {n} {new_id()}")) for n in range(count)]
        room = self.services.approval_room
        return freeze_batch([d.id for d in documents], purpose=Purpose.SIGN, actor="lanhdao", room=room)

    def add(self, data: bytes) -> Document:
        sha256, now = hashlib.sha256(data).hexdigest(), self.services.clock.now()
        entry = RegisterEntry(
            type_name="quyết định", code_number="05", code_notation="QĐ-UBND", subject="Về việc thử",
            organ_name="ỦY BAN NHÂN DÂN PHƯỜNG MẪU", issued_date=now.date(),
        )  # fmt: skip
        document = Document(
            id=new_id(), claim_id=new_id(), office="van-phong", direction=Direction.OUTGOING, state=State.REGISTERED,
            sha256=sha256, size=len(data), media_type="application/pdf", file_name="du-thao.pdf", received_at=now,
            received_by="vanthu", pages=1, current_sha256=sha256, entry=entry,
        )  # fmt: skip
        self.services.store.put(RECORDS, original_key(sha256), data)
        with self.services.register.begin() as uow:
            uow.numbers.take(Book("van-phong", Direction.OUTGOING, now.year), document_id=document.id)
            uow.documents.add(document)
            uow.commit()
        return document

    def batch(self, batch_id: str) -> Batch:
        with self.services.register.begin() as uow:
            return uow.batches.get(batch_id)

    def states(self, batch: Batch) -> list[str]:
        with self.services.register.begin() as uow:
            return [uow.documents.get(item.document_id).state.value for item in batch.items]

    def verdicts(self, batch: Batch) -> list[str]:
        """Verify what the register holds now of a batch's documents."""
        with self.services.register.begin() as uow:
            digests = [uow.documents.get(item.document_id).current_sha256 for item in batch.items]
        stored = [self.services.store.get(RECORDS, original_key(one)) for one in digests]
        return [self.office.verifier.verify(data).verdict for data in stored]

    def pairing_code(self) -> str:
        return self.app.state.desk.agents.codes.new("lanhdao", now=self.services.clock.now())

    # --- the other PC
    def agent(
        self,
        *arguments: str,
        pin: str | None = None,
        module: str = "",
        typed: str = "",
        program: tuple[str, ...] = (VANBAN, "agent"),
        **environment: str,
    ):
        """Run ``vanban agent`` as a process of its own, as on another PC: own folder, own SoftHSM, nothing of ours."""
        pc = self.home / "pc"
        pc.mkdir(exist_ok=True)
        return subprocess.run(
            [
                *program, "--desk", self.url,
                "--module", module or self.token["module"], *(("--yes", "--pin-stdin") if not typed else ()),
                *arguments,
            ],
            input=typed or f"{self.token['pin'] if pin is None else pin}\n", capture_output=True, text=True,
            timeout=120, check=False, cwd=pc,
            env={
                "PATH": os.environ["PATH"], "HOME": str(pc), "VANBAN_AGENT_FILE": str(pc / "agent.json"),
                "SOFTHSM2_CONF": self.token["softhsm_configuration"], "PYTHONIOENCODING": "utf-8",
                "LC_ALL": "C.UTF-8", **environment,
            },
        )  # fmt: skip


@pytest.fixture
def house(office, draft) -> Iterator[AgentHouse]:
    yield from serving(office, draft, MemoryRegister())


@pytest.fixture
def house_on_postgres(office, draft, register) -> Iterator[AgentHouse]:
    yield from serving(office, draft, register)


def serving(office: Any, draft: Callable[..., bytes], register: Any) -> Iterator[AgentHouse]:
    home = Path(tempfile.mkdtemp(prefix="vanban-agent-"))  # a socket's path must be short
    house = AgentHouse(office, home, draft, register)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(house.app, host="127.0.0.1", port=port, log_level="error", access_log=False))
    threads = [threading.Thread(target=server.run, daemon=True)]
    with _Door(house.services.settings.signer_socket, house.services) as door:
        house.worker, house.url = door, f"http://127.0.0.1:{port}"
        threads.append(threading.Thread(target=door.serve_forever, daemon=True))
        for thread in threads:
            thread.start()
        try:
            deadline = time.monotonic() + 30
            while not server.started and time.monotonic() < deadline:
                time.sleep(0.02)
            yield house
        finally:
            server.should_exit = True
            door.shutdown()
            for thread in threads:
                thread.join(timeout=15)
    shutil.rmtree(home, ignore_errors=True)
