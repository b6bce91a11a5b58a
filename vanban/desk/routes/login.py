"""Logging in and out, and the language."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Newcomer, open_to_all, text_of
from vanban.desk.attempts import FREE_TRIES_OF_AN_ADDRESS
from vanban.desk.coming_back import own_page
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import account_in, start_session
from vanban.desk.single_sign_on import PATH as SIGN_ON
from vanban.desk.single_sign_on import may_use_password

router = APIRouter()
_OPEN = [Depends(open_to_all)]


@router.get("/login", dependencies=_OPEN)
def login_page(request: Request, desk: DeskHere, next: str = "") -> Response:  # noqa: A002  as browsers show it
    """Show the login form; it leads to ``next``, a page of the desk."""
    account = account_in(request, desk.accounts, now=desk.services.clock.now())
    return go_to(own_page(next)) if account else _form(request, desk, wanted=next)


@router.post("/login", dependencies=_OPEN)
def log_in(request: Request, desk: DeskHere, form: CheckedForm) -> Response:
    """Check name and password; after some failures the account waits."""
    name, password = text_of(form, "name").strip()[:100], text_of(form, "password")[:200]
    wanted = text_of(form, "next")
    now, address = desk.services.clock.now(), f"address {request.client.host if request.client else '?'}"
    if wait := max(desk.attempts.wait(name, now=now), desk.attempts.wait(address, now=now)):
        answer = _form(request, desk, wanted=wanted, status=429, refused="wait")
        answer.headers["Retry-After"] = str(int(wait.total_seconds()) + 1)
        return answer
    account = desk.accounts.check(name, password)
    if account is None or not may_use_password(account, desk.sign_on):
        desk.attempts.failed(name, now=now)
        desk.attempts.failed(address, now=now, free=FREE_TRIES_OF_AN_ADDRESS)
        if known := desk.accounts.get(name):  # never what else was typed: it may be a password in the wrong field
            note_event(desk, known, "desk.login-refused")
        return _form(request, desk, wanted=wanted, status=401, refused="wrong")
    desk.attempts.succeeded(name)
    start_session(request, account, now=now)
    note_event(desk, account, "desk.login")
    return go_to(own_page(wanted))


def _form(request: Request, desk: Desk, *, wanted: str, status: int = 200, refused: str = "") -> Response:
    page = own_page(wanted)
    return render(request, "login.html", status=status, refused=refused, sign_on=desk.sign_on, next=page)


@router.post("/logout")
def log_out(request: Request, desk: DeskHere, account: Newcomer, form: CheckedForm) -> Response:
    """End the session here and for every copy of its cookie."""
    del form
    desk.ended.end(request.session["id"], now=desk.services.clock.now())
    by_provider = request.session.get("by") == "oidc"
    request.session.clear()
    note_event(desk, account, "desk.logout")
    return go_to(f"{SIGN_ON}/left" if by_provider and desk.sign_on else "/login")


@router.post("/language", dependencies=_OPEN)
def choose_language(request: Request, form: CheckedForm) -> Response:
    """Switch between Vietnamese and English."""
    request.session["language"] = "en" if text_of(form, "language") == "en" else "vi"
    return go_to(own_page(text_of(form, "back")))


def note_event(desk: Desk, account: Account, name: str, **data: str) -> None:
    """Note that somebody came or went."""
    with desk.services.register.begin() as uow:
        uow.events.append(at=desk.services.clock.now(), actor=account.name, name=name, subject=account.name, data=data)
        uow.commit()
