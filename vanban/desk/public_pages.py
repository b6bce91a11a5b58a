"""Pages for anyone: no cookie is set, so that a link from elsewhere ends nobody's session, and nothing is kept."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from vanban.desk.pages import page_text
from vanban.desk.visitors import PREFIXES
from vanban.domain.errors import VanbanError


def is_public(path: str) -> bool:
    """Return whether a path belongs to the pages for anyone."""
    return path.startswith(PREFIXES)


def render_public(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page in the language of ``?lang=``, Vietnamese by default."""
    language = "en" if request.query_params.get("lang") == "en" else "vi"
    text = page_text(request, template, language=language, account=None, csrf="", note=None, **context)
    return HTMLResponse(text, status_code=status)


def public_error(request: Request, status: int, error: VanbanError) -> HTMLResponse:
    """Return what went wrong as a page for anyone."""
    answer = render_public(request, "public_error.html", status=status, error=error)
    if status in {429, 503}:
        answer.headers["Retry-After"] = "60"
    return answer
