"""Papers that go with an incoming document: the view with dấu ĐẾN, and phiếu giải quyết văn bản đến."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import Reader
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.viewing import find_document
from vanban.workflows.arrival_papers import slip_paper, view_with_stamp

router = APIRouter(prefix="/documents/{arrived_id}")


@router.get("/arrival.pdf")
def arrival_view(desk: DeskHere, account: Reader, arrived_id: str) -> Response:
    """Hand out the document as a PDF to look at, with dấu ĐẾN on its first page; the original stays as it is."""
    return _made(view_with_stamp, "dau-den", desk, account, arrived_id)


@router.get("/slip.pdf")
def slip_pdf(desk: DeskHere, account: Reader, arrived_id: str) -> Response:
    """Hand out phiếu giải quyết văn bản đến, with every opinion so far."""
    return _made(slip_paper, "phieu", desk, account, arrived_id)


def _made(make: Callable[..., bytes], name: str, desk: Desk, account: Account, arrived_id: str) -> Response:
    with desk.services.register.begin() as uow:
        document = find_document(arrived_id, account=account, uow=uow)
    pdf = make(document.id, actor=account.name, room=desk.services.paper_room)
    disposition = f'attachment; filename="{name}-{document.entry.arrival_number}.pdf"'
    return Response(pdf, media_type="application/pdf", headers={"Content-Disposition": disposition})
