"""The main job on real parts: the demonstration, then what outsiders and eavesdroppers find."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from vanban.bootstrap import Services, build
from vanban.domain.document import Direction, Document, State
from vanban.domain.identifiers import original_key
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import ARCHIVE, RECORDS
from vanban.services.installation import Installation
from vanban.services.objectstore import pipeline_store
from vanban.services.system import remove_state
from vanban.settings import Settings

pytestmark = [pytest.mark.system, pytest.mark.timeout(1500)]
VANBAN = Path(sys.executable).parent / "vanban"
OPENSSL_SECONDS = 60


def vanban(home: Path, *arguments: str, seconds: int = 1200) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VANBAN_HOME": str(home)}
    return subprocess.run(
        [VANBAN, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=seconds
    )


@pytest.fixture(scope="module")
def played(system: Installation) -> list[dict]:
    """The demonstration's lines: one for each sample."""
    done = vanban(system.home, "demo", "--json", "--seconds", "1000")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [line for line in lines if not line["as_expected"]]
    assert done.returncode == 0, (wrong, done.stderr[-2000:])
    return lines


@pytest.fixture(scope="module")
def services(system: Installation, played: list[dict]) -> Services:
    return build(Settings(home=system.home))


@pytest.fixture(scope="module")
def documents(services: Services) -> list[Document]:
    with services.register.begin() as uow:
        return list(uow.documents.list())


@pytest.fixture(scope="module")
def sealed(
    services: Services, documents: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Path, int]]:
    """The files that went out, each with how many signatures of persons and organisations it must have."""
    folder = tmp_path_factory.mktemp("sealed")
    paths = []
    for document in documents:
        if document.direction is Direction.OUTGOING and document.state is State.ARCHIVED:
            path = folder / f"{document.id}.pdf"
            path.write_bytes(services.store.get(RECORDS, original_key(document.current_sha256)))
            paths.append((path, 2 if sealed_alone(document.entry.type_name) is None else 1))
    return paths


def test_every_sample_ends_as_it_should(played: list[dict]) -> None:
    ends = {line["end"].split(":")[0] for line in played}
    assert ends == {"archived", "quarantined", "duplicate", "suspect"}
    assert sum(line["verified"] == "valid" for line in played) >= 4


def test_the_account_balances(system: Installation, played: list[dict]) -> None:
    done = vanban(system.home, "account", "--json")
    account = json.loads(done.stdout)
    assert done.returncode == 0, account["problems"]
    assert account["seen"] == len(played)  # the walk through the desk comes after, by its file's name
    assert account["waiting"] == account["in_progress"] == 0


def test_the_audit_finds_nothing(system: Installation, played: list[dict]) -> None:
    done = vanban(system.home, "audit", "--json")
    assert done.returncode == 0, done.stdout


def test_a_stranger_can_check_the_story_of_a_document(
    system: Installation, documents: list[Document], tmp_path_factory: pytest.TempPathFactory
) -> None:
    into = tmp_path_factory.mktemp("handed-out")
    published = vanban(system.home, "root", "--json", "--page", str(into / "page.pdf"))
    assert published.returncode == 0, published.stderr
    root = json.loads(published.stdout)["root"]
    document = next(d for d in documents if d.direction is Direction.OUTGOING and d.state is State.ARCHIVED)
    handed = vanban(system.home, "proof", document.id, "--into", str(into), "--json")
    assert handed.returncode == 0, handed.stderr
    folder = into / document.id
    command = [sys.executable, "-I", "-S", str(folder / "check_story.py"), str(folder), "--root", root]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (0, "The story holds.\n"), done.stderr
    assert (into / "page.pdf").read_bytes().startswith(b"%PDF-")


def test_openssl_accepts_every_signature_against_the_demo_root(
    system: Installation, sealed: list[tuple[Path, int]]
) -> None:
    assert {expected for _, expected in sealed} == {1, 2}
    trust = b"".join(f.read_bytes() for f in sorted((system.home / "pki/trust").iterdir()) if f.suffix == ".pem")
    for path, expected in sealed:
        signatures = list(cms_of(path.read_bytes()))
        assert len(signatures) == expected
        for position, (signed, cms) in enumerate(signatures):
            content, token, root = (path.with_suffix(f".{position}.{x}") for x in ("bin", "der", "pem"))
            content.write_bytes(signed)
            token.write_bytes(cms)
            root.write_bytes(trust)
            command = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", str(token)]
            command += ["-content", str(content), "-CAfile", str(root), "-purpose", "any", "-out", "/dev/null"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=OPENSSL_SECONDS)
            assert done.returncode == 0, done.stderr


