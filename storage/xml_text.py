"""Writing XML that any reader accepts, with the same bytes for the same values."""

from __future__ import annotations

import datetime as dt
import re

from lxml import etree

from vanban.clock import HANOI

XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """Return a text without what XML cannot hold: a name as dropped, or a text from a scan, may have it."""
    return _NOT_XML.sub("\ufffd", text)


def add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add an element of the parent's namespace and return it."""
    namespace = etree.QName(parent).namespace
    element = etree.SubElement(
        parent, f"{{{namespace}}}{name}", {key: clean(value) for key, value in attributes.items()}
    )
    element.text = None if text is None else clean(text)
    return element


def as_bytes(root: etree._Element) -> bytes:
    """Return the document, UTF-8, indented."""
    etree.indent(root, space=" ")
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written + b"\n"


def moment(when: dt.datetime) -> str:
    """Return a moment as packages say it: ISO 8601 with the offset of Hà Nội (TT 05/2025/TT-BNV)."""
    return when.astimezone(HANOI).isoformat(timespec="seconds")


def exact_moment(when: dt.datetime) -> str:
    """Return a moment of the event log: as ``moment``, to the microsecond."""
    return when.astimezone(HANOI).isoformat(timespec="microseconds")
