"""The page on which anyone verifies a file, over the real verifier in its child process."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from processors.verification import SandboxedVerifier
from vanban.bootstrap import Services
from vanban.desk.app import create_app
from vanban.register.memory import MemoryRegister
from vanban.settings import Settings


@pytest.fixture(scope="module")
def visitor(office, tmp_path_factory):
    services = Services(Settings(home=tmp_path_factory.mktemp("home")))
    services.register = MemoryRegister()
    services.verifier = SandboxedVerifier(trust=office.pki / "trust", seconds=60, memory_bytes=600 << 20)
    return TestClient(create_app(services, "a secret for tests only"), base_url="http://127.0.0.1")


def page_on(visitor: TestClient, data: bytes) -> str:
    before = set(Path(tempfile.gettempdir()).glob("*verify*"))
    answer = visitor.post("/verify", files={"file": ("a.pdf", data)})
    assert answer.status_code == 200
    assert set(Path(tempfile.gettempdir()).glob("*verify*")) == before
    return answer.text


def test_a_sealed_file(visitor, sealed):
    page = page_on(visitor, sealed)
    for said in ("HỢP LỆ", "Tệp đúng như khi được ký", "Nguyễn Văn Mẫu", "cá nhân", "con dấu", "không bị thu hồi"):
        assert said in page, said


def test_a_file_that_was_changed(visitor, sealed):
    changed = sealed.replace(b"/Producer", b"/Produced", 1)
    page = page_on(visitor, changed if changed != sealed else sealed[:900] + b"X" + sealed[901:])
    assert "Đừng dùng tệp này" in page or "không kết luận được" in page
    assert "Tệp đúng như khi được ký" not in page


@pytest.mark.parametrize("data", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_signed_file_is_never_called_valid(visitor, data):
    if not data:
        assert visitor.post("/verify", files={"file": ("a.pdf", data)}).status_code == 400
    else:
        assert "Tệp đúng như khi được ký" not in page_on(visitor, data)
