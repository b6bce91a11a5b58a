"""The administrator's page of accounts, and the second person's word on changes of rights."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account, Role
from vanban.desk.admission import Admin, Anyone, CheckedForm, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.domain.errors import RefusedError, VanbanError
from vanban.passwords import made_password
from vanban.workflows import people

router = APIRouter()
_TEXT = 100


@router.get("/admin/users")
def users_page(request: Request, desk: DeskHere, account: Admin) -> Response:
    """List every account, and the changes of rights that wait."""
    return _list(request, desk, account)


@router.post("/admin/users")
def add(request: Request, desk: DeskHere, account: Admin, form: CheckedForm) -> Response:
    """Add an account; its first password stands on this answer only."""
    name, password = text_of(form, "name").strip()[:_TEXT], made_password()

    def act() -> None:
        role, unit = _role(form), text_of(form, "office").strip()[:_TEXT]
        room = desk.services.people_office
        people.add_account(name, role=role, unit=unit, password=password, actor=account.name, office=room)

    return _done(request, desk, account, act, given=(name, password))


@router.post("/admin/users/{name}/password")
def give_password(request: Request, desk: DeskHere, account: Admin, name: str, form: CheckedForm) -> Response:
    """Give a new first password; it stands on this answer only."""
    del form
    password = made_password()
    room = desk.services.people_office

    def act() -> None:
        people.give_password(name, password, actor=account.name, office=room)

    return _done(request, desk, account, act, given=(name, password))


@router.post("/admin/users/{name}/disable")
def disable(request: Request, desk: DeskHere, account: Admin, name: str, form: CheckedForm) -> Response:
    """Let nobody in under this name, from now on."""
    del form
    room = desk.services.people_office
    return _done(request, desk, account, lambda: people.disable_account(name, actor=account.name, office=room))


@router.post("/admin/users/{name}/enable")
def enable(request: Request, desk: DeskHere, account: Admin, name: str, form: CheckedForm) -> Response:
    """Let a disabled account in again."""
    del form
    room = desk.services.people_office
    return _done(request, desk, account, lambda: people.enable_account(name, actor=account.name, office=room))


@router.post("/admin/users/{name}/rights")
def ask(request: Request, desk: DeskHere, account: Admin, name: str, form: CheckedForm) -> Response:
    """Ask for another role or office; a second person confirms it."""

    def act() -> None:
        role, unit = _role(form), text_of(form, "office").strip()[:_TEXT]
        people.ask_for_rights(name, role=role, unit=unit, actor=account.name, office=desk.services.people_office)

    return _done(request, desk, account, act)


@router.post("/rights/{change_id}/confirm")
def confirm(request: Request, desk: DeskHere, account: Anyone, change_id: str, form: CheckedForm) -> Response:
    """Confirm a change of rights: a second administrator, or the person concerned."""
    del form
    people.decide_rights(change_id, confirm=True, by=account, office=desk.services.people_office)
    leave_note(request, vi="Đã xác nhận thay đổi quyền.", en="The change of rights is confirmed.")
    return go_to("/admin/users" if account.role is Role.ADMIN else "/")


@router.post("/rights/{change_id}/refuse")
def refuse(request: Request, desk: DeskHere, account: Anyone, change_id: str, form: CheckedForm) -> Response:
    """Refuse a change of rights, or take back what one asked for."""
    del form
    people.decide_rights(change_id, confirm=False, by=account, office=desk.services.people_office)
    leave_note(request, vi="Đã từ chối thay đổi quyền.", en="The change of rights is refused.")
    return go_to("/admin/users" if account.role is Role.ADMIN else "/")


def _role(form: CheckedForm) -> Role:
    chosen = text_of(form, "role")
    if chosen not in list(Role):
        raise RefusedError("Choose a role.", vi="Hãy chọn vai trò.")
    return Role(chosen)


def _done(
    request: Request, desk: Desk, account: Account, act: Callable[[], object], *, given: tuple[str, str] | None = None
) -> Response:
    try:
        act()
    except RefusedError as refused:
        return _list(request, desk, account, refused=refused)
    return _list(request, desk, account, given=given) if given else go_to("/admin/users")


def _list(
    request: Request,
    desk: Desk,
    account: Account,
    *,
    given: tuple[str, str] | None = None,
    refused: VanbanError | None = None,
) -> Response:
    with desk.services.register.begin() as uow:
        everyone = uow.people.list()
    return render(
        request,
        "users.html",
        status=400 if refused else 200,
        account=account,
        section="/admin/users",
        everyone=everyone,
        roles=list(Role),
        given=given,
        refused=refused,
    )
