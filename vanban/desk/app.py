"""The web application of clerk, official, archivist, admin and auditor: the workflows of the command line, as pages."""

from __future__ import annotations

import urllib.parse
from functools import partial

from fastapi import FastAPI, Request
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from processors.page_pictures import PagePictures
from vanban.bootstrap import Services
from vanban.desk.accounts import Accounts
from vanban.desk.admission import NotLoggedInError, PasswordGivenError
from vanban.desk.agents import Agents, Challenges, Pace, PairingCodes, SigningHints
from vanban.desk.attempts import Attempts
from vanban.desk.coming_back import login_for
from vanban.desk.desk import Desk
from vanban.desk.error_words import UNFORESEEN, UNREADABLE_REQUEST, for_status
from vanban.desk.format_checks import FormatChecks
from vanban.desk.hardening import HEADERS, BodyLimit, SecurityHeaders
from vanban.desk.kept_files import STATIC, KeptFiles
from vanban.desk.page_images import PageImages
from vanban.desk.pages import environment, go_to, render
from vanban.desk.public_pages import is_public, public_error
from vanban.desk.routes import (
    account,
    admin,
    agent,
    archive,
    arrival_papers,
    authorities,
    batch_lines,
    batches,
    case_files,
    copies,
    directions,
    disposals,
    documents,
    figures,
    format_check,
    hand_overs,
    health,
    holds,
    home,
    inspection,
    issuing,
    login,
    notices,
    password,
    pcs,
    published,
    queue,
    registers,
    search,
    suggestions,
    suspects,
    system,
    tables,
    troubles,
    upload,
    users,
    verifying,
    views,
)
from vanban.desk.routes import single_sign_on as sign_on
from vanban.desk.sessions import SESSION_HOURS, EndedSessions, account_in
from vanban.desk.single_sign_on import single_sign_on
from vanban.desk.viewing import ViewLog
from vanban.desk.visitor_admission import TooSlowError
from vanban.desk.visitors import FORM_BYTES, PREFIXES, TooOftenError, Visitors
from vanban.domain.errors import (
    CertificateError,
    NotFoundError,
    RefusedError,
    ServiceUnavailableError,
    StaleStateError,
    UnreadableError,
    VanbanError,
)
from vanban.signing_worker import ask_to_sign

_FILES_IN_ONE_UPLOAD = 4
"""Times the largest single file: the bound on one request."""
_WORK = (home, queue, suspects, upload, documents, suggestions, directions, search, authorities, pcs)
_SIGNING = (batches, batch_lines, notices)
_OUTGOING = (
    format_check,
    issuing,
    copies,
)
_ARCHIVE = (archive, hand_overs, case_files, holds, disposals, views)
_PAPERS = (arrival_papers, registers)
_OVERSIGHT = (account, inspection, admin, figures, troubles, system, tables, users)
_FOR_ANYONE = (published, verifying, sign_on)
_NOUNS = (
    login,
    password,
    *_WORK,
    *_SIGNING,
    *_OUTGOING,
    *_PAPERS,
    *_ARCHIVE,
    *_OVERSIGHT,
    *_FOR_ANYONE,
    agent,
    health,
)
ROUTERS = tuple(noun.router for noun in _NOUNS)
"""Every page and interface of the desk; ``vanban.desk.access`` reads from them who may open what."""
_STATUS: dict[type[VanbanError], int] = {
    agent.UnknownPcError: 401,
    agent.TooFastError: 429,
    TooOftenError: 429,
    TooSlowError: 408,
    NotFoundError: 404,
    StaleStateError: 409,
    RefusedError: 400,
    CertificateError: 400,
    UnreadableError: 422,
    ServiceUnavailableError: 503,
}


