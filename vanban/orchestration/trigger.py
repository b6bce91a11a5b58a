"""The directory watch: tells Airflow that a folder tree holds something new, and never what."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

Seen = dict[str, tuple[int, int]]
"""Path to (size, mtime in ns). Kept in the triggerer's memory only: paths may be names of documents."""
_DEPTH = 3
"""Folders below the watched one: ``den/<office>/hoa-toc/``."""


class DirectoryArrivalTrigger(BaseEventTrigger):
    """Fires when a file under ``directory`` looks the same on two looks and was not told of before.

    After a restart it fires once more for what is there; the claim behind it may run twice.
    """

    def __init__(self, directory: str, poke_interval: float = 1.0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Airflow types its triggers in part
        self.directory = directory
        self.poke_interval = poke_interval

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """Return the import path and arguments from which the triggerer builds this trigger."""
        return (
            "vanban.orchestration.trigger.DirectoryArrivalTrigger",
            {"directory": self.directory, "poke_interval": self.poke_interval},
        )

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Look every ``poke_interval`` seconds; yield an event without names for each batch of arrivals."""
        before: Seen = {}
        told: Seen = {}
        while True:
            now = await asyncio.to_thread(look_below, self.directory)
            arrived = {path: look for path, look in now.items() if before.get(path) == look and told.get(path) != look}
            told = {path: look for path, look in told.items() if path in now} | arrived
            before = now
            if arrived:
                yield TriggerEvent({"arrivals": len(arrived)})  # type: ignore[no-untyped-call]  # as above
            await asyncio.sleep(self.poke_interval)


def look_below(directory: str, depth: int = _DEPTH) -> Seen:
    """Return what lies below a folder, links not followed, hidden and vanished entries left out."""
    seen: Seen = {}
    try:
        found = list(os.scandir(directory))
    except OSError:
        return seen
    for entry in found:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                seen |= look_below(entry.path, depth - 1) if depth else {}
            else:
                shown = entry.stat(follow_symlinks=False)
                seen[entry.path] = (shown.st_size, shown.st_mtime_ns)
        except OSError:
            continue
    return seen
