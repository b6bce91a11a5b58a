"""What a ZIP or an OLE file is, by its directory, and what speaks against opening it. Nothing is unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from processors.bounds import Bounds
from processors.media import DOC, DOCX, HEAD_BYTES, MSG, ODS, ODT, OLE, XLS, XLSX, ZIP, media_type

ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, LookupError),
)
"""What ``zipfile`` raises for damaged files: it promises the first, but lets through what its decompressors raise."""
MEMBERS = 20_000
"""Entries of a ZIP directory that are looked at; office files have some hundreds."""
_RATIO = 100
"""Growth that marks a bomb, where it also passes the bound on one stream: text of office files grows 10 to 30 times."""
_ENCRYPTED = 0x1
_MIMETYPE_BYTES = 100
_WORD_ENCRYPTED = 0x0100
"""Bit of the flags at offset 10 of the WordDocument stream ([MS-DOC] 2.5.1, fEncrypted)."""


@dataclass(frozen=True, slots=True)
class Inside:
    """What the directory says."""

    kind: str
    """A type of ``processors.media``; ``ZIP`` or ``OLE`` where it is no document known here."""
    refusal: str = ""
    """Code of ``vanban.domain.reasons``."""
    active: bool = False
    """True if there are macros."""
    signed: bool = False


def document_type(path: Path) -> str:
    """Return the type of a file by its content: a type of ``processors.media``, or empty."""
    with path.open("rb") as file:
        shown = media_type(file.read(HEAD_BYTES))
    try:
        return look_inside(path, shown, Bounds()).kind if shown in (ZIP, OLE) else shown
    except (ValueError, OSError):
        return shown


def look_inside(path: Path, kind: str, bounds: Bounds) -> Inside:
    """Return what a file of type ``ZIP`` or ``OLE`` is.

    Raises:
        ValueError, OSError: if the directory cannot be read.
    """
    return _zip(path, bounds) if kind == ZIP else _ole(path)


# --- ZIP: Office Open XML, OpenDocument, or just files


def _zip(path: Path, bounds: Bounds) -> Inside:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            names = {member.filename for member in members[:MEMBERS]}
            kind = _kind_of_zip(archive, names)
            manifest = archive.getinfo("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else None
            protected = manifest is not None and b"encryption-data" in _start(archive, manifest, 1_000_000)
    except ZIP_ERRORS as error:
        raise ValueError(type(error).__name__) from error
    total = sum(member.file_size for member in members)
    refusal = ""
    if len(members) > MEMBERS or (total > bounds.stream_bytes and total > _RATIO * path.stat().st_size):
        refusal = "bomb"
    elif protected or any(member.flag_bits & _ENCRYPTED for member in members):
        refusal = "password"
    elif kind != ZIP and total > bounds.stream_bytes:
        refusal = "too-large"
    return Inside(
        kind,
        refusal,
        active=kind != ZIP and any(_is_macro(name) for name in names),
        signed=kind != ZIP and any(name.startswith("_xmlsignatures/") or _is_signature(name) for name in names),
    )


def _kind_of_zip(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        return XLSX if "xl/workbook.xml" in names else ZIP
    if "mimetype" in names and "content.xml" in names:
        stated = _start(archive, archive.getinfo("mimetype"), _MIMETYPE_BYTES).decode("ascii", "replace").strip()
        return stated if stated in (ODT, ODS) else ZIP
    return ZIP


def _start(archive: zipfile.ZipFile, member: zipfile.ZipInfo, length: int) -> bytes:
    if member.flag_bits & _ENCRYPTED:
        return b""
    with archive.open(member) as file:
        return file.read(length)


def _is_macro(name: str) -> bool:
    return name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/"))


def _is_signature(name: str) -> bool:
    return name in ("META-INF/documentsignatures.xml", "META-INF/macrosignatures.xml")


# --- OLE: Word 97, Excel 97, Outlook, or an encrypted Office Open XML file


def _ole(path: Path) -> Inside:
    import olefile

    try:
        with path.open("rb") as file, olefile.OleFileIO(file) as storage:
            names = {"/".join(parts) for parts in storage.listdir(streams=True, storages=True)}
            kind = _kind_of_ole(names)
            protected = "EncryptedPackage" in names
            if kind == DOC:
                flags = int.from_bytes(storage.openstream("WordDocument").read(12)[10:12], "little")
                protected = protected or bool(flags & _WORD_ENCRYPTED)
    except (OSError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(type(error).__name__) from error
    return Inside(
        kind,
        "password" if protected else "",
        active=any(name in ("Macros", "_VBA_PROJECT_CUR") for name in names),
        signed=any(name.startswith(("_xmlsignatures", "_signatures")) for name in names),
    )


def _kind_of_ole(names: set[str]) -> str:
    if "WordDocument" in names:
        return DOC
    if {"Workbook", "Book"} & names:
        return XLS
    return MSG if "__properties_version1.0" in names else OLE
