"""Take a ZIP, an e-mail or a PDF that carries files apart, inside the sandbox: every file in it, in one flat list.

Names are for people only: parts are written under numbers. The bounds hold for what is really written, whatever the
directory of an archive says.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from processors.bounds import Bounds
from processors.inner_type import ZIP_ERRORS, Inside, look_inside
from processors.media import CONTAINERS, EML, HEAD_BYTES, OLE, PDF, ZIP, media_type
from processors.messages import Message, read_eml, read_msg, text_of_html
from processors.raster import open_pages
from processors.safety import check
from vanban.domain.errors import SuspectError, UnreadableError

TEXT = "text/plain"
_TEXT_NAMES = (".txt", ".csv", ".ics", ".htm", ".html", ".xml", ".md", ".log")
_TEXT_BYTES = 2 * 1024 * 1024
_DUST = frozenset({".ds_store", "thumbs.db", "desktop.ini", "smime.p7s", "signature.asc"})
"""What programs leave beside the files that people put in; no document, up to ``_DUST_BYTES``."""
_DUST_BYTES = 64 * 1024
_MAC_FOLDER = "__MACOSX/"
_PIECE = 1024 * 1024
_NAME_LENGTH = 150
BODY_NAME = "nội dung thư"


@dataclass(slots=True)
class _Job:
    """What has been taken out so far."""

    folder: Path
    bounds: Bounds
    overruled: bool = False
    """True if two people released the container: marks in it count no more."""
    parts: list[dict[str, Any]] = field(default_factory=list)
    written: int = 0

    def room_for(self, count: int) -> None:
        """Count bytes that are about to be written.

        Raises:
            UnreadableError: ``bomb`` if all parts together pass the bound.
        """
        self.written += count
        if self.written > self.bounds.unpacked_bytes:
            raise UnreadableError("bomb")

    def refuse_marked(self, text: str) -> None:
        """Look through a text.

        Raises:
            SuspectError: if it shows a mark of state secrecy.
        """
        from processors.secrecy import find_mark
        from processors.text_page import text_page

        if not self.overruled and find_mark(text_page(text)):
            raise SuspectError

    def next_path(self) -> Path:
        """Return where the next part is written.

        Raises:
            UnreadableError: ``too-many-parts``.
        """
        if len(self.parts) >= self.bounds.parts:
            raise UnreadableError("too-many-parts")
        return self.folder / f"{len(self.parts) + 1:04d}"


def unpack(arguments: dict[str, Any]) -> dict[str, Any]:
    """Take a container apart; runs inside the child.

    Args:
        arguments: ``path``; ``folder``, empty and private, for the parts; ``bounds``, fields of ``Bounds``;
            ``overruled``.

    Returns:
        ``message``: subject, sender, to and date of the outermost message, or None; ``parts``: for each its ``name``,
        ``file`` (in ``folder``), ``sha256``, ``media_type``, ``text`` (of texts) and ``refusal``, a reason code if it
        must not be opened.

    Raises:
        UnreadableError: if it cannot be taken apart within the bounds.
        SuspectError: if a name or a text shows a mark of state secrecy.
    """
    job = _Job(Path(arguments["folder"]), Bounds(**arguments["bounds"]), overruled=arguments["overruled"])
    path = Path(arguments["path"])
    message = _open(path, _kind(path, job.bounds).kind, "", job, depth=1)
    if not job.parts:
        raise UnreadableError("empty")
    told = None
    if message is not None:
        told = {"subject": message.subject, "from": message.sender, "to": message.to, "date": message.date}
    return {"message": told, "parts": job.parts}


def _kind(path: Path, bounds: Bounds) -> Inside:
    with path.open("rb") as file:
        shown = media_type(file.read(HEAD_BYTES))
    try:
        return look_inside(path, shown, bounds) if shown in (ZIP, OLE) else Inside(shown)
    except (ValueError, OSError):
        return Inside(shown, "broken")


def _open(path: Path, kind: str, prefix: str, job: _Job, *, depth: int) -> Message | None:
    """Take one container apart; return the message that it is, if it is one."""
    if depth > job.bounds.depth:
        raise UnreadableError("too-deep")
    if kind == ZIP:
        _open_zip(path, prefix, job, depth=depth)
        return None
    if kind == PDF:
        _open_pdf(path, prefix, job, depth=depth)
        return None
    try:
        message = read_eml(path.read_bytes()) if kind == EML else read_msg(path)
    except (ValueError, OSError, LookupError, RecursionError) as error:
        raise UnreadableError("broken") from error
    _open_message(message, prefix, job, depth=depth)
    return message


def _open_zip(path: Path, prefix: str, job: _Job, *, depth: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not member.is_dir():
                    name = prefix + _shown(member.filename)
                    if not _is_dust(member.filename, member.file_size):
                        _take(name, _unzipped(archive, member, job), job, depth=depth)
    except ZIP_ERRORS as error:
        raise UnreadableError("password" if "password" in str(error) else "broken") from error


def _unzipped(archive: zipfile.ZipFile, member: zipfile.ZipInfo, job: _Job) -> Path:
    target = job.next_path()
    with archive.open(member) as source, target.open("wb") as sink:
        while piece := source.read(_PIECE):
            job.room_for(len(piece))
            sink.write(piece)
    return target


def _open_pdf(path: Path, prefix: str, job: _Job, *, depth: int) -> None:
    """Take out the files that a PDF carries beside its pages; those in them are taken out when they are examined."""
    import pypdfium2

    with open_pages(path, limits=job.bounds) as source:
        for index in range(source.document.count_attachments()):
            try:
                attachment = source.document.get_attachment(index)
                name, data = attachment.get_name(), bytes(attachment.get_data())
            except pypdfium2.PdfiumError:  # listed, but not there
                continue
            _take(prefix + _shown(name), _written(data, job), job, depth=depth)


def _open_message(message: Message, prefix: str, job: _Job, *, depth: int) -> None:
    if depth > job.bounds.depth:
        raise UnreadableError("too-deep")
    if message.encrypted:
        raise UnreadableError("password")
    job.refuse_marked(f"{message.subject}\n{message.text}")
    if message.text.strip():
        data = message.text.encode()
        _add(prefix + BODY_NAME, _written(data, job), job, media=TEXT, text=message.text)
    for attachment in message.attachments:
        if not _is_dust(attachment.name, len(attachment.data)):
            _take(prefix + _shown(attachment.name), _written(attachment.data, job), job, depth=depth)
    for inner in message.messages:
        _open_message(inner, f"{prefix}{_shown(inner.subject) or 'thư'}!", job, depth=depth + 1)


def _written(data: bytes, job: _Job) -> Path:
    target = job.next_path()
    job.room_for(len(data))
    target.write_bytes(data)
    return target


def _take(name: str, path: Path, job: _Job, *, depth: int) -> None:
    """Add a file as a part, or take it apart if it is a container itself."""
    from processors.secrecy import name_shows_mark

    if not job.overruled and name_shows_mark(name.rpartition("!")[2]):
        raise SuspectError
    inside = _kind(path, job.bounds)
    if inside.kind in CONTAINERS and not inside.refusal:
        moved = path.with_suffix(f".container-{len(job.parts)}-{depth}")
        path.rename(moved)
        _open(moved, inside.kind, f"{name}!", job, depth=depth + 1)
        moved.unlink()
        return
    text = _text(path, name, inside.kind)
    if text is not None:
        job.refuse_marked(text)
        _add(name, path, job, media=TEXT, text=text)
        return
    findings = check(path, file_name=name, bounds=job.bounds)
    if findings.refusal == "empty":
        return  # nothing that could be read, kept or hidden
    _add(name, path, job, media=findings.media_type, refusal=findings.refusal, signed=findings.signed)


def _text(path: Path, name: str, kind: str) -> str | None:
    """Return the text of a file that is nothing but text."""
    if kind or not name.lower().endswith(_TEXT_NAMES) or path.stat().st_size > _TEXT_BYTES:
        return None
    data = path.read_bytes()
    for charset in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1258"):
        try:
            text = data.decode(charset)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text_of_html(text) if name.lower().endswith((".htm", ".html")) else text
    return None


def _add(name: str, path: Path, job: _Job, **about: Any) -> None:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    part = {"name": name, "file": path.name, "sha256": sha256, "text": None, "refusal": "", "signed": False}
    part["media_type"] = about.pop("media")
    job.parts.append({**part, **about})


def _is_dust(name: str, size: int) -> bool:
    base = name.rpartition("/")[2].lower()
    return size <= _DUST_BYTES and (name.startswith(_MAC_FOLDER) or base in _DUST)


def _shown(name: str) -> str:
    """Return a name fit to show: NFC, no control characters, not too long."""
    cleaned = "".join("\ufffd" if unicodedata.category(char)[0] == "C" else char for char in name)
    return unicodedata.normalize("NFC", cleaned).replace("!", "\uff01")[-_NAME_LENGTH:]
