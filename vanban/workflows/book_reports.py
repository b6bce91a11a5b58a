"""The two reports of NĐ 30/2020, Phụ lục VI, V.2 and V.4: how what came in, and what goes out, was dealt with."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from vanban.clock import HANOI
from vanban.domain.book_lines import BookLine
from vanban.domain.directions import Slip, Standing
from vanban.domain.document import State
from vanban.domain.issuing import Outgoing
from vanban.domain.issuing import Standing as Sending
from vanban.domain.sheets import Column, Row, Table
from vanban.workflows.book_columns import STANDING_WORDS, day_of, kind_and_subject, receivers, written
from vanban.workflows.standing import standing_of

Lines = Sequence[tuple[BookLine, Slip]]
NOBODY = "(chưa giao)"
_OPEN = (Standing.WAITING, Standing.OPEN, Standing.IN_TIME, Standing.OVERDUE)
_STANDINGS = (*_OPEN, Standing.DONE, Standing.DONE_LATE, Standing.NO_ACTION)
_TO_SIGN, _TO_SEAL, _TO_ISSUE, _ISSUED, _RECALLED = _STEPS = (
    "Chờ ký",
    "Đã ký, chờ dấu",
    "Chờ phát hành",
    "Đã phát hành",
    "Thu hồi",
)
_BEFORE_THE_SEAL = {
    State.REGISTERED: _TO_SIGN,
    State.APPROVED: _TO_SIGN,
    State.SIGNED: _TO_SEAL,
    State.SEAL_APPROVED: _TO_SEAL,
}
_AFTER_IT = {
    Sending.WAITING: _TO_ISSUE,
    Sending.ISSUED: _ISSUED,
    Sending.RECALL_DECIDED: _RECALLED,
    Sending.RECALLED: _RECALLED,
}
_LATE_COLUMNS = (
    Column("Số đến", 18, centred=True),
    Column("Số, ký hiệu văn bản", 38),
    Column("Tên loại và trích yếu nội dung văn bản", 102),
    Column("Đơn vị hoặc người nhận", 46),
    Column("Thời hạn giải quyết", 30, centred=True),
    Column("Số ngày quá hạn", 28, centred=True),
)
_UNFINISHED_COLUMNS = (
    Column("Số, ký hiệu văn bản", 40),
    Column("Ngày tháng văn bản", 28, centred=True),
    Column("Tên loại và trích yếu nội dung văn bản", 112),
    Column("Người ký", 42),
    Column("Tình trạng", 40),
)


def incoming_report(lines: Lines, *, now: dt.datetime) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """Return counts by who leads, what is overdue, and the rate; a voided number counts nowhere."""
    kept = [(line, slip) for line, slip in lines if not line.void_reason]
    counted: dict[str, Counter[Standing]] = defaultdict(Counter)
    total: Counter[Standing] = Counter()
    late = []
    for line, slip in kept:
        standing = standing_of(slip, now=now)
        total[standing] += 1
        for who in [one.who for one in slip.leads] or [NOBODY]:
            counted[who][standing] += 1
        if standing is Standing.OVERDUE and slip.due:
            late.append((slip.due, line, slip))
    names = [STANDING_WORDS[standing] for standing in _STANDINGS]
    rows = [_counts(who, counted[who], _STANDINGS) for who in sorted(counted)]
    today = now.astimezone(HANOI).date()
    overdue = tuple(
        Row(
            (str(line.number), written(line), kind_and_subject(line), receivers(slip), day_of(due),
             str((today - due).days)),
            subject=line.document_id,
        )
        for due, line, slip in sorted(late, key=lambda one: (one[0], one[1].number))
    )  # fmt: skip
    tables = (
        Table(
            _counting("Đơn vị, cá nhân chủ trì", names),
            (*rows, _counts("Tổng số văn bản", total, _STANDINGS)),
        ),
        Table(_LATE_COLUMNS, overdue, title="Văn bản đang giải quyết quá hạn"),
    )
    done = total[Standing.DONE] + total[Standing.DONE_LATE]
    remarks = [
        *_voided(line for line, _ in lines),
        "Văn bản giao nhiều đơn vị chủ trì được tính ở mỗi đơn vị, và một lần ở tổng số.",
    ]
    if done + total[Standing.OVERDUE]:
        rate = f"{100 * total[Standing.DONE] / (done + total[Standing.OVERDUE]):.1f}".replace(".", ",")
        remarks.append(
            f"Tỷ lệ giải quyết đúng hạn: {rate}% (đã giải quyết không quá hạn / (đã giải quyết + đang quá hạn))."
        )
    return tables, tuple(remarks)


def outgoing_report(
    lines: Sequence[tuple[BookLine, Outgoing]],
) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """Return counts by kind and step, and what is not issued yet; a voided number counts as such only."""
    kept = [(line, _step(line, sent)) for line, sent in lines if not line.void_reason]
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for line, step in kept:
        counted[line.entry.type_name or "(không rõ)"][step] += 1
    total = sum(counted.values(), Counter[str]())
    rows = [_counts(kind[:1].upper() + kind[1:], counted[kind], _STEPS) for kind in sorted(counted)]
    unfinished = tuple(
        Row(
            (written(line), day_of(line.entry.issued_date), kind_and_subject(line), line.entry.signer_full_name, step),
            subject=line.document_id,
        )
        for line, step in kept
        if step not in (_ISSUED, _RECALLED)
    )
    tables = (
        Table(_counting("Tên loại văn bản", _STEPS), (*rows, _counts("Tổng số", total, _STEPS))),
        Table(_UNFINISHED_COLUMNS, unfinished, title="Văn bản chưa phát hành"),
    )
    return tables, tuple(_voided(line for line, _ in lines))


def _step(line: BookLine, sent: Outgoing) -> str:
    """Return how far an outgoing document is; one sealed is not out before somebody sent it (Điều 18.1).

    What was disposed of has left the books of work, also where its sending was never recorded.
    """
    if line.state is State.DISPOSED and sent.standing is Sending.WAITING:
        return _ISSUED
    return _BEFORE_THE_SEAL.get(line.state) or _AFTER_IT[sent.standing]


def _voided(lines: Iterable[BookLine]) -> Iterable[str]:
    if number := sum(bool(line.void_reason) for line in lines):
        yield f"Số đã hủy: {number} (giữ dòng trong sổ, không tính vào báo cáo)."


def _counting(first: str, names: Sequence[str]) -> tuple[Column, ...]:
    share = (262 - 62 - 24) // len(names)
    columns = [Column(name, share, centred=True) for name in names]
    return (Column(first, 62), Column("Tổng số", 24, centred=True), *columns)


def _counts(who: str, counts: Counter[Any], keys: Sequence[Any]) -> Row:
    return Row((who, str(counts.total()), *(str(counts[key]) for key in keys)))
