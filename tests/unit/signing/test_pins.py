"""PINs that only the signing worker can open."""

from __future__ import annotations

import stat

import pytest

from signing.pins import PRIVATE, PinOpener, SealedPins, prepare_keys
from vanban.domain.errors import RefusedError, ServiceUnavailableError


def test_only_the_worker_opens_a_pin(tmp_path):
    prepare_keys(tmp_path)
    sealed = SealedPins.under(tmp_path).seal("12345678")
    assert b"12345678" not in sealed
    assert PinOpener.under(tmp_path).open(sealed) == "12345678"
    assert stat.S_IMODE((tmp_path / PRIVATE).stat().st_mode) == 0o600


def test_preparing_again_keeps_the_key(tmp_path):
    prepare_keys(tmp_path)
    sealed = SealedPins.under(tmp_path).seal("1")
    prepare_keys(tmp_path)
    assert PinOpener.under(tmp_path).open(sealed) == "1"


def test_a_pin_sealed_elsewhere_is_refused(tmp_path):
    prepare_keys(tmp_path / "a")
    prepare_keys(tmp_path / "b")
    sealed = SealedPins.under(tmp_path / "a").seal("12345678")
    for wrong in (sealed, b"", b"\x00" * 112, sealed[:-1]):
        with pytest.raises(RefusedError):
            PinOpener.under(tmp_path / "b").open(wrong)


def test_the_length_of_the_pin_does_not_show(tmp_path):
    prepare_keys(tmp_path)
    seal = SealedPins.under(tmp_path)
    assert len(seal.seal("1234")) == len(seal.seal("1234567890123456"))


@pytest.mark.parametrize("pin", ["", "x" * 63])
def test_an_impossible_pin_is_refused(tmp_path, pin):
    prepare_keys(tmp_path)
    with pytest.raises(RefusedError):
        SealedPins.under(tmp_path).seal(pin)


def test_without_a_key_the_worker_is_unavailable(tmp_path):
    with pytest.raises(ServiceUnavailableError):
        SealedPins.under(tmp_path).seal("1234")
