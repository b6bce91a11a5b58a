"""Tesseract is asked for its version once by the nursery, not by every child that reads a page."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from processors.examination import SandboxedExaminer
from processors.nursery import end_nurseries
from vanban.settings import Limits

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="apt-get install tesseract-ocr tesseract-ocr-vie"
)


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """A Tesseract that writes down how it was started, before it starts the real one."""
    real, log, folder = shutil.which("tesseract"), tmp_path / "starts.txt", tmp_path / "bin"
    folder.mkdir()
    script = folder / "tesseract"
    script.write_text(f'#!/bin/sh\necho "$*" >>"{log}"\nexec "{real}" "$@"\n')
    script.chmod(0o755)
    # A nursery is kept for each environment: this path has one of its own.
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    yield lambda: log.read_text().splitlines()
    end_nurseries()


def test_the_version_is_asked_for_once(asked, tmp_path: Path):
    page = tmp_path / "page.png"
    Image.new("L", (400, 500), 255).save(page, dpi=(200, 200))
    for name in ("first", "second"):
        work = tmp_path / name
        work.mkdir()
        found = SandboxedExaminer(limits=Limits()).examine(page, file_name="page.png", work=work)
        assert found.outcome == "clean"
    starts = asked()
    assert starts.count("--version") == 1
    assert len([start for start in starts if "tsv" in start]) >= 2
