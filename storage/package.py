"""The archive package (AIP) of one document, as values: the same input gives the same bytes, so that a step may repeat.

``aip/<office>/<yyyy>/<document-id>/v<N>/``: ``content/<role>.<ext>``, ``metadata/document.json`` (the data fields of
NĐ 30/2020, Phụ lục VI, and the verdicts), ``metadata/events.json``, ``metadata/premis.xml`` (PREMIS 3), and
``inventory.json`` over all of them, which comes last: a prefix without it is not a package.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.plvi import plvi_fields
from storage.premis import premis
from vanban.domain.document import Document
from vanban.domain.evidence import Event

PREFIX = "aip/"
FORMAT = "vanban-aip/1"
INVENTORY = "inventory.json"
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "image/heic": "heic",
    "image/bmp": "bmp",
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


@dataclass(frozen=True, slots=True)
class PackageFile:
    """One object of the package."""

    path: str
    """Relative to the package."""
    role: str
    data: bytes
    media_type: str

    @property
    def sha256(self) -> str:
        """Digest of the bytes, hex."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Package:
    """A whole package, its inventory last."""

    prefix: str
    """Key prefix, ending in a slash."""
    files: tuple[PackageFile, ...]

    @property
    def manifest_sha256(self) -> str:
        """Digest of the inventory, hex."""
        return self.files[-1].sha256

    @property
    def objects(self) -> dict[str, str]:
        """Key to digest of every object."""
        return {self.prefix + file.path: file.sha256 for file in self.files}


def build_package(
    document: Document, contents: Sequence[Content], events: Sequence[Event], *, version: int = 1
) -> Package:
    """Return the package of a document."""
    files = [*_content_files(contents)]
    record = {
        "fields": plvi_fields(document),
        "record": _record(document),
    }
    files.append(_json_file("metadata/document.json", "metadata", record))
    files.append(_json_file("metadata/events.json", "events", [_event(event) for event in events]))
    described = premis(document.id, [(f.path, f.sha256, len(f.data), f.media_type) for f in files], events)
    files.append(PackageFile("metadata/premis.xml", "preservation", described, "application/xml"))
    inventory = {
        "format": FORMAT,
        "document": document.id,
        "version": version,
        "files": [
            {"path": f.path, "role": f.role, "sha256": f.sha256, "size": len(f.data), "media_type": f.media_type}
            for f in files
        ],
    }
    files.append(_json_file(INVENTORY, "inventory", inventory))
    return Package(prefix=package_prefix(document, version=version), files=tuple(files))


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
        path = f"content/{content.role}{again}.{extension}"
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


def _event(event: Event) -> Mapping[str, Any]:
    return {**dataclasses.asdict(event), "at": event.at.isoformat(timespec="microseconds"), "data": dict(event.data)}


def _json_file(path: str, role: str, value: Any) -> PackageFile:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
    return PackageFile(path, role, (text + "\n").encode(), "application/json")


def _plain(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"{type(value).__name__} has no place in a package")
