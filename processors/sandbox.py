"""Run one operation on an untrusted file in a child process with bounds on time, memory, CPU and written bytes.

Whatever the parser does (hang, grow, crash), the caller gets a result or one of three errors, and nothing is left
running: the child and what it starts (Tesseract) form one process group that is killed as a whole.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import json
import os
import select
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processors.nursery import Nursery, NurseryLostError, nursery
from processors.process_groups import group_memory, has_exited
from processors.tesseract import ENGINE
from vanban.domain.errors import ServiceUnavailableError, SuspectError, UnreadableError

RESULT_BYTES = 64 * 1024 * 1024
"""The longest answer that is taken from a child."""
WRITTEN_BYTES = 256 * 1024 * 1024
"""The largest file that a child or its Tesseract may write."""
ROOM_BYTES = 16 * 1024 * 1024
"""With less room than this on its disk, the death of a child says nothing about the file."""
ENTRY = ("-I", "-m", "processors.child")
"""Isolated: no folder of the caller's is searched for modules."""
_GIB = 1024 * 1024 * 1024
_FIRST_LOOK, _LONGEST_LOOK = 0.1, 0.2
"""Seconds between two looks at the memory of the group, which go through /proc: most children end before the first."""
_PIPE_BYTES = 1024 * 1024
"""Room for an answer in one piece, as a page image is: each further one is another turn among the caller's threads."""
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", ENGINE, "VANBAN_INSTANCE", "VANBAN_HOME")


class ChildError(UnreadableError):
    """Indicate that the child did not answer; ``reason_code`` is a code of ``vanban.domain.reasons``."""

    reason_code = "parser-failed"

    def __init__(self, detail: str = "") -> None:
        super().__init__(self.reason_code)
        self.detail = detail
        """Place in our code, or signal; never document text."""


class ChildTimeoutError(ChildError):
    """Indicate that the child used up its time."""

    reason_code = "time-limit"


class ChildMemoryError(ChildError):
    """Indicate that the child needed more memory than allowed."""

    reason_code = "memory-limit"


class ChildCrashedError(ChildError):
    """Indicate that the child died, or that its code failed; ``detail`` names the place in the code only."""


def run_child(
    operation: str,
    arguments: Mapping[str, Any],
    *,
    seconds: float,
    memory_bytes: int,
    nice: int = 0,
    scratch: Path | None = None,
    entry: tuple[str, ...] = ENTRY,
) -> dict[str, Any]:
    """Run an operation of ``processors.child.OPERATIONS`` and return its answer.

    A child that died is run once more: it, or its Tesseract, may have been killed for no fault of the file.

    Args:
        operation: name in the table.
        arguments: a JSON object; it does not appear on the command line.
        seconds: wall time, and CPU time of each process.
        memory_bytes: resident memory of the child and what it starts, together.
        nice: added to the priority value.
        scratch: folder for the child's temporary files, which are page images; they are removed with the child.
        entry: arguments of the interpreter that start the child; another one adds operations, for tests.

    Raises:
        ChildTimeoutError: beyond ``seconds``.
        ChildMemoryError: beyond ``memory_bytes``.
        ChildCrashedError: if the child died or its code raised.
        UnreadableError, SuspectError: as the operation raised it; any other ``VanbanError`` comes as the first.
        ServiceUnavailableError: if it died while the disk of ``scratch`` was full, or something is not installed that
            it needs: neither is a fault of the file.
    """
    once = functools.partial(
        _run_once, operation, arguments, seconds=seconds, memory_bytes=memory_bytes, nice=nice, scratch=scratch
    )
    try:
        return once(entry=entry)
    except UnreadableError as failed:
        if not _may_be_an_accident(failed):
            raise
        _require_room(scratch)
    try:
        return once(entry=entry)
    except UnreadableError:
        _require_room(scratch)
        raise


def _may_be_an_accident(failed: UnreadableError) -> bool:
    # The child's own alarm clock ends it by a signal too.
    alarm = f"signal {int(signal.SIGALRM)}"
    return failed.code == ChildError.reason_code and getattr(failed, "detail", "") != alarm


def _require_room(scratch: Path | None) -> None:
    folder = scratch or Path(tempfile.gettempdir())
    if shutil.disk_usage(folder).free < ROOM_BYTES:
        raise ServiceUnavailableError(
            "The disk of the state directory is full.",
            vi="Ổ đĩa của thư mục trạng thái đã đầy.",
            remedy="Make room; it goes on by itself. / Hãy giải phóng dung lượng, việc xử lý sẽ tự tiếp tục.",
        )


