"""The agent as it goes to an official's PC: one file, with Python and python-pkcs11 and nothing else of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pkcs11
import pytest

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("agent") / "vanban-agent.pyz"
    subprocess.run([ROOT / "scripts" / "build-agent", target], check=True, capture_output=True, timeout=120)
    return target


def test_the_one_file_signs_with_nothing_but_python_and_pkcs11(house, program, tmp_path):
    batch = house.freeze(2)
    (tmp_path / "pkcs11").symlink_to(Path(pkcs11.__file__).parent)
    done = house.agent(
        "--code", house.pairing_code(),
        program=(sys.executable, "-S", str(program)), PYTHONPATH=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert house.verdicts(batch) == ["valid"] * 2
    assert program.stat().st_size < 2_000_000
