"""Disposal lists, in memory."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from vanban.domain.disposal import DisposalItem, DisposalList, ItemState, ListState
from vanban.register.memory_state import Drafting
from vanban.register.rules import check_second_person, no_disposal_list

_GONE = frozenset({ItemState.DISPOSED, ItemState.DELETED})


class MemoryDisposals:
    """``vanban.ports.Disposals``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def add(self, listed: DisposalList) -> None:
        """Store a list with its items."""
        draft = self._transaction.draft()
        draft.disposals[listed.id] = listed
        draft.pointed_to.update(item.document_id for item in listed.items)

    def get(self, list_id: str) -> DisposalList:
        """Return a list. Raises ``NotFoundError``."""
        found = self._transaction.state.disposals.get(list_id)
        if found is None:
            raise no_disposal_list(list_id)
        return found

    def list(self) -> Sequence[DisposalList]:
        """Return every list, the oldest first."""
        return list(self._transaction.state.disposals.values())

    def decide(
        self,
        list_id: str,
        state: ListState,
        *,
        by: str,
        at: dt.datetime,
        words: str,
        manifest_sha256: str = "",
        page_sha256: str = "",
    ) -> bool:
        """Approve or withdraw a proposed list; see the port."""
        draft, listed = self._transaction.draft(), self.get(list_id)
        check_second_person(listed, state, by)
        if listed.state is not ListState.PROPOSED:
            return False
        draft.disposals[list_id] = dataclasses.replace(
            listed,
            state=state,
            decided_by=by,
            decided_at=at,
            decision=words,
            manifest_sha256=manifest_sha256,
            page_sha256=page_sha256,
        )
        return True

    def settle(self, list_id: str, item: DisposalItem) -> None:
        """Note what became of a record."""
        draft, listed = self._transaction.draft(), self.get(list_id)
        items = tuple(item if one.document_id == item.document_id else one for one in listed.items)
        draft.disposals[list_id] = dataclasses.replace(listed, items=items)

    def close(self, list_id: str, *, at: dt.datetime) -> None:
        """Mark an approved list as carried out."""
        draft, listed = self._transaction.draft(), self.get(list_id)
        if listed.state is ListState.APPROVED:
            draft.disposals[list_id] = dataclasses.replace(listed, state=ListState.CARRIED_OUT, closed_at=at)

    def tombstones(self) -> Mapping[str, tuple[str, DisposalItem]]:
        """Return list and item of every record that was disposed of, by document."""
        pairs = ((one.id, item) for one in self._transaction.state.disposals.values() for item in one.items)
        return {item.document_id: (list_id, item) for list_id, item in pairs if item.state in _GONE}
