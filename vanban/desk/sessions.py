"""Who is at the browser: the signed cookie holds account, session id and CSRF token, and never document text."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
from typing import Any

from starlette.requests import Request

from vanban.desk.accounts import Account, Accounts

SESSION_HOURS = 8
"""A working day; after it one logs in again."""


class EndedSessions:
    """Sessions that were logged out: a copied cookie is worth nothing afterwards. In memory, for a cookie's life."""

    def __init__(self) -> None:
        self._ended: dict[str, dt.datetime] = {}
        self._guard = threading.Lock()

    def end(self, session_id: str, *, now: dt.datetime) -> None:
        """Note a session as ended, and forget those whose cookies have expired."""
        oldest = now - dt.timedelta(hours=SESSION_HOURS)
        with self._guard:
            self._ended = {name: at for name, at in self._ended.items() if at > oldest}
            self._ended[session_id] = now

    def __contains__(self, session_id: str) -> bool:
        with self._guard:
            return session_id in self._ended


def start_session(request: Request, account: Account, *, now: dt.datetime) -> None:
    """Put an account into a new session; whatever the browser carried before is dropped, the language kept."""
    language = language_of(request)
    request.session.clear()
    request.session.update(
        account=account.name,
        id=secrets.token_urlsafe(16),
        since=int(now.timestamp()),
        csrf=secrets.token_urlsafe(32),
        language=language,
    )


def account_in(request: Request, accounts: Accounts, ended: EndedSessions, *, now: dt.datetime) -> Account | None:
    """Return who is logged in, if anyone still is."""
    session = request.session
    name, session_id, since = session.get("account"), session.get("id"), session.get("since")
    if not name or not session_id or not since or session_id in ended:
        return None
    if now.timestamp() - since > SESSION_HOURS * 3600:
        return None
    return accounts.get(name)


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
