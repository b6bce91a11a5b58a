"""What leaves the house of a case file: a BagIt bag, or a package for use (DIP), written into folders."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.ead import Unit, ead
from storage.mets import About, Described, Reference, package_mets, representation_mets
from storage.package_files import REPRESENTATION, XML


@dataclass(frozen=True, slots=True)
class UseCopy:
    """One document in a package for use."""

    ordinal: int
    name: str
    """``05/QĐ-UBND``; becomes part of the file's name."""
    data: bytes
    extension: str
    media_type: str
    unit: Unit

    @property
    def file_name(self) -> str:
        """Name of the file: ordinal and number, ASCII."""
        plain = re.sub(r"[^A-Za-z0-9._-]+", "-", self.name.replace("Đ", "D").replace("đ", "d")).strip("-.")
        return "-".join(part for part in (f"{self.ordinal:03d}", plain) if part) + f".{self.extension}"


def make_bag(folder: Path, *, said: Mapping[str, str]) -> None:
    """Make a folder a BagIt bag (RFC 8493): what is in it becomes the payload.

    Args:
        folder: with the payload.
        said: fields of ``bag-info.txt``.

    Raises:
        ValueError: if the finished bag is not valid.
    """
    command = [sys.executable, "-P", "-m", "storage.bagging", str(folder.resolve())]
    done = subprocess.run(command, input=json.dumps(dict(said)), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ValueError("the bag is not valid")


def check_bag(folder: Path) -> list[str]:
    """Return why a bag is not valid; empty if it is."""
    import bagit

    try:
        bagit.Bag(str(folder)).validate()
    except bagit.BagError as error:
        return [str(error)]
    return []


def write_dip(
    folder: Path,
    copies: Sequence[UseCopy],
    *,
    about: About,
    unit: Unit,
    documentation: Mapping[str, bytes],
) -> None:
    """Write a package for use: the copies in order, the description, the lists; nothing of the internal evidence.

    Args:
        folder: to write into.
        copies: the documents, in order.
        about: the package; its type is ``DIP``.
        unit: description of the case file.
        documentation: PDF by file name.
    """
    whole = dataclasses.replace(unit, parts=tuple(one.unit for one in copies))
    described = ead(whole, object_id=about.object_id, organisation=about.organisation, created=about.created)
    data = [_write(folder, f"{REPRESENTATION}data/{one.file_name}", one.data, one.media_type) for one in copies]
    inside = [
        Reference(ref.path.removeprefix(REPRESENTATION), ref.sha256, ref.size, ref.media_type, one.unit.title)
        for ref, one in zip(data, copies, strict=True)
    ]
    representation = _write(folder, f"{REPRESENTATION}METS.xml", representation_mets(about, data=inside), XML)
    papers = [_write(folder, f"documentation/{name}", pdf, "application/pdf") for name, pdf in documentation.items()]
    description = _write(folder, "metadata/descriptive/EAD.xml", described, XML)
    mets = package_mets(
        about, metadata=[Described(description, "EAD")], representation=representation, documentation=papers
    )
    _write(folder, "METS.xml", mets, XML)


def bag_fields(*, organisation: str, identifier: str, title: str, on: dt.date, count: int) -> dict[str, str]:
    """Return ``bag-info.txt`` of a case file."""
    return {
        "Source-Organization": organisation,
        "External-Identifier": identifier,
        "External-Description": title,
        "Bagging-Date": on.isoformat(),
        "Bag-Count": "1 of 1",
        "Internal-Sender-Description": f"{count} documents, each with its archive package",
    }


def _write(folder: Path, path: str, data: bytes, media_type: str) -> Reference:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return Reference(path, hashlib.sha256(data).hexdigest(), len(data), media_type)
