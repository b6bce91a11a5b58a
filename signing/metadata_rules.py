# mypy: disable-error-code="no-untyped-call"
"""What signing software may note about itself after a signature: when and by what the file was last saved, no more.

Signers touch ``/Info`` and XMP on every save; pyHanko's own rules then allow a new title or author as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import DocInfoRule, MetadataUpdateRule, SuspiciousModification
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate

SAVED_INFO = frozenset({"/ModDate", "/Producer"})
SAVED_XMP = frozenset({"ModifyDate", "MetadataDate", "Producer", "CreatorTool", "InstanceID", "xmptk", "about"})
MAX_XMP = 4 * 1024 * 1024
_CONTAINERS = frozenset({"xmpmeta", "RDF", "Description", "Alt", "Seq", "Bag"})
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class SavedInfoRule(DocInfoRule):
    """Allows ``/Info`` to change in when and by what the file was saved."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Return the updates that are allowed; none if anything else in ``/Info`` changed."""
        if _lasting_info(old) != _lasting_info(new):
            raise SuspiciousModification("The document information was changed.")
        return list(super().apply(old, new))


class SavedMetadataRule(MetadataUpdateRule):
    """Allows the XMP metadata to change in when and by what the file was saved."""

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        """Return the updates that are allowed; none if any other property changed."""
        updates = list(super().apply(old, new))  # refuses what is no XMP, before it is looked into
        if _lasting_xmp(old) != _lasting_xmp(new):
            raise SuspiciousModification("The document metadata was changed.")
        return updates


def _lasting_info(handler: HistoricalResolver) -> dict[str, str]:
    reference = handler.trailer_view.get_value_as_reference("/Info", optional=True)
    # Through the revision itself: the reference alone would lead to the newest version.
    info: Any = {} if reference is None else handler.get_object(reference)
    return {str(key): str(info[key]) for key in info if key not in SAVED_INFO}


def _lasting_xmp(handler: HistoricalResolver) -> Counter[tuple[str, str]]:
    if "/Metadata" not in handler.root:
        return Counter()
    stream: Any = handler.get_object(handler.root.get_value_as_reference("/Metadata"))
    data: bytes = stream.data
    if len(data) > MAX_XMP:
        raise SuspiciousModification("The document metadata is too large.")
    from lxml import etree

    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    return Counter(_properties(root))


def _properties(root: Any) -> Iterable[tuple[str, str]]:
    """Yield (name, value) of every property, whether it is written as an element or an attribute."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        pairs = [(key, value) for key, value in element.attrib.items() if key != _LANGUAGE]
        pairs.append((element.tag, (element.text or "").strip()))
        for key, value in pairs:
            name = key.rpartition("}")[2]
            if value and name not in SAVED_XMP and name not in _CONTAINERS:
                yield key, value
