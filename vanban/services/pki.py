"""The demo PKI as a service of this machine: certificates, tokens, and one process for time-stamps, OCSP and CRLs."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys

from vanban.domain.errors import ServiceUnavailableError
from vanban.services.installation import LOOPBACK, Installation
from vanban.services.program import Program

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"
PREPARE_SECONDS = 300
PROBE = "/thu-nghiem/crls/interm/latest.crl"


def prepare(installation: Installation) -> None:
    """Issue the demo PKI and its tokens once; every time, write the newest CRLs to ``<home>/pki/trust``.

    Leaves ``<home>/secrets/demo-accounts.json`` (0600): a list of {account, role, name, title, token, pkcs12,
    certificate, pin}, and ``<home>/pki/identities.json``, the same without PINs, which ``signing.desk`` reads.

    Raises:
        ServiceUnavailableError: if the PKI or a token cannot be made.
    """
    arguments = [
        *(sys.executable, "-m", "signing.demo.issue", "--pki", str(installation.home / "pki")),
        *("--secrets", str(installation.home / "secrets")),
        *("--port", str(installation.ports["pki"]), "--module", SOFTHSM),
    ]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=PREPARE_SECONDS, check=False)
    if done.returncode != 0:
        last_line = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ServiceUnavailableError(
            f"The demo PKI could not be issued: {last_line}",
            vi=f"Không tạo được hạ tầng khóa thử nghiệm: {last_line}",
            remedy=(
                "Check that softhsm2 is installed (apt install softhsm2), then run `vanban up` again."
                " / Hãy kiểm tra softhsm2 đã cài (apt install softhsm2), rồi chạy lại `vanban up`."
            ),
        )


def provision(installation: Installation) -> None:
    """Give the demo's people their rights to sign, unless the register holds any; the database must be up."""
    from vanban.clock import SystemClock
    from vanban.domain.batch import Purpose
    from vanban.register.postgres_register import PostgresRegister
    from vanban.workflows.authorities import AuthorityOffice
    from vanban.workflows.demo_authorities import UNIT, give_demo_authorities

    accounts = json.loads((installation.home / "secrets" / "demo-accounts.json").read_text())
    people = [(a["account"], Purpose.SEAL if a["role"] == "seal" else Purpose.SIGN, a["title"]) for a in accounts]
    register = PostgresRegister(installation.database_url)
    try:
        give_demo_authorities(people, unit=UNIT, office=AuthorityOffice(register=register, clock=SystemClock()))
    finally:
        register.close()


def environment(installation: Installation) -> dict[str, str]:
    """Return what a process needs to see the demo tokens."""
    return {"SOFTHSM2_CONF": str(installation.home / "pki" / "softhsm2.conf")}


def tsa_url(installation: Installation) -> str:
    """Return the address of the time-stamp service; known after ``prepare``."""
    issued = json.loads((installation.home / "pki" / "issued.json").read_text())
    return str(issued["tsa_url"])


def program(installation: Installation) -> Program:
    """Return the process that serves time-stamps, OCSP and CRLs."""
    return Program(
        name="pki",
        argv=(
            *(sys.executable, "-m", "signing.demo.server", "--pki", str(installation.home / "pki")),
            *("--port", str(installation.ports["pki"])),
        ),
        start_order=20,
    )


def healthy(installation: Installation) -> str:
    """Return an empty string when the PKI answers with a CRL, else what is wrong."""
    connection = http.client.HTTPConnection(LOOPBACK, installation.ports["pki"], timeout=5)
    try:
        connection.request("GET", PROBE)
        status = connection.getresponse().status
    except OSError as error:
        return f"the demo PKI does not answer on {installation.address('pki')}: {error}"
    finally:
        connection.close()
    return "" if status == http.client.OK else f"the demo PKI answers with HTTP {status}"
