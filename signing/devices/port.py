"""What signs a digest: a token, an HSM, a file, a remote service. The key never moves; only digests go in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from asn1crypto import x509


@dataclass(frozen=True, slots=True)
class CertificateChain:
    """A signer's certificate and those above it, the issuer first."""

    certificate: x509.Certificate
    above: tuple[x509.Certificate, ...] = ()


class DeviceError(Exception):
    """Indicate that the device failed or was taken away: no other document of the batch can be signed either."""


class Device(Protocol):
    """An unlocked signing device, for the length of one batch. Context manager: leaving it logs out."""

    @property
    def chain(self) -> CertificateChain:
        """The certificate whose key signs, and its chain."""

    @property
    def together(self) -> int:
        """How many digests one authorisation covers; 1 where each stands alone, as on a token."""

    def sign_digest(self, digest: bytes) -> bytes:
        """Return the signature over a SHA-256 digest: PKCS#1 v1.5 for RSA, DER for ECDSA.

        Raises:
            DeviceError: if the device does not sign.
            PinError: if the device asks for the PIN with each use, and it is wrong.
        """

    def sign_digests(self, digests: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the signatures over these digests, in their order.

        All are known before the first is signed: a remote service authorises exactly these (CSC API 1.0.4, 8.4).
        Where the device fails half-way, the signatures that were yielded before hold.

        Raises:
            DeviceError: at the first digest that the device does not sign, or that is no SHA-256 digest.
            PinError: as ``sign_digest``.
        """

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def check_digest(digest: bytes) -> None:
    """Refuse what is no SHA-256 digest before a key touches it. Raises ``DeviceError``."""
    if len(digest) != 32:
        raise DeviceError("only SHA-256 digests are signed")
