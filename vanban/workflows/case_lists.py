"""Lists that go with case files on paper, and handing them over to the office's archive (nộp lưu).

The forms are those of NĐ 30/2020, Phụ lục V.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from storage.case_pages import FormHead, HandOver, case_files_list, documents_list, hand_over_record
from vanban.clock import HANOI
from vanban.domain.casefile import CaseFile, CaseState, FiledDocument
from vanban.domain.document import Document
from vanban.domain.errors import RefusedError
from vanban.workflows.case_checks import dated
from vanban.workflows.case_files import HANDED_OVER, CaseOffice, due_case_files, show_case_file


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The papers of one hand-over."""

    case_files: tuple[CaseFile, ...]
    record: bytes
    """Biên bản giao nhận, PDF."""
    listed: bytes
    """Mục lục hồ sơ, tài liệu nộp lưu, PDF."""


def list_documents(case_file_id: str, *, organisation: str, office: CaseOffice, place: str = "") -> bytes:
    """Return mục lục văn bản, tài liệu trong hồ sơ, as PDF.

    Raises:
        NotFoundError: if there is no such case file.
    """
    view = show_case_file(case_file_id, office=office)
    code = view.case_file.code
    return documents_list(
        _head(organisation, view.case_file.office, place, office),
        code=code.file_notation,
        year=code.file_catalog,
        title=view.case_file.title,
        rows=document_rows(view.documents),
    )


def list_due(
    *, organisation: str, unit: str, year: int, office: CaseOffice, within: dt.timedelta = dt.timedelta(days=30)
) -> bytes:
    """Return mục lục hồ sơ, tài liệu nộp lưu of what one unit has to hand over by then, of one year's list, as PDF.

    Raises:
        RefusedError: if nothing is due.
    """
    due = [one.case_file for one in due_case_files(office=office, within=within)]
    chosen = [one for one in due if one.office == unit and one.code.file_catalog == year]
    if not chosen:
        raise RefusedError(
            f"Nothing of {unit} of {year} is to be handed over by then.",
            vi=f"Không có hồ sơ nào của {unit} năm {year} đến hạn nộp lưu trong thời gian này.",
            remedy="See what is due (`vanban casefile due`). / Hãy xem các hồ sơ đến hạn (`vanban casefile due`).",
        )
    return _listed(chosen, organisation, "", office)


