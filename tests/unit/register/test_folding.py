from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.register.folding import fold, identity_key, storable


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ỦY BAN NHÂN DÂN", "uy ban nhan dan"),
        ("Uỷ  ban\tnhân dân ", "uy ban nhan dan"),
        ("Đường Đê", "duong de"),
        (unicodedata.normalize("NFD", "Thẩm định"), "tham dinh"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_again_changes_nothing_and_storable_fits_in_utf8(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))
    assert "\x00" not in storable(text)
    storable(text).encode()


def test_storable_cleans_inside_json() -> None:
    assert storable({"a\x00": ["\ud800", 1, None, ("x\x00",)]}) == {"a\ufffd": ["?", 1, None, ["x\ufffd"]]}


def test_a_number_without_symbol_is_no_identity() -> None:
    assert identity_key(number="05", symbol="QĐ-UBND", issuer="A") == identity_key(
        number="5", symbol="qd - ubnd", issuer="a"
    )
    assert identity_key(number="05", symbol="", issuer="A") == ""
    assert identity_key(number="", symbol="QĐ", issuer="A") == ""
