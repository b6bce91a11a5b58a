"""The two steps of a signature, without a service: what they make is what pyHanko itself would make."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import io

import pytest
from asn1crypto import algos, x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.complete import complete_signature, prepare_signature
from signing.devices.pkcs12 import Pkcs12Device
from signing.devices.port import CertificateChain, DeviceError
from signing.prepare import open_for_signing
from signing.prepared import PreparedSignature
from signing.revisions import raw_signatures
from signing.signed_data import SignedDataTemplate
from signing.timestamps import TimestampError

AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
KEYS = {"rsa": lambda: rsa.generate_private_key(65537, 2048), "ec": lambda: ec.generate_private_key(ec.SECP256R1())}


def issue(key, issuer_key, *, name: str, issuer: str) -> x509.Certificate:
    def named(text: str) -> certificates.Name:
        return certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, text)])

    made = (
        certificates.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(2**158 + 5)
        .not_valid_before(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2035, 1, 1, tzinfo=dt.UTC))
        .sign(issuer_key, SHA256())
    )
    return x509.Certificate.load(made.public_bytes(Encoding.DER))


@pytest.fixture(scope="module", params=["rsa", "ec"])
def device(request: pytest.FixtureRequest) -> Pkcs12Device:
    key, root_key = KEYS[request.param](), KEYS["ec"]()
    root = issue(root_key, root_key, name="Gốc", issuer="Gốc")
    middle_key = KEYS["ec"]()
    middle = issue(middle_key, root_key, name="Cấp dưới", issuer="Gốc")
    person = issue(key, middle_key, name="Nguyễn Văn Mẫu", issuer="Cấp dưới")
    return Pkcs12Device(key=key, chain=CertificateChain(person, (middle, root)))


@pytest.fixture(scope="module")
def blank() -> bytes:
    import pikepdf

    written = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(written)
    return written.getvalue()


def prepare(data: bytes, device: Pkcs12Device, *, token_room: int = 0) -> PreparedSignature:
    writer = open_for_signing(data)
    return prepare_signature(writer, chain=device.chain, field_prefix="ChuKy", look=None, at=AT, token_room=token_room)


class PlainSigner(Signer):
    """pyHanko's own way to the same signature."""

    def __init__(self, device: Pkcs12Device, mechanism: str) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(device.chain.above)
        algorithm = algos.SignedDigestAlgorithm({"algorithm": mechanism})
        super().__init__(
            signing_cert=device.chain.certificate,
            cert_registry=store,
            embed_roots=False,
            signature_mechanism=algorithm,
        )
        self._device = device

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._device.sign_digest(hashlib.sha256(data).digest())


def test_the_signed_data_are_byte_for_byte_those_of_pyhanko(device):
    mechanism = f"sha256_{'rsa' if device.chain.certificate.public_key.algorithm == 'rsa' else 'ecdsa'}"
    digest = hashlib.sha256(b"a document").digest()
    theirs = asyncio.run(PlainSigner(device, mechanism).async_sign(digest, "sha256", use_pades=True))
    info = theirs["content"]["signer_infos"][0]
    ours = SignedDataTemplate([one.dump() for one in (device.chain.certificate, *device.chain.above)])
    attributes = ours.attributes(digest)
    assert attributes == info["signed_attrs"].untag().dump()
    assert ours.encode(attributes, info["signature"].native) == theirs.dump()
    assert len(theirs.dump()) <= ours.room


def test_a_prepared_file_is_completed_after_it_was_stored(device, blank):
    prepared = prepare(blank, device)
    stored = PreparedSignature.from_bytes(prepared.to_bytes())
    assert stored == prepared
    signed = complete_signature(stored, device.sign_digest(stored.to_sign), stamp=None)
    assert signed.startswith(blank)
    assert len(signed) == len(prepared.output)
    [found] = raw_signatures(signed)
    assert found.well_formed
    assert hashlib.sha256(found.signed_bytes(signed)).digest() == prepared.document_digest
    assert signed.endswith(b"%%EOF\n")


def test_pyhanko_finds_it_sound(device, blank):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature

    prepared = prepare(blank, device)
    signed = complete_signature(prepared, device.sign_digest(prepared.to_sign), stamp=None)
    embedded = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
    status = validate_pdf_signature(embedded, skip_diff=True)
    assert status.intact
    assert status.valid
    assert embedded.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"


def test_the_token_goes_where_a_verifier_looks_for_it(device, blank):
    from asn1crypto import cms

    token = cms.ContentInfo({"content_type": "data", "content": b"token"}).dump()
    asked = []

    def stamp(digest: bytes) -> bytes:
        asked.append(digest)
        return token

    prepared = prepare(blank, device, token_room=200)
    value = device.sign_digest(prepared.to_sign)
    signed = complete_signature(prepared, value, stamp=stamp)
    [found] = raw_signatures(signed)
    info = cms.ContentInfo.load(found.contents(signed))["content"]["signer_infos"][0]
    [attribute] = info["unsigned_attrs"]
    assert attribute["type"].native == "signature_time_stamp_token"
    assert attribute["values"][0].dump() == token
    assert asked == [hashlib.sha256(value).digest()]


def test_a_value_over_something_else_is_refused(device, blank):
    prepared = prepare(blank, device)
    for value in (device.sign_digest(hashlib.sha256(b"other").digest()), b"", b"\x00" * 256):
        with pytest.raises(DeviceError):
            complete_signature(prepared, value, stamp=None)


def test_what_was_changed_while_it_was_stored_is_refused(device, blank):
    stored = bytearray(prepare(blank, device).to_bytes())
    stored[-50] ^= 1
    for damaged in (bytes(stored), b"", b"{}\n", b"[]\n", b'{"version": 2}\n', b'{"version": 1, "gap": 5}\n'):
        with pytest.raises(ValueError):
            PreparedSignature.from_bytes(damaged)


def test_a_token_longer_than_the_room_is_refused(device, blank):
    prepared = prepare(blank, device)
    with pytest.raises(TimestampError, match="room"):
        complete_signature(prepared, device.sign_digest(prepared.to_sign), stamp=lambda _: b"\x30" * 5000)
