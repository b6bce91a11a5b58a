"""Archiving and reading again, against the bare SDK that puts and gets the same objects with the same threads."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from minio.commonconfig import COMPLIANCE
from minio.retention import Retention

from benchmarks.archive.site import LOCK_DAYS, Site, receive
from benchmarks.pipeline_table import Row, at_least
from storage.minio_store import MinioStore
from vanban.clock import SystemClock
from vanban.ports import ARCHIVE, RECORDS
from vanban.workflows.archive import archive_ready
from vanban.workflows.audit import AuditRoom, audit_archive

Item = TypeVar("Item")
ROUNDS = 4
"""Ours and the bare SDK take turns, so that the machine's other work falls on both."""
WHOLE_PART = 64 * 1024 * 1024


def archiving(site: Site, *, documents: int, size: int) -> list[Row]:
    """Archive documents, and let the bare SDK put and get the same objects under the same lock."""
    room = site.room()
    objects = ours = bare = 0.0
    for number in range(ROUNDS):
        receive(site, documents // ROUNDS, size=size, seed=number)
        began = time.perf_counter()
        receipts = [one.receipt for one in archive_ready(room, keep_on=lambda: True)]
        ours += time.perf_counter() - began
        keys = [key for receipt in receipts if receipt for key in receipt.objects]
        same = [(key, site.store.get(ARCHIVE, key)) for key in keys]
        objects += len(same)
        bare += _put_and_get(site.store, same, threads=room.at_once, into=f"bare/{number}/")
    return [
        Row(
            f"archiving {documents} documents of {size // 1000} KB ({objects / documents:.0f} objects each, "
            f"{room.at_once} threads): objects a second",
            f"{objects / ours:.0f}",
        ),
        Row("bare SDK, put under the same lock and get, same objects and threads", f"{objects / bare:.0f}"),
        at_least("archiving against the bare SDK", 100 * bare / ours, 60, "%"),
    ]


def fixity(site: Site) -> list[Row]:
    """Audit everything, and let the bare SDK get the same versions and digest them."""
    room = AuditRoom(
        register=site.register,
        store=site.store,
        clock=SystemClock(),
        release_intake_copy=lambda _claim: None,
        keep_intake_copies=dt.timedelta(0),
    )
    versions = [(one.key, one.version_id) for one in site.store.versions(ARCHIVE, "aip/")]
    ours = bare = 0.0
    for _ in range(2):
        began = time.perf_counter()
        result = audit_archive(room, keep_on=lambda: True)
        ours += time.perf_counter() - began
        if result.findings or result.objects < len(versions):
            raise SystemExit(f"the audit read {result.objects} of {len(versions)} and found {result.findings[:1]}")
        bare += _get_and_digest(site.store, versions, threads=room.at_once)
    read = 2 * len(versions)
    return [
        Row(f"audit of {len(versions)} objects, list and log included: objects a second", f"{read / ours:.0f}"),
        Row("bare SDK, get and SHA-256, same threads", f"{read / bare:.0f}"),
        at_least("audit against the bare SDK", 100 * bare / ours, 80, "%"),
    ]


def _put_and_get(store: MinioStore, objects: Sequence[tuple[str, bytes]], *, threads: int, into: str) -> float:
    # A bucket with the same rules, so that the audit does not find what nobody archived.
    client, bucket = store.client, store.bucket_name(RECORDS)
    until = (dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=LOCK_DAYS)).replace(microsecond=0)

    def one(named: tuple[str, bytes]) -> None:
        key, data = named
        lock = Retention(COMPLIANCE, until)
        client.put_object(bucket, into + key, io.BytesIO(data), len(data), part_size=WHOLE_PART, retention=lock)
        response = client.get_object(bucket, into + key)
        response.read()
        response.close()
        response.release_conn()

    return _timed(one, objects, threads)


def _get_and_digest(store: MinioStore, versions: Sequence[tuple[str, str]], *, threads: int) -> float:
    client, bucket = store.client, store.bucket_name(ARCHIVE)

    def one(version: tuple[str, str]) -> None:
        response = client.get_object(bucket, version[0], version_id=version[1])
        hashlib.sha256(response.read()).hexdigest()
        response.close()
        response.release_conn()

    return _timed(one, versions, threads)


def _timed(one: Callable[[Item], None], items: Sequence[Item], threads: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, items))
    return time.perf_counter() - began
