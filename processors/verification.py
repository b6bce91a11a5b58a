"""Verification of signatures in the sandbox: a hostile signed file can neither hang, grow nor crash its caller.

The code that judges signatures is handed in by name and loaded in the child only; nothing here knows it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
from pathlib import Path

from processors.sandbox import ChildError, run_child
from vanban.domain.errors import UnreadableError
from vanban.domain.evidence import FileVerdict, SignatureVerdict

_STOPPED = {
    "time-limit": "Kiểm tra chữ ký quá lâu nên đã dừng. / The verification took too long and was stopped.",
    "memory-limit": "Kiểm tra chữ ký cần quá nhiều bộ nhớ nên đã dừng. / "
    "The verification needed too much memory and was stopped.",
    "parser-failed": "Bộ đọc tệp bị lỗi khi kiểm tra chữ ký. / The file made the verification fail.",
}


class SandboxedVerifier:
    """``vanban.ports.Verifier`` that judges each file in a child process of its own."""

    def __init__(self, *, trust: Path | None, seconds: float, memory_bytes: int, purpose: str | None = None) -> None:
        self._trust = trust
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._purpose = purpose

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        """Return the verdict; never raises: what the child cannot finish is ``indeterminate`` with the reason."""
        # Without a name: nothing of a stranger's file is left, even if this process is killed meanwhile.
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.flush()
            arguments = {
                "path": f"/proc/{os.getpid()}/fd/{file.fileno()}",
                "trust": str(self._trust) if self._trust else None,
                "at": at.isoformat() if at else None,
                "purpose": self._purpose,
            }
            try:
                told = run_child("verify", arguments, seconds=self._seconds, memory_bytes=self._memory_bytes)
            except UnreadableError as failed:
                code = failed.reason_code if isinstance(failed, ChildError) else failed.code
                sha256 = hashlib.sha256(data).hexdigest()
                reason = f"{_STOPPED.get(code, _STOPPED['parser-failed'])} [{code}]"
                return FileVerdict(sha256=sha256, verdict="indeterminate", reasons=(reason,))
        signatures = tuple(
            SignatureVerdict(**{**s, "reasons": tuple(s["reasons"]), "purposes": tuple(s["purposes"])})
            for s in told["signatures"]
        )
        return FileVerdict(
            sha256=told["sha256"], verdict=told["verdict"], signatures=signatures, reasons=tuple(told["reasons"])
        )
