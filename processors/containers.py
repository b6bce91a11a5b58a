"""The files of a ZIP or an e-mail, taken apart in a child process, for those who examine and read them one by one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from processors.bounds import Bounds
from processors.sandbox import run_child

if TYPE_CHECKING:
    from vanban.settings import Limits


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a container."""

    number: int
    """1-based; the same at every unpacking of the same bytes."""
    name: str
    """For display: ``inner.zip!a.pdf``. Never a path."""
    path: Path
    sha256: str
    media_type: str
    text: str | None
    """What a text says; it has been looked through for marks of secrecy. None for other files."""
    refusal: str
    """Code of ``vanban.domain.reasons`` if it must not be opened."""
    signed: bool

    @property
    def file_name(self) -> str:
        """The last part of the name."""
        return self.name.rpartition("!")[2]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A container, taken apart."""

    message: dict[str, str] | None
    """``subject``, ``from``, ``to`` and ``date`` of an e-mail."""
    parts: tuple[Part, ...]


@contextmanager
def unpacked(path: Path, *, work: Path, limits: Limits, overruled: bool = False) -> Iterator[Unpacked]:
    """Take a container apart; its parts are gone when this ends.

    Args:
        path: the container.
        work: private folder.
        limits: bounds on it.
        overruled: two people released it: marks in it count no more.

    Raises:
        UnreadableError: if it cannot be taken apart within the bounds.
        SuspectError: if a name or a text in it shows a mark of state secrecy.
    """
    with tempfile.TemporaryDirectory(prefix="parts-", dir=work) as folder:
        answer = run_child(
            "unpack",
            {
                "path": str(path),
                "folder": folder,
                "bounds": Bounds.of(limits).as_arguments(),
                "overruled": overruled,
            },
            seconds=limits.examine_seconds,
            memory_bytes=limits.child_memory_bytes,
            scratch=work,
        )
        parts = tuple(
            Part(number, path=Path(folder) / told.pop("file"), **told)
            for number, told in enumerate(answer["parts"], start=1)
        )
        yield Unpacked(answer["message"], parts)


def part_folder(work: Path, part: Part) -> Path:
    """Return the private folder that gate and reading share for one part, created if need be."""
    folder = work / f"part-{part.number:04d}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
