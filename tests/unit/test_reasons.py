"""Every reason is told in both languages, whatever the code."""

from __future__ import annotations

import pytest

from vanban.domain.reasons import REASONS, in_words


@pytest.mark.parametrize("code", [*REASONS, "signing-device", "signing-refused"])
def test_a_reason_is_told_in_both_languages(code: str) -> None:
    told = in_words(code)
    assert told.code == code
    assert told.vi.endswith(".")
    assert told.en.endswith(".")
    assert told.vi != told.en


def test_an_unknown_code_stands_for_itself_and_no_code_for_nothing() -> None:
    assert in_words("from-a-newer-version").vi == "from-a-newer-version"
    assert in_words("").vi == ""