def _run_once(
    operation: str,
    arguments: Mapping[str, Any],
    *,
    seconds: float,
    memory_bytes: int,
    nice: int,
    scratch: Path | None,
    entry: tuple[str, ...],
) -> dict[str, Any]:
    read_end, write_end = os.pipe()
    with contextlib.suppress(OSError):  # the system may allow less
        fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    limits = _limits(seconds=seconds, memory_bytes=memory_bytes, nice=nice)
    request = json.dumps({"limits": limits, "arguments": dict(arguments)}).encode() + b"\n"
    with _folder(scratch) as folder, os.fdopen(read_end, "rb", buffering=0) as result:
        try:
            child = _start(entry, operation, write_end, folder)
        finally:
            os.close(write_end)
        try:
            answer = _watch(child, request, result.fileno(), seconds=seconds, memory_bytes=memory_bytes)
        except BaseException:
            _end(child, patience=0)
            raise
        status, peak = _end(child, patience=1)
    return _taken(answer, status, grew=peak > memory_bytes * 6 // 10)


def _limits(*, seconds: float, memory_bytes: int, nice: int) -> dict[str, int]:
    return {
        # Private writable memory cannot pass this, however fast it is taken; the rest of the resident size is code.
        "data_bytes": memory_bytes * 9 // 10,
        "address_bytes": memory_bytes + 4 * _GIB,
        "written_bytes": WRITTEN_BYTES,
        "cpu_seconds": int(seconds) + 2,
        "nice": nice,
    }


@contextmanager
def _folder(scratch: Path | None) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="child-", dir=scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Child:
    """A running child: the leader of its process group."""

    pid: int
    stdin: int
    """Our end of its standard input; when it closes, the child ends."""
    origin: Nursery


def _start(entry: tuple[str, ...], operation: str, result: int, folder: Path) -> _Child:
    passed_on = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    passed_on |= {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
    origin = nursery(entry, passed_on)
    environment = {**passed_on, "HOME": str(folder), "TMPDIR": str(folder)}
    stdin, ours = os.pipe()
    try:
        pid = origin.fork(operation, folder=str(folder), environment=environment, stdin=stdin, result=result)
    except NurseryLostError:
        os.close(ours)
        raise ChildCrashedError("no nursery") from None
    finally:
        os.close(stdin)
    return _Child(pid, ours, origin)


def _watch(child: _Child, request: bytes, result: int, *, seconds: float, memory_bytes: int) -> bytes:
    """Hand over the request and collect the answer, looking at clock and memory between two pieces."""
    end = time.monotonic() + seconds
    with contextlib.suppress(BrokenPipeError):
        _write(child.stdin, request)
    answer = bytearray()
    pause = _FIRST_LOOK
    while len(answer) <= RESULT_BYTES:
        ready, _, _ = select.select([result], [], [], pause)
        if ready:
            piece = os.read(result, 1024 * 1024)
            if not piece:
                return bytes(answer)
            answer += piece
            continue
        pause = min(pause * 1.5, _LONGEST_LOOK)
        if time.monotonic() > end:
            raise ChildTimeoutError
        if group_memory(child.pid) > memory_bytes:
            raise ChildMemoryError
    raise ChildMemoryError


def _write(pipe: int, data: bytes) -> None:
    while data:
        data = data[os.write(pipe, data) :]


def _end(child: _Child, *, patience: float) -> tuple[int, int]:
    """Kill what is left of the group; return the child's exit status (negative: signal) and its peak of memory."""
    # A child that has answered leaves by itself within the patience (seconds): its status tells a crash from an end.
    end = time.monotonic() + patience
    while not has_exited(child.pid) and time.monotonic() < end:
        time.sleep(0.001)
    # Until the nursery waits for it, the child keeps its number, so this cannot hit a stranger.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    os.close(child.stdin)
    try:
        status, peak = child.origin.reap(child.pid)
    except NurseryLostError:
        return -signal.SIGKILL, 0
    return os.waitstatus_to_exitcode(status), peak


def _taken(answer: bytes, status: int, *, grew: bool) -> dict[str, Any]:
    """Turn the child's answer and end into a result or an error."""
    try:
        value: dict[str, Any] = json.loads(answer)
    except ValueError:
        if status == -signal.SIGXCPU:
            raise ChildTimeoutError from None
        # A parser that gets no more memory aborts: how large the child had grown tells that from another crash.
        if status < 0 and grew:
            raise ChildMemoryError from None
        raise ChildCrashedError(f"signal {-status}" if status < 0 else f"exit {status}") from None
    if "result" in value:
        return dict(value["result"])
    error = value["error"]
    if error["kind"] == "memory":
        raise ChildMemoryError
    if error["kind"] == "suspect":
        raise SuspectError
    if error["kind"] == "unavailable":
        raise ServiceUnavailableError(error["en"], vi=error["vi"], remedy=error["remedy"])
    if error["kind"] == "unreadable":
        raise UnreadableError(error["code"], vi=error["vi"], en=error["en"], remedy=error["remedy"])
    raise ChildCrashedError(error["where"])
