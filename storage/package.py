"""The archive package (AIP) of one document, as values: the same input gives the same bytes, so that a step may repeat.

``aip/<office>/<yyyy>/<document-id>/v<N>/`` in the shape of E-ARK CSIP and TT 05/2025/TT-BNV: ``METS.xml``,
``metadata/descriptive/EAD.xml``, ``metadata/document.json`` (the data fields of NĐ 30/2020, Phụ lục VI, and the
verdicts), ``metadata/events.json``, ``metadata/preservation/PREMIS.xml``, ``representations/rep1/METS.xml`` and
``representations/rep1/data/<role>.<ext>``, and ``inventory.json`` over all of them, which names the versions before and
comes last: a prefix without it is not a package. Nothing of a version ever changes; what is new is the next one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storage.ead import Unit, ead
from storage.mets import About
from storage.package_files import (
    REPRESENTATION,
    XML,
    EarlierVersion,
    Metadata,
    Package,
    PackageFile,
    events_file,
    finish,
    json_file,
    named,
    object_id,
)
from storage.plvi import item_fields, plvi_fields
from storage.premis import premis
from vanban.domain.document import Document
from vanban.domain.evidence import Event

PREFIX = "aip/"
FORMAT = "vanban-aip/2"
"""Its forerunner, ``vanban-aip/1``, had ``content/`` and no METS; such packages stay as they are, and valid."""
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/heic": "heic",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "application/zip": "zip",
    "message/rfc822": "eml",
    "application/vnd.ms-outlook": "msg",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/json": "json",
}


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes of the record in one role."""

    role: str
    """``original``, ``numbered``, ``signed`` or ``sealed``."""
    data: bytes
    media_type: str


def build_package(
    document: Document,
    contents: Sequence[Content],
    events: Sequence[Event],
    *,
    version: int = 1,
    earlier: Sequence[EarlierVersion] = (),
) -> Package:
    """Return the package of a document."""
    entry = document.entry
    about = About(
        object_id=object_id(entry.organ_id, document.id),
        label=entry.subject or document.file_name,
        organisation=entry.organ_id,
        created=max((event.at for event in events), default=document.received_at),
    )
    data = _content_files(contents)
    fields = {"fields": plvi_fields(document), "record": _record(document)}
    record, trail = json_file("metadata/document.json", "metadata", fields), events_file(events)
    described = ead(
        Unit("item", about.label, item_fields(document)),
        object_id=about.object_id,
        organisation=about.organisation,
        created=about.created,
    )
    verdict = str((document.verdict or {}).get("verdict", ""))
    preserved = premis(document.id, [*data, record, trail], events, packed=about.created, verdict=verdict)
    return finish(
        about,
        prefix=package_prefix(document, version=version),
        metadata=[
            Metadata(PackageFile("metadata/descriptive/EAD.xml", "description", described, XML), "EAD"),
            Metadata(record, "OTHER:ND30-PL-VI"),
            Metadata(
                PackageFile("metadata/preservation/PREMIS.xml", "preservation", preserved, XML),
                "PREMIS",
                preservation=True,
            ),
            Metadata(trail, "OTHER:EVENTS", preservation=True),
        ],
        data=data,
        inventory={"format": FORMAT, "document": document.id, "version": version, "earlier": named(earlier)},
    )


def package_prefix(document: Document, *, version: int) -> str:
    """Return the key prefix of a document's package; ASCII, and the same at any time."""
    return f"{PREFIX}{ascii_name(document.office)}/{document.received_at.year:04d}/{document.id}/v{version}/"


def ascii_name(name: str) -> str:
    """Return a name as a part of a key; where letters had to go, a digest keeps two names apart."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    safe = re.sub(r"[^a-z0-9._-]+", "-", plain).strip("-.") or "office"
    return safe if safe == name else f"{safe}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _content_files(contents: Sequence[Content]) -> list[PackageFile]:
    seen: dict[str, int] = {}
    files = []
    for content in contents:
        seen[content.role] = seen.get(content.role, 0) + 1
        again = f"-{seen[content.role]}" if seen[content.role] > 1 else ""
        extension = EXTENSIONS.get(content.media_type, "bin")
        path = f"{REPRESENTATION}data/{content.role}{again}.{extension}"
        files.append(PackageFile(path, content.role, content.data, content.media_type))
    return files


def _record(document: Document) -> dict[str, Any]:
    return {
        "document": document.id,
        "claim": document.claim_id,
        "direction": document.direction.value,
        "office": document.office,
        "file_name": document.file_name,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "size": document.size,
        "final_sha256": document.current_sha256 or document.sha256,
        "received_at": document.received_at,
        "received_by": document.received_by,
        "urgency": document.urgency.value,
        "pages": document.pages,
        "warnings": list(document.warnings),
        "verdict": document.verdict,
    }