def create_app(services: Services, secret: str) -> FastAPI:
    """Return the application.

    Args:
        services: adapters and rooms; the desk has no logic of its own.
        secret: signs the session cookie; the same one keeps sessions over a restart.
    """
    app = FastAPI(title="vanban", docs_url=None, redoc_url=None, openapi_url=None)
    settings = services.settings
    app.state.templates = environment()
    app.state.desk = Desk(
        services=services,
        accounts=Accounts(services.register),
        attempts=Attempts(services.register, secret),
        ended=EndedSessions(services.register),
        images=PageImages(PagePictures(limits=settings.limits, scratch=settings.run / "pages")),
        formats=FormatChecks(services.format_checker),
        views=ViewLog(),
        visitors=Visitors(),
        sign_on=single_sign_on(settings, secret),
        agents=Agents(
            codes=PairingCodes(),
            challenges=Challenges(secret),
            pace=Pace(),
            hints=SigningHints(partial(ask_to_sign, settings.signer_socket)),
        ),
    )
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    _add_error_pages(app)
    _add_middleware(app, services, secret)
    return app


def _add_middleware(app: FastAPI, services: Services, secret: str) -> None:
    """Put the middleware around the pages; the last one added is the outermost."""
    settings = services.settings
    address, public = (urllib.parse.urlsplit(one) for one in (settings.desk_url, settings.public_url))
    visitors = dict.fromkeys(PREFIXES, settings.limits.public_file_bytes + FORM_BYTES)
    app.add_middleware(
        SessionMiddleware,
        secret_key=secret,
        # Two installations on one machine share the host name, and so the browser's cookies.
        session_cookie=f"vanban_{settings.instance[:8] or 'desk'}",
        max_age=SESSION_HOURS * 3600,
        same_site="strict",
        https_only=address.scheme == "https",
    )
    app.add_middleware(
        BodyLimit,
        most_bytes=_FILES_IN_ONE_UPLOAD * settings.limits.file_bytes,
        most_below={agent.PREFIX: agent.MOST_BYTES, **visitors},
    )
    # A foreign name that is made to resolve to this machine must not reach the pages.
    app.add_middleware(
        TrustedHostMiddleware,
        allowed_hosts=[host for host in ("127.0.0.1", "localhost", address.hostname, public.hostname) if host],
        www_redirect=False,
    )
    app.add_middleware(SecurityHeaders)


def _add_error_pages(app: FastAPI) -> None:
    @app.exception_handler(NotLoggedInError)
    def _not_logged_in(request: Request, error: NotLoggedInError) -> Response:
        del error
        request.session.pop("account", None)
        return go_to(login_for(request))

    @app.exception_handler(PasswordGivenError)
    def _choose_first(request: Request, error: PasswordGivenError) -> Response:
        del request, error
        return go_to("/password")

    @app.exception_handler(VanbanError)
    def _refused(request: Request, error: VanbanError) -> Response:
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
        return _error_page(request, status, error)

    @app.exception_handler(RequestValidationError)
    async def _unreadable(request: Request, error: RequestValidationError) -> Response:
        if request.url.path.startswith(agent.PREFIX):
            return await request_validation_exception_handler(request, error)
        return _error_page(request, 422, UNREADABLE_REQUEST)

    @app.exception_handler(Exception)
    def _unforeseen(request: Request, error: Exception) -> Response:
        del error  # its words may be a document's
        answer = public_error(request, 500, UNFORESEEN)
        answer.headers.update(HEADERS)  # this answer is given outside all middleware
        return answer

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        return _error_page(request, error.status_code, for_status(error))


def _error_page(request: Request, status: int, error: VanbanError) -> Response:
    if request.url.path.startswith(agent.PREFIX):
        return agent.as_json(error, status=status)
    if is_public(request.url.path):
        return public_error(request, status, error)
    desk: Desk = request.app.state.desk
    try:
        who = account_in(request, desk.accounts, now=desk.services.clock.now())
        return render(request, "error.html", status=status, account=who, error=error, number=status)
    except ServiceUnavailableError:  # nobody knows who is there while the register is away
        return render(request, "error.html", status=status, account=None, error=error, number=status)
