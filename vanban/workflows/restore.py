"""Restore: bring a package back from the archive into a folder, checked against its receipt and against itself."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from storage.verify_archive import check_folder
from vanban.domain.casefile import CaseReceipt
from vanban.domain.errors import IntegrityError, NotFoundError, RefusedError
from vanban.domain.evidence import ArchiveReceipt
from vanban.ports import ARCHIVE, ObjectStore, Register


def restore(document_id: str, into: Path, *, register: Register, store: ObjectStore) -> Path:
    """Write the newest package of a document or case file into ``into/<its id>``; return that folder.

    Nothing appears there before everything was checked.

    Raises:
        NotFoundError: if it has no package, or an object of it is gone.
        RefusedError: if the folder is there already.
        IntegrityError: if any byte is not what the receipt says.
    """
    with register.begin() as uow:
        receipt = uow.receipts.get(document_id) or uow.case_receipts.get(document_id)
        gone = uow.disposals.tombstones().get(document_id)
    if gone is not None:
        raise NotFoundError(
            f"Document {document_id} was disposed of by list {gone[0]}.",
            vi=f"Văn bản {document_id} đã được tiêu hủy theo danh mục {gone[0]}.",
            remedy=(
                f"The disposal list says when, by whom and why: `vanban disposal list {gone[0]}`."
                " / Danh mục tiêu hủy ghi khi nào, ai và vì sao."
            ),
        )
    if receipt is None:
        raise NotFoundError(
            f"{document_id} has no package in the archive.",
            vi=f"{document_id} chưa có gói lưu trữ.",
            remedy=(
                "Only what is archived can be restored; see `vanban documents` and `vanban casefile list`."
                " / Chỉ khôi phục được những gì đã lưu trữ; xem `vanban documents` và `vanban casefile list`."
            ),
        )
    target = into / document_id
    if target.exists():
        raise RefusedError(
            f"{target} is there already.",
            vi=f"Đã có thư mục {target}.",
            remedy="Choose another folder. / Hãy chọn thư mục khác.",
        )
    unchecked = into / f".{document_id}.part"
    shutil.rmtree(unchecked, ignore_errors=True)
    try:
        _write(receipt, unchecked, store)
        if wrong := check_folder(unchecked):
            raise _changed(wrong[0])
        unchecked.replace(target)
    finally:
        shutil.rmtree(unchecked, ignore_errors=True)
    return target


def _write(receipt: ArchiveReceipt | CaseReceipt, folder: Path, store: ObjectStore) -> None:
    for key, sha256 in receipt.objects.items():
        data = store.get(ARCHIVE, key)
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _changed(f"{key} was changed")
        path = folder / key.removeprefix(receipt.package)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _changed(what: str) -> IntegrityError:
    return IntegrityError(
        f"The package is not what the register says: {what}.",
        vi=f"Gói lưu trữ không đúng với sổ đăng ký: {what}.",
        remedy=(
            "Run `vanban audit`, and restore from the second copy."
            " / Hãy báo quản trị: chạy `vanban audit` và khôi phục từ bản thứ hai."
        ),
    )
