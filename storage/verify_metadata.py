"""METS and PREMIS of a package against files and audit trail, for ``verify_archive``; imports nothing of ours."""

from __future__ import annotations

import datetime as dt
import posixpath
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

_METS = "{http://www.loc.gov/METS/}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
_EAD = "{http://ead3.archivists.org/schema/}"
_PREMIS = "{http://www.loc.gov/premis/v3}"
_ROOT_METS, _REP_METS = "METS.xml", "representations/rep1/METS.xml"
_PREMIS_FILE, _OLD_PREMIS_FILE = "metadata/preservation/PREMIS.xml", "metadata/premis.xml"
_EVENTS = "metadata/events.json"
_EAD_FILE = "metadata/descriptive/EAD.xml"
_NOT_IN_METS = frozenset({_ROOT_METS, "inventory.json"})


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing that is not as the package says."""

    code: str
    """``missing``, ``unexpected``, ``altered``, ``mets-checksum``, ``event-altered`` …; all in ``docs/packages.md``."""
    path: str
    """The file, relative to the package; or the key in the archive."""
    sentence: str


class Package(Protocol):
    """What these checks need of a package."""

    @property
    def format(self) -> str:
        """Name of the format."""

    @property
    def inventory(self) -> Mapping[str, Any]:
        """What the inventory says."""

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 by path."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """Bytes by path."""

    @property
    def read(self) -> Callable[[str], bytes]:
        """Returns the bytes of a path."""

    def json(self, path: str) -> Any:
        """Return a file of JSON."""


def check_mets(package: Package) -> Iterator[Defect]:
    """Each file is referenced exactly once by METS, with its size and digest, and nothing else is."""
    if package.format == "vanban-aip/1":
        return
    seen: Counter[str] = Counter()
    for path in (_ROOT_METS, _REP_METS):
        if path not in package.digests:
            yield Defect("missing", path, f"{path} is missing")
            continue
        root = _parsed(package.read(path))
        yield from _check_head(root, path, package)
        for target, element in _references(root, path):
            if target.startswith("../"):
                continue  # a document package elsewhere in the archive: followed by its own check
            seen[target] += 1
            yield from _check_reference(target, element, path, package)
    for path, times in sorted(seen.items()):
        if times > 1:
            yield Defect("mets-twice", path, f"{path} is referenced {times} times by METS")
    for path in sorted(package.digests.keys() - seen.keys() - _NOT_IN_METS):
        yield Defect("mets-unreferenced", path, f"{path} is not referenced by METS")


def _check_head(root: ET.Element, path: str, package: Package) -> Iterator[Defect]:
    subject = _subject(package)
    named = root.get("OBJID", "")
    expected = f"uuid:{subject}" if path == _ROOT_METS else f"uuid:{subject}/rep1"
    if not named.endswith(expected):
        yield Defect("mets-object", path, f"{path} is about another object")
    header = root.find(f"{_METS}metsHdr")
    if root.get("TYPE") != "AIP" or header is None or header.get(f"{_CSIP}OAISPACKAGETYPE") != "AIP":
        yield Defect("mets-type", path, f"{path} is not of an archive package")
    ids = Counter(value for element in root.iter() if (value := element.get("ID")))
    if ids and ids.most_common(1)[0][1] > 1:
        yield Defect("mets-ids", path, f"{path} gives an identifier twice")


def _references(root: ET.Element, mets: str) -> Iterator[tuple[str, ET.Element]]:
    """Yield (path relative to the package, element that has the checksum) of each reference to a file."""
    base = posixpath.dirname(mets)
    for element in root.iter(f"{_METS}mdRef"):
        yield posixpath.normpath(posixpath.join(base, element.get(_HREF, ""))), element
    for element in root.iter(f"{_METS}file"):
        for location in element.iter(f"{_METS}FLocat"):
            yield posixpath.normpath(posixpath.join(base, location.get(_HREF, ""))), element


def _check_reference(target: str, element: ET.Element, mets: str, package: Package) -> Iterator[Defect]:
    if target not in package.digests:
        yield Defect("mets-missing", target, f"{mets} refers to {target}, which is not there")
        return
    if element.get("CHECKSUMTYPE") != "SHA-256" or element.get("CHECKSUM") != package.digests[target]:
        yield Defect("mets-checksum", target, f"{mets} has another checksum of {target}")
    if element.get("SIZE") != str(package.sizes[target]):
        yield Defect("mets-size", target, f"{mets} has another size of {target}")


def check_ead(package: Package) -> Iterator[Defect]:
    """EAD describes this very record, under its title."""
    if package.format == "vanban-aip/1" or _EAD_FILE not in package.digests:
        return
    root = _parsed(package.read(_EAD_FILE))
    if not _of_ead(root, "recordid").endswith(f"uuid:{_subject(package)}"):
        yield Defect("ead-object", _EAD_FILE, "EAD is about another object")
    record = package.json("metadata/casefile.json" if "case_file" in package.inventory else "metadata/document.json")
    title = record["fields"].get("Title") or record["fields"].get("Subject")
    if title and _of_ead(root, "unittitle").replace("\ufffd", "") != "".join(filter(_in_xml, title)):
        yield Defect("ead-title", _EAD_FILE, "EAD has another title than the record")


def check_premis(package: Package) -> Iterator[Defect]:
    """PREMIS names the files with their digests, and tells the same events as the audit trail."""
    path = _OLD_PREMIS_FILE if package.format == "vanban-aip/1" else _PREMIS_FILE
    if path not in package.digests:
        if package.format != "vanban-aip/1":
            yield Defect("missing", path, f"{path} is missing")
        return
    root = _parsed(package.read(path))
    for name, sha256 in _fixities(root):
        if package.digests.get(name) != sha256:
            yield Defect("premis-fixity", name, f"PREMIS has another digest of {name}")
    if package.format == "vanban-aip/1" or _EVENTS not in package.digests:
        return
    told = {_text(event, "eventIdentifierValue"): event for event in _log_events(root)}
    written = {str(event["sequence"]): event for event in package.json(_EVENTS)}
    for sequence in sorted(told.keys() ^ written.keys()):
        where = "PREMIS" if sequence in written else "the audit trail"
        yield Defect("premis-events", path, f"event {sequence} is missing from {where}")
    for sequence in sorted(told.keys() & written.keys()):
        if not _same(told[sequence], written[sequence]):
            yield Defect("premis-events", path, f"event {sequence} is told differently by PREMIS")


def _subject(package: Package) -> str:
    """Return the id of the document or case file."""
    return str(package.inventory.get("document") or package.inventory.get("case_file"))


def _of_ead(root: ET.Element, name: str) -> str:
    return root.findtext(f".//{_EAD}{name}") or ""


def _in_xml(letter: str) -> bool:
    """Return whether XML can hold a letter; the writer puts U+FFFD for others."""
    return (
        letter != "\ufffd"
        and (letter in "\t\n\r" or letter >= " ")
        and not "\ud800" <= letter <= "\udfff"
        and (letter not in "\ufffe\uffff")
    )


def _fixities(root: ET.Element) -> Iterator[tuple[str, str]]:
    for item in root.iter(f"{_PREMIS}object"):
        sha256 = item.find(f".//{_PREMIS}messageDigest")
        if sha256 is not None:
            yield _text(item, "objectIdentifierValue"), sha256.text or ""


def _log_events(root: ET.Element) -> Iterator[ET.Element]:
    return (event for event in root.iter(f"{_PREMIS}event") if _text(event, "eventIdentifierType") == "log")


def _same(told: ET.Element, event: Mapping[str, Any]) -> bool:
    at = dt.datetime.fromisoformat(_text(told, "eventDateTime"))
    return (
        at == dt.datetime.fromisoformat(event["at"])
        and _text(told, "linkingAgentIdentifierValue") == event["actor"]
        and _text(told, "eventDetail") == f"{event['name']} {event['digest']}"
    )


def _text(element: ET.Element, name: str) -> str:
    found = element.find(f".//{_PREMIS}{name}")
    return (found.text or "") if found is not None else ""


def _parsed(data: bytes) -> ET.Element:
    """Return the root of a document; one with a document type is refused: none of ours has one, and it may expand."""
    if b"<!DOCTYPE" in data:
        raise ValueError("a document type")
    try:
        return ET.fromstring(data)  # noqa: S314 - no document type, and expat bounds what expands
    except ET.ParseError as error:
        raise ValueError(str(error)) from error
