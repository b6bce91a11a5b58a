"""Looking documents up."""

from __future__ import annotations

import urllib.parse
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.admission import CheckedForm, Reader, text_of
from vanban.desk.desk import DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.search_form import FIELDS, ROWS, SearchForm
from vanban.desk.sessions import leave_note
from vanban.desk.viewing import seen_states
from vanban.domain.search import FOUND_AT_MOST, written_number_in
from vanban.workflows.searches import ResultForm, drop_search, export_search, keep_search, kept_searches

router = APIRouter()
Asked = Annotated[SearchForm, Depends()]
_MEDIA = {
    ResultForm.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ResultForm.CSV: "text/csv; charset=utf-8",
    ResultForm.PDF: "application/pdf",
    ResultForm.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@router.get("/search")
def search_page(request: Request, desk: DeskHere, account: Reader, asked: Asked) -> Response:
    """Find documents by fields and text, within what this account may see."""
    with desk.services.register.begin() as uow:
        found = uow.search.find(asked.search_for(account), offset=(asked.page - 1) * ROWS, limit=ROWS)
    states = frozenset().union(*seen_states(account).states.values())
    return render(
        request,
        "search.html",
        account=account,
        asked=asked,
        found=found,
        first=(asked.page - 1) * ROWS + 1,
        more=found.total > asked.page * ROWS,
        capped=found.total >= FOUND_AT_MOST,
        written=written_number_in(asked.q),
        states=sorted(states),
        kept=kept_searches(account=account.name, office=desk.services.search_office),
    )


@router.get("/search/file")
def search_file(desk: DeskHere, account: Reader, asked: Asked, form: str = "") -> Response:
    """Hand out everything that was found, within what this account may see; noted in the log of events."""
    chosen = ResultForm(form) if form in set(ResultForm) else ResultForm.WORKBOOK
    data = export_search(asked.search_for(account), chosen, actor=account.name, office=desk.services.search_office)
    headers = {"Content-Disposition": f'attachment; filename="ket-qua-tim-kiem.{chosen}"'}
    return Response(data, media_type=_MEDIA[chosen], headers=headers)


@router.post("/search/saved")
def save(request: Request, desk: DeskHere, account: Reader, form: CheckedForm) -> Response:
    """Keep a search under a name, in place of the one that has it."""
    asked = _asked_in(text_of(form, "asked"))
    saved = keep_search(text_of(form, "name"), asked.query, account=account.name, office=desk.services.search_office)
    leave_note(request, vi=f"Đã lưu tìm kiếm “{saved.name}”.", en=f"The search “{saved.name}” is kept.")
    return go_to(asked.address())


@router.post("/search/saved/drop")
def drop(request: Request, desk: DeskHere, account: Reader, form: CheckedForm) -> Response:
    """Drop a search that this person keeps; a second click finds it gone."""
    name = text_of(form, "name")
    drop_search(name, account=account.name, office=desk.services.search_office)
    leave_note(request, vi=f"Đã xóa tìm kiếm “{name[:80]}”.", en=f"The search “{name[:80]}” is dropped.")
    return go_to("/search")


def _asked_in(query: str) -> SearchForm:
    """Return what an address asks; what the search page would not take from its own address is left out."""
    given = dict(urllib.parse.parse_qsl(query[:4000]))
    return SearchForm(**{name: value for name, value in given.items() if name in FIELDS})
