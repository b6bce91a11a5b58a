"""Check of an archive package by code that did not write it: from the bucket alone, or from a folder.

``python3 verify_archive.py FOLDER…`` (with ``verify_metadata.py`` beside it) needs nothing but Python: what comes out
of a backup in twenty years can still be checked. It derives everything anew: files against the inventory, METS against
files, PREMIS against the audit trail, each event against its digest, the record against its files; with a verifier
passed in, the signatures; with the store's answers passed in, the locks. Neither file imports anything of ours.

Packages of documents (``vanban-aip/1`` and ``/2``) and of case files (``vanban-aip-case/1``) are known.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

try:
    from storage.verify_metadata import Defect, check_ead, check_mets, check_premis
except ImportError:  # beside it, on a machine without the rest
    from verify_metadata import Defect, check_ead, check_mets, check_premis  # type: ignore[import-not-found, no-redef]

_INVENTORY = "inventory.json"
_EVENTS = "metadata/events.json"
_DOCUMENT, _CASE = "metadata/document.json", "metadata/casefile.json"
_FORMATS = {"vanban-aip/1": "content/", "vanban-aip/2": "representations/rep1/data/", "vanban-aip-case/1": ""}
"""Known formats, and where the record's bytes lie in each."""

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Package:
    """What is known of a package once its inventory was read and its files digested."""

    inventory: Mapping[str, Any]
    listed: Mapping[str, Mapping[str, Any]]
    """Entries of the inventory by path."""
    digests: Mapping[str, str]
    """SHA-256 of what is there, by path."""
    sizes: Mapping[str, int]
    read: Read

    @property
    def format(self) -> str:
        """Name of the format; empty if there is none."""
        return str(self.inventory.get("format", ""))

    def json(self, path: str) -> Any:
        """Return a file of JSON."""
        return json.loads(self.read(path))


def find_defects(
    names: Iterable[str],
    read: Read,
    *,
    verify: Callable[[bytes], str] | None = None,
    manifest_sha256: str = "",
    locks: Mapping[str, tuple[str | None, dt.datetime | None]] | None = None,
    locked_until: dt.datetime | None = None,
    referred: Read | None = None,
) -> list[Defect]:
    """Return everything that is not as the package itself says; empty when it is whole.

    Args:
        names: paths of all files, relative to the package.
        read: returns the bytes of one path.
        verify: says ``valid``, ``invalid``, ``indeterminate`` or ``unsigned`` of a file; signatures are not judged
            without it.
        manifest_sha256: digest of the inventory as a receipt or the log says it.
        locks: mode and end of the lock of each path, as the store says; not judged without it.
        locked_until: the end that each lock must reach.
        referred: returns the bytes of a key of the archive that a case file refers to; raises ``LookupError`` or
            ``OSError`` if it is not there. Not followed without it.
    """
    present = set(names)
    if _INVENTORY not in present:
        return [Defect("no-inventory", _INVENTORY, "inventory.json is missing: this is not a complete package")]
    written = read(_INVENTORY)
    found = []
    if manifest_sha256 and hashlib.sha256(written).hexdigest() != manifest_sha256:
        found.append(Defect("other-manifest", _INVENTORY, "inventory.json is not the one that was archived"))
    try:
        inventory = json.loads(written)
        listed = {str(entry["path"]): entry for entry in inventory["files"]}
    except (ValueError, KeyError, TypeError):
        return [*found, Defect("unreadable", _INVENTORY, "inventory.json cannot be read")]
    package, defects = _digested(inventory, listed, present, read)
    found += defects
    for check in (_check_format, _check_versions, _check_record, _check_events, check_mets, check_ead, check_premis):
        found += _guarded(check, package)
    found += _guarded(_check_signatures, package, verify) if verify else []
    found += _check_locks(present, locks, locked_until) if locks is not None else []
    found += _guarded(_check_referred, package, referred) if referred else []
    return found


