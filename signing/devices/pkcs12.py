"""A key in a PKCS#12 file: for tests and samples only, never for an office's signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from signing.devices.port import CertificateChain, DeviceError, check_digest
from vanban.domain.errors import PinError


class Pkcs12Device:
    """Signs with a key held in memory, parsed once."""

    def __init__(self, *, key: Any, chain: CertificateChain) -> None:
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
        """Return the signature over a SHA-256 digest. Raises ``DeviceError`` after the device was left."""
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
        from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
        from cryptography.hazmat.primitives.hashes import SHA256

        check_digest(digest)
        if self._key is None:
            raise DeviceError("the key file was closed")
        signature: bytes
        if isinstance(self._key, rsa.RSAPrivateKey):
            signature = self._key.sign(digest, padding.PKCS1v15(), Prehashed(SHA256()))
        else:
            signature = self._key.sign(digest, ec.ECDSA(Prehashed(SHA256())))
        return signature

    def sign_digests(self, digests: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the signatures over SHA-256 digests."""
        return map(self.sign_digest, digests)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._key = None


def open_pkcs12(path: Path, *, password: str) -> Pkcs12Device:
    """Open a PKCS#12 file.

    Raises:
        PinError: if the password is wrong.
    """
    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

    try:
        key, certificate, others = pkcs12.load_key_and_certificates(path.read_bytes(), password.encode())
    except ValueError:
        raise PinError("The password of the key file is wrong.", vi="Sai mật khẩu của tệp khóa.") from None
    if key is None or certificate is None:
        raise PinError("The key file holds no key.", vi="Tệp khóa không chứa khóa.")
    loaded = [x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in (certificate, *others)]
    return Pkcs12Device(key=key, chain=CertificateChain(loaded[0], tuple(loaded[1:])))
