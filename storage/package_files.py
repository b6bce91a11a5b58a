"""The files of a package, and how METS and the inventory are made over them: the same for documents and case files."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.mets import About, Described, Reference, package_mets, representation_mets
from vanban.domain.evidence import Event

INVENTORY = "inventory.json"
REPRESENTATION = "representations/rep1/"
XML = "application/xml"


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


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """A version that lies in the archive already, and stays."""

    version: int
    inventory_sha256: str
    """Empty if it was begun and never got its inventory: then it is no package."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """A metadata file and how METS names its form."""

    file: PackageFile
    kind: str
    preservation: bool = False


def finish(
    about: About,
    *,
    prefix: str,
    metadata: Sequence[Metadata],
    data: Sequence[PackageFile],
    elsewhere: Sequence[Reference] = (),
    inventory: Mapping[str, Any],
) -> Package:
    """Return the package: metadata, data, both METS, and the inventory over all of them.

    Args:
        about: the package as a whole.
        prefix: key prefix.
        metadata: what describes it.
        data: files of the representation.
        elsewhere: what the representation consists of beside them, by paths relative to the representation.
        inventory: what it says beside the files.
    """
    inside = [_reference(one, below=REPRESENTATION) for one in data]
    described = representation_mets(about, data=[*inside, *elsewhere])
    representation = PackageFile(f"{REPRESENTATION}METS.xml", "representation", described, XML)
    mets = package_mets(
        about,
        metadata=[Described(_reference(one.file), one.kind, one.preservation) for one in metadata],
        representation=_reference(representation),
    )
    files = [*data, *(one.file for one in metadata), representation, PackageFile("METS.xml", "package", mets, XML)]
    listed = [
        {"path": f.path, "role": f.role, "sha256": f.sha256, "size": len(f.data), "media_type": f.media_type}
        for f in files
    ]
    return Package(prefix, (*files, json_file(INVENTORY, "inventory", {**inventory, "files": listed})))


def named(earlier: Sequence[EarlierVersion]) -> list[dict[str, Any]]:
    """Return earlier versions as the inventory names them."""
    return [dataclasses.asdict(one) for one in earlier]


def object_id(organ_id: str, identifier: str) -> str:
    """Return the identifier of a package: ``urn:<mã phông>:uuid:<uuid>``."""
    return f"urn:{organ_id}:uuid:{identifier}" if organ_id else f"urn:uuid:{identifier}"


def events_file(events: Sequence[Event]) -> PackageFile:
    """Return the audit trail as a file."""
    trail = [
        {**dataclasses.asdict(one), "at": one.at.isoformat(timespec="microseconds"), "data": dict(one.data)}
        for one in events
    ]
    return json_file("metadata/events.json", "events", trail)


def json_file(path: str, role: str, value: Any) -> PackageFile:
    """Return a file of JSON; the same value gives the same bytes."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
    return PackageFile(path, role, (text + "\n").encode(), "application/json")


def _reference(file: PackageFile, *, below: str = "") -> Reference:
    return Reference(file.path.removeprefix(below), file.sha256, len(file.data), file.media_type)


def _plain(value: Any) -> str:
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"{type(value).__name__} has no place in a package")
