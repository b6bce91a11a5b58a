"""What the pages need, in one value: made once by ``create_app``, kept in ``app.state.desk``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from vanban.bootstrap import Services
from vanban.desk.accounts import Accounts
from vanban.desk.agents import Agents
from vanban.desk.attempts import Attempts
from vanban.desk.format_checks import FormatChecks
from vanban.desk.page_images import PageImages
from vanban.desk.sessions import EndedSessions
from vanban.desk.single_sign_on import SingleSignOn
from vanban.desk.viewing import ViewLog
from vanban.desk.visitors import Visitors


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The workflows' services, and the few things that only the desk has."""

    services: Services
    accounts: Accounts
    attempts: Attempts
    ended: EndedSessions
    images: PageImages
    formats: FormatChecks
    views: ViewLog
    agents: Agents
    visitors: Visitors
    sign_on: SingleSignOn | None


async def desk_of(request: Request) -> Desk:  # async: what waits for nothing needs no thread of its own
    """Return the desk of the application that serves this request."""
    desk: Desk = request.app.state.desk
    return desk


DeskHere = Annotated[Desk, Depends(desk_of)]
"""Parameter type of routes that use the desk."""
