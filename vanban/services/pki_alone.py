"""The demo PKI without the supervisor, for tests and benchmarks: issued, served, ended by its own id; a desk on it."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from signing.desk import PdfSigningDesk, demo_configuration
from signing.verify import PdfVerifier
from vanban.domain.batch import BatchItem
from vanban.domain.errors import ServiceUnavailableError
from vanban.ports import SigningIdentity, SigningResult, SigningSession
from vanban.services import pki
from vanban.services.installation import Installation, load_or_create

START_SECONDS = 60
LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class DemoOffice:
    """A served demo PKI with a desk on it: who can sign, the PINs, and signing in one call."""

    installation: Installation
    desk: PdfSigningDesk
    pins: dict[str, str]
    """By account; of the identities on tokens."""
    tsa_url: str
    server: int
    """Process id of the PKI."""

    @property
    def pki(self) -> Path:
        """Folder of certificates, tokens and trust."""
        return self.installation.home / "pki"

    @property
    def secrets(self) -> Path:
        """Folder of PINs and passwords."""
        return self.installation.home / "secrets"

    @property
    def verifier(self) -> PdfVerifier:
        """A verifier that trusts the demo root."""
        return PdfVerifier.from_folder(self.pki / "trust")

    def identity(self, account: str) -> SigningIdentity:
        """Return the identity of an account."""
        return next(one for one in self.desk.identities() if one.account == account)

    def sign(self, account: str, *files: bytes) -> list[SigningResult]:
        """Preflight, unlock with the right PIN, and sign the files in one session."""
        identity = self.identity(account)
        self.desk.preflight(identity, at=dt.datetime.now(tz=dt.UTC))
        with self.desk.open(identity, pin=self.pins[account]) as session:
            return [self.sign_in(session, account, data, f"d{number}") for number, data in enumerate(files)]

    def sign_in(
        self, session: SigningSession, account: str, data: bytes, document_id: str = "d0", **described_as: Any
    ) -> SigningResult:
        """Prepare, let the device sign, complete; ``described_as`` are fields of ``BatchItem``."""
        identity, described = self.identity(account), replace(item_of(data, document_id), **described_as)
        prepared = self.desk.prepare(identity, described, data)
        if isinstance(prepared, SigningResult):
            return prepared
        signature = session.sign(described, prepared)
        if isinstance(signature, SigningResult):
            return signature
        return self.desk.complete(identity, described, prepared.state, signature)


def item_of(data: bytes, document_id: str = "d0") -> BatchItem:
    """Return the line of a manifest for these bytes."""
    return BatchItem(document_id, hashlib.sha256(data).hexdigest())


@contextlib.contextmanager
def demo_office(home: Path) -> Iterator[DemoOffice]:
    """Issue and serve a demo PKI under ``home`` for the length of the context, test identities included.

    Raises:
        ServiceUnavailableError: if it cannot be made or does not answer in time.
    """
    installation = load_or_create(home)
    pki.prepare(installation)
    program = pki.program(installation)
    with (installation.home / "pki.log").open("wb") as log:
        server = subprocess.Popen(program.argv, env={**os.environ, **program.env}, stdout=log, stderr=log)
    try:
        _wait_until_healthy(installation)
        pins = json.loads((installation.home / "secrets" / "demo-accounts.json").read_text())
        tsa_url = pki.tsa_url(installation)
        configuration = demo_configuration(installation.home / "pki", tsa_urls=[tsa_url], with_test_identities=True)
        yield DemoOffice(
            installation=installation,
            desk=PdfSigningDesk(configuration),
            pins={one["account"]: one["pin"] for one in pins},
            tsa_url=tsa_url,
            server=server.pid,
        )
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait_until_healthy(installation: Installation) -> None:
    end = time.monotonic() + START_SECONDS
    problem = "not started"
    while time.monotonic() < end:
        problem = pki.healthy(installation)
        if not problem:
            return
        time.sleep(LOOK_EVERY_SECONDS)
    raise ServiceUnavailableError(
        f"The demo PKI did not start: {problem}", vi="Hạ tầng khóa thử nghiệm không khởi động được."
    )
