"""Batches on a real token with a real (demo) PKI: what one document costs, and how documents overlap."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from signing.desk import PdfSigningDesk, demo_configuration
from signing.web import Web
from storage.memory_store import MemoryStore
from vanban.clock import SystemClock
from vanban.domain.batch import BatchItem
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS, SigningResult
from vanban.samples.bulk import bulk_drafts
from vanban.services.pki_alone import DemoOffice, item_of
from vanban.workflows.sign_documents import Workplace, sign_documents


@dataclass(frozen=True, slots=True)
class BatchRun:
    """One batch: seconds by the clock, CPU of this process, and requests to services."""

    documents: int
    seconds: float
    cpu: float
    stamps: int
    """Requests for time-stamps."""
    revocation: int
    """Requests for revocation data, those of the preflight included."""
    signed: tuple[bytes, ...]
    prepare: float = 0.0
    device: float = 0.0
    verify: float = 0.0
    """CPU within, where documents do not overlap."""


def drafts(count: int, seed: int) -> list[bytes]:
    """Return so many different drafts, number and date still blank."""
    today = SystemClock().now().date()
    return [one.data for one in bulk_drafts(count, seed, today=today)]


def slow_desk(office: DemoOffice, *, seconds: float, at_once: int, quotas: Sequence[str] = ()) -> PdfSigningDesk:
    """Return a desk whose time-stamp service takes so long to answer."""
    configuration = demo_configuration(office.pki, tsa_urls=[office.tsa_url], with_test_identities=True)
    desk = PdfSigningDesk(replace(configuration, tsa_at_once=at_once, tsa_quotas=tuple(quotas)))
    tools = desk._tools  # noqa: SLF001 - a slow service is put where the HTTP client is
    tools.timestamper._web = _SlowWeb(seconds)  # noqa: SLF001
    return desk


class _SlowWeb(Web):
    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    def post(self, url: str, body: bytes, *, content_type: str) -> bytes:
        time.sleep(self._seconds)
        return super().post(url, body, content_type=content_type)


def run_batch(office: DemoOffice, account: str, files: Sequence[bytes], *, at_once: int, folder: Path) -> BatchRun:
    """Sign one batch as the workflow does, without the register."""
    store, items = MemoryStore(), []
    for number, data in enumerate(files):
        item = item_of(data, f"d{number}")
        store.put(RECORDS, original_key(item.sha256), data)
        items.append(item)
    identity, tools = office.identity(account), office.desk._tools  # noqa: SLF001 - for the counts of requests
    stamps, lists = tools.timestamper._web, tools.revocation.web  # noqa: SLF001
    before = (time.monotonic(), time.process_time(), stamps.requests_made, lists.requests_made)
    office.desk.preflight(identity, at=SystemClock().now())
    with _timed(office.desk) as parts, office.desk.open(identity, pin=office.pins[account]) as session:
        place = Workplace(
            batch_id=f"{account}-{len(files)}", identity=identity, desk=office.desk, store=store, clock=SystemClock(),
            kept=folder, at_once=at_once,
        )  # fmt: skip
        found = {item.document_id: result for item, result in sign_documents(items, session, place=place)}
    return BatchRun(
        documents=len(files),
        seconds=time.monotonic() - before[0],
        cpu=time.process_time() - before[1],
        stamps=stamps.requests_made - before[2],
        revocation=lists.requests_made - before[3],
        signed=tuple(_bytes(item, found) for item in items),
        **parts,
    )


def _bytes(item: BatchItem, found: dict[str, SigningResult]) -> bytes:
    result = found.get(item.document_id)
    if result is None or result.signed is None:
        raise RuntimeError(f"not signed: {result.message_en if result else 'no result'}")
    return result.signed


@contextmanager
def _timed(desk: PdfSigningDesk) -> Iterator[dict[str, float]]:
    """Note the CPU of preparing and of verifying; only right while documents do not overlap."""
    from signing import steps

    parts = {"prepare": 0.0, "verify": 0.0}
    prepare, verifier = desk.prepare, steps.PdfVerifier

    def timed_prepare(*given: Any) -> Any:
        before = time.process_time()
        try:
            return prepare(*given)
        finally:
            parts["prepare"] += time.process_time() - before

    class TimedVerifier(verifier):  # type: ignore[misc, valid-type]
        def verify(self, *given: Any, **named: Any) -> Any:
            before = time.process_time()
            try:
                return super().verify(*given, **named)
            finally:
                parts["verify"] += time.process_time() - before

    desk.prepare, steps.PdfVerifier = timed_prepare, TimedVerifier  # type: ignore[method-assign, misc]
    try:
        yield parts
    finally:
        desk.prepare, steps.PdfVerifier = prepare, verifier  # type: ignore[method-assign, misc]
