#!/usr/bin/env python3
"""Checks one document's whole story, with nothing but Python and what was handed out. Trusts nobody's server.

    python3 check_story.py FOLDER [--root HEX] [--tsa-ca CA.pem]

FOLDER holds ``package/`` (the archived package), ``proof.json`` and ``root.json``, as ``vanban proof`` writes them. The
root on the printed page goes after ``--root``: then nothing in FOLDER needs to be believed. ``--tsa-ca`` is the
certificate of the time-stamp service's root, to check the time as well (needs the ``openssl`` program).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ARCHIVED = ("document.archived", "casefile.archived")
"""What the log calls it that a package was put into the archive."""


def sha256(data: bytes) -> bytes:
    """Return the digest of bytes."""
    return hashlib.sha256(data).digest()


def canonical(value: Any) -> bytes:
    """Return JSON with sorted keys and no spaces, UTF-8: what events and roots are digested as."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check_files(package: Path) -> list[str]:
    """Every file is the one that the inventory lists, and there is no other."""
    inventory = json.loads((package / "inventory.json").read_bytes())
    listed = {entry["path"]: entry["sha256"] for entry in inventory["files"]}
    there = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()} - {"inventory.json"}
    wrong = [f"{path} is missing" for path in sorted(listed.keys() - there)]
    wrong += [f"{path} is not in the inventory" for path in sorted(there - listed.keys())]
    for path in sorted(listed.keys() & there):
        if sha256((package / path).read_bytes()).hex() != listed[path]:
            wrong.append(f"{path} was changed")
    return wrong


def event_holds(event: dict[str, Any]) -> bool:
    """An event's digest is over everything that it says."""
    said = {name: value for name, value in event.items() if name != "digest"}
    return bool(sha256(canonical(said)).hex() == event["digest"])


def root_from(event: dict[str, Any], index: int, size: int, path: list[str]) -> str:
    """Return the root that an event leads to by its audit path (RFC 9162, 2.1.3.2); empty if the path is not one."""
    digest, last = sha256(b"\0" + bytes.fromhex(event["digest"])), size - 1
    for step in map(bytes.fromhex, path):
        if last == 0:
            return ""
        if index % 2 or index == last:
            digest = sha256(b"\1" + step + digest)
            while index and index % 2 == 0:
                index, last = index // 2, last // 2
        else:
            digest = sha256(b"\1" + digest + step)
        index, last = index // 2, last // 2
    return digest.hex() if last == 0 else ""


def check_events(proof: dict[str, Any], packaged: list[dict[str, Any]]) -> list[str]:
    """Every event is as it was written, about this document, and in the log; so is each one in the package."""
    head = proof["root"]
    proven: dict[int, str] = {}
    wrong = []
    for one in proof["events"]:
        event, index = one["event"], one["index"]
        name = f"event {event['sequence']} ({event['name']})"
        if not event_holds(event) or event["subject"] != proof["document"]:
            wrong.append(f"{name} was changed")
        elif event["sequence"] != index + 1 or root_from(event, index, head["size"], one["path"]) != head["root"]:
            wrong.append(f"{name} is not in the log")
        proven[event["sequence"]] = event["digest"]
    strangers = [event["sequence"] for event in packaged if proven.get(event["sequence"]) != event["digest"]]
    return wrong + [f"event {sequence} of the package is not proven" for sequence in strangers]


def check_package_is_the_archived_one(proof: dict[str, Any], package: Path) -> list[str]:
    """The log says which package was archived, by the digest of its inventory: this is that one."""
    events = [one["event"] for one in proof["events"]]
    said = {event["data"].get("manifest") for event in events if event["name"] in ARCHIVED}
    mine = sha256((package / "inventory.json").read_bytes()).hex()
    return [] if mine in said else ["the log does not say that this package was archived"]


def check_time(published: dict[str, Any], ca: Path) -> list[str]:
    """A time-stamp service vouches for when the root was there."""
    with tempfile.TemporaryDirectory() as folder:
        token = Path(folder) / "token.der"
        token.write_bytes(bytes.fromhex(published["timestamp"]))
        digest = sha256(canonical(published["head"])).hex()
        command = ["openssl", "ts", "-verify", "-digest", digest, "-token_in", "-in", str(token), "-CAfile", str(ca)]
        done = subprocess.run(command, capture_output=True, check=False)
    return [] if done.returncode == 0 else ["the time-stamp of the root does not hold"]


def check(folder: Path, *, root: str = "", tsa_ca: Path | None = None) -> list[str]:
    """Return one sentence for each thing that is wrong; empty when the story holds."""
    package = folder / "package"
    proof, published = (json.loads((folder / name).read_bytes()) for name in ("proof.json", "root.json"))
    wrong = check_files(package)
    wrong += check_events(proof, json.loads((package / "metadata" / "events.json").read_bytes()))
    wrong += check_package_is_the_archived_one(proof, package)
    if proof["root"] != published["head"]:
        wrong.append("the proof is for another root than root.json")
    if root and root.replace(" ", "").lower() != proof["root"]["root"]:
        wrong.append("the proof leads to another root than the printed one")
    return wrong + (check_time(published, tsa_ca) if tsa_ca else [])


def main() -> int:
    """Check, print, and return the exit code: 0 if everything holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--root", default="", help="the root on the printed page")
    parser.add_argument("--tsa-ca", type=Path, help="root certificate of the time-stamp service, PEM")
    given = parser.parse_args()
    try:
        wrong = check(given.folder, root=given.root, tsa_ca=given.tsa_ca)
    except (OSError, ValueError, KeyError, TypeError) as error:
        wrong = [f"the folder is not complete: {error}"]
    sys.stdout.write("".join(f"WRONG: {sentence}\n" for sentence in wrong) or "The story holds.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
