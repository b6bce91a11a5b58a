# mypy: disable-error-code="no-untyped-call"
"""Opens a PDF to be judged: its signatures, and the evidence that it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import crl, ocsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, collect_embedded_signatures

from signing import revisions
from signing.sentences import say
from signing.trust import Trust

MAX_SIGNATURES = 64
MAX_REVISIONS = 256


class UnclearError(Exception):
    """Indicate that no verdict can be given; the message says why."""


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """A signed PDF, read but not judged."""

    reader: PdfFileReader
    people: tuple[EmbeddedPdfSignature, ...]
    timestamps: tuple[EmbeddedPdfSignature, ...]
    inside: Trust
    outside: Trust


def open_to_judge(data: bytes, trust: Trust) -> OpenedPdf | None:
    """Read the file strictly, else leniently; None if it holds no signature at all.

    Raises:
        UnclearError: if it cannot be told which signatures the file holds.
        Exception: whatever the parser throws at a broken file.
    """
    try:
        opened = _read(data, trust, strict=True)
    except UnclearError:
        raise
    except Exception:  # noqa: BLE001 - slightly broken files are read leniently
        return _read(data, trust, strict=False)
    if opened is not None and opened.reader.xrefs.hybrid_xrefs_present:
        return _read(data, trust, strict=False)  # a strict reader opens them, and then refuses to judge
    return opened


def _read(data: bytes, trust: Trust, *, strict: bool) -> OpenedPdf | None:
    reader = PdfFileReader(BytesIO(data), strict=strict)
    if reader.encrypted:
        reader.decrypt(b"")
    if reader.xrefs.total_revisions > MAX_REVISIONS:
        raise UnclearError(say("too-many"))
    embedded = collect_embedded_signatures(reader)
    raw = revisions.raw_signatures(data)
    if not embedded and not raw:
        return None
    if len(embedded) > MAX_SIGNATURES:
        raise UnclearError(say("too-many"))
    if len(embedded) != len(raw):
        raise UnclearError(say("hidden"))
    if len({str(one.field_name) for one in embedded}) != len(embedded):
        raise UnclearError(say("same-name"))
    inside = _with_evidence(reader, Trust(roots=trust.roots, terms=trust.terms), embedded)
    outside = _with_evidence(reader, trust, embedded)
    people = tuple(one for one in embedded if one.sig_object_type == "/Sig")
    timestamps = tuple(one for one in embedded if one.sig_object_type == "/DocTimeStamp")
    if len(people) + len(timestamps) != len(embedded):
        raise UnclearError(say("unknown-type"))
    return OpenedPdf(reader, people, timestamps, inside, outside)


def _with_evidence(reader: PdfFileReader, trust: Trust, embedded: Sequence[EmbeddedPdfSignature]) -> Trust:
    """Add certificates from the signatures, and certificates, OCSP answers and CRLs from the document store."""
    certificates = [c for one in embedded for c in (one.signer_cert, *one.other_embedded_certs)]
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except ValidationInfoReadingError:
        return trust.plus(certificates=certificates)
    return trust.plus(
        certificates=[*certificates, *store.load_certs()],
        crls=[crl.CertificateList.load(one.get_object().data, strict=True) for one in store.crls],
        ocsps=[ocsp.OCSPResponse.load(one.get_object().data, strict=True) for one in store.ocsps],
    )
