"""Case files: opened from the office's list, filled while the work goes on, closed when it has ended.

What is closed is packaged by ``workflows.archive_cases``, in the same sweep as the documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from storage.retention import Schedule
from vanban.clock import HANOI
from vanban.domain.casefile import CaseFile, CaseReceipt, CaseState, FileCode, FiledDocument
from vanban.domain.document import Document
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import new_id
from vanban.ports import Clock, Register, UnitOfWork
from vanban.workflows.case_checks import check_end, check_fields, check_may_be_filed, dated, totalled
from vanban.workflows.unit_names import UnitNames

OPENED, ADDED, REMOVED, CLOSED, HANDED_OVER = (
    "casefile.opened",
    "casefile.document-added",
    "casefile.document-removed",
    "casefile.closed",
    "casefile.handed-over",
)
TO_HAND_OVER_YEARS = 1
"""Nộp lưu: within a year of the day the work ended (NĐ 30/2020, Điều 30)."""
HANDED_OVER_FROM_YEARS = 5
"""Units hand over what is kept for at least so many years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOffice:
    """Everything that keeping case files needs."""

    register: Register
    schedule: Schedule
    clock: Clock
    organ_id: str
    """Mã định danh of the organisation, first part of every code."""
    unit_names: UnitNames = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case file with what is in it, in order."""

    case_file: CaseFile
    documents: tuple[tuple[FiledDocument, Document], ...]
    receipts: tuple[CaseReceipt, ...] = ()


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case file that is to be handed over."""

    case_file: CaseFile
    due: dt.date
    """The last day for it."""


def open_case_file(
    *,
    unit: str,
    file_catalog: int,
    file_notation: str,
    title: str,
    maintenance: str,
    actor: str,
    office: CaseOffice,
    creator: str = "",
    rights: str = "",
    language: str = "Tiếng Việt",
    description: str = "",
) -> CaseFile:
    """Open a case file as the office's list of case files (Danh mục hồ sơ) has it.

    Args:
        unit: whose work it is.
        file_catalog: year of the list.
        file_notation: number and symbol in it, ``01.TCCB``.
        title: tiêu đề hồ sơ.
        maintenance: code of the retention schedule.
        actor: account of who opens it.
        office: what it needs.
        creator: người lập hồ sơ, by name; the account if empty.
        rights: chế độ sử dụng.
        language: of the documents.
        description: ghi chú.

    Raises:
        RefusedError: if a field is empty or too long, or the code is taken.
        NotFoundError: if the schedule has no such code.
    """
    now = office.clock.now()
    case_file = CaseFile(
        id=new_id(),
        office=unit,
        code=FileCode(office.organ_id, file_catalog, file_notation.strip()),
        title=title.strip(),
        maintenance=maintenance,
        opened_by=actor,
        opened_at=now,
        creator=creator.strip() or actor,
        rights=rights.strip(),
        language=language.strip(),
        description=description.strip(),
    )
    check_fields(case_file)
    office.schedule.named(maintenance, now.astimezone(HANOI).date())
    with office.register.begin() as uow:
        uow.case_files.add(case_file)
        data = {"code": str(case_file.code), "maintenance": maintenance}
        uow.events.append(at=now, actor=actor, name=OPENED, subject=case_file.id, data=data)
        uow.commit()
    return case_file


