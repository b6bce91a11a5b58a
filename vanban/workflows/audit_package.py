"""One package of the archive read again, every version of every object, with its lock and its hold."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from vanban.domain.errors import NotFoundError, ServiceUnavailableError
from vanban.domain.findings import Finding
from vanban.domain.keeping import Custody, Holding
from vanban.ports import ARCHIVE, ObjectStore, StoredObject
from vanban.workflows.holdings import NamedStore
from vanban.workflows.keep_locks import Wanted


@dataclass(slots=True)
class Checked:
    """What reading one package showed."""

    holding: Holding
    objects: int = 0
    """Versions that were read."""
    bytes: int = 0
    findings: list[Finding] = field(default_factory=list)


def check_package(
    holding: Holding,
    place: NamedStore,
    *,
    noted: Custody | None,
    wanted: Wanted,
    now: dt.datetime,
    digests: Mapping[str, str],
    versions: Iterable[StoredObject] | None = None,
) -> Checked:
    """Read every version of a package in one store and compare digest, lock and hold.

    Args:
        holding: the package.
        place: the store.
        noted: what was last read back of its locks.
        wanted: how it should be locked now.
        now: the current time.
        digests: SHA-256 by key, where the register says none: of what lies in the archive itself.
        versions: of its objects, as they were just listed; None to list them.

    Raises:
        ServiceUnavailableError: if the whole store does not answer.
    """
    checked = Checked(holding)
    expected = noted.locked_until if noted and noted.locked_until else None
    if expected is None and not place.name:
        expected = holding.locked_until
    for version in place.store.versions(ARCHIVE, holding.prefix) if versions is None else versions:
        if version.is_delete_marker or version.key not in holding.objects:
            continue
        sha256 = holding.objects[version.key] or digests.get(version.key, "")
        for kind in _check_version(version, sha256, place.store, checked, expected, wanted, noted, now):
            checked.findings.append(
                Finding(kind, holding.subject, version.key, place.name, version_id=version.version_id)
            )
    return checked


def _check_version(
    version: StoredObject,
    sha256: str,
    store: ObjectStore,
    checked: Checked,
    expected: dt.datetime | None,
    wanted: Wanted,
    noted: Custody | None,
    now: dt.datetime,
) -> Iterator[str]:
    key, version_id = version.key, version.version_id
    try:
        stored, data = store.read(ARCHIVE, key, version_id=version_id)
    except NotFoundError:
        yield "missing"
        return
    except ServiceUnavailableError:
        store.stat(ARCHIVE, key)  # raises if the whole store is away; else it is this object that cannot be read
        yield "unreadable"
        return
    checked.objects += 1
    checked.bytes += len(data)
    if sha256 and hashlib.sha256(data).hexdigest() != sha256:
        yield "altered"
    if stored.retention_mode != "COMPLIANCE" or stored.retain_until is None:
        yield "unlocked"
    elif expected is not None and stored.retain_until < expected:
        yield "short-lock"
    elif stored.retain_until <= now and wanted.until is not None:
        yield "lock-ended"
    if noted is not None and noted.held and not store.is_held(ARCHIVE, key, version_id=version_id):
        yield "hold-missing"


def digests_in(holding: Holding, store: ObjectStore) -> dict[str, str]:
    """Return the digests of a holding's objects as they lie in the archive, for those the register names none of."""
    found = {}
    for key, sha256 in holding.objects.items():
        if not sha256:
            try:
                found[key] = hashlib.sha256(store.get(ARCHIVE, key)).hexdigest()
            except NotFoundError:
                continue
    return found
