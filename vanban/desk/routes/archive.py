"""The archive: packages, newest first, and one record with its objects, locks, receipts and proof."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from functools import partial
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from vanban.desk.accounts import Account, Role
from vanban.desk.admission import Inspector
from vanban.desk.bundles import zipped
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.domain.casefile import CaseState
from vanban.domain.document import Document
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.evidence import ArchiveReceipt
from vanban.ports import UnitOfWork
from vanban.ports.oversight import VIEWED
from vanban.workflows.hand_out import hand_out
from vanban.workflows.restore import restore
from vanban.workflows.show_package import show_record
from vanban.workflows.terms import term_of

router = APIRouter(prefix="/archive")
ROWS = 50
_OPEN_CASES = 30


@router.get("")
def archive_page(
    request: Request, desk: DeskHere, account: Inspector, before: Annotated[str, Query(max_length=300)] = ""
) -> Response:
    """List packages, the newest first, a page at a time."""
    with desk.services.register.begin() as uow:
        found = list(uow.oversight.packages(before=_place(before), limit=ROWS + 1))
        rows = [(receipt, uow.documents.get(receipt.document_id)) for receipt in found[:ROWS]]
    following = _mark(found[ROWS - 1]) if len(found) > ROWS else ""
    return render(request, "archive.html", account=account, rows=rows, following=following, first=not before)


@router.get("/find")
def find(desk: DeskHere, account: Inspector, q: Annotated[str, Query(max_length=100)] = "") -> RedirectResponse:
    """Go to the record with this id; whatever else was typed is looked up as words."""
    del account
    wanted = q.strip()
    try:
        with desk.services.register.begin() as uow:
            _known(wanted, uow)
    except NotFoundError:
        return go_to(f"/search?{urllib.parse.urlencode({'q': wanted})}")
    return go_to(f"/archive/records/{wanted}")


@router.get("/records/{record_id}")
def record_page(request: Request, desk: DeskHere, account: Inspector, record_id: str) -> Response:
    """Show what the archive has of a document; a case file has its own page."""
    with desk.services.register.begin() as uow:
        document = _known(record_id, uow)
        cases = [uow.case_files.get(one) for one in uow.case_files.holding(record_id)] if document else []
        may_file = account.role is Role.ARCHIVIST and not cases
        opened = uow.case_files.list(state=CaseState.OPEN, limit=_OPEN_CASES) if may_file else ()
    if document is None:
        return go_to(f"/archive/case-files/{record_id}")
    return render(
        request,
        "record.html",
        account=account,
        section="/archive",
        document=document,
        cases=cases,
        opened=opened,
        kept=term_of(record_id, office=desk.services.term_office),
        record=show_record(record_id, room=desk.services.log_room),
    )


@router.get("/records/{record_id}/package.zip")
def package(desk: DeskHere, account: Inspector, record_id: str) -> Response:
    """Hand out the newest package, checked against its receipt and itself."""

    def write(into: Path) -> Path:
        return restore(record_id, into, register=desk.services.register, store=desk.services.store)

    return _handed_out(desk, account, record_id, "package", zipped(write, name=record_id, scratch=_scratch(desk)))


@router.get("/records/{record_id}/proof.zip")
def proof(desk: DeskHere, account: Inspector, record_id: str) -> Response:
    """Hand out the package with the proof of its events and the programs that check it without us."""
    write = partial(hand_out, record_id, room=desk.services.log_room)
    answer = zipped(write, name=f"{record_id}-proof", scratch=_scratch(desk))
    return _handed_out(desk, account, record_id, "proof", answer)


def _handed_out(desk: Desk, account: Account, record_id: str, what: str, answer: Response) -> Response:
    """Note the look as an event: what leaves with its words has been looked at."""
    with desk.services.register.begin() as uow:
        data = {"download": True, "what": what}
        uow.events.append(at=desk.services.clock.now(), actor=account.name, name=VIEWED, subject=record_id, data=data)
        uow.commit()
    return answer


def _known(record_id: str, uow: UnitOfWork) -> Document | None:
    """Return the document of an id, None for a case file.

    Raises:
        NotFoundError: if it is neither.
    """
    try:
        return uow.documents.get(record_id)
    except NotFoundError:
        uow.case_files.get(record_id)
        return None


def _scratch(desk: Desk) -> Path:
    return desk.services.settings.run / "bundles"


def _mark(receipt: ArchiveReceipt) -> str:
    return f"{receipt.archived_at.isoformat()} {receipt.package}"


def _place(mark: str) -> tuple[dt.datetime, str] | None:
    if not mark:
        return None
    at, _, package_key = mark.partition(" ")
    try:
        return dt.datetime.fromisoformat(at), package_key
    except ValueError:
        raise RefusedError("There is no such page of the list.", vi="Không có trang này của danh sách.") from None
