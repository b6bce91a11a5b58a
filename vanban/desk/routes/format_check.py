"""The check of a draft's form: a piece of the document's page that comes after it, so that the page never waits."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.admission import Reader
from vanban.desk.desk import DeskHere
from vanban.desk.format_checks import is_checked, place_of
from vanban.desk.pages import render
from vanban.desk.viewing import exact_bytes, look, newest
from vanban.desk.working_order import TO_CONFIRM
from vanban.domain.errors import NotFoundError, UnreadableError

router = APIRouter(prefix="/documents/{document_id}/format")


@router.get("")
def format_check(request: Request, desk: DeskHere, account: Reader, document_id: str) -> Response:
    """Show what differs from NĐ 30/2020, Phụ lục I; it blocks nothing."""
    with desk.services.register.begin() as uow:
        document = uow.documents.get(document_id)
    digest = document.sha256 if document.state in TO_CONFIRM else newest(document)
    document = look(document_id, digest, account=account, services=desk.services, views=desk.views)
    if not is_checked(document):
        raise NotFoundError(f"Document {document_id} is no draft.", vi=f"Văn bản {document_id} không phải dự thảo.")
    facts = (document.reading or {}).get("facts", {})
    fetch = partial(exact_bytes, digest, store=desk.services.store)
    try:
        report = desk.formats.report(digest, fetch, facts=facts)
        sizes = desk.images.outline(digest, fetch).sizes
    except UnreadableError as unreadable:
        return render(request, "format_check.html", account=account, unreadable=unreadable, report=None, shown=())
    shown = [(warning, place_of(warning, sizes)) for warning in report.warnings]
    return render(request, "format_check.html", account=account, unreadable=None, report=report, shown=shown)
