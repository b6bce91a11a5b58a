"""The slips of incoming documents, in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from vanban.domain.directions import Opinion, Part, Slip
from vanban.domain.document import Direction, Document
from vanban.domain.queue import place_of
from vanban.register.memory_state import Drafting
from vanban.register.rules import DIRECTED


class MemoryDirections:
    """``vanban.ports.Directions``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, opinion: Opinion) -> bool:
        """Store an opinion; False if its id is there already, which stays."""
        draft = self._transaction.draft()
        draft.pointed_to.add(opinion.document_id)
        return draft.opinions.setdefault(opinion.id, opinion) is opinion

    def slip(self, document_id: str) -> Slip:
        """Return the slip of a document; an empty one if nobody has said anything."""
        return self.slips([document_id])[document_id]

    def slips(self, document_ids: Sequence[str]) -> Mapping[str, Slip]:
        """Return the slip of each of these documents."""
        said = self._transaction.state.opinions.values()
        return {wanted: Slip(tuple(one for one in said if one.document_id == wanted)) for wanted in document_ids}

    def undirected(self, *, office: str, limit: int = 100) -> Sequence[Document]:
        """Return registered incoming documents without an opinion of the leadership, in working order."""
        return self._undirected(office)[:limit]

    def undirected_count(self, *, office: str) -> int:
        """Return how many there are."""
        return len(self._undirected(office))

    def directed(self, *, office: str, limit: int = 300) -> Sequence[Document]:
        """Return documents of an office that have a slip, the one that was written on last first."""
        return [one for one in self._newest(self._transaction.state.opinions.values()) if one.office == office][:limit]

    def due_between(self, first: dt.date, last: dt.date) -> Sequence[Document]:
        """Return all registered incoming documents whose entry is due on one of these days, by day."""
        found = [
            (one.entry.due_date, one.id, one)
            for one in self._transaction.state.documents.values()
            if one.state in DIRECTED
            and one.direction is Direction.INCOMING
            and one.entry.due_date is not None
            and first <= one.entry.due_date <= last
        ]
        return [one for *_, one in sorted(found, key=lambda each: each[:2])]

    def given_to(self, names: frozenset[str], *, limit: int = 300) -> Sequence[Document]:
        """Return documents of any office that were given to one of these names, the newest first."""
        said = self._transaction.state.opinions.values()
        return self._newest([one for one in said if names & {given.who for given in one.assignments}])[:limit]

    def _undirected(self, office: str) -> list[Document]:
        said = self._transaction.state.opinions.values()
        directed = {one.document_id for one in said if one.part is Part.LEADERSHIP}
        found = [
            one
            for one in self._transaction.state.documents.values()
            if one.state in DIRECTED
            and one.direction is Direction.INCOMING
            and one.office == office
            and one.id not in directed
        ]
        return sorted(found, key=place_of)

    def _newest(self, said: Iterable[Opinion]) -> list[Document]:
        last = {one.document_id: place for place, one in enumerate(said)}
        documents = self._transaction.state.documents
        return [documents[one] for one in sorted(last, key=lambda wanted: -last[wanted])]