def cms_of(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (signed bytes, CMS) of each signature of a person or organisation, from the raw file."""
    for found in re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", data):
        start, length, second, rest = map(int, found.groups())
        cms = bytes.fromhex(data[start + length + 1 : second - 1].decode())
        around = data[max(0, start + length - 700) : start + length] + data[second : second + 700]
        if b"ETSI.RFC3161" in around:
            continue  # a document time-stamp, no signature
        yield data[start : start + length] + data[second : second + rest], cms[: der_length(cms)]


def der_length(cms: bytes) -> int:
    size = cms[1] & 0x7F
    return cms[1] + 2 if cms[1] < 0x80 else int.from_bytes(cms[2 : 2 + size]) + 2 + size


def test_pdfsig_finds_every_signature_whole(sealed: list[tuple[Path, int]]) -> None:
    for path, expected in sealed:
        shown = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False, timeout=60)
        assert shown.stdout.count("Signature is Valid.") == expected, shown.stdout


def test_locked_versions_can_be_neither_deleted_nor_overwritten(
    system: Installation, services: Services, documents: list[Document]
) -> None:
    document = next(d for d in documents if d.state is State.ARCHIVED)
    with services.register.begin() as uow:
        receipt = uow.receipts.get(document.id)
    assert receipt is not None
    raw = pipeline_store(system).client  # the S3 door itself, past our adapter
    bucket = services.settings.archive_bucket
    for key, sha256 in receipt.objects.items():
        before = services.store.stat(ARCHIVE, key)
        assert before is not None
        assert before.retention_mode == "COMPLIANCE"
        with pytest.raises(Exception, match=r"(?i)denied|locked|retention|forbidden"):
            raw.remove_object(bucket, key, version_id=before.version_id)
        assert sha256 == hash_of(services.store.get(ARCHIVE, key, version_id=before.version_id))


def hash_of(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def secrets_to_look_for(services: Services, documents: list[Document]) -> set[str]:
    """File names, subjects, signers and issuers of the samples, and every PIN."""
    words: set[str] = set()
    for document in documents:
        facts = (document.reading or {}).get("facts", {})
        words |= {str(facts.get(name, {}).get("value") or "") for name in ("subject", "signer", "issuer")}
        words |= {document.entry.subject, document.entry.signer_full_name, document.file_name}
    pins = {a["pin"] for a in json.loads((services.settings.secrets / "demo-accounts.json").read_text()) if a["pin"]}
    return {w for w in words if len(w) >= 8} | pins


def test_airflow_its_database_and_all_logs_hold_no_text_name_or_pin(
    system: Installation, services: Services, documents: list[Document]
) -> None:
    wanted = secrets_to_look_for(services, documents)
    assert len(wanted) > 20
    needles = {form.encode() for w in wanted for form in (w, unicodedata.normalize("NFD", w), json.dumps(w)[1:-1])}
    folders = [system.home / "logs", system.home / "airflow"]
    files = [f for folder in folders for f in folder.rglob("*") if f.is_file()]
    assert any("receive" in str(f) for f in files), "no task logs were found: the search would prove nothing"
    found = {f"{n!r} in {f}" for f in files for n in needles if n in f.read_bytes()}
    assert found == set()
    assert airflow_rows_with(system, needles) == set()


def airflow_rows_with(system: Installation, needles: set[bytes]) -> set[str]:
    """Return the tables of Airflow's database in which one of the needles stands."""
    found: set[str] = set()
    address = system.airflow_database_url.replace("+psycopg2", "")
    with psycopg.connect(address) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert ("xcom",) in tables
        assert connection.execute("SELECT count(*) FROM dag_run").fetchone() > (0,)
        for (table,) in tables:
            for (row,) in connection.execute(f'SELECT CAST(t AS text) FROM "{table}" t'):  # noqa: S608
                found |= {f"{needle!r} in {table}" for needle in needles if needle in row.encode()}
    return found


def test_the_whole_site_comes_back_from_a_set_into_an_empty_installation(
    system: Installation, documents: list[Document], tmp_path: Path
) -> None:
    copied = vanban(system.home, "replicate", "--json")
    assert json.loads(copied.stdout)["whole"], copied.stderr
    made = vanban(system.home, "backup", "--into", str(tmp_path / "disk"), "--json")
    assert made.returncode == 0, made.stderr
    assert vanban(system.home, "audit").returncode == 0, "the second copy is as the first"
    key = system.home / "secrets" / "backup-key.txt"
    new = tmp_path / "new"
    restored = vanban(new, "restore-site", "--from", str(tmp_path / "disk"), "--key", str(key), "--json")
    assert restored.returncode == 0, (restored.stdout, restored.stderr)
    told = json.loads(restored.stdout.splitlines()[-1])
    assert (told["documents"], told["findings"], told["whole"]) == (len(documents), [], True)
    again = vanban(new, "restore-site", "--from", str(tmp_path / "disk"), "--key", str(key))
    assert again.returncode == 1
    assert "not empty" in again.stderr
    remove_state(new)