def check_package(names: Iterable[str], read: Read) -> list[str]:
    """Return one sentence for each thing that is not as the package itself says; empty when it is whole."""
    return [defect.sentence for defect in find_defects(names, read)]


def check_folder(folder: Path) -> list[str]:
    """Check a package that was restored or exported into a folder; see ``check_package``."""
    return [defect.sentence for defect in defects_of_folder(folder)]


def defects_of_folder(folder: Path, *, verify: Callable[[bytes], str] | None = None) -> list[Defect]:
    """Check a package in a folder; what a case file refers to is looked for where it would lie in the archive."""
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    top = _top_of(folder)
    referred = (lambda key: (top / key).read_bytes()) if top else None
    return find_defects(names, lambda name: (folder / name).read_bytes(), verify=verify, referred=referred)


def packages_in(folder: Path) -> list[Path]:
    """Return the packages in a folder: itself, or those at any depth below it, in order."""
    if (folder / _INVENTORY).is_file():
        return [folder]
    return sorted({path.parent for path in folder.rglob(_INVENTORY)})


def _top_of(folder: Path) -> Path | None:
    """Return where the keys of the archive begin, if the folder lies as it does there."""
    for parent in folder.resolve().parents:
        if parent.name in {"aip", "aip-case"}:
            return parent.parent
    return None


def _digested(
    inventory: Mapping[str, Any], listed: Mapping[str, Any], present: set[str], read: Read
) -> tuple[Package, list[Defect]]:
    found = [Defect("missing", path, f"{path} is missing") for path in sorted(listed.keys() - present)]
    strangers = sorted(present - listed.keys() - {_INVENTORY})
    found += [Defect("unexpected", path, f"{path} is not in the inventory") for path in strangers]
    digests, sizes = {}, {}
    for path in sorted(listed.keys() & present):
        data = read(path)
        digests[path], sizes[path] = hashlib.sha256(data).hexdigest(), len(data)
        if digests[path] != listed[path].get("sha256") or len(data) != listed[path].get("size"):
            found.append(Defect("altered", path, f"{path} was changed"))
    return Package(inventory, listed, digests, sizes, read), found


def _guarded(check: Callable[..., Iterable[Defect]], package: Package, *more: Any) -> list[Defect]:
    """Run a check on files that may say anything."""
    found: list[Defect] = []
    try:
        found.extend(check(package, *more))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = check.__name__.removeprefix("_check_").removeprefix("check_")
        found.append(Defect("unreadable", what, f"{what}: cannot be read ({type(error).__name__})"))
    return found


def _check_format(package: Package) -> Iterator[Defect]:
    if package.format not in _FORMATS:
        yield Defect("unknown-format", _INVENTORY, f"the format {package.format or 'of the inventory'} is not known")


def _check_versions(package: Package) -> Iterator[Defect]:
    """The inventory names every version before its own, once."""
    if package.format == "vanban-aip/1":
        return
    named = [int(one["version"]) for one in package.inventory["earlier"]]
    if named != list(range(1, int(package.inventory["version"]))):
        yield Defect("versions", _INVENTORY, "the inventory does not name the versions before its own")


def _check_record(package: Package) -> Iterator[Defect]:
    if package.format == "vanban-aip-case/1":
        yield from _check_case(package)
        return
    if _DOCUMENT not in package.digests:
        yield Defect("missing", _DOCUMENT, "metadata/document.json is missing")
        return
    try:
        record = package.json(_DOCUMENT)["record"]
        original, final, document = record["sha256"], record["final_sha256"], record["document"]
    except (ValueError, KeyError, TypeError):
        yield Defect("unreadable", _DOCUMENT, "metadata/document.json cannot be read")
        return
    folder = _FORMATS.get(package.format, "\0")
    contents = {digest for path, digest in package.digests.items() if path.startswith(folder)}
    originals = {package.digests.get(path) for path, one in package.listed.items() if one.get("role") == "original"}
    if not originals:
        yield Defect("no-original", "", "the original is not in the package")
    if document != package.inventory.get("document"):
        yield Defect("other-record", _DOCUMENT, "inventory and record name different documents")
    if original not in originals:
        yield Defect("other-original", "", "the original is not what the record says")
    if final not in contents:
        yield Defect("other-final", "", "the final file is not what the record says")


