"""Sign the documents of one batch: the device does one after the other, everything around it overlaps.

Most of a signature's time is spent waiting for a time-stamp. What comes out is kept beside the device before it is
handed over, and handed over in the order in which it is finished.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path

from vanban.domain.batch import BatchItem
from vanban.domain.identifiers import original_key
from vanban.ports import (
    RECORDS,
    Clock,
    ObjectStore,
    PreparedDocument,
    SigningDesk,
    SigningIdentity,
    SigningResult,
    SigningSession,
)
from vanban.workflows.kept_bytes import HalfSigned, keep, keep_half, kept_half

LARGE = 16 * 1024 * 1024
"""Bytes: of documents above this only one at a time is worked on, and groups end there, for the sake of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """What the documents of one batch are signed with."""

    batch_id: str
    identity: SigningIdentity
    desk: SigningDesk
    store: ObjectStore
    clock: Clock
    kept: Path
    at_once: int
    """Documents that are worked on at the same time."""
    device: threading.Lock = field(default_factory=threading.Lock)
    large: threading.Lock = field(default_factory=threading.Lock)
    halted: threading.Event = field(default_factory=threading.Event)


Outcome = tuple[BatchItem, SigningResult]


def sign_documents(items: Sequence[BatchItem], session: SigningSession, *, place: Workplace) -> Iterator[Outcome]:
    """Yield each document with its result, the signed bytes being kept already.

    After a result that stops the batch, or says that a service is away, no other document is begun: those have no
    outcome. The first goes alone: what is wrong with device or PIN then costs one document, not the batch.
    """

    def work(item: BatchItem) -> SigningResult | None:
        data = place.store.get(RECORDS, original_key(item.sha256))
        if len(data) > LARGE:
            with place.large:
                return _sign(item, data, session, place)
        return _sign(item, data, session, place)

    yield from _overlapped(work, items[:1], place)
    if session.together > 1:
        yield from _in_groups(items[1:], session, place)
    else:
        yield from _overlapped(work, items[1:], place)


def complete_documents(items: Sequence[BatchItem], *, place: Workplace) -> Iterator[Outcome]:
    """Yield what becomes of documents that the device has signed already; no device is needed."""

    def work(item: BatchItem) -> SigningResult | None:
        half = kept_half(place.kept, place.batch_id, item.document_id)
        return None if half is None else _complete(item, half, place)

    yield from _overlapped(work, items, place)


def _sign(item: BatchItem, data: bytes, session: SigningSession, place: Workplace) -> SigningResult | None:
    prepared = place.desk.prepare(place.identity, item, data)
    if isinstance(prepared, SigningResult):
        return prepared
    with place.device:
        if place.halted.is_set():
            return None
        signature = session.sign(item, prepared)
        if isinstance(signature, SigningResult):
            if signature.stop:
                place.halted.set()
            return signature
    half = HalfSigned(prepared.state, signature, place.clock.now())
    keep_half(place.kept, place.batch_id, item.document_id, half)
    return _complete(item, half, place)


def _in_groups(items: Sequence[BatchItem], session: SigningSession, place: Workplace) -> Iterator[Outcome]:
    """Sign with a device whose one authorisation covers many documents, and must name them all.

    What was signed before the device failed is completed first: those signatures hold.
    """
    waiting = iter(items)
    while not place.halted.is_set():
        group, refused = _prepared_group(waiting, session.together, place)
        yield from refused
        if not group and not refused:
            return
        signed, failed = [], []
        for (item, prepared), signature in zip(group, session.sign_together(group), strict=False):
            if isinstance(signature, SigningResult):
                failed.append((item, signature))
                continue
            half = HalfSigned(prepared.state, signature, place.clock.now())
            keep_half(place.kept, place.batch_id, item.document_id, half)
            signed.append(item)
        yield from complete_documents(signed, place=place)
        if any(result.stop for _, result in failed):
            place.halted.set()
        yield from failed


def _prepared_group(
    waiting: Iterator[BatchItem], most: int, place: Workplace
) -> tuple[list[tuple[BatchItem, PreparedDocument]], list[Outcome]]:
    """Return the next documents, prepared, as many as may be authorised together; and those that cannot be signed."""
    group: list[tuple[BatchItem, PreparedDocument]] = []
    refused: list[Outcome] = []
    size = 0
    for item in waiting:
        data = place.store.get(RECORDS, original_key(item.sha256))
        prepared = place.desk.prepare(place.identity, item, data)
        if isinstance(prepared, SigningResult):
            refused.append((item, prepared))
        else:
            group.append((item, prepared))
            size += len(data)
        if len(group) == most or size > LARGE or len(refused) == most:
            break
    return group, refused


def _complete(item: BatchItem, half: HalfSigned, place: Workplace) -> SigningResult:
    result = place.desk.complete(place.identity, item, half.state, half.signature)
    if result.signed is not None:
        keep(place.kept, place.batch_id, item.document_id, result.signed)
    return result


def _overlapped(
    work: Callable[[BatchItem], SigningResult | None], items: Sequence[BatchItem], place: Workplace
) -> Iterator[Outcome]:
    for item, result in _in_order_of_completion(work, items, place):
        if result is None:
            continue
        if result.stop or result.later:
            place.halted.set()
        yield item, result


def _in_order_of_completion(
    work: Callable[[BatchItem], SigningResult | None], items: Sequence[BatchItem], place: Workplace
) -> Iterator[tuple[BatchItem, SigningResult | None]]:
    waiting = iter(items)
    with ThreadPoolExecutor(max_workers=place.at_once, thread_name_prefix="document") as pool:
        running: dict[Future[SigningResult | None], BatchItem] = {}
        while True:
            while len(running) < place.at_once and not place.halted.is_set():
                item = next(waiting, None)
                if item is None:
                    break
                running[pool.submit(work, item)] = item
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(done), done.result()
