"""A machine that cannot recognise anything says so, and no file is refused for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from processors.examination import SandboxedExaminer
from processors.nursery import end_nurseries
from processors.reading import SandboxedReader
from processors.tesseract import ENGINE
from vanban.domain.errors import ServiceUnavailableError
from vanban.settings import Limits


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(ENGINE, "unheard-of")
    path = tmp_path / "page.png"
    Image.new("L", (400, 500), 255).save(path, dpi=(200, 200))
    (tmp_path / "work").mkdir()
    yield path
    end_nurseries()


def test_a_file_is_not_refused_but_waits(page: Path) -> None:
    work = page.parent / "work"
    with pytest.raises(ServiceUnavailableError) as examined:
        SandboxedExaminer(limits=Limits()).examine(page, file_name="page.png", work=work)
    with pytest.raises(ServiceUnavailableError) as read:
        SandboxedReader(limits=Limits()).read(page, work=work)
    assert examined.value.retryable
    assert ENGINE in read.value.remedy
    assert "unheard-of" in read.value.vi
