"""What is asked of the search, as it stands in the page's address: so a bookmark or a saved search shows the same."""

from __future__ import annotations

import datetime as dt
import urllib.parse

from vanban.desk.accounts import Account
from vanban.desk.viewing import seen_states
from vanban.domain.document import Direction, State, Urgency
from vanban.domain.search import FOUND_AT_MOST, Search

_LONGEST = 200
FIELDS = frozenset(
    {"q", "direction", "state", "urgency", "kind", "issuer", "dated_from", "dated_to", "arrival", "order"}
)
"""What a search may ask, by the names in its address."""
ROWS = 50
"""Rows on one page."""


class SearchForm:
    """Dependency: the words and limits of a search, and the page of what was found."""

    def __init__(
        self,
        q: str = "",
        direction: str = "",
        state: str = "",
        urgency: str = "",
        kind: str = "",
        issuer: str = "",
        dated_from: str = "",
        dated_to: str = "",
        arrival: str = "",
        order: str = "",
        page: str = "",
    ) -> None:
        """Take what the address says; what means nothing limits nothing."""
        self.q = " ".join(q.split())[:_LONGEST]
        self.direction = Direction(direction) if direction in set(Direction) else None
        self.state = State(state) if state in set(State) - {State.SUSPECT} else None
        self.urgency = Urgency(urgency) if urgency in set(Urgency) else None
        self.kind, self.issuer = kind.strip()[:_LONGEST], " ".join(issuer.split())[:_LONGEST]
        self.dated_from, self.dated_to = _day(dated_from), _day(dated_to)
        self.arrival = int(arrival) if arrival.isascii() and arrival.isdigit() and len(arrival) < 10 else None
        self.newest = order == "newest"
        self.page = min(int(page), FOUND_AT_MOST // ROWS) if page.isascii() and page.isdigit() and page != "0" else 1

    def search_for(self, account: Account) -> Search:
        """Return the search, within what the account may see."""
        return Search(
            words=self.q,
            office=account.office if seen_states(account).own_office_only else "",
            shown=seen_states(account).states,
            direction=self.direction,
            state=self.state,
            urgency=self.urgency,
            kind=self.kind,
            issuer=self.issuer,
            dated_from=self.dated_from,
            dated_to=self.dated_to,
            arrival_number=self.arrival,
            newest_first=self.newest,
        )

    @property
    def is_limited(self) -> bool:
        """Whether anything but words was asked for."""
        limits = (self.direction, self.state, self.urgency, self.kind, self.issuer, self.dated_from, self.dated_to)
        return any(limits) or self.arrival is not None or self.newest

    def address(self, *, page: int = 1) -> str:
        """Return the address of a page of the same search."""
        query = self._query(page)
        return f"/search?{query}" if query else "/search"

    @property
    def query(self) -> str:
        """What is asked, as it stands in the address."""
        return self._query(1)

    def _query(self, page: int) -> str:
        asked = {
            "q": self.q, "direction": self.direction or "", "state": self.state or "", "urgency": self.urgency or "",
            "kind": self.kind, "issuer": self.issuer, "dated_from": self.dated_from or "",
            "dated_to": self.dated_to or "", "arrival": self.arrival or "", "order": "newest" if self.newest else "",
            "page": page if page > 1 else "",
        }  # fmt: skip
        return urllib.parse.urlencode({name: str(value) for name, value in asked.items() if value})


def _day(typed: str) -> dt.date | None:
    """Return a day as the browser sends it, or as people write it."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(typed.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
