"""One batch of 500 signatures and one of 500 seals through the real system, killed at random moments all the while.

Usage: ``python -m benchmarks.signing_faults --seed N --documents 500 --faults 15``, on an installation of its own. The
seed gives drafts, faults and pauses; what a fault meets is up to the machine. Faults are made only while a batch is
under way. Bounded by ``--seconds``. Exit 0 only if every document ended with one signature and one seal, each verified,
none signed twice, none lost.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks import faults_checks
from benchmarks.faults import Report, table
from benchmarks.faults_heap import OUTGOING, Dropped
from benchmarks.faults_kinds import DATABASE_AWAY, OBJECTS_AWAY, POWER_OFF, STAMPS_AWAY, Saboteur, vanban
from benchmarks.faults_people import People
from benchmarks.signing_faults_intake import bring_in
from signing.trust import load_trust
from signing.verify import PdfVerifier
from vanban.bootstrap import Services, build
from vanban.clock import HANOI
from vanban.domain.document import State
from vanban.domain.intake import Disposition
from vanban.samples.bulk import bulk_drafts
from vanban.services import processes
from vanban.services.installation import load_or_create
from vanban.settings import Settings

KINDS = (
    *("signing worker", "task", "signing worker", "database session", STAMPS_AWAY, "signing worker", "executor worker"),
    *(POWER_OFF, "signing worker", STAMPS_AWAY, "pki", DATABASE_AWAY, "signing worker", OBJECTS_AWAY, "scheduler"),
)
"""In this proportion; the seed draws the order."""
PAUSES = (3.0, 15.0)
UNDER_WAY = (State.APPROVED.value, State.SEAL_APPROVED.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """One run."""

    home: Path
    seed: int
    documents: int
    faults: int
    outage_seconds: float
    seconds: float


def run(options: Options) -> tuple[Report, dict[str, Any]]:
    """Play one run from start to end; the installation is stopped at its end."""
    began = time.monotonic()
    today = dt.datetime.now(HANOI).date()
    drafts = [
        Dropped(one.name, one.data, OUTGOING, Disposition.ACCEPTED, one.truth)
        for one in bulk_drafts(options.documents, options.seed, today=today)
    ]
    report = Report(seed=options.seed, files=options.documents)
    up = vanban(options.home, "up")
    if up.returncode != 0:
        raise SystemExit(f"vanban up failed: {up.stdout}{up.stderr}")
    installation = load_or_create(options.home)
    services = build(Settings(home=options.home))
    # Hundreds of our own outputs: drawing every page of each again would take longer than the run itself.
    services.__dict__["verifier"] = PdfVerifier(trust=load_trust(services.settings.pki / "trust"), compare_pages=False)
    try:
        _say(began, "bringing the drafts in …")
        bring_in(services, drafts)
        _say(began, "approving them all …")
        people = People(services=services, heap=drafts, drop_seconds=1, batch=options.documents, together=True)
        people.dropped = len(drafts)
        rng = random.Random(f"{options.seed} signing faults")
        saboteur = Saboteur(
            installation=installation, rng=rng, outage_seconds=options.outage_seconds, started=time.monotonic()
        )
        people.start()
        try:
            _break(people, saboteur, report, options)
        finally:
            people.stop()
        report.documents, report.people = dict(people.states), dict(people.refusals)
        report.longest_pause = people.longest_pause
        report.checks = faults_checks.check_all(services, installation, drafts)
        told = _batches(services)
    finally:
        vanban(options.home, "down")
    left = processes.of_instance(installation.instance)
    report.checks["no process is left after down"] = [f"{one.program} {one.pid}" for one in left]
    report.seconds = time.monotonic() - began
    return report, told


def _say(began: float, what: str) -> None:
    print(f"{time.monotonic() - began:7.1f} s  {what}", file=sys.stderr, flush=True)


def _break(people: People, saboteur: Saboteur, report: Report, options: Options) -> None:
    """Make faults while a batch is under way, until every document is archived or the time is over."""
    plan = [KINDS[number % len(KINDS)] for number in range(options.faults)]
    saboteur.rng.shuffle(plan)
    # Half of them while officials' signatures are made, half while seals are.
    halves = {State.APPROVED.value: plan[: len(plan) // 2], State.SEAL_APPROVED.value: plan[len(plan) // 2 :]}
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        if people.states[State.ARCHIVED.value] >= options.documents:
            return
        state = next((one for one in UNDER_WAY if people.states[one] and halves[one]), None)
        if state is None:
            time.sleep(1)
            continue
        time.sleep(saboteur.rng.uniform(*PAUSES))
        if not people.states[state]:
            continue
        report.faults.append(saboteur.make(halves[state].pop(0)))
        fault = report.faults[-1]
        text = f"{fault.at:7.1f} s  {fault.kind:18} {fault.pids:3} killed  healthy after {fault.recovered:6.1f} s"
        print(text, dict(people.states), file=sys.stderr, flush=True)


def _batches(services: Services) -> dict[str, Any]:
    """Return how many batches it took, how long they were, and why documents had to be approved again."""
    with services.register.begin() as uow:
        batches = [batch for batch in uow.batches.list(limit=100_000) if uow.batches.grant_for(batch.id) is not None]
    reasons = Counter(item.reason for batch in batches for item in batch.items if item.reason)
    sizes = {purpose: [len(b.items) for b in batches if b.purpose.value == purpose] for purpose in ("sign", "seal")}
    spans = {b.id: (b.closed_at - b.created_at).total_seconds() for b in batches if b.closed_at is not None}
    return {
        "batches": sizes,
        "approved again, by reason": dict(reasons),
        "seconds of the longest batch": round(max(spans.values(), default=0)),
    }


@click.command()
@click.option("--home", type=click.Path(path_type=Path), default=Path("/tmp/vanban-sign"), show_default=True)  # noqa: S108
@click.option("--seed", default=1, show_default=True)
@click.option("--documents", default=500, show_default=True)
@click.option("--faults", default=15, show_default=True)
@click.option("--outage-seconds", default=20.0, show_default=True)
@click.option("--seconds", default=3600.0, show_default=True, help="Longest time for the whole.")
def command(**given: Any) -> None:
    """Run, print the figures, and exit 0 only if nothing was lost or signed twice."""
    options = Options(**given)
    if options.home.exists() and any(options.home.iterdir()):
        raise click.UsageError(f"{options.home} is not empty")
    try:
        report, told = run(options)
        if not report.passed:
            print(faults_checks.signer_logs(options.home), file=sys.stderr)
            logs = options.home.with_name(options.home.name + "-logs")
            shutil.rmtree(logs, ignore_errors=True)
            shutil.copytree(options.home / "logs", logs, ignore_dangling_symlinks=True)
    finally:
        shutil.rmtree(options.home, ignore_errors=True)
    print(table(report))
    print(json.dumps(told, ensure_ascii=False))
    sys.exit(0 if report.passed else 1)


if __name__ == "__main__":
    command()
