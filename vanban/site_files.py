"""What only this installation has besides register and archive: its files in a backup set, and where they come back.

Passwords and ports of the services are not among them: an installation chooses its own. Neither are signing keys: they
live in devices, and the demo's are made anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from vanban.settings import Settings

_EXACT = ("secrets/event-log.key", "secrets/desk-accounts.json", "retention.csv", "offices.csv")
_TRUST = "pki/trust/"
_RESTORED = "restored"


def files_to_keep(settings: Settings) -> Mapping[str, Path]:
    """Return name in the set to file, of those that are there."""
    trust = settings.pki / "trust"
    anchors = {_TRUST + path.relative_to(trust).as_posix(): path for path in sorted(trust.rglob("*"))}
    exact = {name: settings.home / name for name in _EXACT}
    return {name: path for name, path in (exact | anchors).items() if path.is_file()}


def place_of(name: str, settings: Settings) -> Path | None:
    """Return where a file of a set belongs here; None if it has no place: a set cannot write just anywhere.

    Trust anchors come back beside those of this installation, so that what they vouch for stays provable.
    """
    if name in _EXACT:
        return settings.home / name
    parts = name.removeprefix(_TRUST).split("/")
    if not name.startswith(_TRUST) or any(not part or part.startswith(".") for part in parts):
        return None
    if parts[0] == _RESTORED:  # a site that was itself restored
        parts = parts[1:]
    return (settings.pki / "trust" / _RESTORED).joinpath(*parts) if parts else None
