"""The CMS SignedData of one PAdES signature (RFC 5652, ETSI EN 319 142-1), encoded by ourselves.

For one signer only the message digest, the signature and its time-stamp vary: everything else is encoded once, when a
batch begins. pyHanko builds the same object from asn1crypto values for each document, which is most of what a
signature costs; the tests compare the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

from asn1crypto import x509
from cryptography import x509 as cryptography_x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from signing.der import octets, oid, sequence, set_of, tagged

DIGEST = "sha256"
NULL = b"\x05\x00"
SHA256 = sequence(oid("2.16.840.1.101.3.4.2.1"), NULL)
"""With NULL parameters, as pyHanko writes it; every verifier must take both forms (RFC 5754, 2)."""
MECHANISMS = {
    "rsa": sequence(oid("1.2.840.113549.1.1.11"), NULL),
    "ec": sequence(oid("1.2.840.10045.4.3.2")),
}
VERSION_1 = b"\x02\x01\x01"
SIGNED_DATA = oid("1.2.840.113549.1.7.2")
DATA = oid("1.2.840.113549.1.7.1")
CONTENT_TYPE = oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST = oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47")
TIMESTAMP_TOKEN = oid("1.2.840.113549.1.9.16.2.14")
OVERHEAD = 128
"""Bytes for the lengths of what is wrapped around signature and time-stamp."""


class UnsupportedKeyError(Exception):
    """Indicate a certificate with a key that is neither RSA nor on an elliptic curve."""


class SignedDataTemplate:
    """What is the same in every signature of one certificate.

    Args:
        encoded: DER of the signer's certificate and those above it; a root is left out, verifiers bring their own.

    Raises:
        UnsupportedKeyError: if the key is of another kind than RSA or EC.
    """

    def __init__(self, encoded: Sequence[bytes]) -> None:
        chain = [x509.Certificate.load(one) for one in encoded]
        certificate = chain[0]
        kind = certificate.public_key.algorithm
        if kind not in MECHANISMS:
            raise UnsupportedKeyError(f"{kind} keys are not supported")
        self._mechanism = MECHANISMS[kind]
        self._key: Any = cryptography_x509.load_der_x509_certificate(encoded[0]).public_key()
        above = [one.dump() for one in chain[1:] if one.self_signed == "no"]
        self._certificates = set_of(*dict.fromkeys((encoded[0], *above)), tag=0xA0)
        # Both as they stand in the certificate: a name encoded again might differ.
        tbs = certificate["tbs_certificate"]
        self._issuer, self._serial = tbs["issuer"].dump(), tbs["serial_number"].dump()
        self._fixed_attributes = (
            _attribute(CONTENT_TYPE, DATA),
            _attribute(SIGNING_CERTIFICATE_V2, self._signing_certificate_v2(encoded[0])),
        )

    @cached_property
    def room(self) -> int:
        """Bytes of the whole object without a time-stamp, at most."""
        attributes = self.attributes(bytes(32))
        return len(self.encode(attributes, bytes(self._signature_size))) + OVERHEAD

    def attributes(self, document_digest: bytes) -> bytes:
        """Return the signed attributes, a DER SET: what a device signs is their SHA-256.

        PAdES: content type, message digest and ESS signing-certificate-v2; the claimed time stands in the PDF (``/M``).
        """
        return set_of(*self._fixed_attributes, _attribute(MESSAGE_DIGEST, octets(document_digest)))

    def encode(self, attributes: bytes, signature: bytes, *, token: bytes = b"") -> bytes:
        """Return the ContentInfo.

        Args:
            attributes: From ``attributes``.
            signature: PKCS#1 v1.5 for RSA, DER for ECDSA.
            token: DER of a time-stamp token over the signature (B-T); empty for none.
        """
        unsigned = tagged(1, _attribute(TIMESTAMP_TOKEN, token)) if token else b""
        signer_info = sequence(
            VERSION_1,
            sequence(self._issuer, self._serial),
            SHA256,
            b"\xa0" + attributes[1:],
            self._mechanism,
            octets(signature),
            unsigned,
        )
        signed = sequence(VERSION_1, set_of(SHA256), sequence(DATA), self._certificates, set_of(signer_info))
        return sequence(SIGNED_DATA, tagged(0, signed))

    def is_by_signer(self, signature: bytes, digest: bytes) -> bool:
        """Return whether a signature value is by the certificate's key, over a SHA-256 digest."""
        hashed = Prehashed(hashes.SHA256())
        try:
            if isinstance(self._key, ec.EllipticCurvePublicKey):
                self._key.verify(signature, digest, ec.ECDSA(hashed))
            else:
                self._key.verify(signature, digest, padding.PKCS1v15(), hashed)
        except InvalidSignature:
            return False
        return True

    @property
    def _signature_size(self) -> int:
        size: int = (self._key.key_size + 7) // 8
        return 2 * (size + 1) + 16 if isinstance(self._key, ec.EllipticCurvePublicKey) else size

    def _signing_certificate_v2(self, certificate: bytes) -> bytes:
        """Return the ESS attribute's value (RFC 5035): SHA-256 is its default, so no algorithm is written."""
        digest = octets(hashlib.sha256(certificate).digest())
        names = sequence(tagged(4, self._issuer))
        return sequence(sequence(sequence(digest, sequence(names, self._serial))))


@lru_cache(maxsize=64)
def template_for(encoded: tuple[bytes, ...]) -> SignedDataTemplate:
    """Return the template of a certificate chain, made once: see ``SignedDataTemplate``."""
    return SignedDataTemplate(encoded)


def _attribute(kind: bytes, value: bytes) -> bytes:
    return sequence(kind, set_of(value))
