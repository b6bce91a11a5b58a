"""How long 50 people wait for the desk: its real process over a real register and store, a queue of 10,000.

``make bench-desk ARGS="--people 50 --seconds 60"``: prints a table. Each person opens pages with a pause of one to
three seconds between them; the time is from request to whole answer, over loopback.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import datetime as dt
import os
import random
import re
import secrets
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
from benchmarks.pipeline_table import Row, at_most, circumstances, markdown
from processors.reading import SandboxedReader
from vanban.domain.document import Direction, Document, State
from vanban.domain.identifiers import new_id, original_key
from vanban.domain.people import Account, Role
from vanban.passwords import hash_password
from vanban.ports import RECORDS
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.services import objectstore, processes
from vanban.services.installation import load_or_create
from vanban.settings import Limits

PASSWORD = secrets.token_urlsafe(12)
LETTERS = 60
"""Documents with a page to look at; the others of the queue are rows."""
LISTS = {
    "queue": "/queue",
    "queue, renewed": "/queue/rows",
    "documents": "/documents",
    "search": "/search?q=truong+hoc",
}
LIST_MS, IMAGE_FIRST_MS, IMAGE_AGAIN_MS, MEMORY_MB = 300, 400, 50, 300


def main() -> None:
    """Fill, serve, let people work, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--queue", type=int, default=10_000)
    given = parser.parse_args()
    with site() as running, tempfile.TemporaryDirectory(prefix="vanban-desk-") as home:
        letters = _fill(running, given.queue, given.people)
        with _served(running, Path(home)) as (address, pid):
            before = processes.memory_bytes(pid)
            times = _work(address, letters, people=given.people, seconds=given.seconds)
            after = processes.memory_bytes(pid)
    rows = [_row(name, found) for name, found in sorted(times.items())]
    asked = sum(map(len, times.values()))
    rows.append(Row("requests", f"{asked}, {asked / given.seconds:.0f} a second"))
    rows.append(Row("memory of the desk before (PSS)", f"{before / 2**20:.0f} MB"))
    rows.append(at_most("memory of the desk after (PSS)", after / 2**20, MEMORY_MB, "MB", digits=0))
    command = " ".join(["python -m benchmarks.desk", *sys.argv[1:]])
    sys.stdout.write(f"{circumstances(command)}\n\n{markdown(rows)}\n")


def _row(name: str, seconds: list[float]) -> Row:
    limit = {"page image, first": IMAGE_FIRST_MS, "page image, again": IMAGE_AGAIN_MS}.get(name, LIST_MS)
    p95 = 1000 * statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else 1000 * max(seconds)
    middle = 1000 * statistics.median(seconds)
    return at_most(f"{name}: 95th percentile of {len(seconds)} (median {middle:.0f} ms)", p95, limit, "ms", digits=0)


def _fill(running: Site, queue: int, people: int) -> list[str]:
    """Put accounts and a queue there; return the ids of the documents that have a page to look at."""
    hashed = hash_password(PASSWORD)
    chance, letters = random.Random(6), []
    with tempfile.TemporaryDirectory() as work:
        for number in range(LETTERS):
            data = render(compose(chance.choice(("công văn", "quyết định", "tờ trình")), rng=chance))
            file = Path(work) / f"{number}.pdf"
            file.write_bytes(data)
            (folder := Path(work) / str(number)).mkdir()
            reading = SandboxedReader(limits=Limits()).read(file, work=folder).as_json()
            letters.append(dataclasses.replace(_waiting(number, data), reading=reading))
            running.store.put(RECORDS, original_key(letters[-1].sha256), data)
    rest = [_waiting(number, b"%d" % number) for number in range(LETTERS, queue)]
    with running.register.begin() as uow:
        for number in range(people):
            uow.people.add(Account(f"vanthu{number}", Role.CLERK, hashed))
        uow.commit()
    for first in range(0, queue, 1000):
        with running.register.begin() as uow:
            for document in [*letters, *rest][first : first + 1000]:
                uow.documents.add(document)
            uow.commit()
    return [document.id for document in letters]


def _waiting(number: int, data: bytes) -> Document:
    import hashlib

    return Document(
        id=new_id(),
        claim_id=new_id(),
        office="van-phong",
        direction=Direction.INCOMING,
        state=State.READ,
        sha256=(digest := hashlib.sha256(data).hexdigest()),
        size=len(data),
        media_type="application/pdf",
        file_name=f"Công văn {number}.pdf",
        received_at=dt.datetime.now(dt.UTC) - dt.timedelta(minutes=number),
        received_by="vanthu0",
        pages=1,
        current_sha256=digest,
        reading={"facts": {}},
    )


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
    command = [sys.executable, "-m", "vanban.desk"]
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


def _work(address: str, letters: list[str], *, people: int, seconds: int) -> dict[str, list[float]]:
    """Let people work side by side; return the seconds that each kind of page took."""
    clients = [_logged_in(address, f"vanthu{number}") for number in range(people)]
    times: dict[str, list[float]] = defaultdict(list)
    seen: set[str] = set()
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_one_person, args=(client, letters, random.Random(number), end, times, seen))
        for number, client in enumerate(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _logged_in(address: str, name: str) -> httpx.Client:
    client = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/login").text)
    answer = client.post("/login", data={"csrf": token[1] if token else "", "name": name, "password": PASSWORD})
    if "/logout" not in answer.text:
        raise SystemExit(f"{name} could not log in: {answer.status_code}")
    return client


def _one_person(
    client: httpx.Client,
    letters: list[str],
    chance: random.Random,
    end: float,
    times: dict[str, list[float]],
    seen: set[str],
) -> None:
    while time.monotonic() < end:
        time.sleep(chance.uniform(1, 3))
        if chance.random() < 0.5:
            name = chance.choice(list(LISTS))
            _timed(client, LISTS[name], times[name])
            continue
        page = _timed(client, f"/documents/{chance.choice(letters)}", times["review page"])
        if image := re.search(r'src="(/documents/[^"]+/pages/1\.png)"', page):
            # Drawn once for everybody, then kept: the first look at a document is its own kind.
            first = image[1] not in seen
            seen.add(image[1])
            _timed(client, image[1], times["page image, first" if first else "page image, again"])


def _timed(client: httpx.Client, path: str, into: list[float]) -> str:
    began = time.perf_counter()
    answer = client.get(path)
    into.append(time.perf_counter() - began)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return answer.text if "text" in answer.headers.get("content-type", "") else ""


if __name__ == "__main__":
    main()
