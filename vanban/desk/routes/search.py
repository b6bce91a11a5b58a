"""Looking documents up."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.admission import Reader
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.desk.search_form import ROWS, SearchForm
from vanban.desk.viewing import seen_states
from vanban.domain.search import FOUND_AT_MOST, written_number_in

router = APIRouter()
Asked = Annotated[SearchForm, Depends()]


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
    )
