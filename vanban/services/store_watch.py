"""Starts an embedded object store again that takes no writes although its disk has room.

After a disk that was full to the last byte, SeaweedFS 4.48 goes on refusing writes (its list of names must be opened
anew) until it is started again; nothing that it acknowledged is lost meanwhile. Run as ``python -m
vanban.services.store_watch`` by the supervisor.
"""

from __future__ import annotations

import logging
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.errors import VanbanError
from vanban.services import objectstore, supervisor
from vanban.services.embedded_stores import FIRST, SECOND, Embedded, data_folder, has_second
from vanban.services.installation import Installation, load_or_create
from vanban.services.program import Program
from vanban.settings import default_home

LOOK_EVERY_SECONDS = 20
REFUSALS = 3
"""Looks in a row at which a store must have refused: one that only starts, or is busy, is left alone."""
ROOM_BYTES = 64 * 1024**2
"""Free space below which starting it again would help nothing."""
SETTLED_SECONDS = 120
"""Of running before a store is looked at."""
REST_SECONDS = 300
"""A store that refuses for another reason is not started again more often than so."""

_log = logging.getLogger("vanban.store_watch")


@dataclass(slots=True)
class Watched:
    """One store, how its health is asked for and how it is started again."""

    name: str
    folder: Path
    """On the disk whose room counts."""
    problem: Callable[[], str]
    """Writes to the store; returns an empty string, or one sentence that says what is wrong."""
    restart: Callable[[], None]
    refusals: int = 0
    rests_until: float = 0.0
    """Of the monotonic clock, in seconds."""


def look(store: Watched, *, now: Callable[[], float] = time.monotonic) -> bool:
    """Try a write; start the store again if it refused too often although there is room. Returns whether it did."""
    problem = store.problem()
    store.refusals = store.refusals + 1 if problem else 0
    if store.refusals < REFUSALS or now() < store.rests_until or not _has_room(store.folder):
        return False
    _log.warning("%s takes no writes although its disk has room (%s): it is started again", store.name, problem)
    store.restart()
    store.refusals, store.rests_until = 0, now() + REST_SECONDS
    return True


def _has_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free >= ROOM_BYTES
    except OSError:
        return False  # the disk is not there: that is not cured by starting anything


def program(installation: Installation) -> Program:
    """Return the watch as a supervised process. It starts after the stores and stops before them."""
    return Program(
        name="store-watch",
        argv=(sys.executable, "-m", "vanban.services.store_watch"),
        cwd=installation.home,
        start_order=25,
    )


def healthy(_: Installation) -> str:
    """Return an empty string: whether it runs is all there is to ask, and the supervisor knows it."""
    return ""


def watched(installation: Installation) -> Sequence[Watched]:
    """Return the embedded stores of an installation."""
    return [_one(installation, which) for which in ((FIRST, SECOND) if has_second() else (FIRST,))]


def _one(installation: Installation, which: Embedded) -> Watched:
    def problem() -> str:
        return objectstore.healthy(installation, which) if _runs(installation, which) else ""

    def restart() -> None:
        supervisor.stop_program(installation, which.name)
        supervisor.start_program(installation, which.name)

    return Watched(which.name, data_folder(installation, which), problem, restart)


def _runs(installation: Installation, which: Embedded) -> bool:
    # One that somebody stopped, or that is just being started, is none of our business.
    return any(
        one.name == which.name and one.state == "RUNNING" and time.time() - one.since > SETTLED_SECONDS
        for one in supervisor.states(installation)
    )


def main() -> None:
    """Look at the stores of the installation in ``VANBAN_HOME`` until the process is ended."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    stores = watched(load_or_create(default_home()))
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        for store in stores:
            try:
                look(store)
            except VanbanError as error:
                _log.warning("%s: %s", store.name, error.en)


if __name__ == "__main__":
    main()
