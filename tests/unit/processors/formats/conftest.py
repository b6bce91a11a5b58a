"""Office files of every kind, written into the test's folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.unit.processors.formats.office_files import LETTER, docx, odt, rtf, xlsx


@pytest.fixture
def office_file(tmp_path: Path) -> Callable[..., Path]:
    """Write the letter as ``docx``, ``odt``, ``rtf`` or ``xlsx``, with other lines if need be."""

    def make(kind: str, lines: Sequence[str] = LETTER) -> Path:
        path = tmp_path / f"letter.{kind}"
        if kind == "odt":
            return odt(path, "".join(f"<text:p>{line}</text:p>" for line in lines))
        return {"docx": docx, "rtf": rtf, "xlsx": xlsx}[kind](path, lines)

    return make


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """The private folder that gate and reading share."""
    folder = tmp_path / "work"
    folder.mkdir(mode=0o700)
    return folder
