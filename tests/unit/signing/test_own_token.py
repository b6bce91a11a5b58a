"""Logging in to the token of a person's own PC: the PIN once, or on the token's own keypad."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pkcs11
import pytest
from pkcs11 import exceptions

from signing.devices.own_token import OwnToken
from signing.devices.pkcs11 import log_in
from signing.devices.port import CertificateChain
from vanban.domain.errors import PinError, ServiceUnavailableError


class Certificate:
    def dump(self) -> bytes:
        return b"certificate"


@dataclass
class Session:
    """Holds one certificate and the key that belongs to it."""

    closed: bool = False

    def get_objects(self, wanted: Any) -> list[dict[Any, bytes]]:
        return [{pkcs11.Attribute.VALUE: b"certificate", pkcs11.Attribute.ID: b"1"}]

    def get_key(self, **wanted: Any) -> str:
        return "key" if wanted["id"] == b"1" else "another"

    def close(self) -> None:
        self.closed = True


@dataclass
class Token:
    """Records how it was logged in to."""

    flags: pkcs11.TokenFlag = pkcs11.TokenFlag.TOKEN_INITIALIZED
    label: str = "Token"
    error: Exception | None = None
    pins: list[Any] = field(default_factory=list)

    def open(self, *, user_pin: Any = None) -> Session:
        self.pins.append(user_pin)
        if self.error is not None:
            raise self.error
        return Session()


def test_a_token_with_a_keypad_is_asked_to_ask_itself():
    token = Token(flags=pkcs11.TokenFlag.PROTECTED_AUTHENTICATION_PATH)
    own = OwnToken(token, Certificate())  # type: ignore[arg-type]
    assert own.asks_itself
    with own.open(pin=None):
        pass
    assert token.pins == [pkcs11.PROTECTED_AUTH]


def test_the_last_try_is_known_before_the_pin_is_typed():
    assert OwnToken(Token(flags=pkcs11.TokenFlag.USER_PIN_FINAL_TRY), Certificate()).last_try  # type: ignore[arg-type]
    assert not OwnToken(Token(), Certificate()).last_try  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (exceptions.PinIncorrect(), PinError),
        (exceptions.PinLenRange(), PinError),
        (exceptions.PinLocked(), PinError),
        (exceptions.TokenNotPresent(), ServiceUnavailableError),
        (exceptions.DeviceRemoved(), ServiceUnavailableError),
    ],
)
def test_every_refusal_costs_one_try_and_says_what_to_do(error, expected):
    token = Token(error=error)
    with pytest.raises(expected) as refused:
        log_in(token, pin="9046", chain=CertificateChain(Certificate()))  # type: ignore[arg-type]
    assert token.pins == ["9046"]
    assert refused.value.remedy
    assert "9046" not in str(refused.value)
