"""Check of an archive package by code that did not write it: from the store, or from a folder on any medium.

``python -m storage.verify_archive FOLDER…`` needs nothing but Python and this package: what was restored from a backup
in twenty years can still be checked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from vanban.domain.evidence import event_digest

_INVENTORY = "inventory.json"
_EVENTS = "metadata/events.json"
_RECORD = "metadata/document.json"


def check_package(names: Iterable[str], read: Callable[[str], bytes]) -> list[str]:
    """Return one sentence for each thing that is not as the package itself says; empty when it is whole.

    Args:
        names: paths of all files, relative to the package.
        read: returns the bytes of one path.
    """
    present = set(names)
    if _INVENTORY not in present:
        return ["inventory.json is missing: this is not a complete package"]
    try:
        inventory = json.loads(read(_INVENTORY))
        listed = {str(entry["path"]): entry for entry in inventory["files"]}
    except (ValueError, KeyError, TypeError):
        return ["inventory.json cannot be read"]
    wrong = [f"{path} is missing" for path in sorted(listed.keys() - present)]
    wrong += [f"{path} is not in the inventory" for path in sorted(present - listed.keys() - {_INVENTORY})]
    digests: dict[str, str] = {}
    for path in sorted(listed.keys() & present):
        data = read(path)
        digests[path] = hashlib.sha256(data).hexdigest()
        if digests[path] != listed[path].get("sha256") or len(data) != listed[path].get("size"):
            wrong.append(f"{path} was changed")
    roles = {str(entry.get("role")) for entry in listed.values()}
    if "original" not in roles:
        wrong.append("the original is not in the package")
    wrong += _check_record(inventory, listed, digests, read if _RECORD in digests else None)
    if _EVENTS in digests:
        wrong += _check_events(read(_EVENTS))
    return wrong


def _check_record(
    inventory: dict[str, Any],
    listed: dict[str, dict[str, Any]],
    digests: dict[str, str],
    read: Callable[[str], bytes] | None,
) -> list[str]:
    if read is None:
        return ["metadata/document.json is missing"]
    try:
        record = json.loads(read(_RECORD))["record"]
        original, final, document = record["sha256"], record["final_sha256"], record["document"]
    except (ValueError, KeyError, TypeError):
        return ["metadata/document.json cannot be read"]
    contents = {digest for path, digest in digests.items() if path.startswith("content/")}
    originals = {digests[path] for path, entry in listed.items() if entry.get("role") == "original" and path in digests}
    wrong = []
    if document != inventory.get("document"):
        wrong.append("inventory and record name different documents")
    if original not in originals:
        wrong.append("the original is not what the record says")
    if final not in contents:
        wrong.append("the final file is not what the record says")
    return wrong


def _check_events(data: bytes) -> list[str]:
    try:
        events = json.loads(data)
        return [f"event {event['sequence']} was changed" for event in events if not _holds(event)]
    except (ValueError, KeyError, TypeError):
        return ["metadata/events.json cannot be read"]


def _holds(event: dict[str, Any]) -> bool:
    digest = event_digest(
        sequence=event["sequence"],
        at=dt.datetime.fromisoformat(event["at"]),
        actor=event["actor"],
        name=event["name"],
        subject=event["subject"],
        data=event["data"],
        previous=event["previous"],
    )
    return digest == str(event["digest"])


def check_folder(folder: Path) -> list[str]:
    """Check a package that was restored or exported into a folder; see ``check_package``."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return check_package(names, lambda name: (folder / name).read_bytes())


def main(folders: list[str]) -> int:
    """Check folders, print what is wrong, return the exit code."""
    wrong = [f"{folder}: {sentence}" for folder in folders for sentence in check_folder(Path(folder))]
    sys.stdout.write("".join(f"{line}\n" for line in wrong) or "ok\n")
    return 1 if wrong or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
