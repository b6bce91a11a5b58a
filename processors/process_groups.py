"""What /proc tells of a child of the sandbox and of everything it started, which is one process group."""

from __future__ import annotations

import os
from pathlib import Path


def group_memory(group: int) -> int:
    """Return the resident bytes of all processes in a process group."""
    page = os.sysconf("SC_PAGE_SIZE")
    total = 0
    for entry in os.scandir("/proc"):
        if not entry.name.isdigit():
            continue
        try:
            stat = Path(entry.path, "stat").read_bytes()
        except OSError:
            continue
        # The name in brackets may hold anything; the fields after it are state, parent, group … and, 22nd, rss.
        fields = stat[stat.rindex(b")") + 2 :].split()
        if int(fields[2]) == group:
            total += int(fields[21]) * page
    return total


def has_exited(pid: int) -> bool:
    """Return whether a process has ended, waited for or not."""
    try:
        stat = Path("/proc", str(pid), "stat").read_bytes()
    except OSError:
        return True
    return stat[stat.rindex(b")") + 2 :][:1] in (b"Z", b"X")
