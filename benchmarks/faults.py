"""The random-fault run: kill, unplug and fill an installation of its own while it works; then nothing may be missing.

Usage: ``python -m benchmarks.faults --seed N --files 120 --kills 12``. The seed gives the files, the order in which
they come, the faults and the pauses between them; what a fault meets is up to the machine. As root the state directory
is a small file system of its own, so that it can be filled; otherwise say ``--disk-mb 0``, which leaves that fault out.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import click
import psycopg

from benchmarks import faults_checks
from benchmarks.faults_heap import Dropped, heap
from benchmarks.faults_kinds import Fault, Saboteur, plan, small_disk, vanban
from benchmarks.faults_people import People
from vanban.bootstrap import Services, build
from vanban.clock import HANOI
from vanban.services import processes, supervisor
from vanban.services.installation import Installation, load_or_create
from vanban.settings import Settings

_PAUSES = (2.0, 14.0)
"""Shortest and longest pause, in seconds, between a recovery and the next fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One run."""

    home: Path
    seed: int
    files: int
    kills: int
    power_offs: int
    outages: bool
    outage_seconds: float
    disk_mb: int
    fault: tuple[str, ...]
    """Exactly these faults in this order, in place of drawn ones."""
    drop_seconds: float
    settle_seconds: float
    """Longest wait, after the last fault, until every document has reached its end."""


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run found."""

    seed: int
    files: int
    seconds: float = 0.0
    settled_after: float = 0.0
    """Seconds from the last recovery until every document had reached its end."""
    faults: list[Fault] = field(default_factory=list)
    documents: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    """What clerk and official were refused, by kind; each was tried again."""
    tasks: dict[str, int] = field(default_factory=dict)
    """Airflow's task instances by end, and how many tries came on top of the first."""
    longest_pause: float = 0.0
    checks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether every fault was recovered from and every check holds."""
        return not any(self.checks.values()) and all(fault.recovered >= 0 for fault in self.faults)

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``."""
        return {**asdict(self), "passed": self.passed}


def run(options: Options) -> Report:
    """Play one run from start to end; the installation is stopped at its end, and its state kept in ``home``."""
    report = Report(seed=options.seed, files=options.files)
    begun = time.monotonic()
    files = heap(options.files, options.seed, today=dt.datetime.now(HANOI).date())
    _require(vanban(options.home, "up"), "up")
    installation = load_or_create(options.home)
    try:
        services = build(Settings(home=options.home))
        _work_and_break(options, installation, services, files, report)
        report.checks = faults_checks.check_all(services, installation, files)
        account = vanban(options.home, "account", "--json")
        report.checks["vanban account"] = faults_checks.account_by_command(account.stdout or '{"balanced": false}')
        report.checks["every service runs"] = _not_running(installation)
        report.tasks = _tasks(installation)
    finally:
        vanban(options.home, "down")
    left = processes.of_instance(installation.instance)
    report.checks["no process is left after down"] = [f"{one.program} {one.pid}" for one in left]
    report.seconds = time.monotonic() - begun
    return report


def _work_and_break(
    options: Options, installation: Installation, services: Services, files: Sequence[Dropped], report: Report
) -> None:
    rng = random.Random(f"{options.seed} faults")
    people = People(services=services, heap=files, drop_seconds=options.drop_seconds)
    saboteur = Saboteur(
        installation=installation, rng=rng, outage_seconds=options.outage_seconds, started=time.monotonic()
    )
    faults = plan(
        rng,
        kills=options.kills,
        power_offs=options.power_offs,
        outages=options.outages,
        disk=bool(options.disk_mb),
    )
    people.start()
    try:
        for kind in options.fault or faults:
            time.sleep(rng.uniform(*_PAUSES))
            report.faults.append(saboteur.make(kind))
            _say(report.faults[-1], people)
        report.settled_after = _settle(people, len(files), services, seconds=options.settle_seconds)
    finally:
        people.stop()
    report.faults = [_with_work(fault, people.worked, started=saboteur.started) for fault in report.faults]
    report.people = dict(people.refusals)
    report.documents = dict(people.states)
    report.longest_pause = people.longest_pause


def _with_work(fault: Fault, worked: Sequence[float], *, started: float) -> Fault:
    later = (at - started - fault.over for at in worked if at - started >= fault.over)
    return replace(fault, worked_again=next(later, None))


def _say(fault: Fault, people: People) -> None:
    end = f"{fault.recovered:.1f} s" if fault.recovered >= 0 else "NOT RECOVERED"
    text = f"{fault.at:7.1f} s  {fault.kind:18} {fault.pids:3} killed  recovered {end:>8}  dropped {people.dropped}"
    print(text, dict(people.states), file=sys.stderr, flush=True)


