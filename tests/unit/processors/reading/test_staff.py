"""Known signers confirm and mend what was read; they fill nothing in."""

import pytest

from processors.fields import signer
from processors.signature_zone import signature_zone
from processors.staff import with_known
from vanban.domain.reading import Fact, KnownSigner

KNOWN = (
    KnownSigner("Nguyễn Thị Minh Hằng", "PHÓ GIÁM ĐỐC", "SỞ NỘI VỤ", 9),
    KnownSigner("Nguyễn Thị Minh Hạnh", "GIÁM ĐỐC", "SỞ NỘI VỤ", 2),
    KnownSigner("Lê Hoàng Sơn", "GIÁM ĐỐC", "SỞ NỘI VỤ", 5),
)


def _read(letter, name, known=KNOWN, *, capacity=("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), **changes):
    zone = signature_zone(letter(signer=name, capacity=capacity).page(**changes))
    return with_known(signer.read(zone), zone, known)


@pytest.mark.parametrize(
    ("read", "name", "confidence"),
    [
        ("Nguyễn Thị Minh Hằng", "Nguyễn Thị Minh Hằng", 0.96),
        ("Nguyễn Thị Minh Hăng", "Nguyễn Thị Minh Hằng", 0.85),  # a mark
        ("Nguyễn Thị Mính Hẳng", "Nguyễn Thị Minh Hằng", 0.85),
        ("Lê Hoảng Són", "Lê Hoàng Sơn", 0.85),
        ("Ìê Hoàng Sơn", "Lê Hoàng Sơn", 0.85),  # no family name by itself
    ],
)
def test_what_was_read_is_confirmed_or_mended(letter, read, name, confidence):
    fact = _read(letter, read)
    assert (fact.value, fact.confidence) == (name, confidence)


@pytest.mark.parametrize("read", ["Nguyễn Thị Minh Ha", "Trần Quốc Bảo", "Nguyễn Thị Thu Hà"])
def test_what_could_be_two_or_none_stays_as_it_was_read(letter, read):
    assert _read(letter, read) == _read(letter, read, known=())


def test_nothing_is_filled_in(letter):
    assert _read(letter, "") == Fact()
    assert _read(letter, "Hoàng Sơn").value is None
    assert with_known(Fact(), None, KNOWN) == Fact()


def test_a_name_is_sure_only_if_clear_often_seen_and_under_its_title(letter):
    assert _read(letter, "Nguyễn Thị Minh Hằng", confidence=0.6).confidence < 0.95
    assert _read(letter, "Nguyễn Thị Minh Hằng", capacity=("CHỦ TỊCH",)).confidence < 0.95
    assert _read(letter, "Nguyễn Thị Minh Hạnh", capacity=("GIÁM ĐỐC",)).confidence < 0.95


def test_a_text_layer_needs_no_mending(letter):
    assert _read(letter, "Nguyễn Thị Minh Hẵng", source="text").value == "Nguyễn Thị Minh Hẵng"
