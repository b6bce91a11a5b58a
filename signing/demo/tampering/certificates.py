# mypy: disable-error-code="no-untyped-call"
"""Signatures by people whose certificate does not allow it; and good ones whose certificate has ended since."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing.demo.tampering.authority import AUTHORITY, DAY, Authority, Holder, rsa_key
from signing.demo.tampering.case import Bench, Case, bad, fine
from signing.demo.tampering.documents import SEAL_BOX, SIGNATURE_BOX, draft, increment

Build = Callable[[Bench], bytes]


def cases() -> list[Case]:
    """Return the cases."""
    return [
        *bad("certificate", _PEOPLE),
        *bad("time-stamp service", _SERVICES),
        *bad("rogue evidence", _EVIDENCE),
        *fine("good: certificate", _GOOD),
    ]


def _by(make: Callable[[Authority], Holder], **how: Any) -> Build:
    """Sign as a holder that ``make`` issues."""

    def build(bench: Bench) -> bytes:
        return bench.office.sign(draft(), make(bench.authority), field="ChuKy", box=SIGNATURE_BOX, **how)

    return build


def _expired(authority: Authority) -> Holder:
    return authority.issue("Phạm Hết Hạn", begun=900, life=860)


def _not_yet(authority: Authority) -> Holder:
    return authority.issue("Lê Chưa Đến", begun=-20, life=900)


def _for(*purposes: x509.ObjectIdentifier) -> Callable[[Authority], Holder]:
    return lambda authority: authority.issue("Sai Mục Đích", purposes=purposes)


def _usages(*usages: str) -> Callable[[Authority], Holder]:
    return lambda authority: authority.issue("Sai Mục Đích", usages=usages)


def _with_chain(between: Callable[[Authority], Holder]) -> Build:
    def build(bench: Bench) -> bytes:
        authority = bench.authority
        above = between(authority)
        holder = authority.issue("Cấp Sai", issuer=above)
        signer = authority.signer(holder)
        signer.cert_registry.register(above.asn1)
        return bench.office.sign(draft(), holder, field="ChuKy", box=SIGNATURE_BOX, signer=signer)

    return build


def _rogue(bench: Bench) -> bytes:
    return bench.rogue.sign(draft(), bench.rogue.authority.official, field="ChuKy", box=SIGNATURE_BOX)


def _rogue_after(bench: Bench) -> bytes:
    """A stranger's signature whose look covers the page (sneaky signature attack)."""
    rogue = bench.rogue.authority.seal
    return bench.rogue.sign(bench.signed, rogue, field="Dau", box=(60, 300, 540, 800), page=0)


def _seal_over_the_page(bench: Bench) -> bytes:
    return bench.office.sign(bench.signed, bench.authority.seal, field="Dau", box=(0, 0, 595, 842), page=0)


def _self_signed(authority: Authority) -> Holder:
    return authority.issue("Nguyễn Văn Mẫu", issuer=None)


_PEOPLE: tuple[tuple[str, Build], ...] = (
    ("expired, B-B", _by(_expired, stamped=False)),
    ("expired, B-T", _by(_expired)),
    ("not yet valid", _by(_not_yet)),
    ("revoked, B-B", _by(lambda a: a.revoked, stamped=False)),
    ("revoked, B-T", _by(lambda a: a.revoked)),
    ("for enciphering only", _by(_usages("key_encipherment"))),
    ("for signing certificates only", _by(_usages(*AUTHORITY))),
    ("for web servers", _by(_for(ExtendedKeyUsageOID.SERVER_AUTH))),
    ("for time-stamps", _by(_for(ExtendedKeyUsageOID.TIME_STAMPING))),
    ("for programs", _by(_for(ExtendedKeyUsageOID.CODE_SIGNING))),
    ("for OCSP answers", _by(_for(ExtendedKeyUsageOID.OCSP_SIGNING))),
    ("self-signed with the official's name", _by(_self_signed)),
    ("rogue authority with the same names", _rogue),
    ("stranger's signature over the page", _rogue_after),
    ("seal over the whole page", _seal_over_the_page),
    ("issued by a person", _with_chain(lambda a: a.official)),
    ("issued by one who is no authority", _with_chain(lambda a: a.issue("Trung Gian", usages=AUTHORITY))),
    (
        "issued by one who may not issue",
        _with_chain(lambda a: a.issue("Trung Gian", is_ca=True, usages=("digital_signature",))),
    ),
    (
        "issued by an authority that has ended",
        _with_chain(lambda a: a.issue("Trung Gian", is_ca=True, usages=AUTHORITY, begun=900, life=800)),
    ),
)