def hand_over(
    case_file_ids: Sequence[str],
    *,
    actor: str,
    organisation: str,
    office: CaseOffice,
    giver: str = "",
    giver_title: str = "",
    receiver: str = "",
    receiver_title: str = "",
    basis: str = "",
    condition: str = "",
    place: str = "",
) -> HandedOver:
    """Note that archived case files of one unit were handed over, and return the record and the list to sign.

    Names and words that are not given are written in by hand. Run again for the same files, it returns the papers anew
    and notes nothing.

    Raises:
        NotFoundError: if there is no such case file.
        RefusedError: if none is named, they are of several units, or one is not archived yet.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        chosen = [uow.case_files.get(one) for one in dict.fromkeys(case_file_ids)]
        _check_may_go(chosen)
        for number, case_file in enumerate(chosen):
            if case_file.handed_over_at is not None:
                continue
            chosen[number] = uow.case_files.change(
                case_file.id, expect=CaseState.ARCHIVED, handed_over_at=now, handed_over_by=actor
            )
            data = {"to": receiver, "from": giver}
            uow.events.append(at=now, actor=actor, name=HANDED_OVER, subject=case_file.id, data=data)
        receipts = [uow.case_receipts.get(case_file.id) for case_file in chosen]
        files = sum(len(uow.case_files.documents(case_file.id)) for case_file in chosen)
        uow.commit()
    code = chosen[0].office
    unit, catalogs = office.unit_names.get(code, code), sorted({one.code.file_catalog for one in chosen})
    years = ", ".join(str(year) for year in catalogs)
    given = HandOver(
        giver=giver,
        giver_title=giver_title,
        receiver=receiver,
        receiver_title=receiver_title,
        basis=basis or f"Danh mục hồ sơ năm {years}",
        what=f"Hồ sơ điện tử của {unit} năm {years}",
        period=_period(chosen),
        case_files=len(chosen),
        files=files,
        condition=condition or (_condition(len(chosen)) if all(receipts) else ""),
    )
    record = hand_over_record(_head(organisation, code, place, office), given)
    return HandedOver(tuple(chosen), record, _listed(chosen, organisation, place, office))


def document_rows(documents: Sequence[tuple[FiledDocument, Document]]) -> list[tuple[str, ...]]:
    """Return the seven columns of mục lục văn bản for each document, with the pages it takes in the whole file."""
    rows: list[tuple[str, ...]] = []
    page = 1
    for number, (filed, document) in enumerate(documents, start=1):
        entry, pages = document.entry, document.entry.page_amount or document.pages
        kind = f"{entry.type_name[:1].upper()}{entry.type_name[1:]}"
        rows.append(
            (
                str(number),
                "/".join(part for part in (entry.code_number, entry.code_notation) if part),
                f"{dated(document):%d/%m/%Y}",
                " ".join(part for part in (kind, entry.subject or document.file_name) if part),
                entry.organ_name,
                f"{page}–{page + pages - 1}" if pages > 1 else str(page) if pages else "",
                f"Bổ sung: {filed.why}" if filed.why else entry.description,
            )
        )
        page += pages
    return rows


def _listed(case_files: Sequence[CaseFile], organisation: str, place: str, office: CaseOffice) -> bytes:
    in_order = sorted(case_files, key=lambda one: (one.code.file_catalog, one.code.file_notation))
    rows = [case_row(number, one, office) for number, one in enumerate(in_order, start=1)]
    year = max(one.code.file_catalog for one in in_order)
    return case_files_list(_head(organisation, in_order[0].office, place, office), year=year, rows=rows)


def case_row(number: int, case_file: CaseFile, office: CaseOffice) -> tuple[str, ...]:
    """Return the seven columns of mục lục hồ sơ for a case file."""
    term = office.schedule.named(case_file.maintenance, case_file.ended or _today(office)).shown
    return (
        str(number),
        case_file.code.file_notation,
        case_file.title,
        _period([case_file]),
        term[:1].upper() + term[1:],
        str(case_file.page_total or ""),
        case_file.description,
    )


def _check_may_go(chosen: Sequence[CaseFile]) -> None:
    if not chosen or len({case_file.office for case_file in chosen}) > 1:
        raise RefusedError(
            "Case files of one unit are handed over together.",
            vi="Mỗi lần giao nộp gồm các hồ sơ của cùng một đơn vị.",
            remedy=(
                "Choose case files of one unit (`vanban casefile due`)."
                " / Hãy chọn hồ sơ của cùng một đơn vị (`vanban casefile due`)."
            ),
        )
    for case_file in chosen:
        if case_file.state is not CaseState.ARCHIVED:
            raise RefusedError(
                f"Case file {case_file.code} is not archived yet.",
                vi=f"Hồ sơ {case_file.code} chưa được lưu trữ, chưa giao nộp được.",
                remedy=(
                    "Close it first; it is packaged by itself (`vanban archive`)."
                    " / Hãy kết thúc hồ sơ trước; hồ sơ được đóng gói tự động (`vanban archive`)."
                ),
            )


def _period(case_files: Sequence[CaseFile]) -> str:
    days = [day for one in case_files for day in (one.start_date, one.end_date) if day]
    if not days:
        return ""
    first, last = min(days), max(days)
    return f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


def _condition(number: int) -> str:
    whole = "hồ sơ" if number == 1 else "các hồ sơ"
    return f"{whole} đã đóng gói lưu trữ, mã băm SHA-256 đã được đọc lại và đối chiếu"


def _head(organisation: str, unit: str, place: str, office: CaseOffice) -> FormHead:
    unit = office.unit_names.get(unit, unit)
    head = FormHead(organisation=organisation, unit=unit, day=_today(office), place=place)
    return head if unit.casefold() != organisation.casefold() else dataclasses.replace(head, unit="")


def _today(office: CaseOffice) -> dt.date:
    return office.clock.now().astimezone(HANOI).date()
