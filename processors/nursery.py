"""A clean process that has loaded the parsers and forks itself once for each file.

Starting Python and loading the parsers costs as much CPU as a third of a scanned page (``docs/benchmarks.md``); a fork
costs next to nothing. The nursery itself never sees a file: what a hostile one does to a fork ends with that fork.
It lives as long as whoever started it, and ends when its end of the socket is closed, however that came about.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ORDER_BYTES = 65536
_END_SECONDS = 5


class NurseryLostError(Exception):
    """Indicate that the nursery was killed; the next fork starts another."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a fork is to do; returned in the fork only."""

    operation: str
    result: int
    """File descriptor that takes the result."""
    nursery: int
    """Process number of its parent."""


# --- the caller's side


class Nursery:
    """The caller's end of a nursery. It may be used by several threads.

    Args:
        entry: arguments of the interpreter that lead to ``processors.child.main``.
        environment: of the nursery; each fork gets one of its own.
    """

    def __init__(self, entry: tuple[str, ...], environment: Mapping[str, str]) -> None:
        self._entry = entry
        self._environment = dict(environment)
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def fork(self, operation: str, *, folder: str, environment: Mapping[str, str], stdin: int, result: int) -> int:
        """Have an operation run in a fork, the leader of a process group of its own; return its process number.

        Args:
            operation: name in ``processors.child.OPERATIONS``.
            folder: its working folder.
            environment: the only variables it sees.
            stdin: descriptor to read the request from; remains the caller's.
            result: descriptor for the result; remains the caller's.

        Raises:
            NurseryLostError: if no nursery can be started.
        """
        order = {"operation": operation, "folder": folder, "environment": dict(environment)}
        with self._lock:
            try:
                return self._ask(order, stdin, result)[0]
            except NurseryLostError:
                self._close()  # it was killed since the last file
                return self._ask(order, stdin, result)[0]

    def reap(self, pid: int) -> tuple[int, int]:
        """Wait for the end of a fork; return its wait status and its peak of resident memory in bytes.

        Raises:
            NurseryLostError: if the nursery is gone, and its forks with it.
        """
        with self._lock:
            status, peak = self._ask({"reap": pid})
        return status, peak * 1024

    def close(self) -> None:
        """End the nursery and wait for it, so that what its forks have used is on our account."""
        with self._lock:
            self._close()

    def _ask(self, order: Mapping[str, object], *descriptors: int) -> list[int]:
        control = self._socket or self._started()
        try:
            socket.send_fds(control, [json.dumps(order).encode()], descriptors)
            answer = control.recv(ORDER_BYTES)
        except OSError as error:
            raise NurseryLostError from error
        if not answer:
            raise NurseryLostError
        told: list[int] = json.loads(answer)
        return told

    def _started(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *self._entry, str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=self._environment,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._socket = ours
        return ours

    def _close(self) -> None:
        if self._socket is not None:
            self._socket.close()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
            self._process.kill()
            self._process.wait()
        self._socket = self._process = None


def nursery(entry: tuple[str, ...], environment: Mapping[str, str]) -> Nursery:
    """Return this process's nursery for an entry; it is started by its first fork."""
    key = (entry, *sorted(environment.items()))
    return _nurseries(os.getpid()).setdefault(key, Nursery(entry, environment))


def end_nurseries() -> None:
    """End this process's nurseries and wait for them; the next fork starts another.

    They end by themselves with this process: this is for one that leaves without tidying up and is asked what it used.
    """
    for one in _nurseries(os.getpid()).values():
        one.close()


@functools.lru_cache(maxsize=1)
def _nurseries(_process: int) -> dict[tuple[object, ...], Nursery]:
    atexit.register(end_nurseries)
    return {}


# --- the nursery itself


def wait_for_order(control: socket.socket, *, load: Callable[[str], None]) -> Order:
    """Serve until the caller is gone; returns in each fork with what it is to do.

    Args:
        control: our end of the socket.
        load: imports what an operation needs, before the first fork for it.
    """
    nursery = os.getpid()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, ORDER_BYTES, 2)
        if not message:
            os._exit(0)
        order = json.loads(message)
        if "reap" in order:
            _, status, usage = os.wait4(order["reap"], 0)
            control.send(json.dumps([status, usage.ru_maxrss]).encode())
            continue
        load(order["operation"])
        gc.freeze()  # what is loaded stays shared with the forks
        pid = os.fork()
        if pid == 0:
            control.close()
            return _set_up(order, descriptors, nursery)
        # On both sides: whoever comes first, the group is there before the caller hears of it.
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(json.dumps([pid]).encode())


def _set_up(order: dict[str, object], descriptors: list[int], nursery: int) -> Order:
    stdin, result = descriptors
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    os.dup2(stdin, 0)
    os.close(stdin)
    os.chdir(str(order["folder"]))
    os.environ.clear()
    environment = order["environment"]
    if isinstance(environment, dict):
        os.environ.update(environment)
    return Order(str(order["operation"]), result, nursery)
