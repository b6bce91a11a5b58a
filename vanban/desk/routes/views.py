"""Who looked at what: the looks at documents, by document and by person."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from vanban.desk.admission import Inspector
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.domain.document import Document
from vanban.domain.errors import NotFoundError
from vanban.ports import UnitOfWork

router = APIRouter(prefix="/archive/views")
ROWS = 100
Text = Annotated[str, Query(max_length=100)]


@router.get("")
def views_page(
    request: Request, desk: DeskHere, account: Inspector, document: Text = "", person: Text = ""
) -> Response:
    """List looks, the newest first; at one document, by one person, or all."""
    subject, actor = document.strip(), person.strip()
    with desk.services.register.begin() as uow:
        found = uow.oversight.views(subject=subject, actor=actor, limit=ROWS + 1)
        documents = {one: _document(one, uow) for one in {look.subject for look in found}}
    return render(
        request,
        "views.html",
        account=account,
        section="/archive",
        looks=[(look, documents[look.subject]) for look in found[:ROWS]],
        more=len(found) > ROWS,
        subject=subject,
        person=actor,
    )


def _document(subject: str, uow: UnitOfWork) -> Document | None:
    """Return the document that was looked at; None where it was a case file."""
    try:
        return uow.documents.get(subject)
    except NotFoundError:
        return None
