"""Kính gửi and Nơi nhận, boxes 9a and 9b (NĐ 30/2020, Phụ lục I, Phần I, II.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_setting, quoted, warn
from processors.pages import Line
from processors.signature_zone import LABEL, SignatureZone, is_file_copy
from processors.vietnamese import fold
from vanban.domain.format_check import FormatWarning, Severity
from vanban.domain.reading import Box

_ADDRESSED = ("công văn", "tờ trình")
"""Kinds that always say whom they are addressed to; a báo cáo does if it goes to a superior office."""
_MAY_BE_ADDRESSED = (*_ADDRESSED, "báo cáo", "giấy mời", "công điện", "phiếu", "thư", "giấy", "")
_FILED = re.compile(r"^\W*Lưu\s?:\s?VT\b")
_DASHED = re.compile(r"^\W*[-–—]\s?\S")


def addressees(draft: Draft) -> Iterator[FormatWarning]:
    """II.9.b and d: ``Kính gửi:`` of công văn, tờ trình and báo cáo; several names each on a line of its own."""
    given = bool(draft.value("addressees")) or bool(draft.first and draft.first.addressees)
    if draft.kind in _ADDRESSED and not given:
        yield warn(
            "addressees-missing",
            "II.9.b",
            f"{draft.kind.capitalize()} nhưng không thấy “Kính gửi”.",
            f"This is a {draft.kind}, but there is no “Kính gửi”.",
            todo=("Ghi “Kính gửi:” và nơi trực tiếp giải quyết.", "Print “Kính gửi:” and who is to act."),
            page=1,
        )
    if draft.first is None or not draft.first.addressees:
        return
    lines = draft.first.addressees
    if not draft.kind.startswith(tuple(kind for kind in _MAY_BE_ADDRESSED if kind)) and draft.kind:
        yield warn(
            "addressees-unasked",
            "II.9.c",
            f"{draft.kind.capitalize()} có “Kính gửi”, chỉ dùng cho công văn, tờ trình, báo cáo gửi cấp trên.",
            f"This is a {draft.kind} with “Kính gửi”, which is for công văn, tờ trình and báo cáo to a superior.",
            todo=("Bỏ “Kính gửi”, ghi nơi nhận ở cuối văn bản.", "Leave it out and name the recipients at the end."),
            page=1,
            box=lines[0].box,
            severity=Severity.LOOK,
        )
    if not re.search(r"Kính gửi\s?:", lines[0].text):
        yield warn(
            "addressees-label",
            "II.9.d",
            f"Ghi {quoted(lines[0].text)}; sau “Kính gửi” phải có dấu hai chấm.",
            f"It reads {quoted(lines[0].text)}; a colon follows “Kính gửi”.",
            todo=("Ghi “Kính gửi:”.", "Print “Kính gửi:”."),
            page=1,
            box=lines[0].box,
        )
    yield from check_setting(
        lines[0],
        Setting(13, 14, bold=False, italic=False),
        draft=draft,
        code="addressees",
        rule="II.9.d",
        names=("Kính gửi", "Kính gửi"),
    )


def recipients(draft: Draft) -> Iterator[FormatWarning]:
    """II.9.d: ``Nơi nhận:`` flush left, 12 points, bold italics; the list in 11; ``Lưu: VT`` last."""
    if not draft.measured:
        if not draft.value("recipients"):
            yield _missing()
        return
    zone = draft.closing
    label = _label(draft, zone) if zone else None
    if zone is None or not zone.recipients or label is None:
        yield _missing()
        return
    page = zone.page.number
    yield from _label_form(draft, label, page)
    yield from _list_form(zone)
    yield from check_setting(
        zone.recipients[0],
        Setting(11, 11, bold=False, italic=False),
        draft=draft,
        code="recipients",
        rule="II.9.d",
        names=("Phần liệt kê nơi nhận", "The list of recipients"),
        page=page,
    )


def _missing() -> FormatWarning:
    return warn(
        "recipients-missing",
        "II.9.d",
        "Không thấy phần “Nơi nhận” ở cuối văn bản.",
        "There is no “Nơi nhận” at the end.",
        todo=(
            "Ghi “Nơi nhận:” sát lề trái, ngang dòng quyền hạn của người ký, rồi các nơi nhận.",
            "Print “Nơi nhận:” at the left margin, level with the capacity, and the recipients under it.",
        ),
    )


def _label(draft: Draft, zone: SignatureZone) -> Line | None:
    sheet = draft.sheet(zone.page.number)
    for line in sheet.lines if sheet else ():
        pair = Line(line.words[:2])
        if len(line.words) >= 2 and fold(pair.text).strip(" :.") == LABEL and pair.box[0] < 0.4 * zone.page.width:
            return pair
    return None


def _label_form(draft: Draft, label: Line, page: int) -> Iterator[FormatWarning]:
    if not label.text.rstrip().endswith(":"):
        yield _said(
            "recipients-label",
            "Sau “Nơi nhận” không có dấu hai chấm.",
            "No colon follows “Nơi nhận”.",
            page,
            label.box,
            todo=("Ghi “Nơi nhận:”.", "Print “Nơi nhận:”."),
        )
    yield from check_setting(
        label,
        Setting(12, 12, bold=True, italic=True),
        draft=draft,
        code="recipients-label",
        rule="II.9.d",
        names=("Từ “Nơi nhận”", "“Nơi nhận”"),
        page=page,
    )


def _list_form(zone: SignatureZone) -> Iterator[FormatWarning]:
    """Each item begins with a dash and ends with a semicolon; ``Lưu: VT`` comes last and ends with a full stop."""
    page, items = zone.page.number, _items(zone.recipients)
    filed = next((item for item in items if is_file_copy(item[0])), None)
    todo = ("Dòng cuối ghi như “- Lưu: VT, VP.”.", "The last line reads like “- Lưu: VT, VP.”.")
    if filed is None:
        box = items[-1][0].box if items else None
        vi, en = "Nơi nhận không có dòng “Lưu: VT”.", "The recipients lack “Lưu: VT”."
        yield _said("file-copy", vi, en, page, box, todo=todo)
    elif not _FILED.match(filed[0].text) or not _text(filed).endswith("."):
        vi, en = f"Dòng lưu ghi là {quoted(_text(filed))}.", f"The file copy reads {quoted(_text(filed))}."
        yield _said("file-copy-form", vi, en, page, filed[0].box, todo=todo, severity=Severity.LOOK)
    wrong = [item for item in items if item is not filed and not _is_item(item, last=item is items[-1])]
    if wrong:
        vi, en = f"Nơi nhận ghi là {quoted(_text(wrong[0]))}.", f"A recipient reads {quoted(_text(wrong[0]))}."
        todo = (
            "Mỗi nơi nhận một dòng, đầu dòng gạch (-), cuối dòng chấm phẩy (;).",
            "One recipient a line, a dash before it and a semicolon after it.",
        )
        yield _said("recipients-list", vi, en, page, wrong[0][0].box, todo=todo, severity=Severity.LOOK)


def _items(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the items: a line with a dash begins one."""
    found: list[list[Line]] = []
    for line in lines:
        if found and not _DASHED.match(line.text) and not is_file_copy(line):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _text(item: Sequence[Line]) -> str:
    """Return an item without the drafter's sign (``NTH.(12)``), which stands beside the last one."""
    return re.sub(r"\s+[\wĐ]+\.\s?\(\d+\)\W*$", "", " ".join(line.text for line in item)).rstrip()


def _is_item(item: Sequence[Line], *, last: bool) -> bool:
    return bool(_DASHED.match(item[0].text)) and _text(item).endswith((";", ".") if last else (";", ",", ":"))


def _said(
    code: str,
    vi: str,
    en: str,
    page: int,
    box: Box | None,
    *,
    todo: tuple[str, str],
    severity: Severity = Severity.WRONG,
) -> FormatWarning:
    return warn(code, "II.9.d", vi, en, todo=todo, page=page, box=box, severity=severity)
