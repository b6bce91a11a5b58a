"""What is shipped besides the code: locks, compose file, images, and nothing of the machine it was written on."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import ComposeSpecification, PyCompose

from vanban.services import airflow

ROOT = Path(__file__).resolve().parents[2]
SERVICES = {
    "postgres",
    "objects",
    "provision",
    "airflow-migrate",
    "airflow-api-server",
    "airflow-scheduler",
    "airflow-dag-processor",
    "airflow-triggerer",
    "signing-worker",
    "desk",
    "pki",
}
ONE_SHOT = {"provision", "airflow-migrate"}
BINARY = {".png", ".ttf", ".pdf", ".jpg", ".otf", ".gz", ".woff2"}
# Written in two pieces, so that this file does not hold what it looks for.
DELETED_IMAGE = "minio/" + "minio"
MACHINE_PATHS = re.compile("|".join(("/wor" + "k/", "/opt/py" + "pi", "/tmp/te" + "am", r"\.libra" + "ry/")))
REGISTRY_HOSTS = re.compile(
    "|".join((r"pypi\.o" + "rg", "files.python" + "hosted", "registry.np" + "mjs", "deb.debian" + r"\.org"))
)


def tracked_texts() -> dict[str, str]:
    """Return name to content of every text file that git tracks, or would."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    paths = [ROOT / name for name in names]
    return {
        str(path.relative_to(ROOT)): path.read_text(errors="replace")
        for path in paths
        if path.is_file() and path.suffix not in BINARY
    }


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return document


def test_the_compose_file_keeps_to_the_specification(compose: dict[str, Any]) -> None:
    # Anchors are YAML's and already resolved; names starting with x- are ours to choose.
    plain = {key: value for key, value in compose.items() if not key.startswith("x-")}
    ComposeSpecification.model_validate(plain)
    checked = PyCompose.from_yaml(yaml.safe_dump(plain))
    checked.validate()
    assert set(checked.service_names()) == SERVICES


@pytest.mark.parametrize(
    "wrong",
    [
        {"services": {"x": {"image": "a", "portz": []}}},
        {"services": {"x": {"image": "a", "depends_on": {"y": {"condition": "sometimes"}}}}},
        {"services": {"x": {"image": "a", "secrets": ["nowhere"]}}},
        {"services": {"x": {"image": "a", "networks": ["nowhere"]}}},
    ],
)
def test_the_specification_refuses_a_wrong_file(wrong: dict[str, Any]) -> None:
    with pytest.raises(Exception, match=r"."):
        PyCompose.from_yaml(yaml.safe_dump(wrong)).validate()


def test_every_service_is_named(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == SERVICES


def test_every_long_running_service_restarts_and_is_checked(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        if name in ONE_SHOT:
            assert service["restart"] == "on-failure", name
        else:
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name


def test_ports_are_published_on_loopback_only(compose: dict[str, Any]) -> None:
    published = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert published
    assert all(str(port).startswith("127.0.0.1:") for port in published)


def test_passwords_come_as_files_and_stand_nowhere_else(compose: dict[str, Any]) -> None:
    assert all("file" in secret for secret in compose["secrets"].values())
    for name, service in compose["services"].items():
        for key, value in (service.get("environment") or {}).items():
            is_secret = re.search(r"PASSWORD|SECRET|FERNET|SQL_ALCHEMY|JWT", key) and "ISSUER" not in key
            assert not is_secret or re.search(r"_(FILE|CMD|DIR)$", key), f"{name}: {key}={value}"


def test_no_plugins_folder_is_mounted(compose: dict[str, Any]) -> None:
    # A file there named storage.py would replace our package.
    volumes = [str(volume) for service in compose["services"].values() for volume in service.get("volumes", [])]
    assert not [volume for volume in volumes if "plugins" in volume]
    assert "plugins" not in (ROOT / "Dockerfile").read_text()


def test_the_containers_have_the_pools_of_one_machine() -> None:
    pools = json.loads((ROOT / "docker/pools.json").read_text())
    assert {name: (one["slots"], one["description"]) for name, one in pools.items()} == airflow.POOLS


def test_the_containers_are_provisioned_with_the_newest_options(compose: dict[str, Any]) -> None:
    # The lock-proof profile of the object store is one list on one machine and one here: they must not drift apart.
    command = "\n".join(compose["services"]["objects"]["command"])
    for option in ("disableHttp=true", "master.telemetry=false", "s3.autoCreateBucket=false", "s3.iam=false"):
        assert f"-{option}" in command
    assert compose["services"]["objects"]["image"].startswith("chrislusf/seaweedfs:")


def test_the_passwords_of_containers_are_made_once(tmp_path: Path, compose: dict[str, Any]) -> None:
    (tmp_path / "docker").mkdir()
    script = tmp_path / "docker" / "create-secrets"
    script.write_text((ROOT / "docker/create-secrets").read_text())
    first, made = _made_secrets(script), _made_secrets(script)
    assert made == first
    assert set(made) == set(compose["secrets"])
    assert all(made.values())
    identities = json.loads(made["s3_identities"])["identities"]
    assert [one["name"] for one in identities] == ["vanban-admin", "vanban-pipeline", "vanban-disposal"]
    disposal = json.loads(made["s3_disposal_credential"])["secret_key"]
    assert identities[2]["credentials"][0]["secretKey"] == disposal
    mounted = [name for one in compose["services"].values() for name in one.get("secrets", ())]
    assert "s3_disposal_credential" not in mounted, "no process of the pipeline holds it"


def test_only_demo_profiles_start_the_demo_pki(compose: dict[str, Any]) -> None:
    assert compose["services"]["pki"]["profiles"] == ["demo"]


def test_the_deleted_images_are_named_nowhere() -> None:
    assert [name for name, text in tracked_texts().items() if DELETED_IMAGE in text] == []


def test_no_file_names_this_machine_or_a_registry() -> None:
    found = {}
    for name, text in tracked_texts().items():
        if hits := set(MACHINE_PATHS.findall(text)) | set(REGISTRY_HOSTS.findall(text)):
            found[name] = hits
    assert found == {}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_has_every_requirement_with_a_hash(name: str) -> None:
    lock = (ROOT / f"{name}.txt").read_text()
    pinned = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", lock, flags=re.MULTILINE))
    for line in (ROOT / f"{name}.in").read_text().splitlines():
        if requirement := re.match(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?(?:==(\S+))?", line):
            found = pinned.get(_normalised(requirement[1]))
            assert found, f"{requirement[1]} is not in {name}.txt: run `make lock`"
            assert requirement[2] in {None, found}
    for entry in re.split(r"^(?=[a-z0-9._-]+==)", lock, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_both_locks_pin_the_same_versions() -> None:
    run, dev = (
        dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / f"{name}.txt").read_text(), flags=re.MULTILINE))
        for name in ("requirements", "requirements-dev")
    )
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


def _normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _made_secrets(script: Path) -> dict[str, str]:
    subprocess.run(["bash", script], check=True, capture_output=True)
    return {one.name: one.read_text() for one in (script.parents[1] / "secrets").iterdir()}
