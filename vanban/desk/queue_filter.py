"""What a clerk asks of the queue, as it stands in the page's address: so a reload or a bookmark shows the same."""

from __future__ import annotations

import datetime as dt
import urllib.parse

from vanban.desk.working_order import TO_CONFIRM
from vanban.domain.document import Direction, Document, State, Urgency
from vanban.domain.queue import QueuePlace, QueueView, place_of

_LONGEST = 200


class QueueFilter:
    """Dependency: direction, urgency, state and words, and the place after which the page begins."""

    def __init__(
        self, direction: str = "", urgency: str = "", state: str = "", words: str = "", after: str = ""
    ) -> None:
        """Take what the address says; what means nothing filters nothing."""
        self.direction = Direction(direction) if direction in set(Direction) else None
        self.urgency = Urgency(urgency) if urgency in set(Urgency) else None
        self.state = State(state) if state in TO_CONFIRM else None
        self.words = " ".join(words.split())[:_LONGEST]
        self.place = _place(after)
        self._after = after if self.place else ""

    def view(self, office: str) -> QueueView:
        """Return the documents of an office that are asked for."""
        return QueueView(
            states=frozenset({self.state}) if self.state else TO_CONFIRM,
            office=office,
            direction=self.direction,
            urgency=self.urgency,
            words=self.words,
        )

    def address(self, *, after: str = "", page: str = "/queue") -> str:
        """Return the address of a page with the same filter."""
        asked = {
            "direction": self.direction or "", "urgency": self.urgency or "", "state": self.state or "",
            "words": self.words, "after": after,
        }  # fmt: skip
        query = urllib.parse.urlencode({name: value for name, value in asked.items() if value})
        return f"{page}?{query}" if query else page

    @property
    def rows(self) -> str:
        """The address of this page's rows alone."""
        return self.address(after=self._after, page="/queue/rows")


def as_cursor(document: Document) -> str:
    """Return a document's place in the queue, to be given as ``after``."""
    place = place_of(document)
    return f"{place.calm}~{place.received_at.isoformat()}~{place.id}"


def _place(cursor: str) -> QueuePlace | None:
    calm, _, rest = cursor.partition("~")
    moment, _, document_id = rest.partition("~")
    try:
        at = dt.datetime.fromisoformat(moment)
        return QueuePlace(int(calm[:4]), at, document_id) if at.tzinfo else None
    except ValueError:
        return None