def _settle(people: People, files: int, services: Services, *, seconds: float) -> float:
    """Wait until every dropped file has reached its end, for a bounded time; return how long that took."""
    begun = time.monotonic()
    final = {"ARCHIVED", "RETURNED", "SUSPECT"}
    while time.monotonic() - begun < seconds:
        time.sleep(3)
        if people.dropped < files or set(people.states) - final:
            continue
        with services.register.begin() as uow:
            if sum(uow.intake.counts().values()) >= files:
                break
    return time.monotonic() - begun


def _not_running(installation: Installation) -> list[str]:
    return [f"{one.name} is {one.state}" for one in supervisor.states(installation) if one.state != "RUNNING"]


def _tasks(installation: Installation) -> dict[str, int]:
    with psycopg.connect(installation.airflow_database_url.replace("+psycopg2", "")) as connection:
        states = connection.execute("SELECT coalesce(state, 'none'), count(*) FROM task_instance GROUP BY 1").fetchall()
        again = connection.execute("SELECT count(*) FROM task_instance_history").fetchone()
    return {**{str(state): int(count) for state, count in states}, "tried again": int(again[0]) if again else 0}


def _require(done: Any, what: str) -> None:
    if done.returncode != 0:
        raise SystemExit(f"vanban {what} failed: {done.stdout}{done.stderr}")


def table(report: Report) -> str:
    """Return the figures as a Markdown table, and below it what was found wrong."""
    kinds = Counter(fault.kind for fault in report.faults)
    rows = [
        "| fault | times | processes | until healthy, at most | until the next event, at most |",
        "|---|---|---|---|---|",
    ]
    for kind, times in sorted(kinds.items()):
        mine = [fault for fault in report.faults if fault.kind == kind]
        longest = "never" if any(f.recovered < 0 for f in mine) else f"{max(f.recovered for f in mine):.1f} s"
        work = max((f.worked_again for f in mine if f.worked_again is not None), default=None)
        shown = "-" if work is None else f"{work:.1f} s"
        rows.append(f"| {kind} | {times} | {sum(f.pids for f in mine)} | {longest} | {shown} |")
    rows += [
        "",
        f"seed {report.seed}, {report.files} files, {report.seconds:.0f} s",
        f"every document at its end {report.settled_after:.0f} s after the last recovery",
        f"longest time without an event {report.longest_pause:.0f} s",
        f"Airflow tasks: {report.tasks}; refused to people and tried again: {report.people}",
        f"documents: {report.documents}",
        "",
    ]
    for name, problems in report.checks.items():
        rows.append(f"- {'ok' if not problems else 'WRONG'}: {name}")
        rows += [f"  - {problem}" for problem in problems[:20]]
    return "\n".join(rows)


@click.command()
@click.option("--home", type=click.Path(path_type=Path), default=Path("/tmp/vanban-faults"), show_default=True)  # noqa: S108
@click.option("--seed", default=1, show_default=True)
@click.option("--files", default=120, show_default=True)
@click.option("--kills", default=14, show_default=True, help="Single processes killed.")
@click.option("--power-offs", default=2, show_default=True, help="Times everything is killed at once.")
@click.option("--outages/--no-outages", default=True, show_default=True, help="Database and object store away once.")
@click.option(
    "--outage-seconds", default=20.0, show_default=True, help="How long each outage, and the full disk, last."
)
@click.option("--disk-mb", default=2500 if os.geteuid() == 0 else 0, show_default=True, help="0: no full disk.")
@click.option("--fault", multiple=True, help="Make exactly these faults, in this order.")
@click.option("--drop-seconds", default=240.0, show_default=True, help="Time over which the files are dropped.")
@click.option("--settle-seconds", default=900.0, show_default=True, help="Longest wait for the end.")
@click.option("--out", type=click.Path(path_type=Path), help="File for the report, JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON, not as a table.")
@click.option("--keep", is_flag=True, help="Keep the state directory (only without a disk of its own).")
def command(*, out: Path | None, as_json: bool, keep: bool, **given: Any) -> None:
    """Run, print the figures, and exit 0 only if nothing was lost, doubled or signed twice."""
    options = Options(**given)
    if options.home.exists() and any(options.home.iterdir()):
        raise click.UsageError(f"{options.home} is not empty")
    with small_disk(options.home, megabytes=options.disk_mb):
        report = run(options)
        if keep or not report.passed:
            _keep_logs(options.home)
    if not keep:
        shutil.rmtree(options.home, ignore_errors=True)
    told = json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    if out is not None:
        out.write_text(told + "\n")
    print(told if as_json else table(report))
    sys.exit(0 if report.passed else 1)


def _keep_logs(home: Path) -> None:
    """Copy the logs beside the state directory, which may be about to vanish."""
    target = home.with_name(home.name + "-logs")
    shutil.rmtree(target, ignore_errors=True)
    for part in ("logs", "airflow"):
        shutil.copytree(home / part, target / part, ignore_dangling_symlinks=True)


if __name__ == "__main__":
    command()
