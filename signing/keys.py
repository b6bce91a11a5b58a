# mypy: disable-error-code="no-untyped-call"
"""pyHanko's signer over one of our devices."""

from __future__ import annotations

import hashlib

from asn1crypto import algos
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.devices.port import Device

DIGEST = "sha256"
MECHANISMS = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa"}
ATTRIBUTES = 2000
"""Bytes of a CMS signature apart from certificates, time-stamp and the raw signature."""


class DeviceSigner(Signer):
    """Lets the device sign SHA-256 digests; embeds the chain without its root."""

    def __init__(self, device: Device) -> None:
        chain = device.chain
        store = SimpleCertificateStore()
        store.register_multiple(chain.above)
        mechanism = MECHANISMS[chain.certificate.public_key.algorithm]
        super().__init__(
            signing_cert=chain.certificate,
            cert_registry=store,
            embed_roots=False,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": mechanism}),
        )
        self._device = device

    @property
    def room(self) -> int:
        """Bytes of the CMS object without a time-stamp, at most."""
        chain = self._device.chain
        certificates = sum(len(one.dump()) for one in (chain.certificate, *chain.above))
        return certificates + ATTRIBUTES

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002
        """Return the device's signature over the digest of ``data``."""
        if digest_algorithm != DIGEST:
            raise ValueError(f"only {DIGEST} is signed, not {digest_algorithm}")
        return self._device.sign_digest(hashlib.sha256(data).digest())
