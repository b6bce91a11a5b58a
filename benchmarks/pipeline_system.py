"""An installation of its own to measure on, and what its event log says."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vanban.bootstrap import Services, build
from vanban.domain.evidence import Event
from vanban.intake.dropping import drop_stream
from vanban.services.installation import load_or_create
from vanban.services.system import OFFICES, remove_state
from vanban.settings import Settings

RECEIVED, READ = "document.received", "document.read"
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A running installation."""

    home: Path
    instance: str
    services: Services
    first_up_seconds: float
    next_up_seconds: float

    @property
    def intake(self) -> Path:
        """The folder for incoming documents."""
        return self.services.settings.intake / "den" / OFFICES[0]

    def drop(self, name: str, data: bytes) -> dt.datetime:
        """Drop a file and return when it was there."""
        drop_stream(io.BytesIO(data), name=name, folder=self.intake)
        return dt.datetime.now(dt.UTC)

    def events(self, *, after: int = 0) -> list[Event]:
        """Return the events behind a sequence number."""
        found: list[Event] = []
        while True:
            with self.services.register.begin() as uow:
                more = uow.events.list(after=found[-1].sequence if found else after)
            if not more:
                return found
            found.extend(more)

    def last_event(self) -> int:
        """Return the sequence number of the newest event; 0 when there is none."""
        return max((event.sequence for event in self.events()), default=0)

    def name_of(self, document_id: str) -> str:
        """Return the name under which a document was dropped."""
        with self.services.register.begin() as uow:
            return uow.documents.get(document_id).file_name

    def wait(self, enough: Callable[[list[Event]], bool], *, after: int, seconds: float) -> list[Event]:
        """Look at the events until they are enough; return them.

        Raises:
            TimeoutError: after ``seconds``.
        """
        until = time.monotonic() + seconds
        found: list[Event] = []
        while not enough(found):
            if time.monotonic() > until:
                raise TimeoutError(f"Not there after {seconds:.0f} s; see {self.home}/logs.")
            time.sleep(_LOOK_SECONDS)
            found.extend(self.events(after=found[-1].sequence if found else after))
        return found


@contextlib.contextmanager
def installation(*, restart: bool) -> Iterator[Measured]:
    """Install and start a system in a folder of its own, and remove it without a trace in the end.

    Args:
        restart: also stop it and start it again, to time the second start.
    """
    home = Path(tempfile.mkdtemp(prefix="vanban-bench-"))
    try:
        first = _timed_up(home)
        following = 0.0
        if restart:
            _vanban(home, "down")
            following = _timed_up(home)
        yield Measured(
            home=home,
            instance=load_or_create(home).instance,
            services=build(Settings(home=home)),
            first_up_seconds=first,
            next_up_seconds=following,
        )
    finally:
        remove_state(home)


def _timed_up(home: Path) -> float:
    began = time.monotonic()
    _vanban(home, "up")
    return time.monotonic() - began


def _vanban(home: Path, verb: str) -> None:
    vanban = Path(sys.executable).parent / "vanban"
    environment = {**os.environ, "VANBAN_HOME": str(home)}
    subprocess.run([vanban, verb], env=environment, stdout=subprocess.DEVNULL, check=True, timeout=900)
