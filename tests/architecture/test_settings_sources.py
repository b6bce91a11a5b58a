"""Where settings come from, in order: given, environment, mounted secret files, what ``vanban up`` wrote."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vanban.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "settings.json").write_text(json.dumps({"s3_endpoint": "written", "database_url": "written"}))
    return tmp_path


def test_what_up_wrote_counts_last(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(home=home).s3_endpoint == "written"
    monkeypatch.setenv("VANBAN_S3_ENDPOINT", "environment")
    assert Settings(home=home).s3_endpoint == "environment"
    assert Settings(home=home, s3_endpoint="given").s3_endpoint == "given"


def test_mounted_secrets_are_read_as_files(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mounted"
    folder.mkdir()
    (folder / "vanban_database_url").write_text("from a file\n")
    monkeypatch.setenv("VANBAN_SECRETS_DIR", str(folder))
    assert Settings(home=home).database_url.get_secret_value() == "from a file"
    assert "from a file" not in repr(Settings(home=home))
