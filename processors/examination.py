"""Examines claimed files in a child process; implements ``vanban.ports.Examiner``."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from processors.bounds import Bounds
from processors.containers import Part, part_folder, unpacked
from processors.inspection import CONTAINER
from processors.media import open_regular
from processors.safety import ATTACHMENTS
from processors.sandbox import run_child
from vanban.domain.document import Urgency
from vanban.domain.errors import SuspectError, UnreadableError
from vanban.domain.reading import Examination
from vanban.ports.reading import Released, none_released

if TYPE_CHECKING:
    from vanban.settings import Limits

_DIGEST_FACTOR = 20
"""A file larger than so many times the limit is not even digested: nothing that was handed in on purpose is."""
_CHUNK = 1024 * 1024
_OF_THE_WHOLE = frozenset({"no-office", "time-limit", "memory-limit"})
"""Reasons of one part that would not go away if it were handed in alone."""
_NOTHING_INSIDE = frozenset({"empty", "broken"})
"""What is said of a PDF whose list of attachments holds nothing that could be taken out."""


class SandboxedExaminer:
    """Safety checks and secrecy gate, one child process per file, and one per file in a ZIP or an e-mail."""

    def __init__(self, *, limits: Limits, nice: int = 0) -> None:
        self._limits = limits
        self._nice = nice

    def examine(self, path: Path, *, file_name: str, work: Path, is_released: Released = none_released) -> Examination:
        """Return what the file is; see ``vanban.ports.Examiner``.

        ``sha256`` is empty for what is no regular file and for files beyond 20 times the size limit.
        """
        return self._examine(path, file_name, work, is_released)

    def _examine(
        self, path: Path, file_name: str, work: Path, is_released: Released, *, is_part: bool = False, depth: int = 1
    ) -> Examination:
        _wipe(work)
        try:
            sha256, size = self._digest(path)
        except OSError:
            return Examination(sha256="", size=0, outcome="refused", reason="not-a-file")
        overruled = bool(sha256) and is_released(sha256)
        if size > self._limits.file_bytes:
            return Examination(sha256=sha256, size=size, outcome="refused", reason="too-large")
        try:
            answer = run_child(
                "examine",
                {
                    "path": str(path),
                    "file_name": file_name,
                    "work": str(work),
                    "bounds": Bounds.of(self._limits).as_arguments(),
                    "overruled": overruled,
                    "is_part": is_part,
                },
                seconds=self._limits.examine_seconds,
                memory_bytes=self._limits.child_memory_bytes,
                nice=self._nice,
                scratch=work,
            )
        except UnreadableError as error:
            _wipe(work)
            return Examination(sha256=sha256, size=size, outcome="refused", reason=error.code)
        answer["warnings"] = tuple(answer.get("warnings", ()))
        examination = Examination(sha256=sha256, size=size, **answer)
        inside = _all_released if overruled else is_released
        if examination.outcome == CONTAINER:
            examination = self._with_parts(examination, path, work, inside, depth)
        elif examination.outcome == "clean" and ATTACHMENTS in examination.warnings:
            examination = self._with_attachments(examination, path, work, inside, depth)
        if examination.outcome != "clean":
            _wipe(work)
        return examination

    def _with_parts(
        self, container: Examination, path: Path, work: Path, is_released: Released, depth: int
    ) -> Examination:
        """Examine every file of a container: one suspect makes all of it suspect, one refused keeps all of it out."""
        try:
            parts = self._parts_of(container, path, work, is_released, depth)
        except SuspectError:
            return replace(container, outcome="suspect", reason="suspect", warnings=())
        except UnreadableError as error:
            return replace(container, outcome="refused", reason=error.code)
        refused = [part.reason for part in parts if part.outcome != "clean"]
        if refused:
            of_the_whole = next((reason for reason in refused if reason in _OF_THE_WHOLE), "part-refused")
            return replace(container, outcome="refused", reason=of_the_whole)
        return replace(
            container,
            outcome="clean",
            pages=sum(part.pages for part in parts),
            signed=any(part.signed for part in parts),
            has_text_layer=any(part.has_text_layer for part in parts),
            urgency=max((Urgency(part.urgency) for part in parts), key=lambda urgency: urgency.rank).value,
            warnings=tuple(sorted({code for part in parts for code in part.warnings})),
        )

    def _with_attachments(
        self, pdf: Examination, path: Path, work: Path, is_released: Released, depth: int
    ) -> Examination:
        """Pass the files that a PDF carries through the gate: a mark in one makes all of it suspect.

        What cannot be opened among them keeps nothing out: the PDF is the document, and its warning says so.
        """
        try:
            parts = self._parts_of(pdf, path, work, is_released, depth)
        except SuspectError:
            return replace(pdf, outcome="suspect", reason="suspect", warnings=())
        except UnreadableError as error:
            return pdf if error.code in _NOTHING_INSIDE else replace(pdf, outcome="refused", reason=error.code)
        finally:
            for folder in work.glob("part-*"):
                shutil.rmtree(folder)
        unfinished = next((part.reason for part in parts if part.reason in _OF_THE_WHOLE | {"too-deep"}), "")
        return replace(pdf, outcome="refused", reason=unfinished) if unfinished else pdf

    def _parts_of(
        self, whole: Examination, path: Path, work: Path, is_released: Released, depth: int
    ) -> list[Examination]:
        """Examine every file in another.

        Raises:
            UnreadableError: if it cannot be taken apart within the bounds.
            SuspectError: if one of them, its name or a text shows a mark of state secrecy.
        """
        if depth > self._limits.depth:
            raise UnreadableError("too-deep")
        end = time.monotonic() + self._limits.container_seconds
        examined: list[Examination] = []
        with unpacked(path, work=work, limits=self._limits, overruled=is_released(whole.sha256)) as content:
            for part in content.parts:
                in_time = time.monotonic() < end
                found = self._part(part, work, is_released, depth + 1) if in_time else _refused(part, "time-limit")
                if found.outcome == "suspect":
                    raise SuspectError
                examined.append(found)
        return examined

    def _part(self, part: Part, work: Path, is_released: Released, depth: int) -> Examination:
        if part.refusal:
            return _refused(part, part.refusal)
        if part.text is not None:
            # Looked through when it was taken out.
            return Examination(part.sha256, part.path.stat().st_size, "clean", pages=1, has_text_layer=True)
        folder = part_folder(work, part)
        return self._examine(part.path, part.file_name, folder, is_released, is_part=True, depth=depth)

    def _digest(self, path: Path) -> tuple[str, int]:
        """Return SHA-256 and size of a regular file.

        Raises:
            OSError: if it is none, or cannot be read.
        """
        with os.fdopen(open_regular(path), "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            if size > _DIGEST_FACTOR * self._limits.file_bytes:
                return "", size
            digest = hashlib.sha256()
            while piece := file.read(_CHUNK):
                digest.update(piece)
        return digest.hexdigest(), size


def _all_released(sha256: str) -> bool:
    """Return that every part of a container that was released is released with it."""
    del sha256
    return True


def _refused(part: Part, reason: str) -> Examination:
    return Examination(part.sha256, part.path.stat().st_size, "refused", reason)


def _wipe(work: Path) -> None:
    """Empty the private folder: no word or picture of a suspect, and nothing of an earlier try, stays there."""
    for entry in work.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
