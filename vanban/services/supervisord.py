"""supervisord, which goes on listening to its programs when their logs cannot be written.

As it is (4.3.0), one failed write ends its listening to that program for good: a full disk of a minute, and each
service hangs as soon as the pipe of its output is full (seen in the fault run). Here such lines are lost, and the log
goes on when there is room again.

Usage: ``python -m vanban.services.supervisord`` with supervisord's own options.
"""

from __future__ import annotations

import contextlib
from typing import Any

from supervisor import loggers, supervisord


def keep_listening() -> None:
    """Make the log files of this process bear failed writes."""
    as_it_is = loggers.RotatingFileHandler.emit

    def emit(handler: Any, record: Any) -> None:
        try:
            as_it_is(handler, record)
        except (OSError, ValueError):  # the second: it was closed half way through changing files
            with contextlib.suppress(OSError, ValueError):
                _reopen(handler)

    loggers.RotatingFileHandler.emit = emit


def _reopen(handler: Any) -> None:
    with contextlib.suppress(OSError, ValueError):
        handler.stream.close()
    handler.stream = open(handler.baseFilename, handler.mode)  # noqa: PTH123, SIM115  as supervisord does, and keeps it
    handler.closed = False


if __name__ == "__main__":
    keep_listening()
    supervisord.main()
