"""Texts in old Vietnamese fonts (TCVN3, VNI) put into Unicode before they are rendered.

LibreOffice has no such fonts, and takes TCVN3's ``ư`` for a soft hyphen, which it does not draw: what it made of them
could neither be read nor recognised. So the text is recoded as flat OpenDocument XML, run by run, by the font's name.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from processors.inner_type import ZIP_ERRORS
from processors.legacy_encodings import NAMES, Encoding, decode, encoding_of_font, looks_legacy
from processors.media import DOCX, ODT

_PARTS = {DOCX: ("word/fontTable.xml", "word/styles.xml"), ODT: ("content.xml", "styles.xml")}
_PART_BYTES = 16 * 1024 * 1024
_SIGNS = tuple(sign.encode(code) for sign in (".Vn", "VNI-") for code in ("ascii", "utf-16-le"))
_NS = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
_NEW_FONT = "Times New Roman"


def may_be_legacy(path: Path, kind: str) -> bool:
    """Return whether a file names a font of TCVN3 or VNI."""
    if kind not in _PARTS:
        data = path.read_bytes()
        return any(sign in data for sign in _SIGNS)
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            parts = [archive.open(name) for name in _PARTS[kind] if name in names]
            return any(sign in part.read(_PART_BYTES) for part in parts for sign in _SIGNS)
    except ZIP_ERRORS:
        return False


def recode(path: Path) -> bool:
    """Put the text of a flat OpenDocument file into Unicode, in place; return whether any was in an old font."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        tree = etree.parse(path, parser)
    except (etree.XMLSyntaxError, OSError):
        return False
    runs = list(_Fonts(tree).runs())
    legacy = _legacy_encodings(runs)
    if not legacy:
        return False
    for run in runs:
        encoding = encoding_of_font(run.font)
        if encoding is not None and NAMES[encoding] in legacy:
            run.write(decode(run.text, encoding))
    for face in tree.iterfind(".//style:font-face", _NS):
        if encoding_of_font(_family(face)) is not None:
            face.set(_name("svg", "font-family"), f"'{_NEW_FONT}'")
    tree.write(path, encoding="UTF-8", xml_declaration=True)
    return True


def _legacy_encodings(runs: list[_Run]) -> frozenset[str]:
    """Return the encodings whose fonts hold text of that encoding, and not Unicode set in a font of an old name."""
    texts: dict[str, list[str]] = {}
    for run in runs:
        encoding: Encoding | None = encoding_of_font(run.font)
        if encoding is not None:
            texts.setdefault(NAMES[encoding], []).append(run.text)
    return frozenset(name for name, pieces in texts.items() if looks_legacy(" ".join(pieces)))


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of text and the family of its font."""

    element: Any
    is_tail: bool
    font: str

    @property
    def text(self) -> str:
        return (self.element.tail if self.is_tail else self.element.text) or ""

    def write(self, text: str) -> None:
        if self.is_tail:
            self.element.tail = text
        else:
            self.element.text = text


class _Fonts:
    """The fonts of a document's text, by its styles."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._families = {face.get(_name("style", "name")): _family(face) for face in _found(tree, "style:font-face")}
        self._styles = {
            (style.get(_name("style", "family")), style.get(_name("style", "name"))): style
            for style in _found(tree, "style:style")
        }
        self._defaults = {
            style.get(_name("style", "family")): self._own(style) for style in _found(tree, "style:default-style")
        }
        self._known: dict[tuple[str, str | None], str | None] = {}

    def runs(self) -> Iterator[_Run]:
        """Yield every piece of text with the font it is set in."""
        for kind in ("text:p", "text:h"):
            for paragraph in _found(self._tree, kind):
                font = self._of("paragraph", paragraph.get(_name("text", "style-name")))
                yield from self._inside(paragraph, font or self._defaults.get("paragraph") or "")

    def _inside(self, element: Any, font: str) -> Iterator[_Run]:
        if element.text:
            yield _Run(element, is_tail=False, font=font)
        for child in element:
            if child.tag == _name("text", "span"):
                own = self._of("text", child.get(_name("text", "style-name")))
                yield from self._inside(child, own or font)
            elif child.tag not in (_name("text", "p"), _name("text", "h")) and child.tag == _name("text", "a"):
                yield from self._inside(child, font)
            if child.tail:
                yield _Run(child, is_tail=True, font=font)

    def _of(self, family: str, name: str | None) -> str | None:
        """Return the font of a style or of the nearest of its parents that has one."""
        key = (family, name)
        if key not in self._known:
            self._known[key] = None  # a loop of parents ends here
            style = self._styles.get(key)
            if style is not None:
                self._known[key] = self._own(style) or self._of(family, style.get(_name("style", "parent-style-name")))
        return self._known[key]

    def _own(self, style: Any) -> str | None:
        properties = style.find("style:text-properties", _NS)
        if properties is None:
            return None
        face = properties.get(_name("style", "font-name"))
        if face is not None:
            return self._families.get(face) or str(face)
        return _unquoted(properties.get(_name("fo", "font-family")) or "") or None


def _found(tree: Any, name: str) -> Iterator[Any]:
    prefix, _, local = name.partition(":")
    yield from tree.iter(_name(prefix, local))


def _name(prefix: str, local: str) -> str:
    return f"{{{_NS[prefix]}}}{local}"


def _family(face: Any) -> str:
    return _unquoted(face.get(_name("svg", "font-family")) or "")


def _unquoted(family: str) -> str:
    return family.split(",")[0].strip("'\" ")
