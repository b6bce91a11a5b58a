"""Examines claimed files in a child process; implements ``vanban.ports.Examiner``."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from processors.bounds import Bounds
from processors.media import open_regular
from processors.sandbox import run_child
from vanban.domain.errors import UnreadableError
from vanban.domain.reading import Examination

if TYPE_CHECKING:
    from vanban.settings import Limits

_DIGEST_FACTOR = 20
"""A file larger than so many times the limit is not even digested: nothing that was handed in on purpose is."""
_CHUNK = 1024 * 1024


class SandboxedExaminer:
    """Safety checks and secrecy gate, one child process per file."""

    def __init__(self, *, limits: Limits, nice: int = 0) -> None:
        self._limits = limits
        self._nice = nice

    def examine(self, path: Path, *, file_name: str, work: Path) -> Examination:
        """Return what the file is; see ``vanban.ports.Examiner``.

        ``sha256`` is empty for what is no regular file and for files beyond 20 times the size limit.
        """
        _wipe(work)
        try:
            sha256, size = self._digest(path)
        except OSError:
            return Examination(sha256="", size=0, outcome="refused", reason="not-a-file")
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
                },
                seconds=self._limits.examine_seconds,
                memory_bytes=self._limits.child_memory_bytes,
                nice=self._nice,
                scratch=work,
            )
        except UnreadableError as error:
            _wipe(work)
            return Examination(sha256=sha256, size=size, outcome="refused", reason=error.code)
        if answer["outcome"] != "clean":
            _wipe(work)
        answer["warnings"] = tuple(answer.get("warnings", ()))
        return Examination(sha256=sha256, size=size, **answer)

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


def _wipe(work: Path) -> None:
    """Empty the private folder: no word or picture of a suspect, and nothing of an earlier try, stays there."""
    for entry in work.iterdir():
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
