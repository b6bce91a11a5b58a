"""PINs sealed to the signing worker (X25519 sealed boxes): who takes the PIN cannot open it again, only the worker."""

from __future__ import annotations

from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.durable_files import write_whole

PRIVATE = "pin-worker.key"
PUBLIC = "pin-desk.pub"
PADDED = 64
"""Bytes inside the box, so that its length does not tell the PIN's."""


def prepare_keys(secrets: Path) -> None:
    """Make the key pair under ``secrets`` once: the private half with mode 0600, for the signing worker alone."""
    secrets.mkdir(mode=0o700, parents=True, exist_ok=True)
    private, public = secrets / PRIVATE, secrets / PUBLIC
    if not private.exists():
        write_whole(private, bytes(PrivateKey.generate()))
    write_whole(public, bytes(PrivateKey(private.read_bytes()).public_key), mode=0o644)


class SealedPins:
    """Implements ``vanban.ports.PinSeal``: for whoever takes the PIN from a person."""

    def __init__(self, public: Path) -> None:
        self._public = public

    @classmethod
    def under(cls, secrets: Path) -> SealedPins:
        """Return the seal of an installation's secrets folder."""
        return cls(secrets / PUBLIC)

    def seal(self, pin: str) -> bytes:
        """Return the sealed PIN.

        Raises:
            RefusedError: if the PIN is empty or longer than 62 bytes.
            ServiceUnavailableError: if the worker's public key is not there.
        """
        plain = pin.encode()
        if not 0 < len(plain) <= PADDED - 2:
            raise RefusedError("The PIN is empty or too long.", vi="Mã PIN trống hoặc quá dài.")
        padded = bytes([len(plain)]) + plain + bytes(PADDED - 1 - len(plain))
        return bytes(SealedBox(PublicKey(_key(self._public))).encrypt(padded))


class PinOpener:
    """Implements ``vanban.ports.PinOpener``: for the signing worker alone."""

    def __init__(self, private: Path) -> None:
        self._private = private

    @classmethod
    def under(cls, secrets: Path) -> PinOpener:
        """Return the opener of an installation's secrets folder."""
        return cls(secrets / PRIVATE)

    def open(self, sealed: bytes) -> str:
        """Return the PIN. Raises ``RefusedError`` if it was not sealed to this worker."""
        try:
            padded = SealedBox(PrivateKey(_key(self._private))).decrypt(sealed)
            return padded[1 : 1 + padded[0]].decode()
        except (CryptoError, ValueError, IndexError, TypeError):
            raise RefusedError(
                "The PIN was not sealed to this signing worker, or is already wiped.",
                vi="Mã PIN không được niêm phong cho hệ thống ký này hoặc đã bị xóa.",
                remedy="Approve the batch again. / Hãy duyệt lại danh sách.",
            ) from None


def _key(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ServiceUnavailableError(
            "The signing worker has no key yet.",
            vi="Hệ thống ký chưa có khóa.",
            remedy="Run `vanban up`. / Hãy chạy `vanban up`.",
        ) from error
