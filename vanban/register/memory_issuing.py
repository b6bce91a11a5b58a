"""Sendings and recalls, in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from vanban.domain.document import Direction, Document
from vanban.domain.issuing import Act, Outgoing, OutgoingAct
from vanban.domain.queue import place_of
from vanban.domain.sealed_alone import SealedAlone, sealed_alone
from vanban.register.memory_state import Drafting
from vanban.register.rules import SENT_FROM


class MemoryIssuing:
    """``vanban.ports.IssuingBook``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, act: OutgoingAct) -> bool:
        """Store an act; False if its id is there, or the document is recalled or its recall decided already."""
        draft = self._transaction.draft()
        draft.pointed_to.add(act.document_id)
        once = act.act is not Act.ISSUED and self.of(act.document_id).of(act.act)
        if once or act.id in draft.outgoing_acts:
            return False
        draft.outgoing_acts[act.id] = act
        return True

    def of(self, document_id: str) -> Outgoing:
        """Return everything that was done with a document."""
        return self.of_each([document_id])[document_id]

    def of_each(self, document_ids: Sequence[str]) -> Mapping[str, Outgoing]:
        """Return the same for each of these documents."""
        acts = self._transaction.state.outgoing_acts.values()
        return {wanted: Outgoing(tuple(one for one in acts if one.document_id == wanted)) for wanted in document_ids}

    def unissued(self, *, office: str, limit: int = 200) -> Sequence[Document]:
        """Return sealed documents of an office that were not sent yet, the most urgent first, then the oldest."""
        return self._unissued(office)[:limit]

    def unissued_count(self, *, office: str, dated_before: dt.date | None = None) -> int:
        """Return how many there are; of those dated before a day, copies left out, if one is given."""
        found = self._unissued(office)
        if dated_before is None:
            return len(found)
        own = [one.entry.issued_date for one in found if sealed_alone(one.entry.type_name) is None]
        return sum(day is not None and day < dated_before for day in own)

    def recalls_to_tell(self, *, office: str, limit: int = 200) -> Sequence[Document]:
        """Return documents of an office whose recall is decided and whose recipients were not told yet."""
        found = [
            one
            for one in self._transaction.state.documents.values()
            if one.office == office and self._has(one, Act.RECALL_DECIDED) and not self._has(one, Act.RECALLED)
        ]
        return sorted(found, key=place_of)[:limit]

    def _unissued(self, office: str) -> list[Document]:
        found = [
            one
            for one in self._transaction.state.documents.values()
            if one.state in SENT_FROM
            and one.direction is Direction.OUTGOING
            and one.office == office
            and one.entry.type_name != SealedAlone.ANNEX.value
            and not self._has(one, Act.ISSUED)
            and not self._has(one, Act.RECALL_DECIDED)
        ]
        return sorted(found, key=place_of)

    def _has(self, document: Document, act: Act) -> bool:
        return bool(self.of(document.id).of(act))
