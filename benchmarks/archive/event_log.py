"""The event log in PostgreSQL: appends in batches, and proofs from a tree of a million leaves."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import statistics
import time

import psycopg

from benchmarks.archive.site import Site
from benchmarks.pipeline_table import Row, at_least, at_most
from vanban.domain.merkle import grown, inclusion_path, leaf_digest, root, root_of_inclusion

BATCHES, BATCH = 20, 1000
PROOFS = 200


def appends(site: Site) -> list[Row]:
    """Append events, a thousand in one unit of work."""
    now = dt.datetime.now(tz=dt.UTC)
    began = time.perf_counter()
    for _ in range(BATCHES):
        with site.register.begin() as uow:
            for number in range(BATCH):
                uow.events.append(at=now, actor="audit", name="audit.read", subject=f"document-{number}", data={"n": 1})
            uow.commit()
    rate = BATCHES * BATCH / (time.perf_counter() - began)
    with site.register.begin() as uow:
        broken = uow.events.verify_chain()
    if broken:
        raise SystemExit(f"the chain is broken: {broken[0]}")
    return [at_least(f"event log: appends a second, {BATCH} in a unit of work", rate, 5000, "/s")]


def proofs(site: Site, *, leaves: int) -> list[Row]:
    """Grow a tree of so many leaves, and prove some of them from the database."""
    digests = {n: leaf_digest(hashlib.sha256(b"%d" % n).digest()) for n in range(leaves)}
    with (
        psycopg.connect(site.admin_url) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute("ALTER TABLE event_tree DISABLE TRIGGER USER")  # the log of this site is not looked at again
        cursor.execute("TRUNCATE event_tree")
        with cursor.copy("COPY event_tree (level, position, digest) FROM STDIN") as rows:
            for (level, position), digest in grown(0, digests.values(), nodes=lambda _wanted: {}):
                rows.write_row((level, position, digest))
        cursor.execute("ANALYZE event_tree")
    chosen = random.Random(1).sample(range(leaves), PROOFS)
    with site.register.begin() as uow:
        whole = root(leaves, nodes=uow.event_tree.nodes)
    times = []
    for index in chosen:
        with site.register.begin() as uow:
            began = time.perf_counter()
            path = inclusion_path(index, leaves, nodes=uow.event_tree.nodes)
            times.append(1000 * (time.perf_counter() - began))
        if root_of_inclusion(digests[index], index, leaves, path) != whole:
            raise SystemExit(f"the proof of leaf {index} does not hold")
    slow = statistics.quantiles(times, n=20)[-1]
    return [
        at_most(f"inclusion proof among {leaves:,} leaves, median of {PROOFS}", statistics.median(times), 10, "ms"),
        at_most("the same, 95th percentile", slow, 10, "ms"),
    ]