def _check_case(package: Package) -> Iterator[Defect]:
    case_file = package.json(_CASE)
    documents = case_file["documents"]
    if case_file["case_file"] != package.inventory.get("case_file"):
        yield Defect("other-record", _CASE, "inventory and record name different case files")
    if [int(one["ordinal"]) for one in documents] != list(range(1, len(documents) + 1)):
        yield Defect("ordinals", _CASE, "the ordinals of the documents are not 1 to their number")
    if case_file["fields"]["DocTotal"] != len(documents):
        yield Defect("totals", _CASE, "the case file names another number of documents than it has")


def _check_events(package: Package) -> Iterator[Defect]:
    if _EVENTS not in package.digests:
        return
    events = package.json(_EVENTS)
    for event in events:
        said = {name: value for name, value in event.items() if name != "digest"}
        said["at"] = dt.datetime.fromisoformat(event["at"]).astimezone(dt.UTC).isoformat(timespec="microseconds")
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        if hashlib.sha256(canonical).hexdigest() != event["digest"]:
            yield Defect("event-altered", _EVENTS, f"event {event['sequence']} was changed")
    sequences = [int(event["sequence"]) for event in events]
    if sequences != sorted(set(sequences)):
        yield Defect("event-order", _EVENTS, "the events are not in the order of the log")


def _check_signatures(package: Package, verify: Callable[[bytes], str]) -> Iterator[Defect]:
    """The final file is judged anew: an outgoing one must be valid, an incoming one as it was when it came."""
    if _DOCUMENT not in package.digests:
        return
    record = package.json(_DOCUMENT)["record"]
    said = (record.get("verdict") or {}).get("verdict", "")
    expected = "valid" if record.get("direction") == "di" else said
    for path, digest in package.digests.items():
        if digest != record.get("final_sha256") or not expected:
            continue
        verdict = verify(package.read(path))
        if verdict != expected:
            code = "signature-unproven" if verdict == "indeterminate" else "signature"
            yield Defect(code, path, f"the signatures of {path} are {verdict}, not {expected}")
        return


def _check_locks(
    present: set[str], locks: Mapping[str, tuple[str | None, dt.datetime | None]], until: dt.datetime | None
) -> Iterator[Defect]:
    for path in sorted(present):
        mode, end = locks.get(path, (None, None))
        if mode != "COMPLIANCE" or end is None:
            yield Defect("unlocked", path, f"{path} is not under lock")
        elif until is not None and end < until:
            yield Defect("short-lock", path, f"the lock of {path} ends too early")


def _check_referred(package: Package, referred: Read) -> Iterator[Defect]:
    """Each document package that a case file refers to lies in the archive as it did when the file was closed."""
    if package.format != "vanban-aip-case/1":
        return
    for one in package.json(_CASE)["documents"]:
        key = f"{one['package']}{_INVENTORY}"
        try:
            data = referred(key)
        except (LookupError, OSError):
            yield Defect("reference-missing", key, f"document {one['ordinal']}: {key} is not there")
            continue
        if hashlib.sha256(data).hexdigest() != one["inventory_sha256"]:
            yield Defect("reference-altered", key, f"document {one['ordinal']}: {key} was changed")


def main(folders: list[str]) -> int:
    """Check folders, print what is wrong, return the exit code."""
    packages = [package for folder in folders for package in packages_in(Path(folder)) or [Path(folder)]]
    wrong = [
        f"{package}: {defect.code}: {defect.sentence}" for package in packages for defect in defects_of_folder(package)
    ]
    sys.stdout.write("".join(f"{line}\n" for line in wrong) or "ok\n")
    return 1 if wrong or not folders else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
