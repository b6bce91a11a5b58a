"""The whole system on one machine: starting, dying, recovering, stopping. Real services, one start for all tests."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
import pytest

from vanban.services import airflow, health, processes, supervisor
from vanban.services.installation import Installation, load_or_create
from vanban.settings import Settings

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]
VANBAN = Path(sys.executable).parent / "vanban"
IDLE_BYTES = 2_500_000_000


def vanban(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [VANBAN, *arguments], env={**os.environ, "VANBAN_HOME": str(home)}, capture_output=True, text=True, check=False
    )


def wait_until(condition: Callable[[], bool], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.5)


def pids(installation: Installation) -> dict[str, int]:
    return {one.name: one.pid for one in supervisor.states(installation) if one.state == "RUNNING"}


def is_healthy(installation: Installation) -> bool:
    return all(not row.health for row in health.status(installation.home))


def test_every_service_is_healthy_and_shown(system: Installation) -> None:
    shown = vanban(system.home, "status", "--json")
    assert shown.returncode == 0, shown.stdout
    rows = {row["name"]: row for row in map(json.loads, shown.stdout.splitlines())}
    assert {"supervisor", "postgres", "objects", "pki", "airflow", "signing-worker"} <= set(rows)
    assert {part["name"] for part in rows["airflow"]["processes"]} == {
        "airflow-api-server",
        "airflow-scheduler",
        "airflow-dag-processor",
        "airflow-triggerer",
    }
    assert all(part["pid"] > 0 and part["memory_bytes"] > 0 for row in rows.values() for part in row["processes"])


def test_the_settings_lead_to_the_services(system: Installation) -> None:
    settings = Settings(home=system.home)
    assert settings.instance == system.instance
    address = settings.database_url.get_secret_value().replace("+psycopg", "")
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() > (3,)
    assert (settings.intake / "den" / "van-phong").is_dir()


def test_nothing_secret_can_be_read_by_others(system: Installation) -> None:
    secret = [system.home / "settings.json", system.home / "installation.json"]
    secret += list((system.home / "run" / "programs").iterdir())
    # A public key is there to be read.
    secret += [one for one in (system.home / "secrets").rglob("*") if one.is_file() and one.suffix != ".pub"]
    readable = [str(one) for one in secret if one.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    assert readable == []


def test_everything_listens_on_loopback_only(system: Installation) -> None:
    ours = {one.pid for one in processes.of_instance(system.instance)}
    listening = [one for one in psutil.net_connections("inet") if one.status == psutil.CONN_LISTEN]
    mine = [one.laddr.ip for one in listening if one.pid in ours]
    assert len(mine) >= 5
    assert set(mine) == {"127.0.0.1"}


def test_the_idle_system_is_small(system: Installation) -> None:
    total = sum(processes.memory_bytes(one.pid) for one in processes.of_instance(system.instance))
    assert 0 < total < IDLE_BYTES


def test_the_pools_are_there(system: Installation) -> None:
    with psycopg.connect(system.airflow_database_url.replace("+psycopg2", "")) as connection:
        pools = dict(connection.execute("SELECT pool, slots FROM slot_pool").fetchall())
    assert {name: slots for name, (slots, _) in airflow.POOLS.items()}.items() <= pools.items()


def test_a_second_up_is_harmless(system: Installation) -> None:
    before = pids(system)
    again = vanban(system.home, "up")
    assert again.returncode == 0, again.stderr
    assert pids(system) == before


def test_a_killed_service_comes_back(system: Installation) -> None:
    before = pids(system)
    for name in ("pki", "airflow-scheduler"):
        os.kill(before[name], signal.SIGKILL)
    killed = {name: before[name] for name in ("pki", "airflow-scheduler")}
    wait_until(lambda: all(pids(system).get(name, pid) != pid for name, pid in killed.items()), seconds=60)
    wait_until(lambda: is_healthy(system), seconds=120)
    after = pids(system)
    # The workers of the killed scheduler are gone: its program has one tree of processes.
    schedulers = [one for one in processes.of_instance(system.instance) if one.program == "airflow-scheduler"]
    members = {one.pid for one in schedulers}
    assert [one.pid for one in schedulers if one.parent not in members] == [after["airflow-scheduler"]]


def test_up_recovers_what_a_killed_supervisor_left(system: Installation) -> None:
    before = processes.of_instance(system.instance)
    pid = int((system.home / "run" / "supervisord.pid").read_text())
    [daemon] = [one for one in before if one.pid == pid]
    os.kill(daemon.pid, signal.SIGKILL)
    wait_until(lambda: not processes.is_alive(daemon), seconds=10)
    assert len(processes.of_instance(system.instance)) > 5, "its programs were expected to live on"
    again = vanban(system.home, "up")
    assert again.returncode == 0, again.stderr
    assert not [one for one in before if processes.is_alive(one)]
    assert is_healthy(system)


def test_down_leaves_no_process_and_touches_no_other(system: Installation) -> None:
    stranger = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], env={"VANBAN_INSTANCE": "x"})
    try:
        stopped = vanban(system.home, "down")
        assert stopped.returncode == 0, stopped.stderr
        assert processes.of_instance(system.instance) == ()
        assert stranger.poll() is None
        shown = vanban(system.home, "status")
        assert shown.returncode == 1
    finally:
        stranger.kill()
        stranger.wait()
    started = vanban(system.home, "up")
    assert started.returncode == 0, started.stderr
    assert is_healthy(system)


def test_a_second_installation_has_an_identity_and_ports_of_its_own(system: Installation, tmp_path: Path) -> None:
    other = load_or_create(tmp_path)
    assert other.instance != system.instance
    assert set(other.ports.values()).isdisjoint(system.ports.values())
    assert not set(other.secrets.values()) & set(system.secrets.values())


def test_the_doctor_finds_nothing_wrong(system: Installation) -> None:
    found = vanban(system.home, "doctor", "--json")
    assert found.returncode == 0, found.stdout
    assert all(json.loads(line)["ok"] or not json.loads(line)["needed"] for line in found.stdout.splitlines())
