"""What must lie in the archive: every package and every published root, in one list for all who look after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from vanban.domain.disposal import DisposalList
from vanban.domain.event_log import PAGE, ROOT
from vanban.domain.keeping import Holding
from vanban.domain.stamps import RENEWED
from vanban.ports import ObjectStore, UnitOfWork
from vanban.workflows.event_log import published_roots, said_of_the_log

_ALL = 10_000_000


@dataclass(frozen=True, slots=True)
class NamedStore:
    """One of the stores in which the archive lies."""

    name: str
    """Empty for the archive itself; a copy has a name, such as ``copy``."""
    store: ObjectStore
    grace: dt.timedelta = dt.timedelta(0)
    """What came into the archive within this time need not be here yet."""


def holdings(uow: UnitOfWork) -> Iterator[Holding]:
    """Yield everything that the register says is in the archive, oldest first by kind."""
    gone = uow.disposals.tombstones()
    for receipt in uow.receipts.list(limit=_ALL):
        if receipt.document_id in gone:
            continue
        yield Holding(
            subject=receipt.document_id,
            prefix=receipt.package,
            objects=dict(receipt.objects),
            since=receipt.archived_at,
            locked_until=receipt.retain_until,
        )
    for case_receipt in uow.case_receipts.list(limit=_ALL):
        yield Holding(
            subject=case_receipt.case_file_id,
            prefix=case_receipt.package,
            objects=dict(case_receipt.objects),
            since=case_receipt.archived_at,
            locked_until=case_receipt.retain_until,
        )
    renewals: dict[str, dict[str, str]] = {}
    for event in said_of_the_log(uow, RENEWED):
        key = str(event.data["key"])
        renewals.setdefault(key, {})[key + str(event.data["file"])] = str(event.data["sha256"])
    for event in published_roots(uow):
        key = str(event.data["key"])
        said = event.data.get("files", {})  # roots that were published earlier say no digests
        objects = {key + name: str(said.get(name, "")) for name in (ROOT, PAGE)} | renewals.get(key, {})
        yield Holding(subject=key, prefix=key, objects=objects, since=event.at)
    yield from (_of_list(listed) for listed in uow.disposals.list() if listed.manifest_sha256)


def _of_list(listed: DisposalList) -> Holding:
    """Return an approved disposal list with the tombstones so far."""
    objects = {listed.manifest_key: listed.manifest_sha256, listed.page_key: listed.page_sha256}
    marked = (item for item in listed.items if item.tombstone_sha256)
    objects |= {listed.tombstone_key(item.document_id): item.tombstone_sha256 for item in marked}
    return Holding(
        subject=listed.id, prefix=listed.prefix, objects=objects, since=listed.decided_at or listed.proposed_at
    )
