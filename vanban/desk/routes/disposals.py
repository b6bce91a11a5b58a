"""Disposal at the desk: what is due, lists proposed by one person and approved by another. Nothing is deleted here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import Archivist, CheckedForm, Inspector, text_of, texts_of
from vanban.desk.bundles import pdf
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.errors import NotFoundError, RefusedError, VanbanError
from vanban.ports import ARCHIVE
from vanban.workflows import disposal as work

router = APIRouter(prefix="/archive/disposals")
_TEXT = 500


@router.get("")
def disposals_page(request: Request, desk: DeskHere, account: Inspector) -> Response:
    """Show what is due, and every list."""
    return _overview(request, desk, account)


@router.post("")
def propose(request: Request, desk: DeskHere, account: Archivist, form: CheckedForm) -> Response:
    """List the chosen records for disposal."""
    chosen, why = texts_of(form, "document"), text_of(form, "why")[:_TEXT]
    try:
        listed = work.propose(chosen, actor=account.name, why=why, office=desk.services.disposal_office)
    except (RefusedError, NotFoundError) as refused:
        return _overview(request, desk, account, chosen=frozenset(chosen), why=why, refused=refused)
    leave_note(request, vi="Đã lập danh mục; một người khác phê duyệt.", en="Listed; a second person approves it.")
    return go_to(f"/archive/disposals/{listed.id}")


@router.get("/{list_id}")
def list_page(request: Request, desk: DeskHere, account: Inspector, list_id: str) -> Response:
    """Show a list with its records, and what became of each."""
    return _list(request, desk, account, list_id)


@router.post("/{list_id}/approve")
def approve(request: Request, desk: DeskHere, account: Archivist, list_id: str, form: CheckedForm) -> Response:
    """Approve a list that somebody else proposed."""
    words, office = text_of(form, "words")[:_TEXT], desk.services.disposal_office
    act = partial(work.approve, list_id, actor=account.name, words=words, office=office)
    return _decided(request, desk, account, list_id, act, ("Đã phê duyệt danh mục.", "The list is approved."))


@router.post("/{list_id}/withdraw")
def withdraw(request: Request, desk: DeskHere, account: Archivist, list_id: str, form: CheckedForm) -> Response:
    """Withdraw or refuse a list that is not approved yet."""
    why, office = text_of(form, "why")[:_TEXT], desk.services.disposal_office
    act = partial(work.withdraw, list_id, actor=account.name, why=why, office=office)
    return _decided(request, desk, account, list_id, act, ("Đã rút danh mục.", "The list is withdrawn."))


@router.get("/{list_id}/list.pdf")
def printed(desk: DeskHere, account: Inspector, list_id: str) -> Response:
    """Hand out the approved list to print."""
    del account
    with desk.services.register.begin() as uow:
        listed = uow.disposals.get(list_id)
    if not listed.manifest_sha256:
        raise NotFoundError(
            "This list is not approved.",
            vi="Danh mục này chưa được phê duyệt.",
            remedy="A second person approves it. / Hãy để người thứ hai phê duyệt.",
        )
    return pdf(desk.services.store.get(ARCHIVE, listed.page_key), name=f"danh-muc-huy-{list_id[:8]}")


def _decided(
    request: Request,
    desk: Desk,
    account: Account,
    list_id: str,
    act: Callable[[], object],
    said: tuple[str, str],
) -> Response:
    try:
        act()
    except RefusedError as refused:
        return _list(request, desk, account, list_id, refused=refused)
    leave_note(request, vi=said[0], en=said[1])
    return go_to(f"/archive/disposals/{list_id}")


def _overview(
    request: Request,
    desk: Desk,
    account: Account,
    *,
    chosen: frozenset[str] = frozenset(),
    why: str = "",
    refused: VanbanError | None = None,
) -> Response:
    due = work.due_for_disposal(desk.services.disposal_office)
    with desk.services.register.begin() as uow:
        lists = list(reversed(uow.disposals.list()))
    return render(
        request,
        "disposals.html",
        status=400 if refused else 200,
        account=account,
        section="/archive",
        due=[item for item, _ in zip(due, range(work.MOST), strict=False)],
        lists=lists,
        chosen=chosen,
        why=why,
        refused=refused,
    )


def _list(
    request: Request, desk: Desk, account: Account, list_id: str, *, refused: VanbanError | None = None
) -> Response:
    with desk.services.register.begin() as uow:
        listed = uow.disposals.get(list_id)
    return render(
        request,
        "disposal.html",
        status=400 if refused else 200,
        account=account,
        section="/archive",
        listed=listed,
        refused=refused,
    )
