"""The lines of the registers in the columns of NĐ 30/2020, Phụ lục IV (I, VI and VIII: at least these)."""

from __future__ import annotations

import datetime as dt

from vanban.clock import HANOI
from vanban.domain.book_lines import BookLine
from vanban.domain.directions import Involvement, Slip, Standing
from vanban.domain.issuing import Outgoing
from vanban.domain.sheets import Column, Row
from vanban.workflows.standing import standing_of

INCOMING_COLUMNS = (
    Column("Ngày đến", 22, centred=True),
    Column("Số đến", 14, centred=True),
    Column("Tác giả", 36),
    Column("Số, ký hiệu văn bản", 29),
    Column("Ngày tháng văn bản", 22, centred=True),
    Column("Tên loại và trích yếu nội dung văn bản", 62),
    Column("Đơn vị hoặc người nhận", 26),
    Column("Ngày chuyển", 22, centred=True),
    Column("Ký nhận", 13),
    Column("Ghi chú", 16),
)
"""Phụ lục IV, VI."""
_UNSENT = Outgoing()
OUTGOING_COLUMNS = (
    Column("Số, ký hiệu văn bản", 29),
    Column("Ngày tháng văn bản", 22, centred=True),
    Column("Tên loại và trích yếu nội dung văn bản", 62),
    Column("Người ký", 28),
    Column("Nơi nhận văn bản", 36),
    Column("Đơn vị, người nhận bản lưu", 23),
    Column("Số lượng bản", 13, centred=True),
    Column("Ngày chuyển", 22, centred=True),
    Column("Ký nhận", 12),
    Column("Ghi chú", 15),
)
"""Phụ lục IV, I."""
FOLLOW_UP_COLUMNS = (
    Column("Số đến", 16, centred=True),
    Column("Tên loại, số, ký hiệu, ngày, tháng và tên cơ quan, tổ chức ban hành văn bản", 88),
    Column("Đơn vị hoặc người nhận", 38),
    Column("Thời hạn giải quyết", 26, centred=True),
    Column("Tiến độ giải quyết", 34),
    Column("Số, ký hiệu văn bản trả lời", 34),
    Column("Ghi chú", 26),
)
"""Phụ lục IV, VIII."""
STANDING_WORDS = {
    Standing.WAITING: "Chờ ý kiến lãnh đạo",
    Standing.OPEN: "Đang giải quyết, không hạn",
    Standing.IN_TIME: "Đang giải quyết, trong hạn",
    Standing.OVERDUE: "Đang giải quyết, quá hạn",
    Standing.DONE: "Đã giải quyết",
    Standing.DONE_LATE: "Đã giải quyết, quá hạn",
    Standing.NO_ACTION: "Không phải giải quyết",
}


def incoming_row(line: BookLine, slip: Slip) -> Row:
    """Return a line of sổ đăng ký văn bản đến."""
    entry, direction = line.entry, slip.direction
    return _row(
        line,
        day_of(entry.arrival_date),
        str(line.number),
        entry.organ_name,
        written(line),
        day_of(entry.issued_date),
        kind_and_subject(line),
        receivers(slip) or ("" if direction else entry.to_places),
        day_of(direction.at) if direction else "",
        "",
        _remark(line),
    )


def outgoing_row(line: BookLine, sent: Outgoing) -> Row:
    """Return a line of sổ đăng ký văn bản đi; the archive's copy is kept by the clerk (Điều 19.1).

    To whom and when it went is what was recorded when it was issued, before that what the entry says.
    """
    entry = line.entry
    named = dict.fromkeys(dispatch.recipient for dispatch in sent.sent_to)
    return _row(
        line,
        written(line),
        day_of(entry.issued_date),
        kind_and_subject(line),
        entry.signer_full_name,
        "; ".join(named) or entry.to_places,
        "Văn thư",
        str(entry.issued_amount or ""),
        day_of(sent.issued.day if sent.issued else line.sealed_at),
        "",
        _remark(line, sent),
    )


def follow_up_row(line: BookLine, slip: Slip, *, now: dt.datetime) -> Row:
    """Return a line of sổ theo dõi giải quyết văn bản đến, as it stands at this moment."""
    entry, result = line.entry, slip.result
    kind = f"{entry.type_name[:1].upper()}{entry.type_name[1:]}"
    named = " ".join(filter(None, (kind, f"số {written(line)}" if written(line) else "")))
    dated = f"ngày {day_of(entry.issued_date)}" if entry.issued_date else ""
    standing = standing_of(slip, now=now)
    return _row(
        line,
        str(line.number),
        ", ".join(filter(None, (" ".join(filter(None, (named, dated))), entry.organ_name))),
        receivers(slip),
        day_of(slip.due),
        "" if line.void_reason else STANDING_WORDS[standing],
        result.answer if result else "",
        _remark(line),
    )


def written(line: BookLine) -> str:
    """Return number and symbol as they are written: ``15/QĐ-UBND``."""
    return "/".join(part for part in (line.entry.code_number, line.entry.code_notation) if part)


def kind_and_subject(line: BookLine) -> str:
    """Return tên loại và trích yếu."""
    entry = line.entry
    return " ".join(part for part in (f"{entry.type_name[:1].upper()}{entry.type_name[1:]}", entry.subject) if part)


def receivers(slip: Slip) -> str:
    """Return to whom the leadership gave it: who leads, then who assists."""
    given = slip.direction.assignments if slip.direction else ()
    named = [one.who for one in given if one.involvement is Involvement.LEADS]
    named += [f"{one.who} (phối hợp)" for one in given if one.involvement is Involvement.ASSISTS]
    return "; ".join(named)


def day_of(at: dt.date | None) -> str:
    """Return a day as it is written here, that of a moment in the office's time zone; empty if there is none."""
    if at is None:
        return ""
    return f"{at.astimezone(HANOI) if isinstance(at, dt.datetime) else at:%d/%m/%Y}"


def line_remark(line: BookLine, sent: Outgoing) -> str:
    """Return what the register itself has to remark: that the number is void, or the document recalled."""
    if line.void_reason:
        return f"Hủy số: {line.void_reason}"
    if decision := sent.recall_decision:
        return f"Thu hồi ngày {day_of(decision.day)}: {decision.reason}"
    return ""


def _remark(line: BookLine, sent: Outgoing = _UNSENT) -> str:
    return line_remark(line, sent) or line.entry.description


def _row(line: BookLine, *cells: str) -> Row:
    return Row(cells, subject=line.document_id, void=bool(line.void_reason))
