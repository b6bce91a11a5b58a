# mypy: disable-error-code="no-untyped-call"
"""Puts a signature into an opened PDF, and evidence with an archive time-stamp over signatures that are there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigAppearanceSetup, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, SignatureObject
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing.appearance import Picture, picture_style
from signing.keys import DIGEST, DeviceSigner
from signing.placement import Place
from signing.prepare import free_field_name, open_for_signing
from signing.revocation import RevocationData
from signing.timestamps import SharedTimeStamper

ARCHIVE_FIELD_PREFIX = "DauThoiGian"


@dataclass(frozen=True, slots=True)
class Look:
    """A picture at a place."""

    picture: Picture
    place: Place


async def add_signature(
    writer: IncrementalPdfFileWriter,
    *,
    signer: DeviceSigner,
    timestamper: SharedTimeStamper | None,
    field_prefix: str,
    look: Look | None,
    at: dt.datetime,
) -> bytes:
    """Return the file with one more signature, in a field of its own.

    Args:
        writer: The opened file.
        signer: The device.
        timestamper: For B-T; None for a signature without time-stamp.
        field_prefix: Beginning of the new field's name.
        look: What is shown; None for nothing.
        at: The claimed time, for ``/M``.

    Raises:
        DeviceError: if the device does not sign.
        TimestampError: if no time-stamp is given.
    """
    name = free_field_name(writer, field_prefix)
    embedding = PdfCMSEmbedder(new_field_spec=_field(name, look)).write_cms(field_name=name, writer=writer)
    next(embedding)
    room = signer.room + (timestamper.room if timestamper is not None else 0)
    placeholder = SignatureObject(timestamp=at, subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * room)
    appearance = None
    if look is not None:
        appearance = SigAppearanceSetup(style=picture_style(look.picture), timestamp=at, name=None)
    embedding.send(SigObjSetup(sig_placeholder=placeholder, appearance_setup=appearance))
    prepared, output = embedding.send(SigIOSetup(md_algorithm=DIGEST))
    signature = await signer.async_sign(prepared.document_digest, DIGEST, use_pades=True, timestamper=timestamper)
    embedding.send(signature)
    return _bytes(output)


async def add_archive_evidence(
    data: bytes, *, revocation: RevocationData, timestamper: SharedTimeStamper | None
) -> bytes:
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
    name = free_field_name(writer, ARCHIVE_FIELD_PREFIX)
    embedding = PdfCMSEmbedder(new_field_spec=SigFieldSpec(name)).write_cms(field_name=name, writer=writer)
    next(embedding)
    embedding.send(SigObjSetup(sig_placeholder=DocumentTimestamp(bytes_reserved=2 * timestamper.room)))
    prepared, output = embedding.send(SigIOSetup(md_algorithm=DIGEST))
    embedding.send(await timestamper.async_timestamp(prepared.document_digest, DIGEST))
    return _bytes(output)


def _field(name: str, look: Look | None) -> SigFieldSpec:
    if look is None:
        return SigFieldSpec(name)
    box = look.place.box
    corners = (round(box.left), round(box.bottom), round(box.right), round(box.top))
    return SigFieldSpec(name, on_page=look.place.page, box=corners)


def _bytes(output: Any) -> bytes:
    held: bytes = output.getvalue()
    return held
