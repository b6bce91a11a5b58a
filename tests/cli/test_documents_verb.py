"""``vanban documents`` on a terminal of 80 letters: what a person sees who types the next command from it."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from vanban.cli.main import cli
from vanban.domain.document import RegisterEntry, State
from vanban.domain.identifiers import new_id
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.reasons import REASONS
from vanban.register.memory import MemoryRegister
from vanban.workflows.waiting import Waiting

AT = dt.datetime(2026, 11, 27, 2, 5, tzinfo=dt.UTC)
SUBJECT = "Về việc thành lập Tổ giúp việc triển khai công tác [phòng, chống] dịch sốt xuất huyết trên địa bàn phường"


@pytest.fixture
def listed(monkeypatch, new_document):
    """Return what is printed, and the ids that stand in it."""
    register = MemoryRegister()
    entry = RegisterEntry(code_number="15", code_notation="QĐ-UBND", subject=SUBJECT)
    document = new_document(id=new_id(), state=State.NEEDS_REVIEW, entry=entry, received_at=AT)
    refused = IntakeItem(new_id(), Disposition.QUARANTINED, "cd" * 32, 9, AT, "a", "van-phong", reason="animation")
    with register.begin() as uow:
        uow.documents.add(document)
        uow.intake.add(refused)
        uow.commit()
    waits = [Waiting("đang chép.pdf", "van-phong", "den", "writing")]
    monkeypatch.setattr("vanban.bootstrap.build", lambda: SimpleNamespace(register=register, reception=None))
    monkeypatch.setattr("vanban.workflows.waiting.waiting_files", lambda _: waits)
    monkeypatch.setenv("COLUMNS", "80")
    done = CliRunner().invoke(cli, ["documents"])
    assert done.exit_code == 0, done.output
    return done.output, (document.id, refused.claim_id)


def test_an_id_stands_in_one_piece_to_be_copied(listed):
    told, ids = listed
    assert [one for one in ids if one not in told] == []


def test_states_days_and_reasons_are_told_in_vietnamese(listed):
    told = " ".join(listed[0].replace("│", " ").split())
    assert "27/11/2026 09:05" in told
    for word in ("Cần kiểm tra", "Không tiếp nhận", "Chờ tiếp nhận", "[phòng, chống]", "đang chép.pdf"):
        assert word in told
    assert "ảnh động (GIF" in told
    assert REASONS["writing"].vi.split(";")[0] in told
    assert "NEEDS_REVIEW" not in told
