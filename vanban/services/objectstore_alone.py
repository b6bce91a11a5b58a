"""The object store without the supervisor, for tests and benchmarks: started, made ready, ended by its own id."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from vanban.domain.errors import ServiceUnavailableError
from vanban.services import objectstore
from vanban.services.installation import Installation, load_or_create

START_SECONDS = 40
LOOK_EVERY_SECONDS = 0.1


class ObjectStoreAlone:
    """One object store of its own under a folder; it can be killed and started again on the same data."""

    def __init__(self, home: Path) -> None:
        """Choose ports and passwords; nothing is started yet."""
        self.installation: Installation = load_or_create(home)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id of the running server, 0 if there is none."""
        return self._process.pid if self._process else 0

    def start(self) -> float:
        """Start the server, create its buckets, wait until it takes writes; return the seconds that took.

        Raises:
            ServiceUnavailableError: if it is not healthy in time.
        """
        began = time.monotonic()
        objectstore.prepare(self.installation)
        program = objectstore.program(self.installation)
        with (self.installation.home / "objects.log").open("ab") as log:
            self._process = subprocess.Popen(
                program.argv, cwd=program.cwd, env={**os.environ, **program.env}, stdout=log, stderr=log
            )
        problem = "not started"
        while time.monotonic() < began + START_SECONDS and self._process.poll() is None:
            problem = self._become_ready()
            if not problem:
                return time.monotonic() - began
            time.sleep(LOOK_EVERY_SECONDS)
        self.kill()
        raise ServiceUnavailableError(
            f"The object store did not start: {problem}", vi="Kho đối tượng không khởi động được."
        )

    def kill(self) -> None:
        """End the server at once, as a power failure of its process would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            objectstore.remove_sockets(self.installation)

    def stop(self) -> None:
        """End the server as the supervisor does."""
        if self._process is None:
            return
        program = objectstore.program(self.installation)
        self._process.send_signal(signal.Signals[f"SIG{program.stop_signal}"])
        try:
            self._process.wait(timeout=program.stop_seconds)
            self._process = None
        except subprocess.TimeoutExpired:
            self.kill()

    def _become_ready(self) -> str:
        try:
            objectstore.provision(self.installation)
        except ServiceUnavailableError as error:
            return error.en
        return objectstore.healthy(self.installation)


@contextlib.contextmanager
def object_store(home: Path) -> Iterator[ObjectStoreAlone]:
    """Run an object store under ``home`` for the length of the context."""
    home.mkdir(parents=True, exist_ok=True)
    store = ObjectStoreAlone(home)
    store.start()
    try:
        yield store
    finally:
        store.kill()
