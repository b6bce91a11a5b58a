"""The two embedded object stores of an installation: what they are called, and where their files lie."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from vanban.durable_files import write_whole
from vanban.services.installation import Installation

PLACE_OF_SECOND = "VANBAN_SECOND_STORE"
"""Variable that names the folder of the second copy, on a disk of its own; read at the first start."""
OWN_SECOND = "VANBAN_SECOND_S3_ENDPOINT"
"""Where an office sets this, its own server holds the second copy and none is embedded."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """One of the two servers of an installation; they share nothing, so that one can be lost without the other."""

    name: str
    """Of its process, its log and its folder in the state directory."""
    prefix: str
    """Before the names of its ports, passwords and settings."""


FIRST = Embedded("objects", "")
SECOND = Embedded("objects-second", "second_")
"""Holds the second copy. Its folder belongs on another disk: ``VANBAN_SECOND_STORE`` names it at the first start."""


def has_second() -> bool:
    """Return whether the second copy is held by an embedded server."""
    return not os.environ.get(OWN_SECOND)


def settle_place(installation: Installation, which: Embedded) -> None:
    """Note at the first start where the second copy lies."""
    wanted = os.environ.get(PLACE_OF_SECOND, "")
    record = installation.home / f"{which.name}.location"
    if which is SECOND and wanted and not record.exists():
        write_whole(record, f"{Path(wanted).absolute()}\n")


def data_folder(installation: Installation, which: Embedded = FIRST) -> Path:
    """Return where the server keeps its objects."""
    if which is FIRST:
        return installation.home / which.name
    record = installation.home / f"{which.name}.location"
    if record.exists():
        return Path(record.read_text().strip())
    return installation.home / which.name


def sockets_folder(installation: Installation, which: Embedded = FIRST) -> Path:
    """Return where the server keeps its sockets and scratch files, so that two of them never meet."""
    return installation.home / "run" / which.name


def identities_file(installation: Installation, which: Embedded = FIRST) -> Path:
    """Return the file of the identities that the server knows."""
    return installation.home / "secrets" / f"{which.prefix}s3.json"
