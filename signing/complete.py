# mypy: disable-error-code="no-untyped-call"
"""Makes a signature in two steps, and adds evidence with an archive time-stamp over signatures that are there.

``prepare_signature`` leaves room in the file and says what to sign; a device signs that, wherever it is;
``complete_signature`` puts the value in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any, Protocol

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigAppearanceSetup, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PdfSignedData, SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing.devices.port import CertificateChain, DeviceError
from signing.look import Look
from signing.prepare import free_field_name, open_for_signing
from signing.prepared import PreparedSignature
from signing.revocation import RevocationData
from signing.signed_data import DIGEST, template_for
from signing.timestamps import TimestampError

ARCHIVE_FIELD_PREFIX = "DauThoiGian"
Stamp = Callable[[bytes], bytes]
"""Returns the DER of a time-stamp token over a SHA-256 digest; raises ``TimestampError``."""


class Stamper(Protocol):
    """What gives document time-stamps: ``signing.timestamps.SharedTimeStamper``."""

    @property
    def room(self) -> int:
        """Bytes to leave for a token."""

    def timestamp(self, digest: bytes) -> bytes:
        """Return the DER of a token over a SHA-256 digest. Raises ``TimestampError``."""


def prepare_signature(
    writer: IncrementalPdfFileWriter,
    *,
    chain: CertificateChain,
    field_prefix: str,
    look: Look | None,
    at: dt.datetime,
    token_room: int,
) -> PreparedSignature:
    """Return the file with room for one more signature, in a field of its own, and what is to be signed.

    Args:
        writer: The opened file, from ``signing.prepare.open_for_signing``.
        chain: The signer's certificate and those above it.
        field_prefix: Beginning of the new field's name.
        look: What is shown; None for nothing.
        at: The claimed time, for ``/M``.
        token_room: Bytes to leave for a time-stamp token (B-T); 0 for a signature without one.

    Raises:
        UnsupportedKeyError: if the certificate's key is of a kind that cannot sign here.
    """
    template = template_for(_encoded(chain))
    placeholder = SignatureObject(
        timestamp=at, subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * (template.room + token_room)
    )
    field = _field(free_field_name(writer, field_prefix), look)
    digest, gap, output = _with_gap(writer, field, placeholder, _appearance(look, at))
    return PreparedSignature(
        output=output,
        original_size=len(writer.prev.stream.getbuffer()),
        gap_start=gap[0],
        gap_end=gap[1],
        document_digest=digest,
        signed_attributes=template.attributes(digest),
        certificates=_encoded(chain),
    )


def complete_signature(prepared: PreparedSignature, signature: bytes, *, stamp: Stamp | None) -> bytes:
    """Return the signed file: B-T with ``stamp``, B-B without.

    Args:
        prepared: From ``prepare_signature``.
        signature: The device's value over ``prepared.to_sign``: PKCS#1 v1.5 for RSA, DER for ECDSA.
        stamp: Gives a time-stamp over the signature.

    Raises:
        DeviceError: if the value is not by the key of the certificate, or not over this document.
        TimestampError: if no time-stamp is given.
    """
    template = template_for(prepared.certificates)
    if not template.is_by_signer(signature, prepared.to_sign):
        raise DeviceError("the device's signature does not fit the certificate and the document")
    token = stamp(sha256(signature).digest()) if stamp is not None else b""
    encoded = template.encode(prepared.signed_attributes, signature, token=token)
    return _filled(prepared.output, (prepared.gap_start, prepared.gap_end), encoded)


def add_archive_evidence(data: bytes, *, revocation: RevocationData, timestamper: Stamper | None) -> bytes:
    """Return the file with the revocation data of its signatures and, over all that, a document time-stamp.

    Both are one increment. Without ``timestamper`` only the data are added.

    Raises:
        TimestampError: if no time-stamp is given.
    """
    writer = open_for_signing(data)
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, certs=revocation.certificates, ocsps=revocation.ocsps, crls=revocation.crls
    )
    if timestamper is None:
        output = BytesIO()
        writer.write(output)
        return output.getvalue()
    field = SigFieldSpec(free_field_name(writer, ARCHIVE_FIELD_PREFIX))
    placeholder = DocumentTimestamp(bytes_reserved=2 * timestamper.room)
    digest, gap, stamped = _with_gap(writer, field, placeholder, None)
    return _filled(stamped, gap, timestamper.timestamp(digest))


def _with_gap(
    writer: IncrementalPdfFileWriter,
    field: SigFieldSpec,
    placeholder: PdfSignedData,
    appearance: SigAppearanceSetup | None,
) -> tuple[bytes, tuple[int, int], bytes]:
    """Return the digest of the file around the gap for a signature, the gap, and the file."""
    embedding = PdfCMSEmbedder(new_field_spec=field).write_cms(field_name=field.sig_field_name, writer=writer)
    next(embedding)
    embedding.send(SigObjSetup(sig_placeholder=placeholder, appearance_setup=appearance))
    prepared, output = embedding.send(SigIOSetup(md_algorithm=DIGEST))
    gap = prepared.reserved_region_start, prepared.reserved_region_end
    return prepared.document_digest, gap, _bytes(output)


def _filled(output: bytes, gap: tuple[int, int], encoded: bytes) -> bytes:
    start, end = gap
    zeros = end - start - 2 - 2 * len(encoded)
    if zeros < 0:
        # Only a token of a service that was never seen before can be so large; another service's may fit.
        raise TimestampError("the time-stamp is larger than the room left for it")
    return b"".join((output[: start + 1], encoded.hex().upper().encode(), b"0" * zeros, output[end - 1 :]))


def _appearance(look: Look | None, at: dt.datetime) -> SigAppearanceSetup | None:
    if look is None:
        return None
    return SigAppearanceSetup(style=look.style, timestamp=at, name=None)


def _field(name: str, look: Look | None) -> SigFieldSpec:
    if look is None:
        return SigFieldSpec(name)
    box = look.place.box
    corners: Any = (box.left, box.bottom, box.right, box.top)  # annotated as int, written as numbers
    return SigFieldSpec(name, on_page=look.place.page, box=corners)


def _encoded(chain: CertificateChain) -> tuple[bytes, ...]:
    return tuple(one.dump() for one in (chain.certificate, *chain.above))


def _bytes(output: Any) -> bytes:
    held: bytes = output.getvalue()
    return held
