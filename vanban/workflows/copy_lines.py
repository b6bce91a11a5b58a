"""The lines of the book of copies (sổ đăng ký bản sao).

NĐ 30/2020 has the numbers of all copies in one series of a year (Phụ lục I, Phần II, II.1.c) and no form for their
book: this one has the ten columns of the book of outgoing documents (Phụ lục IV, I), with what was copied in place of
who signed.
"""

from __future__ import annotations

from vanban.domain.book_lines import BookLine
from vanban.domain.issuing import Outgoing
from vanban.domain.sealed_alone import sealed_alone
from vanban.domain.sheets import Column, Row
from vanban.workflows.book_columns import day_of, line_remark, written

COPY_COLUMNS = (
    Column("Số, ký hiệu bản sao", 26),
    Column("Ngày tháng sao", 22, centred=True),
    Column("Hình thức sao", 18, centred=True),
    Column("Văn bản được sao", 58),
    Column("Trích yếu nội dung văn bản được sao", 52),
    Column("Số trang", 13, centred=True),
    Column("Nơi nhận bản sao", 28),
    Column("Ngày chuyển", 22, centred=True),
    Column("Ký nhận", 11),
    Column("Ghi chú", 12),
)
_MADE_OF = "Sao từ "


def copy_row(line: BookLine, sent: Outgoing) -> Row:
    """Return the line of one copy; to whom and when it went is what was recorded when it was issued."""
    entry, form = line.entry, sealed_alone(line.entry.type_name)
    named = dict.fromkeys(dispatch.recipient for dispatch in sent.sent_to)
    made_of = entry.description.removeprefix(_MADE_OF)
    cells = (
        written(line),
        day_of(entry.issued_date),
        form.shown if form else entry.type_name,
        f"{made_of[:1].upper()}{made_of[1:]}",
        entry.subject,
        str(entry.page_amount or ""),
        "; ".join(named) or entry.to_places,
        day_of(sent.issued.day if sent.issued else None),
        "",
        line_remark(line, sent),
    )
    return Row(cells, subject=line.document_id, void=bool(line.void_reason))
