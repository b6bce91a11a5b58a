"""The archive package (AIP) of a case file: it refers to the packages of its documents, and copies nothing of them.

``aip-case/<organisation>/<yyyy>/<case-file-id>/v<N>/``, in the same shape as a document's package. The representation's
METS and ``metadata/casefile.json`` name each document's package by its place in the archive and by the SHA-256 of its
inventory, and so every byte of it. Those places are relative paths: a folder in which both lie as they do in the
archive can be followed as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from storage.ead import Unit, ead
from storage.mets import About, Reference
from storage.package import ascii_name
from storage.package_files import (
    INVENTORY,
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
from storage.plvi import item_fields
from storage.premis import premis
from vanban.domain.casefile import CaseFile, FiledDocument
from vanban.domain.document import Document
from vanban.domain.evidence import Event

PREFIX = "aip-case/"
FORMAT = "vanban-aip-case/1"


@dataclass(frozen=True, slots=True)
class FiledPackage:
    """One document of the case file, with its package."""

    filed: FiledDocument
    document: Document
    package: str
    """Key prefix of the document's package."""
    inventory_sha256: str
    inventory_size: int


def build_case_package(
    case_file: CaseFile,
    documents: Sequence[FiledPackage],
    events: Sequence[Event],
    *,
    maintenance: str,
    version: int,
    earlier: Sequence[EarlierVersion] = (),
) -> Package:
    """Return the package of a closed case file.

    Args:
        case_file: closed, with its totals.
        documents: what is in it, in order.
        events: what happened to the case file.
        maintenance: the term in words, ``10 năm``.
        version: of the package.
        earlier: the versions before.
    """
    prefix = case_prefix(case_file, version=version)
    about = About(
        object_id=object_id(case_file.code.organ_id, case_file.id),
        label=case_file.title,
        organisation=case_file.code.organ_id,
        created=max((event.at for event in events), default=case_file.opened_at),
    )
    fields = case_fields(case_file, maintenance=maintenance)
    listed = [_listed(one) for one in documents]
    record = json_file(
        "metadata/casefile.json", "metadata", {"case_file": case_file.id, "fields": fields, "documents": listed}
    )
    trail = events_file(events)
    unit = Unit("file", case_file.title, case_file_fields(case_file, maintenance), [_item(one) for one in documents])
    described = ead(unit, object_id=about.object_id, organisation=about.organisation, created=about.created)
    preserved = premis(case_file.id, [record, trail], events, packed=about.created)
    # From the representation's folder up to the bucket.
    up = "../" * f"{prefix}{REPRESENTATION}".count("/")
    return finish(
        about,
        prefix=prefix,
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
        data=[],
        elsewhere=[
            Reference(
                f"{up}{one.package}{INVENTORY}",
                one.inventory_sha256,
                one.inventory_size,
                "application/json",
                one.document.entry.subject,
            )
            for one in documents
        ],
        inventory={"format": FORMAT, "case_file": case_file.id, "version": version, "earlier": named(earlier)},
    )


def case_prefix(case_file: CaseFile, *, version: int) -> str:
    """Return the key prefix of a case file's package; ASCII, and the same at any time."""
    organisation = ascii_name(case_file.code.organ_id.lower() or case_file.office)
    return f"{PREFIX}{organisation}/{case_file.code.file_catalog:04d}/{case_file.id}/v{version}/"


def case_fields(case_file: CaseFile, *, maintenance: str) -> dict[str, Any]:
    """Return the data fields of a case file (NĐ 30/2020, Phụ lục VI), under their names there."""
    return {
        "FileCode": {
            "OrganId": case_file.code.organ_id,
            "FileCatalog": case_file.code.file_catalog,
            "FileNotation": case_file.code.file_notation,
        },
        "Title": case_file.title,
        "Maintenance": maintenance,
        "Rights": case_file.rights or None,
        "Creator": case_file.creator,
        "Language": case_file.language,
        "StartDate": case_file.start_date,
        "EndDate": case_file.end_date,
        "DocTotal": case_file.doc_total,
        "PageTotal": case_file.page_total,
        "Description": case_file.description or None,
    }


def case_file_fields(case_file: CaseFile, maintenance: str) -> dict[str, str | int | None]:
    """Return the fields of a case file (hồ sơ) of TT 05/2025/TT-BNV."""
    return {
        "arcFileCode": str(case_file.code),
        "title": case_file.title,
        "maintenance": maintenance,
        "mode": case_file.rights,
        "language": case_file.language,
        "startDate": case_file.start_date.isoformat() if case_file.start_date else None,
        "endDate": case_file.end_date.isoformat() if case_file.end_date else None,
        "totalDoc": case_file.doc_total,
        "numberOfPage": case_file.page_total,
        "description": case_file.description,
    }


def _item(one: FiledPackage) -> Unit:
    fields = {**item_fields(one.document), "docOrdinal": one.filed.ordinal}
    return Unit("item", one.document.entry.subject or one.document.file_name, fields)


def _listed(one: FiledPackage) -> dict[str, Any]:
    entry = one.document.entry
    return {
        "ordinal": one.filed.ordinal,
        "document": one.document.id,
        "package": one.package,
        "inventory_sha256": one.inventory_sha256,
        "since_version": one.filed.since_version,
        "type_name": entry.type_name,
        "code": "/".join(part for part in (entry.code_number, entry.code_notation) if part),
        "issued_date": entry.issued_date,
        "organ_name": entry.organ_name,
        "subject": entry.subject,
        "pages": entry.page_amount or one.document.pages,
    }
