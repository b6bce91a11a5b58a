#!/usr/bin/env python3
"""Checks one document's whole story, with nothing but Python and what was handed out. Trusts nobody's server.

    python3 check_story.py FOLDER [--root HEX] [--tsa-ca CA.pem]

FOLDER holds ``package/`` (the archived package), ``proof.json`` and ``root.json``, as ``vanban proof`` writes them. The
root on the printed page goes after ``--root``: then nothing in FOLDER needs to be believed. ``--tsa-ca`` is the
certificate of the time-stamp service's root, to check the time as well (needs the ``openssl`` program). Where the
time-stamp was renewed since, ``renewed-1.json`` and so on lie beside ``root.json``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
from email.utils import parsedate_to_datetime
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


def stamped(folder: Path, published: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return digest, token and what is wrong of the root's time-stamp and of each one over it (RFC 4998, 5.2)."""
    found = [(sha256(canonical(published["head"])).hex(), published["timestamp"], "")]
    before = folder / "root.json"
    while (renewed := folder / f"renewed-{len(found)}.json").exists():
        said = json.loads(renewed.read_bytes())
        token, over = said.pop("timestamp"), sha256(before.read_bytes()).hex()
        wrong = "" if said["over_sha256"] == over else f"{renewed.name} is over another file"
        found.append((sha256(canonical(said)).hex(), token, wrong))
        before = renewed
    return found


def openssl(token: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run ``openssl ts`` on a time-stamp token, hex."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(bytes.fromhex(token))
        file.flush()
        command = ["openssl", "ts", more[0], "-token_in", "-in", file.name, *more[1:]]
        return subprocess.run(command, capture_output=True, text=True, check=False)


def check_time(stamps: list[tuple[str, str, str]], ca: Path, *, at: float) -> list[str]:
    """Time-stamp services vouch for when the root was there: the newest now, each older one when the next was made."""
    for digest, token, wrong in reversed(stamps):
        done = openssl(token, "-verify", "-digest", digest, "-CAfile", str(ca), "-attime", str(int(at)))
        if wrong or done.returncode:
            return [wrong or "the time-stamp of the root does not hold"]
        told = openssl(token, "-reply", "-text").stdout.partition("Time stamp: ")[2].splitlines()[0]
        at = parsedate_to_datetime(re.sub(r"\.\d+", "", told)).timestamp()
    return []


def check(folder: Path, *, root: str = "", tsa_ca: Path | None = None, at: float | None = None) -> list[str]:
    """Return one sentence for each thing that is wrong, as of now or another moment; empty when the story holds."""
    package = folder / "package"
    proof, published = (json.loads((folder / name).read_bytes()) for name in ("proof.json", "root.json"))
    wrong = check_files(package)
    wrong += check_events(proof, json.loads((package / "metadata" / "events.json").read_bytes()))
    wrong += check_package_is_the_archived_one(proof, package)
    if proof["root"] != published["head"]:
        wrong.append("the proof is for another root than root.json")
    if root and root.replace(" ", "").lower() != proof["root"]["root"]:
        wrong.append("the proof leads to another root than the printed one")
    return wrong + (check_time(stamped(folder, published), tsa_ca, at=at or time.time()) if tsa_ca else [])


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
