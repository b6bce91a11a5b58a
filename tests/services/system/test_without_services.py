"""The verbs where nothing runs, and a state directory that cannot work: each says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from vanban.services import probes

VANBAN = Path(sys.executable).parent / "vanban"


def vanban(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [VANBAN, *arguments],
        env={**os.environ, "VANBAN_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_status_without_an_installation_names_the_remedy(tmp_path: Path) -> None:
    shown = vanban(tmp_path / "none", "status")
    assert shown.returncode == 1
    assert "vanban up" in shown.stderr
    assert "Chưa cài" in shown.stderr


def test_down_without_an_installation_is_harmless(tmp_path: Path) -> None:
    assert vanban(tmp_path / "none", "down").returncode == 0
    assert not (tmp_path / "none").exists()


def test_a_path_too_long_for_a_socket_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    home = tmp_path / ("x" * 100)
    refused = vanban(home, "up")
    assert refused.returncode == 1
    assert "VANBAN_HOME" in refused.stderr
    assert not home.exists()


def test_a_damaged_installation_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "installation.json").write_text("{")
    shown = vanban(tmp_path, "status")
    assert shown.returncode == 1
    assert "Traceback" not in shown.stderr


def test_a_missing_tool_is_found_and_the_remedy_named(tmp_path: Path, monkeypatch: object) -> None:
    found = vanban(tmp_path, "doctor", "--json", PATH=str(tmp_path))
    assert found.returncode == 1
    assert "tesseract-ocr" in found.stdout


def test_an_ocr_engine_that_there_is_not_is_found_and_the_names_told(tmp_path: Path) -> None:
    found = vanban(tmp_path, "doctor", "--json", VANBAN_OCR_ENGINE="tesserorc")
    assert found.returncode == 1
    assert "pytesseract, tesserocr" in found.stdout


def test_each_probe_finds_what_is_here(tmp_path: Path) -> None:
    findings = [probe(tmp_path) for probe in probes.PROBES]
    assert [one for one in findings if one.problem and one.needed] == []
    assert all(one.found for one in findings if not one.problem)
