"""What the agent prints: both languages, and nothing that a terminal would obey."""

import datetime as dt

import pytest

from vanban.agent.words import Words
from vanban.domain.batch import Batch, BatchItem, Capacity, ItemState, Purpose
from vanban.domain.errors import RefusedError

AT = dt.datetime(2026, 11, 20, 3, 0, tzinfo=dt.UTC)


def batch(**fields) -> Batch:
    item = BatchItem("d1", "a" * 64, "quyết định", "05/QĐ-UBND", fields.pop("subject", "Về việc thử"))
    return Batch("b", Purpose.SIGN, "van-phong", "pho", AT, (item,), **fields)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_list_names_every_byte_and_the_capacity(language):
    listed = "\n".join(Words(language).frozen_list(batch(capacity=Capacity.KT, on_behalf_of="lanhdao"), signer="A"))
    for told in ("05/QĐ-UBND", "Về việc thử", "a" * 64, "KT.", "lanhdao"):
        assert told in listed
    assert batch(capacity=Capacity.KT, on_behalf_of="lanhdao").manifest_sha256 in listed


@pytest.mark.parametrize("trick", ["\x1b[2K\x1b[1A", "\r", "\n   2. 06/QĐ", "\u202e", "\x9b2J", "\u2028"])
def test_a_subject_cannot_change_what_the_terminal_shows(trick):
    words = Words("vi")
    lines = words.frozen_list(batch(subject=f"Về việc{trick}thử"), signer=f"A{trick}")
    failed = BatchItem("d1", "a" * 64, state=ItemState.FAILED, message_vi=f"Hỏng{trick}")
    told = [*lines, *words.results(Batch("b", Purpose.SIGN, "o", "a", AT, (failed,)))]
    told.append(words.error(RefusedError("x", vi=f"Lỗi{trick}")))
    assert all(line.isprintable() for line in told)
    assert len(lines) == 8
