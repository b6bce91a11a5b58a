"""EAD 3 of a package: the descriptive fields of TT 05/2025/TT-BNV, each under its name there (``localtype``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from storage.xml_text import add, as_bytes, clean, moment

EAD = "http://ead3.archivists.org/schema/"
_IN_DID = {"arcFileCode": "unitid", "arcDocCode": "unitid", "title": "unittitle", "subject": "unittitle"}
_IN_DID |= {"startDate": "unitdate", "endDate": "unitdate", "issuedDate": "unitdate"}
"""Fields that EAD has elements for; the others are notes."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A case file or a document as it is described."""

    level: str
    """``file`` for a case file, ``item`` for a document."""
    title: str
    fields: Mapping[str, str | int | None]
    """By the circular's names; what is empty is left out."""
    parts: Sequence[Unit] = field(default_factory=tuple)


def ead(unit: Unit, *, object_id: str, organisation: str, created: dt.datetime) -> bytes:
    """Return the XML, UTF-8."""
    root = etree.Element(f"{{{EAD}}}ead", nsmap={None: EAD})
    control = add(root, "control")
    add(control, "recordid", object_id)
    add(add(add(control, "filedesc"), "titlestmt"), "titleproper", unit.title or object_id)
    add(control, "maintenancestatus", value="new")
    add(add(control, "maintenanceagency"), "agencyname", organisation or "—")
    event = add(add(control, "maintenancehistory"), "maintenanceevent")
    add(event, "eventtype", value="created")
    add(event, "eventdatetime", moment(created), standarddatetime=moment(created))
    add(event, "agenttype", value="machine")
    add(event, "agent", "vanban")
    _describe(add(root, "archdesc", level=unit.level), unit)
    return as_bytes(root)


def _describe(element: etree._Element, unit: Unit) -> None:
    known = {name: clean(str(value)) for name, value in unit.fields.items() if value not in (None, "")}
    did = add(element, "did")
    for name, value in known.items():
        if name in _IN_DID:
            add(did, _IN_DID[name], value, localtype=name)
    if not len(did):
        add(did, "unittitle", unit.title)
    for name, value in known.items():
        if name not in _IN_DID:
            add(add(element, "odd", localtype=name), "p", value)
    if unit.parts:
        parts = add(element, "dsc", dsctype="in-depth")
        for part in unit.parts:
            _describe(add(parts, "c", level=part.level), part)
