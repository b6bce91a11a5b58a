"""Export of an archived case file into a folder: as it lies in the archive (AIP), as a BagIt bag of that, or for use.

Everything is read back from the archive, compared with the digests that the case file's package names, and checked by
the code that did not write it, before anything appears under its name.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from storage.case_export import UseCopy, bag_fields, make_bag, write_dip
from storage.case_package import case_file_fields
from storage.ead import Unit
from storage.mets import About
from storage.package_files import INVENTORY, object_id
from storage.plvi import item_fields
from storage.verify_archive import defects_of_folder, packages_in
from vanban.clock import HANOI
from vanban.domain.casefile import CaseReceipt
from vanban.domain.document import Document
from vanban.domain.errors import IntegrityError, RefusedError
from vanban.ports import ARCHIVE, ObjectStore
from vanban.workflows.case_files import CaseOffice, CaseView, show_case_file
from vanban.workflows.case_lists import list_documents

SEARCHABLE = "searchable"
"""Role of the searchable copy of a scan."""
LIST = "muc-luc-van-ban.pdf"


class ExportKind(StrEnum):
    """In which shape a case file leaves."""

    AIP = "aip"
    """Its package and those of its documents, placed as in the archive."""
    BAGIT = "bagit"
    """The same in a BagIt bag, to be carried to another archive."""
    DIP = "dip"
    """One file to read for each document, in order, with the list; without the internal evidence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRoom:
    """Everything that exporting needs."""

    office: CaseOffice
    store: ObjectStore
    organisation: str
    """Name of the organisation, for lists and bags."""


def export_case(case_file_id: str, into: Path, *, kind: ExportKind, room: ExportRoom) -> Path:
    """Write an archived case file into a folder of its own below ``into``; return that folder.

    Raises:
        NotFoundError: if there is no such case file, or an object of it is gone.
        RefusedError: if it is not archived, or the folder is there already.
        IntegrityError: if a byte is not what was archived.
        ServiceUnavailableError: if the register or the store does not answer.
    """
    view = show_case_file(case_file_id, office=room.office)
    code = view.case_file.code
    if not view.receipts:
        raise RefusedError(
            f"Case file {code} is not archived yet.",
            vi=f"Hồ sơ {code} chưa được lưu trữ.",
            remedy=(
                "Close it first; it is packaged by itself (`vanban archive`)."
                " / Hãy kết thúc hồ sơ trước; hồ sơ được đóng gói tự động (`vanban archive`)."
            ),
        )
    identifier = object_id(code.organ_id, case_file_id)
    target = into / f"{identifier.replace(':', '_')}-{kind.value}"
    if target.exists():
        raise RefusedError(
            f"{target} is there already.",
            vi=f"Đã có thư mục {target}.",
            remedy="Choose another folder. / Hãy chọn thư mục khác.",
        )
    unchecked, made = into / f".{case_file_id}.part", into / f".{case_file_id}.{kind.value}"
    for folder in (unchecked, made):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        packages = _write_archived(view, unchecked, room)
        _check(unchecked)
        _shaped(kind, view, packages, unchecked, made, identifier, room)
        made.replace(target)
    finally:
        for folder in (unchecked, made):
            shutil.rmtree(folder, ignore_errors=True)
    return target


def _write_archived(view: CaseView, folder: Path, room: ExportRoom) -> dict[str, Path]:
    """Write every version of the case file and its documents' packages; return the newest of each document."""
    for receipt in view.receipts:
        _write(receipt.objects, folder, room.store)
    newest = {}
    for document_id, prefix, manifest in _referred(view.receipts, folder):
        _write_package(prefix, manifest, folder, room.store)
        newest[document_id] = folder / prefix
    with room.office.register.begin() as uow:
        later = [uow.receipts.get(document_id) for document_id in newest]
    for own in later:  # its evidence may have been renewed since the case file was closed
        if own is not None and folder / own.package != newest[own.document_id]:
            _write(own.objects, folder, room.store)
            newest[own.document_id] = folder / own.package
    return newest


def _referred(receipts: tuple[CaseReceipt, ...], folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield document, key prefix and inventory digest of each package that a version of the case file refers to."""
    for receipt in receipts:
        record = json.loads((folder / receipt.package / "metadata/casefile.json").read_bytes())
        for one in record["documents"]:
            yield one["document"], one["package"], one["inventory_sha256"]


def _write_package(prefix: str, manifest: str, folder: Path, store: ObjectStore) -> None:
    _write({prefix + INVENTORY: manifest}, folder, store)
    inventory = json.loads((folder / prefix / INVENTORY).read_bytes())
    _write({prefix + entry["path"]: entry["sha256"] for entry in inventory["files"]}, folder, store)


def _write(objects: Mapping[str, str], folder: Path, store: ObjectStore) -> None:
    for key, sha256 in objects.items():
        target = folder / key
        if target.exists():
            continue
        data = store.get(ARCHIVE, key)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _changed(f"{key} was changed")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _check(folder: Path) -> None:
    for package in packages_in(folder):
        for defect in defects_of_folder(package):
            raise _changed(defect.sentence)


def _shaped(
    kind: ExportKind,
    view: CaseView,
    packages: Mapping[str, Path],
    unchecked: Path,
    made: Path,
    identifier: str,
    room: ExportRoom,
) -> None:
    case_file, now = view.case_file, room.office.clock.now()
    if kind is ExportKind.DIP:
        term = room.office.schedule.named(case_file.maintenance, case_file.ended or now.date()).shown
        unit = Unit("file", case_file.title, case_file_fields(case_file, term))
        write_dip(
            made,
            [_use_copy(n, document, packages[document.id]) for n, (_, document) in enumerate(view.documents, start=1)],
            about=About(identifier, case_file.title, case_file.code.organ_id, now, "DIP"),
            unit=unit,
            documentation={LIST: list_documents(case_file.id, organisation=room.organisation, office=room.office)},
        )
        return
    unchecked.rename(made)
    if kind is ExportKind.BAGIT:
        fields = bag_fields(
            organisation=room.organisation,
            identifier=identifier,
            title=case_file.title,
            on=now.astimezone(HANOI).date(),
            count=len(view.documents),
        )
        try:
            make_bag(made, said=fields)
        except ValueError as error:
            raise _changed(str(error)) from error


def _use_copy(number: int, document: Document, package: Path) -> UseCopy:
    """Return what a reader gets: the searchable copy of an unsigned scan, else the final file as it was archived."""
    entries: list[dict[str, Any]] = json.loads((package / INVENTORY).read_bytes())["files"]
    record = json.loads((package / "metadata/document.json").read_bytes())["record"]
    searchable = [one for one in entries if one["role"] == SEARCHABLE and not record.get("verdict")]
    final = [one for one in entries if one["sha256"] == record["final_sha256"] and one["role"] != "metadata"]
    chosen = (searchable or final)[-1]
    code = "-".join(part for part in (document.entry.code_number, document.entry.code_notation) if part)
    return UseCopy(
        ordinal=number,
        name=code,
        data=(package / chosen["path"]).read_bytes(),
        extension=chosen["path"].rpartition(".")[2],
        media_type=chosen["media_type"],
        unit=Unit("item", document.entry.subject or document.file_name, item_fields(document)),
    )


def _changed(what: str) -> IntegrityError:
    return IntegrityError(
        f"The case file is not what was archived: {what}.",
        vi=f"Hồ sơ không đúng với bản đã lưu trữ: {what}.",
        remedy=(
            "Run `vanban audit`, and restore from the second copy."
            " / Hãy báo quản trị: chạy `vanban audit` và khôi phục từ bản thứ hai."
        ),
    )
