"""The supervisor's logs bear a full disk; /dev/full is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from supervisor import loggers
if sys.argv[2] == "ours":
    from vanban.services.supervisord import keep_listening
    keep_listening()
logger = loggers.getLogger()
loggers.handle_file(logger, "/dev/full", "%(message)s", rotating=True, maxbytes=1000, backups=1)
sys.stderr = open("/dev/full", "w", buffering=1)
for number in range(100):
    logger.info(f"lost {number}" * 100)
logger.handlers[0].baseFilename = sys.argv[1]
logger.info("the first after it goes with the broken file")
logger.info("kept")
import os
os._exit(0)  # not over the broken stderr
"""


def log_through_a_full_disk(log: Path, whose: str) -> int:
    return subprocess.run([sys.executable, "-c", PROGRAM, log, whose], check=False, timeout=60).returncode


def test_a_full_disk_costs_lines_and_nothing_else(tmp_path: Path) -> None:
    assert log_through_a_full_disk(tmp_path / "log", "ours") == 0
    assert (tmp_path / "log").read_text().endswith("kept")


def test_supervisord_itself_would_fail(tmp_path: Path) -> None:
    assert log_through_a_full_disk(tmp_path / "log", "theirs") != 0
