"""What this PC remembers between two runs: its access token for a desk, and what was used last. Never a PIN."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from vanban.agent.line import Line
from vanban.domain.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Memory:
    """What is kept between two runs; never a PIN."""

    desk: str = ""
    """Address used last."""
    module: str = ""
    """PKCS#11 library used last."""
    tokens: dict[str, str] = field(default_factory=dict)
    """Desk to access token."""

    def token_for(self, desk: str) -> str:
        """Return this PC's access token for a desk.

        Raises:
            RefusedError: if it was never paired with it.
        """
        token = self.tokens.get(desk.rstrip("/"), "")
        if not token:
            raise RefusedError(
                "This PC is not paired with that desk yet.",
                vi="Máy này chưa được ghép nối với hệ thống.",
                remedy=(
                    "Open your list at the desk, choose “Ký bằng thiết bị của tôi”, and give the code with --code."
                    " / Hãy mở danh sách ký, chọn “Ký bằng thiết bị của tôi”, rồi nhập mã bằng --code."
                ),
            )
        return token


def default_file() -> Path:
    """Return where it is kept: ``VANBAN_AGENT_FILE``, else the person's configuration folder."""
    if given := os.environ.get("VANBAN_AGENT_FILE"):
        return Path(given)
    base = os.environ.get("APPDATA") if os.name == "nt" else os.environ.get("XDG_CONFIG_HOME")
    return Path(base or Path.home() / ".config") / "vanban" / "agent.json"


def remembered(file: Path) -> Memory:
    """Return what was kept; nothing if it was not, or is damaged."""
    try:
        return Memory(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Memory()


def remember(memory: Memory, *, file: Path) -> None:
    """Keep it for this person only; also on Windows, where folders cannot be flushed."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half_written = file.with_name(f"{file.name}.tmp")
    half_written.unlink(missing_ok=True)
    with os.fdopen(os.open(half_written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(json.dumps(asdict(memory), indent=2) + "\n")
    half_written.replace(file)


def pair(line: Line, memory: Memory, *, desk: str, code: str) -> Memory:
    """Exchange a one-time code for this PC's access token. Raises what the desk answers."""
    answer = line.post("/agent/pair", {"code": code, "label": platform.node()[:60] or "PC"})
    return replace(memory, tokens=memory.tokens | {desk.rstrip("/"): str(answer.get("token", ""))})
