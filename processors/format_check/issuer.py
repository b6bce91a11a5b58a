"""The issuing office and what it belongs to, box 2 (NĐ 30/2020, Phụ lục I, Phần I, II.2)."""

from __future__ import annotations

from collections.abc import Iterator

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_rule_under, check_setting, warn
from processors.pages import Line
from vanban.domain.format_check import FormatWarning

RULE = "II.2.b"


def issuer(draft: Draft) -> Iterator[FormatWarning]:
    """II.2.b: in capitals, 12 to 13 points, upright and bold; a rule of a third to a half of the line under it."""
    if draft.first is None:
        if not draft.value("issuer"):
            yield _missing()
        return
    lines = draft.first.issuers
    if not lines:
        yield _missing()
        return
    yield from _weight(draft, lines)
    last = lines[-1]
    yield from check_rule_under(
        last,
        draft=draft,
        shares=(0.28, 0.6),
        code="issuer",
        rule=RULE,
        names=("tên cơ quan ban hành", "the issuing office"),
        asked=("từ 1/3 đến 1/2 độ dài", "a third to a half of"),
    )


def _missing() -> FormatWarning:
    return warn(
        "issuer-missing",
        "II.2.a",
        "Không thấy tên cơ quan ban hành bằng chữ in hoa ở đầu trang 1, bên trái.",
        "The issuing office is not in capitals at the top left of page 1.",
        todo=(
            "Ghi tên chính thức, đầy đủ của cơ quan ban hành bằng chữ in hoa, đậm.",
            "Print the full official name of the issuing office in bold capitals.",
        ),
        page=1,
    )


def _weight(draft: Draft, lines: tuple[Line, ...]) -> Iterator[FormatWarning]:
    """The issuing office is bold, and is the last; the office above it is not."""
    names = ("Tên cơ quan ban hành", "The issuing office")
    bold = Setting(12, 13, bold=True, italic=False)
    yield from check_setting(lines[-1], bold, draft=draft, code="issuer", rule=RULE, names=names)
    if draft.value("parent_issuer") and len(lines) > 1:
        names = ("Tên cơ quan chủ quản", "The parent office")
        plain = Setting(12, 13, bold=False, italic=False)
        yield from check_setting(lines[0], plain, draft=draft, code="parent-issuer", rule=RULE, names=names)
