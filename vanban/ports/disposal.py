"""Disposal: the book of lists, and what may delete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Protocol

from vanban.domain.disposal import DisposalItem, DisposalList, ListState


class Disposals(Protocol):
    """Lists of what is to be disposed of. Nothing is ever removed, and what describes a record never changes."""

    def add(self, listed: DisposalList) -> None: ...
    def get(self, list_id: str) -> DisposalList:
        """Return a list. Raises ``NotFoundError``."""

    def list(self) -> Sequence[DisposalList]:
        """Return every list, the oldest first."""

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
        """Approve or withdraw a proposed list; False if that was done before.

        Raises:
            RefusedError: if the person who proposed it approves it.
        """

    def settle(self, list_id: str, item: DisposalItem) -> None:
        """Note what became of a record: state, note, tombstone and time."""

    def close(self, list_id: str, *, at: dt.datetime) -> None:
        """Mark an approved list as carried out."""

    def tombstones(self) -> Mapping[str, tuple[str, DisposalItem]]:
        """Return list and item of every record that was disposed of, by document."""


class VersionDeleter(Protocol):
    """An identity that may delete versions that are neither locked nor held, and nothing else; the pipeline may not."""

    def delete_version(self, bucket: str, key: str, *, version_id: str) -> None:
        """Delete one version; harmless if it is gone.

        Raises:
            RefusedError: if a lock, a hold or a policy forbids it.
        """


class DisposalPage(Protocol):
    """Draws a list to be printed, signed and filed."""

    def draw(self, listed: DisposalList, *, organisation: str) -> bytes:
        """Return the list as PDF. Same input, same bytes."""
