"""PREMIS 3 of one package: its files with their fixity, what happened to the record, and who did it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from lxml import etree

import vanban
from storage.package_files import PackageFile
from storage.xml_text import XSI, add, as_bytes, exact_moment
from vanban.domain.evidence import Event

NAMESPACE = "http://www.loc.gov/premis/v3"
SOFTWARE = "vanban"
"""Identifier of the program as an agent."""
EVENT_TYPES = {
    "document.received": "ingestion",
    "document.read": "metadata extraction",
    "document.sealed": "digital signing",
    "document.signed": "digital signing",
}
"""Terms of the PREMIS vocabulary for what the log calls otherwise; other names stay as they are."""


def premis(
    subject: str,
    files: Sequence[PackageFile],
    events: Sequence[Event],
    *,
    packed: dt.datetime,
    verdict: str = "",
) -> bytes:
    """Return the XML, UTF-8.

    Args:
        subject: UUID of the document or case file.
        files: of the package.
        events: the audit trail; only names, times, actors and digests are written.
        packed: time of the package.
        verdict: on the signatures of the final file, when there was one.
    """
    root = etree.Element(f"{{{NAMESPACE}}}premis", {"version": "3.0"}, nsmap={"premis": NAMESPACE, "xsi": XSI})
    whole = _object(root, "intellectualEntity")
    _identify(whole, "object", "UUID", subject)
    for file in files:
        _add_file(root, file)
    for event in events:
        item = _add_event(root, "log", str(event.sequence), EVENT_TYPES.get(event.name, event.name), event.at)
        details = add(item, "eventDetailInformation")
        add(details, "eventDetail", f"{event.name} {event.digest}")
        _link(item, "linkingAgent", "account", event.actor)
        _link(item, "linkingObject", "UUID", subject)
    _made_here(root, files, packed=packed, verdict=verdict, subject=subject)
    for actor in dict.fromkeys(event.actor for event in events):
        _add_agent(root, "account", actor, "person" if "@" not in actor else "software")
    program = _add_agent(root, "local", SOFTWARE, "software")
    add(program, "agentVersion", vanban.__version__)
    return as_bytes(root)


def _made_here(
    root: etree._Element, files: Sequence[PackageFile], *, packed: dt.datetime, verdict: str, subject: str
) -> None:
    """Add what was checked while the package was made."""
    fixity = _add_event(root, "package", "fixity-check", "fixity check", packed)
    add(add(fixity, "eventOutcomeInformation"), "eventOutcome", "success")
    _link(fixity, "linkingAgent", "local", SOFTWARE)
    for file in files:
        _link(fixity, "linkingObject", "path", file.path)
    if verdict:
        validation = _add_event(root, "package", "validation", "digital signature validation", packed)
        add(add(validation, "eventOutcomeInformation"), "eventOutcome", verdict)
        _link(validation, "linkingAgent", "local", SOFTWARE)
        _link(validation, "linkingObject", "UUID", subject)


def _add_file(root: etree._Element, file: PackageFile) -> None:
    item = _object(root, "file")
    _identify(item, "object", "path", file.path)
    about = add(item, "objectCharacteristics")
    fixity = add(about, "fixity")
    add(fixity, "messageDigestAlgorithm", "SHA-256")
    add(fixity, "messageDigest", file.sha256)
    add(about, "size", str(len(file.data)))
    add(add(add(about, "format"), "formatDesignation"), "formatName", file.media_type)


def _object(root: etree._Element, kind: str) -> etree._Element:
    item = add(root, "object")
    item.set(f"{{{XSI}}}type", f"premis:{kind}")
    return item


def _add_event(root: etree._Element, scheme: str, value: str, kind: str, at: dt.datetime) -> etree._Element:
    item = add(root, "event")
    _identify(item, "event", scheme, value)
    add(item, "eventType", kind)
    add(item, "eventDateTime", exact_moment(at))
    return item


def _add_agent(root: etree._Element, scheme: str, value: str, kind: str) -> etree._Element:
    agent = add(root, "agent")
    _identify(agent, "agent", scheme, value)
    add(agent, "agentName", value)
    add(agent, "agentType", kind)
    return agent


def _identify(parent: etree._Element, of: str, kind: str, value: str) -> None:
    identifier = add(parent, f"{of}Identifier")
    add(identifier, f"{of}IdentifierType", kind)
    add(identifier, f"{of}IdentifierValue", value)


def _link(parent: etree._Element, of: str, kind: str, value: str) -> None:
    _identify(parent, of, kind, value)
