"""Where a person was going when nobody was logged in: logging in leads there, and never away from the desk."""

from __future__ import annotations

import urllib.parse

from starlette.requests import Request

FIRST_PAGE = "/"
"""What waits for the person, whoever it is."""
_LONGEST = 1000


def login_for(request: Request) -> str:
    """Return the address of the login page that remembers the page asked for, or the one whose form was sent.

    It stands in the address, not in the session: on the way from an e-mail the browser keeps the session's cookie back.
    """
    wanted = own_page(_page_of(request))
    return "/login" if wanted == FIRST_PAGE else f"/login?{urllib.parse.urlencode({'next': wanted})}"


def own_page(address: str) -> str:
    """Return the address if it is a path of our own, else the first page: ``//host`` would lead away."""
    # To browsers a backslash is a slash, and line ends and tabs are nothing.
    safe = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if safe and len(address) <= _LONGEST else FIRST_PAGE


def _page_of(request: Request) -> str:
    if request.method == "GET":
        return _path_and_query(urllib.parse.urlsplit(str(request.url)))
    came_from = urllib.parse.urlsplit(request.headers.get("referer", ""))
    return _path_and_query(came_from) if came_from.netloc == request.url.netloc else ""


def _path_and_query(address: urllib.parse.SplitResult) -> str:
    return f"{address.path}?{address.query}" if address.query else address.path
