"""How long 50 people wait for the desk: its real process over a real register and store, a queue of 10,000.

``make bench-desk ARGS="--people 50 --seconds 240"``: prints a table. Clerks, officials, archivists and auditors of one
office do one thing every three to eight seconds each. Times are the application's own, from the arrival of a request to
the last byte of its answer; the people, the database and the object store share the machine with it.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks.archive.site import Site, site
from benchmarks.desk_filling import open_office
from benchmarks.desk_people import Person, Town
from benchmarks.pipeline_table import Row, at_most, circumstances, markdown
from vanban.services import objectstore, processes
from vanban.services.installation import load_or_create

LIST_MS, IMAGE_FIRST_MS, IMAGE_AGAIN_MS, MEMORY_MB = 300, 400, 50, 300
_LIMITS = {"page image, first": IMAGE_FIRST_MS, "page image, again": IMAGE_AGAIN_MS}
_LOOK_SECONDS = 10
"""Between two looks at the memory."""


def main() -> None:
    """Fill, serve, let people work, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=240)
    parser.add_argument("--queue", type=int, default=10_000)
    parser.add_argument("--drafts", type=int, default=300, help="drafts that wait for a signature")
    parser.add_argument("--archived", type=int, default=20_000)
    parser.add_argument("--pause", type=float, nargs=2, default=(3.0, 8.0), help="seconds between two actions")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with site() as running, tempfile.TemporaryDirectory(prefix="vanban-desk-") as home:
        office = open_office(
            running,
            people=given.people,
            queue=given.queue,
            drafts=given.drafts,
            archived=given.archived,
            seed=given.seed,
        )
        print(f"filled: {given.queue} wait, {given.archived} archived", file=sys.stderr, flush=True)
        town = Town(office, tuple(given.pause))
        with _served(running, Path(home)) as (address, pid):
            memory, cpu = _work(address, pid, town, seconds=given.seconds, seed=given.seed)
        lines = [json.loads(line) for line in (Path(home) / "times").read_text().splitlines()]
    rows = [*_rows(lines, town), *_about_memory(memory)]
    rows.append(Row("requests", f"{len(lines)}, {len(lines) / given.seconds:.0f} a second"))
    rows.append(Row("CPU, one core being 100 %", ", ".join(f"{who} {share:.0%}" for who, share in cpu.items())))
    rows.append(Row("refused", f"{len(town.refused)} {sorted(set(town.refused))[:3] if town.refused else ''}"))
    command = " ".join(["python -m benchmarks.desk", *sys.argv[1:]])
    sys.stdout.write(f"{circumstances(command)}\n\n{markdown(rows)}\n")


def _rows(lines: list[tuple[str, float, int, int]], town: Town) -> Iterator[Row]:
    times, statements = defaultdict(list), defaultdict(list)
    for kind, seconds, asked, _ in lines:
        times[kind].append(1000 * seconds)
        statements[kind].append(asked)
    for kind, found in sorted(times.items()):
        client = 1000 * _p95(town.waited[kind])
        said = f"median {statistics.median(found):.0f}, at the asker p95 {client:.0f}"
        what = f"{kind}: p95 of {len(found)} ({said} ms; {statistics.mean(statements[kind]):.1f} statements)"
        yield at_most(what, _p95(found), _LIMITS.get(kind, LIST_MS), "ms", digits=0)


def _p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1] if len(found) > 1 else max(found, default=0.0)


def _about_memory(memory: list[int]) -> Iterator[Row]:
    quarter = max(len(memory) // 4, 1)
    first, last = (statistics.mean(part) / 2**20 for part in (memory[:quarter], memory[-quarter:]))
    yield Row("memory of the desk (PSS), first and last quarter of the time", f"{first:.0f} and {last:.0f} MB")
    yield at_most("the same, most", max(memory) / 2**20, MEMORY_MB, "MB", digits=0)


@contextlib.contextmanager
def _served(running: Site, home: Path) -> Iterator[tuple[str, int]]:
    """Run the desk's own process; yields its address and process id."""
    store, installation = running.server.installation, load_or_create(home)
    environment = {
        "VANBAN_HOME": str(home),
        "VANBAN_DATABASE_URL": running.database_url,
        "VANBAN_S3_ENDPOINT": store.address("s3"),
        "VANBAN_S3_ACCESS_KEY": objectstore.PIPELINE_ACCESS_KEY,
        "VANBAN_S3_SECRET_KEY": store.secrets["s3_pipeline"],
        "VANBAN_S3_REGION": objectstore.REGION,
    }
    for folder in ("secrets", "run", "intake", "spool", "work"):
        (home / folder).mkdir(exist_ok=True)
    command = [sys.executable, "-m", "benchmarks.desk_served", str(home / "times")]
    address = f"http://{installation.address('desk')}"
    with (home / "desk.log").open("wb") as log:
        server = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
        try:
            for _ in range(300):
                with contextlib.suppress(httpx.HTTPError):
                    httpx.get(f"{address}/healthz")
                    break
                if server.poll() is not None:
                    raise SystemExit(f"the desk did not start: {(home / 'desk.log').read_text()[-1000:]}")
                time.sleep(0.2)
            yield address, server.pid
        finally:
            server.terminate()
            server.wait(timeout=20)
            if said := (home / "desk.log").read_text().partition("Traceback")[2]:
                print(f"the desk said: …{said[-1500:]}", file=sys.stderr)


def _work(address: str, pid: int, town: Town, *, seconds: int, seed: int) -> tuple[list[int], dict[str, float]]:
    """Let people work side by side; return the desk's memory as it went, and who used how much of a core."""
    people = [Person(account, town, address, seed + n) for n, account in enumerate(town.office.people)]
    for person in people:
        person.log_in()
    began, used = time.monotonic(), _cpu_seconds(pid)
    town.end = began + seconds
    threads = [threading.Thread(target=person.work) for person in people]
    for thread in threads:
        thread.start()
    memory = []
    while time.monotonic() < town.end:
        memory.append(processes.memory_bytes(pid))
        time.sleep(min(_LOOK_SECONDS, max(town.end - time.monotonic(), 0.1)))
    for thread in threads:
        thread.join()
    elapsed, now = time.monotonic() - began, _cpu_seconds(pid)
    return memory, {who: (now[who] - used[who]) / elapsed for who in used}


def _cpu_seconds(desk: int) -> dict[str, float]:
    """Return the CPU of the desk with its ended children, of the people, and of the whole machine."""
    tick = os.sysconf("SC_CLK_TCK")
    fields = Path(f"/proc/{desk}/stat").read_text().rpartition(")")[2].split()
    machine = [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return {
        "desk": sum(map(int, fields[11:13])) / tick,
        "people": sum(os.times()[:2]),
        "whole machine": (sum(machine[:8]) - machine[3] - machine[4]) / tick,
    }


if __name__ == "__main__":
    main()
