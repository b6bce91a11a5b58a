"""What a case file must be, and what the system makes of its documents by itself."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from vanban.clock import HANOI
from vanban.domain.casefile import CaseFile, FiledDocument
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import RefusedError

LENGTHS = {"organ_id": 13, "file_notation": 20, "title": 500, "rights": 30, "creator": 30, "language": 50}
LENGTHS |= {"description": 500}
"""Characters that NĐ 30/2020, Phụ lục VI, has room for."""
_FILED = frozenset({State.REGISTERED, State.APPROVED, State.SIGNED, State.SEAL_APPROVED, State.SEALED, State.ARCHIVED})


def check_fields(case_file: CaseFile) -> None:
    """Refuse what the form has no room for, or what is missing."""
    code = case_file.code
    values = {**dataclasses.asdict(code), **{n: getattr(case_file, n) for n in LENGTHS if hasattr(case_file, n)}}
    for name, length in LENGTHS.items():
        if len(str(values[name])) > length:
            raise RefusedError(
                f"{name} is longer than {length} characters.",
                vi=f"Trường {name} dài quá {length} ký tự.",
                remedy="Say the rest in the description. / Phần còn lại hãy ghi ở mô tả.",
            )
    if not (case_file.title and code.file_notation and case_file.office.strip()):
        raise RefusedError(
            "A case file needs a unit, a number and symbol, and a title.",
            vi="Hồ sơ phải có đơn vị, số và ký hiệu, tiêu đề.",
            remedy=(
                "Give them as the office's list of case files has them. / Hãy ghi như trong Danh mục hồ sơ của cơ quan."
            ),
        )
    if not 1900 <= code.file_catalog <= 9999:
        raise RefusedError("The list's year has four digits.", vi="Năm của danh mục hồ sơ phải có bốn chữ số.")


def check_may_be_filed(document: Document) -> None:
    """Refuse a document that is not registered."""
    if document.state not in _FILED:
        raise RefusedError(
            f"Document {document.id} has no number yet ({document.state}).",
            vi=f"Văn bản {document.id} chưa được đăng ký ({document.state}), chưa đưa vào hồ sơ được.",
            remedy="Register it first. / Hãy đăng ký văn bản trước.",
        )


def check_end(ended: dt.date | None, *, last: dt.date, today: dt.date) -> None:
    """Refuse a day before the last document, or one that is still to come."""
    if ended is not None and not last <= ended <= today:
        raise RefusedError(
            f"The work cannot end on {ended:%d/%m/%Y}: its last document is of {last:%d/%m/%Y}, "
            f"today is {today:%d/%m/%Y}.",
            vi=f"Ngày kết thúc {ended:%d/%m/%Y} không hợp lệ: văn bản cuối ngày {last:%d/%m/%Y}, "
            f"hôm nay là {today:%d/%m/%Y}.",
            remedy=(
                "Give a day from the last document's date up to today."
                " / Hãy ghi ngày từ ngày của văn bản cuối cùng đến hôm nay."
            ),
        )


def dated(document: Document) -> dt.date:
    """Return the day that a document counts from: its date, else its arrival."""
    received = document.received_at.astimezone(HANOI).date()
    arrived = document.entry.arrival_date if document.direction is Direction.INCOMING else None
    return document.entry.issued_date or arrived or received


def totalled(case_file: CaseFile, documents: Sequence[tuple[FiledDocument, Document]]) -> CaseFile:
    """Return it with the fields that the system makes (NĐ 30/2020, Phụ lục VI, III.1.g)."""
    days = [dated(document) for _, document in documents]
    return dataclasses.replace(
        case_file,
        start_date=min(days, default=None),
        end_date=max(days, default=None),
        doc_total=len(documents),
        page_total=sum(document.entry.page_amount or document.pages for _, document in documents),
    )
