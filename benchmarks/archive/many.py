"""Many documents: what the list of a store costs against the bare list, and what one more document costs."""

from __future__ import annotations

import collections
import datetime as dt
import hashlib
import io
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from benchmarks.archive.site import LOCK_DAYS, Site, receive
from benchmarks.pipeline_table import Row, at_most
from vanban.domain.keeping import Holding
from vanban.ports import ARCHIVE
from vanban.register import tables
from vanban.workflows.archive import archive_ready
from vanban.workflows.audit_listing import Catalogue, check_listing
from vanban.workflows.holdings import NamedStore

FEW, MANY, MEASURED = 1_000, 100_000, 200
FILES = 10
_ROWS = 2000


def reconciling(site: Site, *, objects: int) -> list[Row]:
    """Compare a long list with the catalogue, and read the same list with the bare SDK, in turns."""
    holdings = _fill(site, objects)
    place, now = NamedStore("", site.store), dt.datetime.now(tz=dt.UTC)
    client, bucket = site.store.client, site.store.bucket_name(ARCHIVE)

    def ours() -> None:
        catalogue = Catalogue.of(holdings, frozenset(one.subject for one in holdings), place, now)
        found = check_listing(place, catalogue, keep_on=lambda: True) or []
        wrong = [one for one in found if one.detail.startswith("aip/kho/")]
        if wrong:
            raise SystemExit(f"the list is not the catalogue: {wrong[0]}")

    def bare() -> None:
        # Counted, not kept: whoever lists a million objects does not keep them either.
        listed = client.list_objects(bucket, recursive=True, include_version=True)
        collections.deque(listed, maxlen=0)

    taken = {ours: 0.0, bare: 0.0}
    for one in (bare, ours, ours, bare):
        taken[one] += _seconds(one)
    return [
        Row(f"reconciling {objects:,} objects with the catalogue", f"{taken[ours] / 2:.1f} s"),
        Row("bare list of all versions", f"{taken[bare] / 2:.1f} s"),
        at_most("reconciling against the bare list", taken[ours] / taken[bare], 1.3, "×"),
    ]


def flat_cost(site: Site) -> list[Row]:
    """Archive some documents with a thousand and with a hundred thousand in the register."""
    costs = []
    receive(site, 1, size=20_000, seed=900)
    list(archive_ready(site.room(), keep_on=lambda: True))
    for number, already in enumerate((FEW, MANY)):
        _copy_archived(site, already)
        receive(site, MEASURED, size=20_000, seed=1000 + number)
        room = site.room()
        seconds = _seconds(lambda room=room: list(archive_ready(room, keep_on=lambda: True)))
        costs.append(1000 * seconds / MEASURED)
    few, many = costs
    return [
        Row(f"archiving one document, {FEW:,} in the register", f"{few:.1f} ms"),
        Row(f"archiving one document, {MANY:,} in the register", f"{many:.1f} ms"),
        at_most("one document among many against few", many / few, 1.2, "×"),
    ]


def _fill(site: Site, objects: int) -> list[Holding]:
    """Put many small objects there, and return what the register would say of them."""
    client, bucket = site.store.client, site.store.bucket_name(ARCHIVE)
    since = dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=1)
    prefixes = [f"aip/kho/2026/{number:08d}/v1/" for number in range(objects // FILES)]
    keys = [f"{prefix}content/{name}.pdf" for prefix in prefixes for name in range(FILES)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: client.put_object(bucket, key, io.BytesIO(b"x"), 1), keys))
    return [
        Holding(
            subject=prefix.split("/")[3],
            prefix=prefix,
            objects={f"{prefix}content/{name}.pdf": "" for name in range(FILES)},
            since=since,
            locked_until=since + dt.timedelta(days=LOCK_DAYS),
        )
        for prefix in prefixes
    ]


def _copy_archived(site: Site, wanted: int) -> None:
    """Copy the rows of an archived document until there are so many."""
    engine = sa.create_engine(site.admin_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        there = connection.scalar(sa.select(sa.func.count()).select_from(tables.documents)) or 0
        template = connection.execute(sa.select(tables.receipts).limit(1)).mappings().one()
        document_id = template["document_id"]
        document = connection.execute(sa.select(tables.documents).where(tables.documents.c.id == document_id))
        known = document.mappings().one()
        events = connection.execute(sa.select(tables.events).where(tables.events.c.subject == document_id))
        said = events.mappings().all()
        last = connection.scalar(sa.select(sa.func.max(tables.events.c.sequence))) or 0
        digest = connection.scalar(sa.select(tables.events.c.digest).where(tables.events.c.sequence == last))
        for start in range(there, wanted, _ROWS):
            names = [f"copy-{number:08d}" for number in range(start, min(start + _ROWS, wanted))]
            sha256 = {name: hashlib.sha256(name.encode()).hexdigest() for name in names}
            plain = {column.name: known[column.name] for column in tables.documents.c if column.computed is None}
            connection.execute(
                sa.insert(tables.documents),
                [plain | {"id": n, "claim_id": n, "sha256": sha256[n], "current_sha256": ""} for n in names],
            )
            connection.execute(
                sa.insert(tables.receipts), [dict(template) | {"document_id": n, "package": f"{n}/"} for n in names]
            )
            connection.execute(
                sa.insert(tables.evidence),
                [
                    {"document_id": n, "role": "original", "sha256": sha256[n], "at": known["received_at"]}
                    for n in names
                ],
            )
            rows = []
            for name in names:
                for event in said:
                    last += 1
                    previous, digest = digest, hashlib.sha256(f"{last}".encode()).hexdigest()
                    rows.append(
                        dict(event) | {"sequence": last, "subject": name, "previous": previous, "digest": digest}
                    )
            connection.execute(sa.insert(tables.events), rows)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(sa.text("ANALYZE"))
    engine.dispose()


def _seconds(measured: Callable[[], object]) -> float:
    began = time.perf_counter()
    measured()
    return time.perf_counter() - began
