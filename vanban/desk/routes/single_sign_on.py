"""Logging in and out at the office's identity provider."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from vanban.desk.admission import open_to_all
from vanban.desk.attempts import FREE_TRIES_OF_AN_ADDRESS
from vanban.desk.coming_back import own_page
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.identity_provider import NotProvenError
from vanban.desk.pages import render
from vanban.desk.routes.login import note_event
from vanban.desk.sessions import start_session
from vanban.desk.single_sign_on import CALLBACK, COOKIE, MINUTES, PATH, NoAccountError, SingleSignOn
from vanban.desk.visitor_admission import look_in
from vanban.domain.errors import NotFoundError

router = APIRouter(dependencies=[Depends(open_to_all), Depends(look_in)])


@router.get(PATH)
def go_there(desk: DeskHere, next: str = "") -> Response:  # noqa: A002  as at /login
    """Send the browser to the provider; it comes back to ``next``, a page of the desk."""
    begun = _configured(desk).begin(wanted=own_page(next))
    answer = RedirectResponse(begun.address, status_code=303)
    secure = desk.services.settings.desk_url.startswith("https:")
    # Lax: it must come along when the provider sends the browser back.
    answer.set_cookie(
        COOKIE, begun.cookie, max_age=MINUTES * 60, path=PATH, secure=secure, httponly=True, samesite="lax"
    )
    return answer


@router.get(CALLBACK)
def come_back(request: Request, desk: DeskHere) -> Response:
    """Begin a session for whom the provider has logged in, if there is an account."""
    sign_on, now = _configured(desk), desk.services.clock.now()
    address = f"address {request.client.host if request.client else '?'}"
    try:
        cookie = request.cookies.get(COOKIE, "")
        account, wanted = sign_on.finish(dict(request.query_params), cookie=cookie, accounts=desk.accounts)
    except (NotProvenError, NoAccountError) as refused:
        desk.attempts.failed(address, now=now, free=FREE_TRIES_OF_AN_ADDRESS)
        answer: Response = render(request, "error.html", status=403, account=None, error=refused, number=403)
    else:
        start_session(request, account, now=now)
        request.session["by"] = "oidc"
        note_event(desk, account, "desk.login", by="oidc")
        # A page and no redirect: browsers keep a strict cookie back on a way that began at another site.
        answer = render(request, "signed_on.html", next=own_page(wanted))
    answer.delete_cookie(COOKIE, path=PATH)
    return answer


@router.get(f"{PATH}/left")
def left(request: Request, desk: DeskHere) -> Response:
    """Say that the session here has ended, and where the provider's is ended."""
    return render(request, "left.html", leaving=_configured(desk).leaving())


def _configured(desk: Desk) -> SingleSignOn:
    if desk.sign_on is None:
        raise NotFoundError("There is no identity provider here.", vi="Ở đây không dùng cổng đăng nhập.")
    return desk.sign_on
