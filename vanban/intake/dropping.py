"""Put a file into an intake folder as a clerk would: it appears whole, under a free name, and replaces nothing."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError
from vanban.intake.looking import UNFINISHED_SUFFIXES, URGENT_FOLDER

_NAME_BYTES = 200
"""Longest name that is given to a file, so that a count still fits into the 255 bytes of a file system."""


def intake_folder(intake: Path, *, direction: Direction, office: str, urgent: bool = False) -> Path:
    """Return the folder that an office's files of one direction are dropped into.

    Raises:
        RefusedError: if the office has no intake folder.
    """
    folder = intake / direction.value / office
    if not office or PurePosixPath(office).name != office or not folder.is_dir():
        raise RefusedError(
            f"There is no intake folder for office {office!r} ({direction.value}).",
            vi=f"Không có thư mục tiếp nhận cho đơn vị {office!r} ({direction.value}).",
            remedy=(
                "Start the system with `vanban up`, or choose one of the folders under intake/."
                " / Hãy khởi động hệ thống bằng `vanban up`, hoặc chọn một thư mục trong intake/."
            ),
        )
    return folder / URGENT_FOLDER if urgent else folder


def drop(file: Path, folder: Path) -> Path:
    """Copy one file into a folder so that it appears there whole, under a name that is free.

    Raises:
        RefusedError: if the file cannot be read.
    """
    try:
        if not file.is_file():  # opening a pipe would wait for its writer
            raise _unreadable(file)
        source = file.open("rb")
    except OSError as error:
        raise _unreadable(file) from error
    with source:
        return drop_stream(source, name=file.name, folder=folder)


def _unreadable(file: Path) -> RefusedError:
    return RefusedError(
        f"{file} cannot be read.",
        vi=f"Không đọc được tệp {file}.",
        remedy="Check the name and the rights. / Kiểm tra tên tệp và quyền đọc.",
    )


def drop_stream(source: BinaryIO, *, name: str, folder: Path) -> Path:
    """Write a stream into a folder so that it appears there whole, under ``name`` or one like it that is free.

    ``name`` comes from outside (a browser): it is taken as a name only, never as a path, and never one that intake
    would pass over as hidden or unfinished.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half_written = folder / f".{uuid.uuid4()}.part"
    try:
        with half_written.open("xb") as target:
            shutil.copyfileobj(source, target)
            target.flush()
            os.fsync(target.fileno())
        return _link_under_free_name(half_written, folder, _plain_name(name))
    finally:
        half_written.unlink(missing_ok=True)


def _link_under_free_name(half_written: Path, folder: Path, name: str) -> Path:
    for candidate in _names(name):
        try:
            os.link(half_written, folder / candidate)  # refuses to replace a file of the same name
        except FileExistsError:
            continue
        return folder / candidate
    raise RefusedError(
        f"No free name is left in {folder}.",
        vi="Không còn tên tệp trống trong thư mục.",
        remedy="Empty the folder. / Hãy dọn thư mục này.",
    )


def _names(name: str) -> Iterator[str]:
    yield name
    path = PurePosixPath(name)
    for attempt in range(1, 100_000):
        yield f"{path.stem}-{attempt}{path.suffix}"


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").replace("\0", "").rstrip("/").rpartition("/")[2]
    if not last or last in {".", ".."}:
        last = "khong-ten"
    if last.startswith((".", "~$")) or last == URGENT_FOLDER:
        last = f"_{last}"
    if last.lower().endswith(UNFINISHED_SUFFIXES):
        last += "_"
    return _shortened(last)


def _shortened(name: str) -> str:
    whole = os.fsencode(name)
    if len(whole) <= _NAME_BYTES:
        return name
    suffix = os.fsencode(PurePosixPath(name).suffix)[:20]
    kept = whole[: _NAME_BYTES - len(suffix)].decode("utf-8", "ignore")
    return kept + suffix.decode("utf-8", "ignore")
