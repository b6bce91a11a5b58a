"""A key on a PKCS#11 token or HSM.

A PKCS#11 session belongs to one process and does not survive a fork: one signing worker per token, one session per
batch. A wrong PIN counts against the token, so there is exactly one try.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from signing.devices.port import CertificateChain, DeviceError, check_digest
from vanban.domain.errors import PinError, ServiceUnavailableError

SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""DER in front of a SHA-256 digest for PKCS#1 v1.5 (RFC 8017, 9.2)."""


class Pkcs11Device:
    """Signs with a key object that was looked up once."""

    def __init__(self, *, session: Any, key: Any, chain: CertificateChain) -> None:
        self._session = session
        self._key = key
        self._chain = chain

    @property
    def chain(self) -> CertificateChain:
        """The certificate whose key signs, and its chain."""
        return self._chain

    @property
    def together(self) -> int:
        """One: nothing is authorised beyond the login."""
        return 1

    def sign_digest(self, digest: bytes) -> bytes:
        """Return the signature over a SHA-256 digest.

        Raises:
            DeviceError: if the token does not sign.
        """
        import pkcs11
        from pkcs11.util.ec import encode_ecdsa_signature

        check_digest(digest)
        if self._key is None:
            raise DeviceError("the session with the token was closed")
        try:
            if self._key.key_type == pkcs11.KeyType.RSA:
                return bytes(self._key.sign(SHA256_DIGEST_INFO + digest, mechanism=pkcs11.Mechanism.RSA_PKCS))
            # SoftHSM has no ECDSA_SHA256, only the raw mechanism.
            return bytes(encode_ecdsa_signature(self._key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)))
        except (pkcs11.PKCS11Error, MemoryError) as error:
            # Some vendors' modules answer a lost token with a nonsense length, which ends in MemoryError.
            raise DeviceError(f"The token did not sign: {type(error).__name__}") from error

    def sign_digests(self, digests: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the signatures over SHA-256 digests, in the one session that is open."""
        return map(self.sign_digest, digests)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._key = None
        with contextlib.suppress(Exception):  # a token that was pulled cannot be logged out of
            self._session.close()


def open_pkcs11(
    *, module: str, softhsm_configuration: Path | None, token_label: str, pin: str, chain: CertificateChain
) -> Pkcs11Device:
    """Log in to a token, with exactly one try of the PIN, and find the key of the certificate.

    Args:
        module: Path of the PKCS#11 library.
        softhsm_configuration: ``softhsm2.conf`` for SoftHSM, which reads it once per process; None for other modules.
        token_label: Exact label of the token.
        pin: The PIN.
        chain: The certificate whose key is wanted, and those above it.

    Raises:
        PinError: if the PIN is wrong, locked or of a wrong length.
        ServiceUnavailableError: if the module or the token cannot be reached, or is in use.
    """
    import pkcs11
    from pkcs11 import exceptions

    if softhsm_configuration is not None:
        os.environ["SOFTHSM2_CONF"] = str(softhsm_configuration)
    try:
        token = pkcs11.lib(module).get_token(token_label=token_label)
    except (exceptions.PKCS11Error, RuntimeError) as error:
        raise _no_token(token_label) from error
    return log_in(token, pin=pin, chain=chain)


def log_in(token: Any, *, pin: str | None, chain: CertificateChain) -> Pkcs11Device:
    """Log in to a token that was found, with exactly one try of the PIN, and find the key of the certificate.

    Args:
        token: From the PKCS#11 library.
        pin: The PIN; None where the token asks for it on a keypad of its own.
        chain: The certificate whose key is wanted, and those above it.

    Raises:
        PinError: if the PIN is wrong, locked or of a wrong length.
        ServiceUnavailableError: if the token cannot be reached, or is in use.
    """
    import pkcs11
    from pkcs11 import exceptions

    token_label = str(token.label)
    try:
        session = token.open(user_pin=pkcs11.PROTECTED_AUTH if pin is None else pin)
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange) as error:
        raise _wrong_pin() from error
    except (exceptions.PinLocked, exceptions.PinExpired) as error:
        raise _locked_pin() from error
    except (exceptions.PKCS11Error, RuntimeError) as error:
        raise _no_token(token_label) from error
    try:
        return Pkcs11Device(session=session, key=_key_of(session, chain), chain=chain)
    except exceptions.PKCS11Error as error:
        session.close()
        raise _no_token(token_label) from error


def _key_of(session: Any, chain: CertificateChain) -> Any:
    """Return the private key that belongs to the certificate: by the certificate's object id, else the only key."""
    import pkcs11

    wanted = chain.certificate.dump()
    # Listed to the end first: a token allows one search at a time.
    for stored in list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE})):
        if bytes(stored[pkcs11.Attribute.VALUE]) == wanted:
            return session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, id=stored[pkcs11.Attribute.ID])
    raise pkcs11.NoSuchKey


def _wrong_pin() -> PinError:
    return PinError(
        "The PIN is wrong. Nothing was signed; it was not tried again, so that the token does not lock.",
        vi="Sai mã PIN. Chưa ký văn bản nào; hệ thống không thử lại để tránh khóa thiết bị.",
        remedy="Approve the batch again with the right PIN. / Hãy duyệt lại danh sách với mã PIN đúng.",
    )


def _locked_pin() -> PinError:
    return PinError(
        "The PIN of this token is locked or expired.",
        vi="Mã PIN của thiết bị đã bị khóa hoặc hết hạn.",
        remedy=(
            "Have the token unlocked by the issuer of the certificate."
            " / Hãy đề nghị nơi cấp chứng thư số mở khóa thiết bị."
        ),
    )


def _no_token(label: str) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"The signing token {label} cannot be used now.",
        vi=f"Không dùng được thiết bị ký {label} lúc này.",
        remedy=(
            "Check that the token is plugged in and not used by another program."
            " / Hãy kiểm tra thiết bị đã cắm và không bị chương trình khác dùng."
        ),
    )
