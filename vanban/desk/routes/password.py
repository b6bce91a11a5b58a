"""One's own password: chosen at the first login, and changed whenever one likes."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from vanban.desk.accounts import Account
from vanban.desk.admission import CheckedForm, Newcomer, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note, start_session
from vanban.domain.errors import RefusedError
from vanban.domain.people import LEAST_PASSWORD
from vanban.workflows.people import choose_password

router = APIRouter()
_MOST = 1000


@router.get("/password")
def password_page(request: Request, account: Newcomer) -> Response:
    """Show the form."""
    return render(request, "password.html", account=account, least=LEAST_PASSWORD, refused=None)


@router.post("/password")
def change_password(request: Request, desk: DeskHere, account: Newcomer, form: CheckedForm) -> Response:
    """Take a new password from who knows the present one; guesses count as they do at the login."""
    try:
        changed = _changed(desk, account, form)
    except RefusedError as refused:
        return render(request, "password.html", status=400, account=account, least=LEAST_PASSWORD, refused=refused)
    now = desk.services.clock.now()
    desk.ended.end(request.session["id"], now=now)
    start_session(request, changed, now=now)
    leave_note(request, vi="Đã đổi mật khẩu. Các phiên khác đã kết thúc.", en="The password is changed.")
    return go_to("/")


def _changed(desk: Desk, account: Account, form: CheckedForm) -> Account:
    now, guesses = desk.services.clock.now(), f"password {account.name}"
    present, chosen, again = (text_of(form, name)[:_MOST] for name in ("present", "chosen", "again"))
    if desk.attempts.wait(guesses, now=now):
        raise RefusedError("Too many wrong tries.", vi="Đã nhập sai nhiều lần.", remedy="Wait. / Hãy đợi một lát.")
    if desk.accounts.check(account.name, present) is None:
        desk.attempts.failed(guesses, now=now)
        raise RefusedError("The present password is wrong.", vi="Mật khẩu hiện tại không đúng.")
    desk.attempts.succeeded(guesses)
    if chosen == present:
        raise RefusedError("Choose another password than before.", vi="Mật khẩu mới phải khác mật khẩu cũ.")
    return choose_password(account, chosen, again=again, office=desk.services.people_office)
