"""Marks of urgency and circulation, boxes 10b and 11 (NĐ 30/2020, Phụ lục I, Phần I, III.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_setting, quoted, warn
from processors.pages import Line
from processors.vietnamese import fold, is_capitals
from vanban.domain.format_check import FormatWarning, Severity

_URGENT = re.compile(r"^\W*(hoa toc|thuong khan|khan)(?P<more>.*)$")
_LIMITED = re.compile(r"^\W*(xem xong tra lai|luu hanh noi bo)\W*$")
_WORDS = ("HỎA TỐC", "HOẢ TỐC", "THƯỢNG KHẨN", "KHẨN")
_SETTING = Setting(13, 14, bold=True, italic=False)


def urgency(draft: Draft) -> Iterator[FormatWarning]:
    """III.2.b: ``HỎA TỐC``, ``THƯỢNG KHẨN`` or ``KHẨN``, bold capitals of 13 to 14 points, in bright red."""
    for line in _pieces(draft):
        found = _URGENT.match(fold(line.text))
        if found is None or not is_capitals(line.text):
            continue
        text = line.text.strip()
        if text not in _WORDS:
            yield warn(
                "urgency-words",
                "III.2.b",
                f"Dấu chỉ mức độ khẩn ghi là {quoted(text)}.",
                f"The mark of urgency reads {quoted(text)}.",
                todo=("Chỉ có ba mức: KHẨN, THƯỢNG KHẨN, HỎA TỐC.", "There are three: KHẨN, THƯỢNG KHẨN, HỎA TỐC."),
                page=1,
                box=line.box,
                severity=Severity.LOOK,
            )
        look = draft.look(line)
        if look and not (look.colour[0] > 0x90 and max(look.colour[1:]) < 0x60):
            yield warn(
                "urgency-colour",
                "III.2.b",
                "Dấu chỉ mức độ khẩn không phải màu đỏ tươi.",
                "The mark of urgency is not bright red.",
                todo=("Để màu đỏ tươi, trong khung chữ nhật viền đơn.", "Make it bright red, in a single frame."),
                page=1,
                box=line.box,
                severity=Severity.LOOK,
            )
        names = ("Dấu chỉ mức độ khẩn", "The mark of urgency")
        yield from check_setting(line, _SETTING, draft=draft, code="urgency", rule="III.2.b", names=names)
        return


def circulation(draft: Draft) -> Iterator[FormatWarning]:
    """III.2.c: ``XEM XONG TRẢ LẠI``, ``LƯU HÀNH NỘI BỘ``, bold capitals of 13 to 14 points in a frame."""
    for line in _pieces(draft):
        if _LIMITED.match(fold(line.text)):
            names = ("Chỉ dẫn phạm vi lưu hành", "The note on circulation")
            yield from check_setting(line, _SETTING, draft=draft, code="circulation", rule="III.2.c", names=names)
            return


def _pieces(draft: Draft) -> tuple[Line, ...]:
    return draft.first.loose if draft.first else ()
