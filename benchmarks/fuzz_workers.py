"""Worker processes that read damaged files and tell of each at once; they end as soon as they are asked to."""

from __future__ import annotations

import dataclasses
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz_reading import DamagedReader, Seen
from benchmarks.fuzz_seeds import seeds

PATIENCE_SECONDS = 10
"""For the file at hand, when a run is ended early."""
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Work:
    """What one worker is to do."""

    numbers: tuple[int, ...]
    seed: int
    real_tesseract: int
    folder: str
    """Empty; its own."""


def work(given: Work) -> None:
    """Read the files and write a line of JSON for each; SIGTERM ends it after the file at hand."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    reader = DamagedReader(
        seed=given.seed,
        from_seeds=seeds(),
        folder=Path(given.folder),
        real_tesseract=given.real_tesseract,
    )
    for number in given.numbers:
        if ended.is_set():
            break
        _tell({"seen": dataclasses.asdict(reader.read(number))})
    _tell({"found": reader.left_over()})


def _tell(line: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


class Workers:
    """The processes, and one stream of what they tell.

    Args:
        works: one for each.
        command: starts a worker that takes its ``Work`` as JSON on standard input.
    """

    def __init__(self, works: Sequence[Work], *, command: Sequence[str]) -> None:
        self._told: queue.Queue[tuple[int, str | None]] = queue.Queue()
        self._processes = [_started(command, given) for given in works]
        for index, process in enumerate(self._processes):
            threading.Thread(target=self._listen, args=(index, process), daemon=True).start()

    def told(self, *, is_ended: Callable[[], bool]) -> Iterator[tuple[int, Seen | str]]:
        """Yield each worker's number with what it saw of a file, or with a finding of the worker as such.

        Args:
            is_ended: whether to end early: the file at hand is given ``PATIENCE_SECONDS``.
        """
        going, until = len(self._processes), float("inf")
        while going and time.monotonic() < until:
            if is_ended() and until == float("inf"):
                until = time.monotonic() + PATIENCE_SECONDS
                self._signal(signal.SIGTERM)
            try:
                index, line = self._told.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            if line is None:
                going -= 1
                if (code := self._processes[index].wait()) and not is_ended():
                    yield index, f"worker {index} died ({code})"
                continue
            yield from ((index, one) for one in _parsed(line))

    def close(self) -> None:
        """Kill what is left: a nursery and its forks end with their worker."""
        self._signal(signal.SIGKILL)
        for process in self._processes:
            process.wait()

    def _listen(self, index: int, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self._told.put((index, line))
        self._told.put((index, None))

    def _signal(self, number: int) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.send_signal(number)


def _started(command: Sequence[str], given: Work) -> subprocess.Popen[str]:
    # In a session of its own: a Ctrl-C is for the process that adds up.
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True, env=os.environ
    )
    if process.stdin is not None:
        with process.stdin as pipe:
            pipe.write(json.dumps(dataclasses.asdict(given)))
    return process


def _parsed(line: str) -> Iterator[Seen | str]:
    """Yield what a line tells; a worker that is killed may leave half a line, which is nothing."""
    try:
        told = json.loads(line)
    except ValueError:
        return
    if "seen" in told:
        seen = told["seen"]
        yield Seen(**{**seen, "found": tuple(seen["found"]), "inside": tuple(seen.get("inside", ()))})
    yield from told.get("found", ())
