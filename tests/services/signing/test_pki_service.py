"""The demo PKI as a service."""

from __future__ import annotations

import shutil
from pathlib import Path

from vanban.services import pki

MEGABYTE = 1024


def test_preparing_again_changes_no_key_and_no_pin(office):
    before = {path: path.read_bytes() for path in _kept(office)}
    pki.prepare(office.installation)
    assert before == {path: path.read_bytes() for path in _kept(office)}
    assert pki.healthy(office.installation) == ""


def test_an_absent_pki_is_not_healthy(tmp_path):
    from vanban.services.installation import load_or_create

    assert "does not answer" in pki.healthy(load_or_create(tmp_path))


def test_the_process_is_small(office):
    status = Path(f"/proc/{office.server}/status").read_text()
    [resident] = [int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")]
    assert resident < 80 * MEGABYTE


def test_it_listens_on_loopback_only(office):
    port = office.installation.ports["pki"]
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    addresses = {fields[1] for fields in listening if fields[3] == "0A" and fields[1].endswith(f":{port:04X}")}
    assert addresses == {f"0100007F:{port:04X}"}


def _kept(office) -> list[Path]:
    return [
        office.secrets / "demo-accounts.json",
        *sorted((office.pki / "keys").iterdir()),
        *sorted((office.pki / "certificates").iterdir()),
    ]


def test_a_pki_that_was_issued_before_an_account_was_added_goes_on(office, tmp_path):
    from signing.demo import architecture, issue
    from signing.trust import load_certificate

    pki = tmp_path / "pki"
    shutil.copytree(office.pki, pki)
    (pki / "keys" / f"{architecture.HOLDERS[-1].label}.pub.pem").unlink()
    issue.refresh_trust(pki)
    older = issue.load_architecture(pki)
    for holder in architecture.HOLDERS[:-1]:
        issued = load_certificate(pki / "certificates" / f"{holder.label}.pem")
        assert older.get_cert(holder.label).dump() == issued.dump(), holder.label
