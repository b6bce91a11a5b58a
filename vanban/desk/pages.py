"""Templates: one environment, everything escaped, every text in the session's language."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from vanban.clock import HANOI, shown
from vanban.desk import account_words, admin_words, archive_words, navigation, stages, words
from vanban.desk.accounts import Account
from vanban.desk.kept_files import TemplatesWithDigests
from vanban.desk.sessions import csrf_token, language_of, take_note
from vanban.domain import verdict_words

TEMPLATES = Path(__file__).with_name("templates")
_MIB = 1_048_576


def environment() -> jinja2.Environment:
    """Return the environment; undefined names are errors, not blanks."""
    made = jinja2.Environment(
        loader=TemplatesWithDigests(TEMPLATES),
        auto_reload=False,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["shown"] = shown
    made.filters["day"] = _day
    made.filters["size"] = _size
    made.filters["moment"] = _moment
    made.filters["iso_day"] = _iso_day
    made.globals["words"] = words
    made.globals["account_words"] = account_words
    made.globals["admin_words"] = admin_words
    made.globals["archive_words"] = archive_words
    made.globals["navigation"] = navigation
    made.globals["stages"] = stages
    made.globals["verdicts"] = verdict_words
    return made


def render(
    request: Request, template: str, *, account: Account | None = None, status: int = 200, **context: Any
) -> HTMLResponse:
    """Return a page; besides ``context``, templates get ``t(vi, en)``, ``w(words)``, ``account``, ``csrf``, ``now``."""
    language = language_of(request)
    note, csrf = take_note(request), csrf_token(request)
    text = page_text(request, template, language=language, account=account, csrf=csrf, note=note, **context)
    return HTMLResponse(text, status_code=status)


def page_text(
    request: Request,
    template: str,
    *,
    language: str,
    account: Account | None,
    csrf: str,
    note: tuple[str, str] | None,
    **context: Any,
) -> str:
    """Return a page as HTML; the session is not touched."""
    chosen = 1 if language == "en" else 0

    def t(vi: str, en: str) -> str:
        return (vi, en)[chosen]

    def w(pair: tuple[str, str]) -> str:
        return pair[chosen]

    desk = request.app.state.desk
    text: str = request.app.state.templates.get_template(template).render(
        request=request,
        account=account,
        t=t,
        w=w,
        language=language,
        csrf=csrf,
        note=note,
        now=desk.services.clock.now(),
        waiting_rights=lambda: desk.accounts.waiting_rights(account) if account else (),
        organisation=desk.services.settings.organisation,
        **context,
    )
    return text


def go_to(path: str) -> RedirectResponse:
    """Return the answer to a form: the browser asks for ``path``, so that a reload sends nothing twice."""
    return RedirectResponse(path, status_code=303)


def _day(at: dt.date) -> str:
    return f"{at.astimezone(HANOI) if isinstance(at, dt.datetime) else at:%d/%m/%Y}"


def _moment(at: str) -> str:
    """Return a moment of a verdict (ISO 8601) as people here read it."""
    return shown(dt.datetime.fromisoformat(at))


def _iso_day(day: str) -> str:
    """Return a day of a list (ISO 8601, or empty) as people here read it."""
    return f"{dt.date.fromisoformat(day):%d/%m/%Y}" if day else ""


@jinja2.pass_context
def _size(context: jinja2.runtime.Context, count: int) -> str:
    """Return a size as the reader writes it: a decimal comma in Vietnamese, and no decimals that say nothing."""
    if count < _MIB:
        return f"{-(-count // 1024)} KB"  # rounded up: only nothing is 0 KB
    said = f"{count / _MIB:.1f}".removesuffix(".0")
    return f"{said if context.get('language') == 'en' else said.replace('.', ',')} MB"
