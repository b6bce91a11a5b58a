"""Check packages by the code that did not write them: in a folder, or in the archive with nothing else believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from storage import check_story
from storage.verify_archive import defects_of_folder, find_defects, packages_in
from storage.verify_metadata import Defect
from vanban.domain.casefile import CaseReceipt
from vanban.domain.errors import NotFoundError
from vanban.domain.evidence import ArchiveReceipt
from vanban.ports import ARCHIVE, ObjectStore, Register, StoredObject, Verifier

PREFIXES = ("aip/", "aip-case/")


@dataclass(frozen=True, slots=True)
class CheckedPackage:
    """One package and what is wrong with it."""

    name: str
    """Its folder, or its key prefix."""
    defects: tuple[Defect, ...]


def check_folders(folder: Path, *, verifier: Verifier) -> Iterator[CheckedPackage]:
    """Check every package in a folder; beside a proof (``vanban proof``) also that its events are in the log.

    Raises:
        NotFoundError: if there is no package in the folder.
    """
    found = packages_in(folder)
    if not found:
        raise NotFoundError(
            f"There is no package in {folder}.",
            vi=f"Trong {folder} không có gói lưu trữ nào.",
            remedy=(
                "Name a folder that `vanban restore`, `vanban proof` or `vanban casefile export` wrote."
                " / Hãy chỉ ra thư mục do `vanban restore`, `vanban proof` hoặc `vanban casefile export` ghi ra."
            ),
        )
    for package in found:
        defects = defects_of_folder(package, verify=_verdict_of(verifier))
        if (package.parent / "proof.json").is_file():
            defects += _story(package.parent)
        yield CheckedPackage(str(package), tuple(defects))


def check_stored(name: str, *, register: Register, store: ObjectStore, verifier: Verifier) -> Iterator[CheckedPackage]:
    """Check packages in the archive.

    Args:
        name: a key prefix, for which the register is not asked; or the id of a document or case file, whose receipts
            then say what must be there.
        register: knows the receipts.
        store: the archive, or a copy of it.
        verifier: of signatures.

    Raises:
        NotFoundError: if there is no such package.
        ServiceUnavailableError: if the register or the store does not answer.
    """
    if name.startswith(PREFIXES):
        yield _check_prefix(name.rstrip("/") + "/", store, verifier)
        return
    with register.begin() as uow:
        receipt = uow.receipts.get(name)
        known: list[ArchiveReceipt | CaseReceipt] = [receipt] if receipt else []
        known += uow.case_receipts.list(case_file_id=name)
    if not known:
        raise _not_there(name)
    for one in known:
        yield _check_prefix(one.package, store, verifier, receipt=one)


def _check_prefix(
    prefix: str, store: ObjectStore, verifier: Verifier, *, receipt: ArchiveReceipt | CaseReceipt | None = None
) -> CheckedPackage:
    versions: dict[str, list[StoredObject]] = {}
    for version in store.versions(ARCHIVE, prefix):
        versions.setdefault(version.key.removeprefix(prefix), []).append(version)
    if not versions and receipt is None:
        raise _not_there(prefix)
    hidden = list(_hidden(versions))
    # The oldest version is the one that was archived: what came over it later is told, not believed.
    first = {name: found[-1] for name, found in versions.items() if not found[-1].is_delete_marker}
    data: dict[str, bytes] = {}
    locks: dict[str, tuple[str | None, dt.datetime | None]] = {}
    for name, version in first.items():
        stored, data[name] = store.read(ARCHIVE, version.key, version_id=version.version_id)
        locks[name] = (stored.retention_mode, stored.retain_until)
    defects = find_defects(
        data,
        data.__getitem__,
        verify=_verdict_of(verifier),
        manifest_sha256=receipt.manifest_sha256 if receipt else "",
        locks=locks,
        locked_until=receipt.retain_until if receipt else None,
        referred=lambda key: _referred(key, store),
    )
    return CheckedPackage(prefix, (*hidden, *defects))


def _hidden(versions: dict[str, list[StoredObject]]) -> Iterator[Defect]:
    for name, found in versions.items():
        kept = [version for version in found if not version.is_delete_marker]
        if len(kept) < len(found):
            yield Defect("delete-marker", name, f"a delete marker hides {name}")
        if len(kept) > 1:
            yield Defect("extra-version", name, f"{name} was written over")


def _referred(key: str, store: ObjectStore) -> bytes:
    try:
        return store.get(ARCHIVE, key)
    except NotFoundError as error:
        raise LookupError(key) from error


def _verdict_of(verifier: Verifier) -> Callable[[bytes], str]:
    return lambda data: verifier.verify(data).verdict


def _story(folder: Path) -> list[Defect]:
    try:
        wrong = check_story.check(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        wrong = [f"the proof cannot be read ({type(error).__name__})"]
    return [Defect("not-proven", "proof.json", sentence) for sentence in wrong]


def _not_there(name: str) -> NotFoundError:
    return NotFoundError(
        f"The archive has no package {name}.",
        vi=f"Kho lưu trữ không có gói {name}.",
        remedy=(
            "Only what is archived can be checked there; see `vanban documents` and `vanban casefile list`."
            " / Chỉ kiểm tra được những gì đã lưu trữ; xem `vanban documents` và `vanban casefile list`."
        ),
    )
