"""The inside of the sandbox: ``python -m processors.child`` is the nursery; each fork of it runs one operation.

Started by ``processors.nursery`` for ``processors.sandbox`` only. The first line on standard input is a JSON object
with ``limits`` and ``arguments``; the result goes as JSON to the descriptor that came with the order. Standard output
and error lead nowhere, so that no document text can reach a log.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import resource
import signal
import socket
import sys
import threading
from typing import Any

from processors.confinement import refuse_network
from processors.nursery import wait_for_order

OPERATIONS = {
    "examine": "processors.inspection:examine",
    "read": "processors.reading:read_file",
    "unpack": "processors.unpacking:unpack",
    "page-sizes": "processors.page_image:page_sizes",
    "page-image": "processors.page_image:page_image",
    "join-photos": "processors.photos:join_photos",
    "extract-pages": "processors.extract_pages:extract_pages",
    "check-format": "processors.format_check.checking:check_file",
    "idle": "processors.child:idle",
    "verify": "signing.verification_child:verify_file",
}
"""What may be run, as ``module:function``; each takes and returns a JSON object."""
_PAGES = (
    "processors.pdf",
    "processors.textlayer",
    "processors.drawings",
    "processors.recognition",
    "numpy",
    "pypdfium2",
    "pytesseract",
    "PIL.ImageOps",
)
_DRAWING = ("processors.pdf", "processors.images", "pypdfium2", "PIL.ImageChops")
LOADED_BEFORE = {
    "examine": ("processors.gate", "processors.pdf_structure", "PIL.ImageFilter", "PIL.ImageDraw", *_PAGES),
    "read": ("processors.searchable", "pikepdf.pdfa", *_PAGES),
    "page-sizes": _DRAWING,
    "page-image": _DRAWING,
    "verify": ("signing.verify", "pypdfium2", "numpy"),
}
"""Modules that an operation imports late: loaded by the nursery, they are paid for once."""
MADE_BEFORE = {
    "examine": ("processors.mark_look:weights", "processors.tesseract:prepare"),
    "read": ("processors.directory:shipped", "processors.calibration:shipped", "processors.tesseract:prepare"),
}
"""What never changes and takes time to make or ask for: made by the nursery, each fork has it."""
REHEARSED = {"examine": "processors.rehearsal:examine", "read": "processors.rehearsal:read"}
"""What the nursery goes through before the second fork of an operation: for a single file it would not pay."""
_LOADED: dict[str, int] = {}
"""How often each operation was loaded."""
MAY_CONNECT = frozenset({"verify"})
"""Operations that ask a service for something: revocation."""
_FOR_MORE_FILES = 2
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def main() -> None:
    """Be the nursery; in its forks, run one operation and leave at once, without the interpreter's own tidying up."""
    order = wait_for_order(socket.socket(fileno=int(sys.argv[1])), load=load)
    request = json.loads(sys.stdin.buffer.readline())
    _die_with_parent(order.nursery)
    _set_limits(request["limits"])
    if order.operation not in MAY_CONNECT:
        refuse_network()
    answer = json.dumps(_run(order.operation, request["arguments"]), ensure_ascii=False)
    with os.fdopen(order.result, "wb") as stream:
        stream.write(answer.encode("utf-8", "surrogatepass"))
    os._exit(0)


def load(operation: str) -> None:
    """Import and make what an operation needs; the second time, go through it once.

    What fails here fails in the fork, where failing is provided for.
    """
    for name in (OPERATIONS.get(operation, "").partition(":")[0], *LOADED_BEFORE.get(operation, ())):
        if name and name not in sys.modules:
            with contextlib.suppress(Exception):
                importlib.import_module(name)
    for made in MADE_BEFORE.get(operation, ()):
        _call(made)
    if pillow := sys.modules.get("PIL.Image"):
        pillow.preinit()
    _LOADED[operation] = _LOADED.get(operation, 0) + 1
    if operation in REHEARSED and _LOADED[operation] == _FOR_MORE_FILES:
        _call(REHEARSED[operation])


def _call(named: str) -> None:
    module, _, function = named.partition(":")
    with contextlib.suppress(Exception):
        getattr(importlib.import_module(module), function)()


def idle(arguments: dict[str, Any]) -> dict[str, Any]:
    """Do nothing: what starting a child costs."""
    return arguments


def _run(operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"result": …}``, or ``{"error": …}`` that names class and place of an exception but never its words."""
    from vanban.domain.errors import SuspectError, VanbanError

    module, function = OPERATIONS[operation].split(":")
    try:
        return {"result": getattr(importlib.import_module(module), function)(arguments)}
    except MemoryError:
        return {"error": {"kind": "memory"}}
    except SuspectError:
        return {"error": {"kind": "suspect"}}
    except VanbanError as error:
        # The messages of our own errors never hold document text (vanban.domain.errors).
        code = getattr(error, "code", "parser-failed")
        kind = "unavailable" if error.retryable else "unreadable"
        return {"error": {"kind": kind, "code": code, "en": error.en, "vi": error.vi, "remedy": error.remedy}}
    except Exception as error:  # noqa: BLE001  whatever a parser does with a hostile file ends here
        return {"error": {"kind": "crash", "where": _where(error)}}


def _where(error: BaseException) -> str:
    """Return class, file and line of an exception."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"  # noqa: PTH119
    return f"{type(error).__name__} at {place}"


def _die_with_parent(parent: int) -> None:
    """Take the whole process group along when the parent dies, Tesseract included."""
    libc = ctypes.CDLL(None)
    signal.signal(signal.SIGTERM, _end_group)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != parent:
        _end_group()
    # A signal handler waits while a parser runs in C; this thread does not. The parent holds the other end open.
    threading.Thread(target=_wait_for_end_of_input, daemon=True).start()


def _wait_for_end_of_input() -> None:
    # Unbuffered, so that the thread holds no lock of sys.stdin.
    while os.read(0, 1):
        pass
    _end_group()


def _end_group(*_: object) -> None:
    os.killpg(0, signal.SIGKILL)


def _set_limits(limits: dict[str, int]) -> None:
    for kind, value in (
        (resource.RLIMIT_DATA, limits["data_bytes"]),
        (resource.RLIMIT_AS, limits["address_bytes"]),
        (resource.RLIMIT_FSIZE, limits["written_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    if limits["nice"]:
        os.nice(limits["nice"])


if __name__ == "__main__":
    main()
