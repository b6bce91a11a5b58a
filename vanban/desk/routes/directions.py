"""Routing and directions: what waits for the leadership's opinion, what was given to whom, and the slip's forms."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Official, Signer, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.direction_form import assignments_of
from vanban.desk.pages import go_to, render
from vanban.desk.routes.documents import shown_page
from vanban.desk.sessions import leave_note
from vanban.desk.slips import person_of
from vanban.desk.viewing import find_document
from vanban.domain.directions import Progress, Slip
from vanban.domain.errors import RefusedError
from vanban.workflows.direct_document import assign_document, direct_document, propose_on_document, report_progress
from vanban.workflows.standing import Task, open_tasks, standing_of
from vanban.workflows.unit_names import with_unit_names

router = APIRouter()
_WAITING_SHOWN = 100


@router.get("/directions")
def directions_page(request: Request, desk: DeskHere, account: Signer) -> Response:
    """List what waits for an opinion, what was given to this person or unit, and how the rest stands."""
    now = desk.services.clock.now()
    with desk.services.register.begin() as uow:
        waiting = uow.directions.undirected(office=account.office, limit=_WAITING_SHOWN)
        total = uow.directions.undirected_count(office=account.office)
        mine = open_tasks(person_of(account).names, uow=uow, now=now)
        given = uow.directions.directed(office=account.office)
        slips = uow.directions.slips([one.id for one in given])
    return render(
        request,
        "directions.html",
        account=account,
        waiting=waiting,
        total=total,
        mine=[_named(task, desk) for task in mine],
        given=[_named(Task(one, slips[one.id], standing_of(slips[one.id], now=now)), desk) for one in given],
    )


@router.post("/documents/{document_id}/direction")
def direct(request: Request, desk: DeskHere, account: Official, document_id: str, form: CheckedForm) -> Response:
    """Record the leadership's opinion."""
    seen = text_of(form, "seen")

    def act() -> Slip:
        return direct_document(
            document_id,
            by=person_of(account),
            words=text_of(form, "words"),
            assignments=assignments_of(form),
            room=desk.services.direction_room,
            opinion_id=text_of(form, "opinion"),
            seen=int(seen) if seen.isdecimal() else None,
        )

    return _done(request, desk, account, document_id, form, act, then="/directions")


@router.post("/documents/{document_id}/assignment")
def assign(request: Request, desk: DeskHere, account: Signer, document_id: str, form: CheckedForm) -> Response:
    """Record to whom the unit gives it."""

    def act() -> Slip:
        return assign_document(
            document_id,
            by=person_of(account),
            words=text_of(form, "words"),
            assignments=assignments_of(form),
            room=desk.services.direction_room,
            opinion_id=text_of(form, "opinion"),
        )

    return _done(request, desk, account, document_id, form, act)


@router.post("/documents/{document_id}/proposal")
def propose(request: Request, desk: DeskHere, account: Signer, document_id: str, form: CheckedForm) -> Response:
    """Record what the handler proposes."""

    def act() -> Slip:
        return propose_on_document(
            document_id,
            by=person_of(account),
            words=text_of(form, "words"),
            room=desk.services.direction_room,
            opinion_id=text_of(form, "opinion"),
        )

    return _done(request, desk, account, document_id, form, act)


@router.post("/documents/{document_id}/progress")
def report(request: Request, desk: DeskHere, account: Signer, document_id: str, form: CheckedForm) -> Response:
    """Record how far it is."""
    done = text_of(form, "progress") == Progress.DONE.value

    def act() -> Slip:
        return report_progress(
            document_id,
            by=person_of(account),
            progress=Progress.DONE if done else Progress.UNDER_WAY,
            words=text_of(form, "words"),
            answer=text_of(form, "answer"),
            room=desk.services.direction_room,
            opinion_id=text_of(form, "opinion"),
        )

    return _done(request, desk, account, document_id, form, act)


def _done(
    request: Request,
    desk: Desk,
    account: Account,
    document_id: str,
    form: CheckedForm,
    act: Callable[[], Slip],
    *,
    then: str = "",
) -> Response:
    """Do it if this person may see the document, and go on; a refusal shows the page with what was typed."""
    with desk.services.register.begin() as uow:
        find_document(document_id, account=account, uow=uow)
    try:
        act()
    except RefusedError as refused:
        return shown_page(request, desk, account, document_id, typed=form, refused=refused)
    leave_note(request, vi="Đã ghi vào phiếu giải quyết.", en="Written on the slip.")
    return go_to(then or f"/documents/{document_id}")


def _named(task: Task, desk: Desk) -> Task:
    """Return the same with its units by their names."""
    return dataclasses.replace(task, slip=with_unit_names(task.slip, desk.services.settings.unit_names))
