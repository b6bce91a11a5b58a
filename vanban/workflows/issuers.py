"""The office's own directory of issuers and places: looked at, checked, and put in place whole or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from processors.directory import Entry, Problem, read_offices
from vanban.domain.errors import RefusedError
from vanban.durable_files import write_whole
from vanban.ports import Clock, Register

CHANGED = "issuers.changed"
MOST_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuersOffice:
    """Everything that keeping the directory needs."""

    register: Register
    clock: Clock
    path: Path
    """The office's own file; it need not be there."""


@dataclass(frozen=True, slots=True)
class OwnDirectory:
    """A directory as text, and what it holds."""

    text: str
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    """Lines that cannot be used."""
    sha256: str


def own_directory(office: IssuersOffice) -> OwnDirectory:
    """Return the directory that is in use; empty if the office has none.

    Raises:
        RefusedError: if the file cannot be read as a table at all.
    """
    data = office.path.read_bytes() if office.path.exists() else b""
    return check_directory(data.decode("utf-8", errors="replace"))


def check_directory(text: str) -> OwnDirectory:
    """Return what a directory would hold, and the lines that cannot be used.

    Raises:
        RefusedError: if it is too large, or cannot be read as a table at all.
    """
    data = _as_file(text)
    if len(data) > MOST_BYTES:
        raise RefusedError(
            "The directory is too large.", vi="Danh bạ quá lớn.", remedy=f"At most {MOST_BYTES} bytes. / Hãy rút gọn."
        )
    if not data:
        return OwnDirectory("", (), (), hashlib.sha256(b"").hexdigest())
    entries, problems = _read(data)
    return OwnDirectory(data.decode(), tuple(entries), tuple(problems), hashlib.sha256(data).hexdigest())


def put_directory(text: str, *, instead_of: str, actor: str, office: IssuersOffice) -> OwnDirectory:
    """Put a directory in place of the one that is in use; the next document is read with it.

    Args:
        text: the whole file.
        instead_of: SHA-256 of the one that was looked at: what somebody else put there meanwhile is not overwritten.
        actor: account of who does it.
        office: what it needs.

    Raises:
        RefusedError: if a line cannot be used, or another one is in place by now; nothing is changed then.
    """
    new = check_directory(text)
    if new.problems:
        raise RefusedError(
            f"{len(new.problems)} lines cannot be used.",
            vi=f"Có {len(new.problems)} dòng không dùng được; chưa thay đổi gì.",
            remedy="Mend the lines that are named. / Sửa các dòng được nêu rồi gửi lại.",
        )
    before = own_directory(office)
    if new.sha256 == before.sha256:
        return new
    if before.sha256 != instead_of:
        raise RefusedError(
            "Somebody else changed the directory meanwhile.",
            vi="Người khác vừa thay đổi danh bạ.",
            remedy="Open the page again and make the change anew. / Mở lại trang rồi sửa lại.",
        )
    office.path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(office.path, new.text.encode())
    with office.register.begin() as uow:
        data = {"sha256": new.sha256, "entries": len(new.entries)}
        uow.events.append(at=office.clock.now(), actor=actor, name=CHANGED, subject="issuers", data=data)
        uow.commit()
    return new


def _as_file(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n\ufeff")
    return f"{lines}\n".encode() if lines.strip() else b""


def _read(data: bytes) -> tuple[Sequence[Entry], Sequence[Problem]]:
    with tempfile.TemporaryDirectory(prefix="issuers-") as folder:
        path = Path(folder) / "offices.csv"
        path.write_bytes(data)
        return read_offices(path)
