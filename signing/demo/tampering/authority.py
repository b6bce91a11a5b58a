# mypy: disable-error-code="no-untyped-call"
"""A small certification authority in memory, with people who may sign and people who may not; needs no service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

ORGANISATION = "THỬ NGHIỆM - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
DAY = dt.timedelta(days=1)
_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip
SIGNING = ("digital_signature", "content_commitment")
AUTHORITY = ("key_cert_sign", "crl_sign")


@dataclass(frozen=True, slots=True)
class Holder:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Any

    @property
    def asn1(self) -> asn1_x509.Certificate:
        """The certificate as pyHanko takes it."""
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        """The key as pyHanko takes it."""
        plain = serialization.NoEncryption()
        der = self.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
        return asn1_keys.PrivateKeyInfo.load(der)


class Authority:
    """Root, issuing authority, time-stamp service and people; the same names with other keys in every instance.

    Args:
        now: The day of today; what is valid today was issued a year before.
    """

    def __init__(self, *, now: dt.datetime) -> None:
        self.now = now
        self.root = self.issue("Gốc", usages=AUTHORITY, is_ca=True, issuer=None, life=7000)
        self.issuing = self.issue("Cấp dưới", usages=AUTHORITY, is_ca=True, issuer=self.root, life=5000)

    # --- people
    @cached_property
    def official(self) -> Holder:
        """May sign."""
        return self.issue("Nguyễn Văn Mẫu", key=rsa_key())

    @cached_property
    def deputy(self) -> Holder:
        """May sign, with an elliptic curve."""
        return self.issue("Trần Thị Thử")

    @cached_property
    def seal(self) -> Holder:
        """The organisation."""
        return self.issue("ỦY BAN NHÂN DÂN PHƯỜNG MẪU")

    @cached_property
    def tsa(self) -> Holder:
        """The time-stamp service."""
        purposes = (ExtendedKeyUsageOID.TIME_STAMPING,)
        return self.issue("Dấu thời gian", key=rsa_key(), usages=SIGNING[:1], purposes=purposes, life=4000)

    @cached_property
    def revoked(self) -> Holder:
        """Revoked half a year ago; on the list."""
        return self.issue("Hoàng Thu Hồi")

    def issue(
        self,
        name: str,
        *,
        key: Any = None,
        usages: Sequence[str] = SIGNING,
        purposes: Sequence[x509.ObjectIdentifier] = (),
        is_ca: bool = False,
        issuer: Holder | str | None = "issuing",
        begun: int = 365,
        life: int = 1500,
    ) -> Holder:
        """Return a new certificate that began ``begun`` days ago and lasts ``life`` days; its own issuer if None."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        own = issuer is None
        above = self.issuing if issuer == "issuing" else issuer
        subject = _name(name)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if own else above.certificate.subject)  # type: ignore[union-attr]
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now - DAY * begun)
            .not_valid_after(self.now - DAY * begun + DAY * life)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**{one: one in usages for one in _USAGES}), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(list(purposes)), critical=True)
        if not own:
            authority_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key())  # type: ignore[union-attr]
            builder = builder.add_extension(authority_key, critical=False)
        signing_key = key if own else above.key  # type: ignore[union-attr]
        return Holder(builder.sign(signing_key, hashes.SHA256()), key)

    # --- services
    def crl(self, issuer: Holder, *revoked: Holder) -> bytes:
        """Return an issuer's list of revoked certificates, DER."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(self.now - DAY)
            .next_update(self.now + DAY * 300)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        for one in revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(self.now - DAY * 180).build())
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    @cached_property
    def crls(self) -> tuple[bytes, bytes]:
        """The lists of root and issuing authority."""
        return self.crl(self.root), self.crl(self.issuing, self.revoked)

    def write_trust(self, folder: Path) -> Path:
        """Write root and lists as ``vanban verify --trust`` takes them; returns the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        root = self.root.certificate.public_bytes(serialization.Encoding.PEM)
        (folder / "root.pem").write_bytes(root)
        for name, der in zip(("root", "issuing"), self.crls, strict=True):
            (folder / f"{name}.crl.pem").write_bytes(pem.armor("X509 CRL", der))
        return folder

    def signer(self, holder: Holder) -> SimpleSigner:
        """Return what signs as a holder, with the chain embedded."""
        chain = SimpleCertificateStore()
        chain.register_multiple([self.issuing.asn1, self.root.asn1])
        return SimpleSigner(holder.asn1, holder.asn1_key, chain)

    def timestamper(self, holder: Holder | None = None, *, at: dt.datetime | None = None) -> DummyTimeStamper:
        """Return a time-stamp service."""
        chain = SimpleCertificateStore()
        chain.register_multiple([self.issuing.asn1, self.root.asn1])
        by = holder or self.tsa
        return DummyTimeStamper(by.asn1, by.asn1_key, certs_to_embed=chain, fixed_dt=at)


def rsa_key(bits: int = 2048) -> Any:
    """Return a new RSA key; pyHanko's time-stamp service for tests takes no other."""
    return rsa.generate_private_key(65537, bits)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