# --- time-stamp services
def _stamped_by(make: Callable[[Bench], Any], who: Callable[[Authority], Holder] = lambda a: a.official) -> Build:
    def build(bench: Bench) -> bytes:
        return bench.office.sign(
            draft(), who(bench.authority), field="ChuKy", box=SIGNATURE_BOX, timestamper=make(bench)
        )

    return build


def _service(**how: Any) -> Callable[[Bench], Any]:
    def make(bench: Bench) -> Any:
        how.setdefault("purposes", (ExtendedKeyUsageOID.TIME_STAMPING,))
        return bench.authority.timestamper(bench.authority.issue("Dấu thời gian khác", key=rsa_key(), **how))

    return make


def _backdated(bench: Bench) -> Any:
    return bench.rogue.authority.timestamper(at=bench.authority.now - DAY * 400)


_SERVICES: tuple[tuple[str, Build], ...] = (
    ("rogue", _stamped_by(lambda bench: bench.rogue.authority.timestamper())),
    ("rogue, for an expired certificate", _stamped_by(_backdated, _expired)),
    ("rogue, for a revoked certificate", _stamped_by(_backdated, lambda a: a.revoked)),
    ("not for time-stamps", _stamped_by(_service(purposes=()))),
    ("expired", _stamped_by(_service(begun=900, life=800))),
    ("time in the future", _stamped_by(lambda bench: bench.authority.timestamper(at=bench.authority.now + DAY * 30))),
    ("rogue document time-stamp", lambda bench: bench.rogue.timestamp(bench.signed)),
)


# --- rogue evidence for a revoked certificate
def _good_answer(bench: Bench, by: Holder) -> bytes:
    authority = bench.authority
    answer = ocsp.OCSPResponseBuilder().add_response(
        authority.revoked.certificate, authority.issuing.certificate, hashes.SHA1(), ocsp.OCSPCertStatus.GOOD,  # noqa: S303
        authority.now - DAY, authority.now + DAY * 9, None, None,
    )  # fmt: skip
    answer = answer.responder_id(ocsp.OCSPResponderEncoding.NAME, by.certificate).certificates([by.certificate])
    return answer.sign(by.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _with_evidence(data: bytes, **evidence: Any) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        DocumentSecurityStore.supply_dss_in_writer(writer, None, **evidence)

    return increment(data, change)


def _ocsp_by(make: Callable[[Bench], Holder]) -> Build:
    def build(bench: Bench) -> bytes:
        data = _by(lambda a: a.revoked)(bench)
        by = make(bench)
        answer = asn1_ocsp.OCSPResponse.load(_good_answer(bench, by))
        return _with_evidence(data, ocsps=[answer], certs=[by.asn1])

    return build


def _rogue_list(bench: Bench) -> bytes:
    data = _by(lambda a: a.revoked)(bench)
    empty = asn1_crl.CertificateList.load(bench.rogue.authority.crl(bench.rogue.authority.issuing))
    return _with_evidence(data, crls=[empty], certs=[bench.rogue.authority.issuing.asn1])


_EVIDENCE: tuple[tuple[str, Build], ...] = (
    ("OCSP answer of a rogue authority", _ocsp_by(lambda bench: bench.rogue.authority.issuing)),
    ("OCSP answer of another person", _ocsp_by(lambda bench: bench.authority.official)),
    ("OCSP answer of the person itself", _ocsp_by(lambda bench: bench.authority.revoked)),
    ("list of a rogue authority", _rogue_list),
)


# --- good ones
def _before(days: int) -> Callable[[Bench], Any]:
    return lambda bench: bench.authority.timestamper(at=bench.authority.now - DAY * days)


def _late_seal(bench: Bench) -> bytes:
    return bench.office.sign(bench.plain, bench.authority.seal, field="Dau", box=SEAL_BOX)


_GOOD: tuple[tuple[str, Build], ...] = (
    ("expired since, time-stamped in time", _stamped_by(_before(200), _expired)),
    ("revoked since, time-stamped before", _stamped_by(_before(300), lambda a: a.revoked)),
    ("for e-mail and documents", _by(_for(ExtendedKeyUsageOID.EMAIL_PROTECTION, ExtendedKeyUsageOID.CLIENT_AUTH))),
    ("only non-repudiation", _by(_usages("content_commitment"))),
    ("seal with time-stamp on a plain signature", _late_seal),
)
