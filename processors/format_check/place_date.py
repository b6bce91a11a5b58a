"""Place and date, box 4 (NĐ 30/2020, Phụ lục I, Phần I, II.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_setting, quoted, warn
from processors.pages import Line
from vanban.domain.format_check import FormatWarning, Severity

_BLANK = r"[\s\d.…_]*"
_FORM = re.compile(
    rf"^(?P<place>[^,\d]+?)(?P<comma>,?)\s*ngày(?P<day>{_BLANK})tháng(?P<month>{_BLANK})năm\s*(\d{{4}})?"
)
_LEVEL = 7.0
"""Points by which box 4 may stand off the height of box 3."""
EXAMPLE = "Hà Nội, ngày 05 tháng 01 năm 2026"
_TODO = (f"Ghi như “{EXAMPLE}”, cùng dòng với số, ký hiệu.", f"Print it as “{EXAMPLE}”, level with the number.")


def place_and_date(draft: Draft) -> Iterator[FormatWarning]:
    """II.4.a and b: the place, a comma, the day in words and digits; days below 10 and months 1, 2 with a zero."""
    if draft.first is None:
        return
    line = draft.first.place_date
    if line is None:
        yield warn(
            "date-missing",
            "II.4.b",
            "Không thấy địa danh và ngày, tháng, năm dưới Quốc hiệu, Tiêu ngữ.",
            "Place and date are not under the motto.",
            todo=_TODO,
            page=1,
        )
        return
    yield from _written(line)
    yield from _level(draft, line)
    yield from check_setting(
        line,
        Setting(13, 14, bold=False, italic=True),
        draft=draft,
        code="date",
        rule="II.4.c",
        names=("Địa danh và thời gian", "Place and date"),
    )


def _written(line: Line) -> Iterator[FormatWarning]:
    form = _FORM.match(line.text)
    if form is None:
        yield warn(
            "date-form",
            "II.4.b",
            f"Địa danh và thời gian ghi là {quoted(line.text)}.",
            f"Place and date read {quoted(line.text)}.",
            todo=(f"Ghi đầy đủ như “{EXAMPLE}”.", f"Print them in full, as “{EXAMPLE}”."),
            page=1,
            box=line.box,
        )
        return
    if not form["comma"]:
        yield _said("date-comma", "II.4.c", "Sau địa danh không có dấu phẩy.", "No comma follows the place.", line)
    if not form["place"].strip()[:1].isupper():
        yield _said("date-place", "II.4.c", "Địa danh không viết hoa.", "The place has no capital.", line)
    for part, vi, en, padded in (("day", "Ngày", "Day", range(1, 10)), ("month", "Tháng", "Month", range(1, 3))):
        digits = form[part].strip()
        if digits.isdigit() and len(digits) == 1 and int(digits) in padded:
            yield _said(
                f"date-{part}",
                "II.4.b",
                f"{vi} {digits} không có số 0 phía trước.",
                f"{en} {digits} has no zero before it.",
                line,
            )
        elif part == "month" and digits.startswith("0") and int(digits) > 2:
            yield _said(
                "date-month",
                "II.4.b",
                f"Tháng {digits} có số 0 phía trước; chỉ tháng 1 và 2 mới ghi thêm số 0.",
                f"Month {digits} has a zero before it; only months 1 and 2 have one.",
                line,
                severity=Severity.LOOK,
            )


def _level(draft: Draft, line: Line) -> Iterator[FormatWarning]:
    number = draft.first.number if draft.first else None
    if number and abs(number.box[1] - line.box[1]) > _LEVEL:
        yield _said(
            "date-level",
            "II.4.c",
            "Địa danh và thời gian không cùng dòng với số, ký hiệu.",
            "Place and date are not level with number and symbol.",
            line,
        )


def _said(code: str, rule: str, vi: str, en: str, line: Line, *, severity: Severity = Severity.WRONG) -> FormatWarning:
    return warn(code, rule, vi, en, todo=_TODO, page=1, box=line.box, severity=severity)
