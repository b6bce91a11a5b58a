"""Who is at the browser: the signed cookie holds account, session id and CSRF token, and never document text."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

from starlette.requests import Request

from vanban.desk.accounts import Account, Accounts
from vanban.ports import Register

SESSION_HOURS = 8
"""A working day; after it one logs in again."""


class EndedSessions:
    """Sessions that were logged out: a copied cookie is worth nothing afterwards, also after the desk was restarted."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def end(self, session_id: str, *, now: dt.datetime) -> None:
        """Note a session as ended, for as long as its cookie could live."""
        with self._register.begin() as uow:
            uow.entrance.end_session(_digest(session_id), until=now + dt.timedelta(hours=SESSION_HOURS), now=now)
            uow.commit()


def _digest(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()


def start_session(request: Request, account: Account, *, now: dt.datetime) -> None:
    """Put an account into a new session; whatever the browser carried before is dropped, the language kept."""
    language = language_of(request)
    request.session.clear()
    request.session.update(
        account=account.name,
        id=secrets.token_urlsafe(16),
        since=int(now.timestamp()),
        generation=account.generation,
        csrf=secrets.token_urlsafe(32),
        language=language,
    )


def account_in(request: Request, accounts: Accounts, *, now: dt.datetime) -> Account | None:
    """Return who is logged in, if anyone still is."""
    session = request.session
    name, session_id, since = session.get("account"), session.get("id"), session.get("since")
    if not name or not session_id or not since:
        return None
    if now.timestamp() - since > SESSION_HOURS * 3600:
        return None
    account = accounts.in_session(name, _digest(session_id))
    # A new password, other rights and being disabled end every session begun before.
    return account if account and session.get("generation", 0) == account.generation else None


def csrf_token(request: Request) -> str:
    """Return the token that every form of this session carries."""
    token: str = request.session.setdefault("csrf", secrets.token_urlsafe(32))
    return token


def csrf_holds(request: Request, given: Any) -> bool:
    """Return whether a form came from a page of this session."""
    expected = request.session.get("csrf")
    return (
        isinstance(given, str)
        and isinstance(expected, str)
        and secrets.compare_digest(given.encode(), expected.encode())
    )


def language_of(request: Request) -> str:
    """Return ``vi`` or ``en``."""
    return "en" if request.session.get("language") == "en" else "vi"


def leave_note(request: Request, *, vi: str, en: str) -> None:
    """Keep a sentence for the next page; it must hold no document text."""
    request.session["note"] = [vi, en]


def take_note(request: Request) -> tuple[str, str] | None:
    """Return the sentence for this page, once."""
    note = request.session.pop("note", None)
    return (note[0], note[1]) if note else None
