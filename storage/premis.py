"""PREMIS 3 of one package: its files with their fixity, and what happened to the document."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from vanban.domain.evidence import Event

NAMESPACE = "http://www.loc.gov/premis/v3"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def premis(document_id: str, files: Sequence[tuple[str, str, int, str]], events: Sequence[Event]) -> bytes:
    """Return the XML, UTF-8.

    Args:
        document_id: what the events are linked to.
        files: path, SHA-256 (hex), size in bytes and media type of each file.
        events: the document's audit trail; only names, times, actors and digests are written.
    """
    root = ET.Element("premis:premis", {"version": "3.0", "xmlns:premis": NAMESPACE, "xmlns:xsi": _XSI})
    whole = _add(root, "object")
    whole.set("xsi:type", "premis:intellectualEntity")
    _identify(whole, "object", "UUID", document_id)
    for path, sha256, size, media_type in files:
        _add_file(root, path, sha256=sha256, size=size, media_type=media_type)
    for event in events:
        _add_event(root, event, document_id)
    ET.indent(root, space=" ")
    xml: bytes = ET.tostring(root, xml_declaration=True, encoding="UTF-8")
    return xml + b"\n"


def _add_file(root: ET.Element, path: str, *, sha256: str, size: int, media_type: str) -> None:
    item = _add(root, "object")
    item.set("xsi:type", "premis:file")
    _identify(item, "object", "path", path)
    about = _add(item, "objectCharacteristics")
    fixity = _add(about, "fixity")
    _add(fixity, "messageDigestAlgorithm", "SHA-256")
    _add(fixity, "messageDigest", sha256)
    _add(about, "size", str(size))
    _add(_add(_add(about, "format"), "formatDesignation"), "formatName", media_type)


def _add_event(root: ET.Element, event: Event, document_id: str) -> None:
    item = _add(root, "event")
    _identify(item, "event", "sequence", str(event.sequence))
    _add(item, "eventType", event.name)
    _add(item, "eventDateTime", event.at.isoformat())
    details = _add(item, "eventDetailInformation")
    _add(details, "eventDetail", f"digest {event.digest}")
    agent = _add(item, "linkingAgentIdentifier")
    _add(agent, "linkingAgentIdentifierType", "account")
    _add(agent, "linkingAgentIdentifierValue", event.actor)
    linked = _add(item, "linkingObjectIdentifier")
    _add(linked, "linkingObjectIdentifierType", "UUID")
    _add(linked, "linkingObjectIdentifierValue", document_id)


def _identify(parent: ET.Element, of: str, kind: str, value: str) -> None:
    identifier = _add(parent, f"{of}Identifier")
    _add(identifier, f"{of}IdentifierType", kind)
    _add(identifier, f"{of}IdentifierValue", value)


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, f"premis:{name}")
    element.text = text
    return element
