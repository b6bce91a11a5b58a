"""What stands against the disposal of a record: asked when it is listed, approved, and at the last moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storage.retention import Schedule
from vanban.clock import HANOI
from vanban.domain.document import State
from vanban.domain.evidence import ArchiveReceipt
from vanban.ports import ARCHIVE, UnitOfWork
from vanban.workflows.holdings import NamedStore
from vanban.workflows.holds import is_banned
from vanban.workflows.terms import current_term

_ALL = 10_000_000


def why_not(document_id: str, uow: UnitOfWork, *, schedule: Schedule, now: dt.datetime) -> str:
    """Return what the register says against the disposal of a document, in Vietnamese; empty if nothing does.

    Raises:
        NotFoundError: if there is no such document.
    """
    document = uow.documents.get(document_id)
    if document.state is State.DISPOSED:
        return "đã được tiêu hủy"
    if document.state is not State.ARCHIVED:
        return "chưa được lưu trữ"
    if is_banned(document_id, uow):
        return "đang có lệnh giữ (under hold)"
    kept = current_term(document_id, uow, schedule)
    if kept.last_day is None:
        return f"thời hạn bảo quản: {kept.term.shown}"
    if kept.last_day >= now.astimezone(HANOI).date():
        return f"còn thời hạn bảo quản đến hết {kept.last_day:%d/%m/%Y}"
    return ""


def packages_of(document_id: str, uow: UnitOfWork) -> list[ArchiveReceipt]:
    """Return the receipts of every version of a document's package."""
    return [receipt for receipt in uow.receipts.list(limit=_ALL) if receipt.document_id == document_id]


def still_locked(prefixes: Sequence[str], places: Sequence[NamedStore], now: dt.datetime) -> str:
    """Return what the stores say against it, version by version; empty if no lock and no hold stands.

    Raises:
        ServiceUnavailableError: if a store does not answer: then nothing is known, and nothing may go.
    """
    for place in places:
        for prefix in prefixes:
            for version in place.store.versions(ARCHIVE, prefix):
                if version.is_delete_marker:
                    continue
                stored = place.store.stat(ARCHIVE, version.key, version_id=version.version_id)
                if stored is not None and stored.retain_until is not None and stored.retain_until > now:
                    return f"còn khóa lưu trữ đến {stored.retain_until.astimezone(HANOI):%d/%m/%Y}"
                if place.store.is_held(ARCHIVE, version.key, version_id=version.version_id):
                    return "còn lệnh giữ trong kho (legal hold)"
    return ""
