"""The data fields of one document: of NĐ 30/2020, Phụ lục VI, and of TT 05/2025/TT-BNV, under their names there."""

from __future__ import annotations

from typing import Any

from vanban.domain.document import Direction, Document


def plvi_fields(document: Document) -> dict[str, Any]:
    """Return the fields for an incoming (II.1) or outgoing (II.2) document; None where nothing is known."""
    entry = document.entry
    common: dict[str, Any] = {
        "FileCode": {
            "OrganId": entry.organ_id or None,
            "FileCatalog": entry.file_catalog,
            "FileNotation": entry.file_notation or None,
        },
        "DocOrdinal": entry.doc_ordinal,
        "TypeName": entry.type_name or None,
        "CodeNumber": entry.code_number or None,
        "CodeNotation": entry.code_notation or None,
        "IssuedDate": entry.issued_date,
        "OrganName": entry.organ_name or None,
        "Subject": entry.subject or None,
        "Language": entry.language or None,
        "PageAmount": entry.page_amount or document.pages or None,
        "Description": entry.description or None,
        "Priority": entry.priority,
        "DueDate": entry.due_date,
    }
    if document.direction is Direction.OUTGOING:
        return {**common, "To": _receivers(entry.to_places), "IssuedAmount": entry.issued_amount}
    return {
        **common,
        "ArrivalDate": entry.arrival_date,
        "ArrivalNumber": entry.arrival_number,
        "SignerInfo": {"Position": entry.signer_position or None, "FullName": entry.signer_full_name or None},
        "ToPlaces": entry.to_places or None,
        "TraceHeaderList": entry.trace_header_list or None,
    }


def item_fields(document: Document) -> dict[str, str | int | None]:
    """Return the fields of a document (tài liệu) in an archive package; empty where nothing is known."""
    entry = document.entry
    issued = entry.issued_date.isoformat() if entry.issued_date else None
    code = ".".join(part for part in (entry.organ_id, str(entry.file_catalog or ""), entry.file_notation) if part)
    return {
        "docId": document.id,
        "arcFileCode": code if entry.file_notation else None,
        "docOrdinal": entry.doc_ordinal,
        "typeName": entry.type_name,
        "codeNumber": entry.code_number,
        "codeNotation": entry.code_notation,
        "issuedDate": issued,
        "organName": entry.organ_name,
        "subject": entry.subject or document.file_name,
        "language": entry.language,
        "numberOfPage": entry.page_amount or document.pages or None,
        "confidenceLevel": "Gốc điện tử" if document.direction is Direction.OUTGOING or document.verdict else "Số hóa",
        "description": entry.description,
    }


def _receivers(to_places: str) -> list[dict[str, str | None]]:
    names = [line.strip() for line in to_places.replace(";", "\n").splitlines()]
    return [{"OrganId": None, "OrganName": name} for name in names if name]
