"""Whose a certificate is, by what authorities here and abroad write into it."""

from __future__ import annotations

import datetime as dt

import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from signing.holders import holder_of

KEY = ec.generate_private_key(ec.SECP256R1())
ORGAN = "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
ESIGN = bytes.fromhex("3015301306060400 8e4601063009 06070400 8e46010601".replace(" ", ""))
ESEAL = bytes.fromhex("3015301306060400 8e4601063009 06070400 8e46010602".replace(" ", ""))


def certificate(statements: bytes = b"", **said: str) -> asn1.Certificate:
    name = x509.Name([x509.NameAttribute(getattr(NameOID, one), text) for one, text in said.items()])
    day = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder(name, name, KEY.public_key(), 7, day, day + dt.timedelta(days=9))
    if statements:
        made = made.add_extension(x509.UnrecognizedExtension(QC_STATEMENTS, statements), critical=False)
    return asn1.Certificate.load(made.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


@pytest.mark.parametrize(
    ("said", "holder"),
    [
        ({"COMMON_NAME": ORGAN, "ORGANIZATION_NAME": ORGAN}, "organisation"),
        ({"COMMON_NAME": ORGAN.title(), "ORGANIZATION_NAME": ORGAN}, "organisation"),
        ({"COMMON_NAME": "Nguyễn Văn Mẫu", "ORGANIZATION_NAME": ORGAN}, "person"),
        ({"COMMON_NAME": ORGAN, "USER_ID": "MST:0100686209"}, "organisation"),
        ({"COMMON_NAME": "Nguyễn Văn Mẫu", "USER_ID": "CCCD:001099000001"}, "person"),
        ({"COMMON_NAME": "x", "GIVEN_NAME": "Mẫu", "SURNAME": "Nguyễn"}, "person"),
        ({"COMMON_NAME": "x", "ORGANIZATION_NAME": "y", "ORGANIZATION_IDENTIFIER": "VATVN-0100"}, "organisation"),
        ({"COMMON_NAME": "x"}, ""),
    ],
)
def test_the_subject_tells(said, holder):
    assert holder_of(certificate(**said)) == holder


@pytest.mark.parametrize(("statements", "holder"), [(ESIGN, "person"), (ESEAL, "organisation")])
def test_a_qualified_certificate_says_it_itself(statements, holder):
    assert holder_of(certificate(statements, COMMON_NAME="x")) == holder
