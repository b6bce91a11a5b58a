"""Kind and subject, boxes 5a and 5b (NĐ 30/2020, Phụ lục I, Phần I, II.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_rule_under, check_setting, quoted, warn
from processors.pages import Line
from vanban.domain.format_check import FormatWarning, Severity

RULE = "II.5.b"
_ABOUT = re.compile(r"^\W*V/v\s")
_WITHOUT_SUBJECT = ("giấy", "phiếu", "biên bản", "hợp đồng", "bản", "thư", "công điện")
"""Kinds whose forms in Phụ lục III need no subject under the heading."""
_WIDE = (0.12, 0.55)
"""Shares of the line that its rule may have; a long subject has a rule by its last, shorter line."""


def title(draft: Draft) -> Iterator[FormatWarning]:
    """II.5.b: the kind in capitals, centred, bold; or ``V/v`` of a công văn."""
    first = draft.first
    if first is None:
        if not draft.kind or not draft.value("subject"):
            yield _missing()
    elif first.heading is not None:
        yield from _heading(draft, first.heading.line, first.heading.subject)
    elif first.about:
        yield from _about(draft, first.about)
    else:
        yield _missing()


def _missing() -> FormatWarning:
    return warn(
        "title-missing",
        RULE,
        "Không thấy tên loại văn bản (chữ in hoa, canh giữa) hoặc trích yếu “V/v” của công văn.",
        "There is neither a kind (capitals, centred) nor the “V/v” of a công văn.",
        todo=(
            "Ghi tên loại và trích yếu; công văn ghi “V/v …” dưới số, ký hiệu.",
            "Print kind and subject; a công văn has “V/v …” under its number.",
        ),
        page=1,
    )


def _heading(draft: Draft, line: Line, subject: tuple[Line, ...]) -> Iterator[FormatWarning]:
    wanted = Setting(13, 14, bold=True, italic=False)
    yield from check_setting(line, wanted, draft=draft, code="kind", rule=RULE, names=("Tên loại văn bản", "The kind"))
    if not subject:
        if not draft.kind.startswith(_WITHOUT_SUBJECT):
            yield warn(
                "subject-missing",
                RULE,
                "Dưới tên loại văn bản không thấy trích yếu.",
                "No subject stands under the kind.",
                todo=("Ghi trích yếu ngay dưới tên loại.", "Print the subject right under the kind."),
                page=1,
                box=line.box,
                severity=Severity.LOOK,
            )
        return
    names = ("Trích yếu", "The subject")
    yield from check_setting(subject[0], wanted, draft=draft, code="subject", rule=RULE, names=names)
    yield from check_rule_under(
        subject[-1],
        draft=draft,
        shares=_WIDE,
        code="subject",
        rule=RULE,
        names=("trích yếu", "the subject"),
        asked=("từ 1/3 đến 1/2 độ dài", "a third to a half of"),
    )


def _about(draft: Draft, about: tuple[Line, ...]) -> Iterator[FormatWarning]:
    if not _ABOUT.match(about[0].text):
        yield warn(
            "about-words",
            RULE,
            f"Trích yếu công văn bắt đầu bằng {quoted(about[0].text)}.",
            f"The subject of the công văn begins {quoted(about[0].text)}.",
            todo=("Bắt đầu bằng “V/v ”.", "Begin it with “V/v ”."),
            page=1,
            box=about[0].box,
        )
    yield from check_setting(
        about[0],
        Setting(12, 13, bold=False, italic=False),
        draft=draft,
        code="about",
        rule=RULE,
        names=("Trích yếu công văn", "The subject of the công văn"),
    )
