"""METS of a package and of its representation, in the shape of E-ARK CSIP 2 and TT 05/2025/TT-BNV, Phụ lục I.

Each file is referenced exactly once, with its size and SHA-256, by a relative path: metadata and the representation's
METS by the METS of the package, data by that of the representation. ``TYPE`` is the package type, as the circular has
it; CSIP would have the kind of content there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

import vanban
from storage.xml_text import XSI, add, as_bytes, clean, moment

METS = "http://www.loc.gov/METS/"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
XLINK = "http://www.w3.org/1999/xlink"
PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
_SPACES = {None: METS, "csip": CSIP, "xlink": XLINK, "xsi": XSI}


@dataclass(frozen=True, slots=True)
class Reference:
    """One file as METS refers to it."""

    path: str
    """Relative to the METS that has the reference."""
    sha256: str
    size: int
    media_type: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """A metadata file: what it describes the package with."""

    file: Reference
    kind: str
    """``EAD``, ``PREMIS`` or, for forms of our own, ``OTHER:<name>``."""
    preservation: bool = False
    """Whether it tells of preservation (``digiprovMD``), not of the content (``dmdSec``)."""


@dataclass(frozen=True, slots=True)
class About:
    """What both METS say of the package as a whole."""

    object_id: str
    """``urn:<mã phông>:uuid:<uuid>``."""
    label: str
    organisation: str
    """Mã định danh of whose package it is."""
    created: dt.datetime
    package_type: str = "AIP"
    """``AIP`` or ``DIP``."""


def package_mets(
    about: About,
    *,
    metadata: Sequence[Described],
    representation: Reference,
    documentation: Sequence[Reference] = (),
) -> bytes:
    """Return the METS of a package with one representation."""
    root = _root(about)
    dmd, adm = _metadata(root, metadata, about.created)
    section = add(root, "fileSec", ID="package-fileSec")
    group = _files(section, "Representations/rep1", [representation], about, scope="package", information_type="MIXED")
    papers = _files(section, "Documentation", documentation, about, scope="papers") if documentation else ""
    whole = _struct_map(root, about.object_id, scope="package")
    _div(whole, "Metadata", "package-metadata", DMDID=" ".join(dmd), ADMID=" ".join(adm))
    if papers:
        add(_div(whole, "Documentation", "package-papers"), "fptr", FILEID=papers)
    one = _div(whole, "Representations/rep1", "package-rep1")
    pointer = add(one, "mptr", LOCTYPE="URL")
    pointer.set(f"{{{XLINK}}}type", "simple")
    pointer.set(f"{{{XLINK}}}href", representation.path)
    pointer.set(f"{{{XLINK}}}title", group)
    return as_bytes(root)


def representation_mets(about: About, *, data: Sequence[Reference]) -> bytes:
    """Return the METS of the one representation."""
    root = _root(about, part="rep1")
    section = add(root, "fileSec", ID="rep1-fileSec")
    group = _files(section, "Data", data, about, scope="rep1")
    whole = _struct_map(root, "rep1", scope="rep1")
    add(_div(whole, "Data", "rep1-data"), "fptr", FILEID=group)
    return as_bytes(root)


def _root(about: About, *, part: str = "") -> etree._Element:
    root = etree.Element(f"{{{METS}}}mets", nsmap=_SPACES)
    root.set("OBJID", clean(f"{about.object_id}/{part}" if part else about.object_id))
    root.set("LABEL", clean(about.label))
    root.set("TYPE", about.package_type)
    root.set("PROFILE", PROFILE)
    root.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "MIXED")
    when = moment(about.created)
    header = add(root, "metsHdr", CREATEDATE=when, LASTMODDATE=when, RECORDSTATUS="NEW")
    header.set(f"{{{CSIP}}}OAISPACKAGETYPE", about.package_type)
    maker = add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    add(maker, "name", "vanban")
    add(maker, "note", vanban.__version__).set(f"{{{CSIP}}}NOTETYPE", "SOFTWARE VERSION")
    if about.organisation:
        organ = add(header, "agent", ROLE="ARCHIVIST", TYPE="ORGANIZATION")
        add(organ, "name", about.organisation)
        add(organ, "note", about.organisation).set(f"{{{CSIP}}}NOTETYPE", "IDENTIFICATIONCODE")
    return root


def _metadata(root: etree._Element, metadata: Sequence[Described], created: dt.datetime) -> tuple[list[str], list[str]]:
    dmd, adm = [], []
    for number, one in enumerate((one for one in metadata if not one.preservation), start=1):
        section = add(root, "dmdSec", ID=f"dmd-{number}", CREATED=moment(created), STATUS="CURRENT")
        _reference(add(section, "mdRef"), one, created)
        dmd.append(f"dmd-{number}")
    administrative = add(root, "amdSec", ID="amd")
    for number, one in enumerate((one for one in metadata if one.preservation), start=1):
        _reference(add(add(administrative, "digiprovMD", ID=f"prov-{number}", STATUS="CURRENT"), "mdRef"), one, created)
        adm.append(f"prov-{number}")
    return dmd, adm


def _reference(element: etree._Element, described: Described, created: dt.datetime) -> None:
    kind, _, name = described.kind.partition(":")
    element.set("LOCTYPE", "URL")
    element.set("MDTYPE", kind)
    if name:
        element.set("OTHERMDTYPE", name)
    _facts(element, described.file, created)
    _link(element, described.file.path)


def _files(
    section: etree._Element,
    use: str,
    files: Sequence[Reference],
    about: About,
    *,
    scope: str,
    information_type: str = "",
) -> str:
    """Add a group of files; return its ID."""
    group_id = f"{scope}-files"
    group = add(section, "fileGrp", USE=use, ID=group_id)
    if information_type:
        group.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", information_type)
    for number, one in enumerate(files, start=1):
        file = add(group, "file", ID=f"{scope}-file-{number}")
        _facts(file, one, about.created)
        location = add(file, "FLocat", LOCTYPE="URL")
        _link(location, one.path)
        if one.label:
            location.set(f"{{{XLINK}}}title", clean(one.label))
    return group_id


def _facts(element: etree._Element, file: Reference, created: dt.datetime) -> None:
    element.set("MIMETYPE", file.media_type)
    element.set("SIZE", str(file.size))
    element.set("CREATED", moment(created))
    element.set("CHECKSUM", file.sha256)
    element.set("CHECKSUMTYPE", "SHA-256")


def _link(element: etree._Element, path: str) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", path)


def _struct_map(root: etree._Element, label: str, *, scope: str) -> etree._Element:
    structure = add(root, "structMap", ID=f"{scope}-structure", TYPE="PHYSICAL", LABEL="CSIP")
    return _div(structure, label, f"{scope}-whole")


def _div(parent: etree._Element, label: str, identifier: str, **attributes: str) -> etree._Element:
    return add(parent, "div", ID=identifier, LABEL=label, **{k: v for k, v in attributes.items() if v})
