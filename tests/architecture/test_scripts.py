"""The shell scripts: they parse, they are executable, and setting up twice is quick."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted([*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_parses_and_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert script.read_text().startswith("#!/usr/bin/env bash\n")
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


def test_the_operations_guide_lists_every_system_package() -> None:
    listed = re.findall(
        r'^  "([a-z0-9.-]+)\|', (ROOT / "scripts/install-system-packages").read_text(), flags=re.MULTILINE
    )
    guide = (ROOT / "docs/operations.md").read_text()
    assert len(listed) > 10
    assert [name for name in listed if f"`{name}`" not in guide] == []


def test_a_user_without_root_is_told_what_to_do() -> None:
    # A PATH with the tools of the script but no sudo; dpkg-query answers for a package that nobody has.
    script = (ROOT / "scripts/install-system-packages").read_text().replace('"python3|', '"vanban-no-such-package|')
    unprivileged = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(
        ["bash", "-c", script.replace("command -v sudo", "false")],
        capture_output=True,
        text=True,
        check=False,
        **unprivileged,
    )
    assert done.returncode == 1
    assert "vanban-no-such-package" in done.stdout
    assert "root" in done.stderr