def add_document(case_file_id: str, document_id: str, *, actor: str, office: CaseOffice, why: str = "") -> CaseFile:
    """Put a registered document into a case file; it may be in others as well. Adding it again changes nothing.

    A document that comes after the file was closed needs a reason, and makes the file's next version.

    Raises:
        NotFoundError: if there is no such case file or document.
        RefusedError: if the document has no number yet, or comes late without a reason.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        case_file, document = uow.case_files.get(case_file_id), uow.documents.get(document_id)
        filed = uow.case_files.documents(case_file_id)
        if any(one.document_id == document_id for one in filed):
            return case_file
        check_may_be_filed(document)
        if case_file.state is not CaseState.OPEN:
            case_file = _opened_for_late(case_file, why, uow)
        ordinal = max((one.ordinal for one in filed), default=0) + 1
        uow.case_files.file(
            FiledDocument(case_file_id, document_id, ordinal, actor, now, case_file.version, why.strip())
        )
        data = {"document": document_id, "version": case_file.version, "late": case_file.state is not CaseState.OPEN}
        uow.events.append(at=now, actor=actor, name=ADDED, subject=case_file_id, data=data)
        if case_file.state is not CaseState.OPEN:
            case_file = _with_totals(case_file, uow)
        uow.commit()
    return case_file


def remove_document(case_file_id: str, document_id: str, *, actor: str, office: CaseOffice) -> CaseFile:
    """Take a document out of an open case file.

    Raises:
        NotFoundError: if there is no such case file.
        RefusedError: if the document is not in it.
        StaleStateError: if the case file is closed.
    """
    with office.register.begin() as uow:
        if not uow.case_files.take_out(case_file_id, document_id):
            raise RefusedError(
                f"Document {document_id} is not in this case file.",
                vi=f"Văn bản {document_id} không có trong hồ sơ này.",
                remedy=(
                    "Look at the case file (`vanban casefile show`). / Hãy xem lại hồ sơ (`vanban casefile show`)."
                ),
            )
        data = {"document": document_id}
        uow.events.append(at=office.clock.now(), actor=actor, name=REMOVED, subject=case_file_id, data=data)
        uow.commit()
        return uow.case_files.get(case_file_id)


def close_case_file(case_file_id: str, *, actor: str, office: CaseOffice, ended: dt.date | None = None) -> CaseFile:
    """Close a case file: its documents get their ordinals by time, its totals are made; then it waits for its package.

    Args:
        case_file_id: which.
        actor: account of who closes it.
        office: what it needs.
        ended: the day the work ended; the date of the last document if not given.

    Raises:
        NotFoundError: if there is no such case file, or the schedule has no such term for that day.
        RefusedError: if nothing is in it, or the work would end before its last document or in the future.
        StaleStateError: if it was closed before.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        case_file = uow.case_files.change(case_file_id, expect=CaseState.OPEN, state=CaseState.CLOSED)
        documents = _documents(case_file_id, uow)
        if not documents:
            raise RefusedError(
                "A case file with nothing in it is not closed.",
                vi="Hồ sơ chưa có văn bản nào nên không kết thúc được.",
                remedy=(
                    "Put its documents in first (`vanban casefile add`)."
                    " / Hãy đưa văn bản vào hồ sơ trước (`vanban casefile add`)."
                ),
            )
        in_time = sorted(documents, key=lambda pair: (dated(pair[1]), pair[1].received_at, pair[1].id))
        ordinals = {document.id: number for number, (_, document) in enumerate(in_time, start=1)}
        uow.case_files.renumber(case_file_id, ordinals)
        last = dated(in_time[-1][1])
        office.schedule.named(case_file.maintenance, ended or last)
        check_end(ended, last=last, today=now.astimezone(HANOI).date())
        fields = {"closed_by": actor, "closed_at": now, "ended": ended or last}
        uow.case_files.change(case_file_id, expect=CaseState.CLOSED, **fields)
        case_file = _with_totals(case_file, uow)
        data = {"documents": case_file.doc_total, "ended": (ended or last).isoformat()}
        uow.events.append(at=now, actor=actor, name=CLOSED, subject=case_file_id, data=data)
        uow.commit()
    return case_file


def show_case_file(case_file_id: str, *, office: CaseOffice) -> CaseView:
    """Return a case file with its documents, in order, and the receipts of its packages.

    Raises:
        NotFoundError: if there is no such case file.
    """
    with office.register.begin() as uow:
        case_file = uow.case_files.get(case_file_id)
        if case_file.state is CaseState.OPEN:
            case_file = totalled(case_file, _documents(case_file_id, uow))
        receipts = tuple(uow.case_receipts.list(case_file_id=case_file_id))
        return CaseView(case_file, tuple(_documents(case_file_id, uow)), receipts)


def list_case_files(
    *, office: CaseOffice, state: CaseState | None = None, unit: str = "", limit: int = 1000
) -> Sequence[CaseFile]:
    """Return case files by year and code."""
    with office.register.begin() as uow:
        return uow.case_files.list(state=state, office=unit, limit=limit)


def due_case_files(*, office: CaseOffice, within: dt.timedelta = dt.timedelta(days=30)) -> list[DueCase]:
    """Return what is to be handed over by then, what is overdue first; what is kept under five years stays."""
    today = office.clock.now().astimezone(HANOI).date()
    with office.register.begin() as uow:
        waiting = uow.case_files.to_hand_over(ended_before=today + within)
    found = []
    for case_file in waiting:
        ended = case_file.ended or today
        term = office.schedule.named(case_file.maintenance, ended)
        short = term.years is not None and term.years < HANDED_OVER_FROM_YEARS
        due = _a_year_after(ended)
        if due <= today + within and not short:
            found.append(DueCase(case_file, due))
    return sorted(found, key=lambda one: (one.due, one.case_file.code.file_notation))


def _opened_for_late(case_file: CaseFile, why: str, uow: UnitOfWork) -> CaseFile:
    if not why.strip():
        raise RefusedError(
            f"Case file {case_file.code} is closed; a document that comes late needs a reason.",
            vi=f"Hồ sơ {case_file.code} đã kết thúc; văn bản bổ sung phải ghi lý do.",
            remedy=(
                "Give the reason (--why): the case file gets its next version."
                " / Hãy ghi lý do (--why): hồ sơ sẽ có phiên bản gói kế tiếp."
            ),
        )
    if case_file.state is CaseState.CLOSED:
        return case_file
    return uow.case_files.change(
        case_file.id, expect=CaseState.ARCHIVED, state=CaseState.CLOSED, version=case_file.version + 1, reason=""
    )


def _documents(case_file_id: str, uow: UnitOfWork) -> list[tuple[FiledDocument, Document]]:
    return [(one, uow.documents.get(one.document_id)) for one in uow.case_files.documents(case_file_id)]


def _with_totals(case_file: CaseFile, uow: UnitOfWork) -> CaseFile:
    made = totalled(case_file, _documents(case_file.id, uow))
    fields = {name: getattr(made, name) for name in ("start_date", "end_date", "doc_total", "page_total")}
    return uow.case_files.change(case_file.id, expect=CaseState.CLOSED, **fields)


def _a_year_after(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + TO_HAND_OVER_YEARS)
    except ValueError:  # 29 February
        return dt.date(day.year + TO_HAND_OVER_YEARS, 3, 1)
