"""What of a text can stand in an XML part of a workbook or Word document."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return the text without the characters that XML 1.0 has no place for."""
    return _NOT_IN_XML.sub("", text)
