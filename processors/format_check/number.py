"""Number and symbol, box 3 (NĐ 30/2020, Phụ lục I, Phần I, II.3; abbreviations: Phụ lục III, I)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_setting, quoted, warn
from processors.kinds import ABBREVIATIONS, AMBIGUOUS, LETTER, kind_of_symbol
from processors.pages import Line
from processors.vietnamese import fold
from vanban.domain.format_check import FormatWarning, Severity

_LABELLED = re.compile(r"^\W*Số\s?:")
_NUMBERED = re.compile(r"Số\s?:?\s*(\d{1,6})[a-zđ]?\s*/")
_SYMBOL = re.compile(r"/\s*(?:(?:19|20)\d\d\s*/\s*)?(\D.*)$")
_RIGHT = re.compile(r"^[A-ZĐ][\wĐđ&.]*(?:-[A-ZĐ][\wĐđ&.]*)+$")
_BODIES = (("hoi dong nhan dan", "HĐND", "UBND"), ("uy ban nhan dan", "UBND", "HĐND"))


def number(draft: Draft) -> Iterator[FormatWarning]:
    """II.3.c: ``Số:``, a stroke between number and symbol, hyphens without spaces, numbers below 10 with a zero."""
    if draft.first is None:
        return
    line = draft.first.number
    if line is None:
        yield warn(
            "number-missing",
            "II.3.d",
            "Không thấy số, ký hiệu dưới tên cơ quan ban hành.",
            "Number and symbol are not under the issuing office.",
            todo=("Ghi “Số:      /ký hiệu”, để trống số.", "Print “Số:      /symbol”, with room for the number."),
            page=1,
        )
        return
    yield from _written(line)
    yield from check_setting(
        line,
        Setting(13, 13, bold=False, italic=False),
        draft=draft,
        code="number",
        rule="II.3.c",
        names=("Số, ký hiệu", "Number and symbol"),
    )


def _written(line: Line) -> Iterator[FormatWarning]:
    text = line.text

    def said(code: str, vi: str, en: str, todo: tuple[str, str]) -> FormatWarning:
        return warn(code, "II.3.c", vi, en, todo=todo, page=1, box=line.box)

    if not _LABELLED.search(text):
        yield said(
            "number-label",
            f"Trước số không có “Số:” mà ghi {quoted(text)}.",
            f"“Số:” does not stand before the number: {quoted(text)}.",
            ("Ghi từ “Số” bằng chữ in thường, sau có dấu hai chấm.", "Print “Số:”, with its colon."),
        )
    given = _NUMBERED.search(text)
    if given and len(given[1]) == 1:
        yield said(
            "number-zero",
            f"Số {given[1]} nhỏ hơn 10 mà không có số 0 phía trước.",
            f"Number {given[1]} is below 10 and has no zero before it.",
            (f"Ghi 0{given[1]}.", f"Print 0{given[1]}."),
        )
    symbol = _SYMBOL.search(text)
    if symbol is None:
        yield said(
            "number-stroke",
            f"Không thấy dấu gạch chéo giữa số và ký hiệu: {quoted(text)}.",
            f"There is no stroke between number and symbol: {quoted(text)}.",
            ("Ghi dấu (/) giữa số và ký hiệu.", "Put a stroke (/) between them."),
        )
    elif not _RIGHT.match(symbol[1].strip()):
        yield said(
            "symbol-form",
            f"Ký hiệu ghi là {quoted(symbol[1].strip())}.",
            f"The symbol reads {quoted(symbol[1].strip())}.",
            (
                "Viết in hoa, giữa các nhóm chữ viết tắt là dấu gạch nối (-), không cách chữ, như QĐ-UBND.",
                "Use capitals, and hyphens (-) without spaces between the groups, such as QĐ-UBND.",
            ),
        )


def symbol_names_kind(draft: Draft) -> Iterator[FormatWarning]:
    """II.3.b: the symbol begins with the abbreviation of the kind; that of a công văn does not."""
    symbol, kind = draft.value("symbol"), draft.kind
    if not symbol or not kind:
        return
    head = re.split(r"[-/]", symbol, maxsplit=1)[0]
    wanted = ABBREVIATIONS.get(kind)
    page, box = draft.place("symbol")
    if wanted and head != wanted:
        yield warn(
            "symbol-kind",
            "II.3.b",
            f"Ký hiệu {quoted(symbol)} không bắt đầu bằng {wanted}, chữ viết tắt của {kind}.",
            f"The symbol {quoted(symbol)} does not begin with {wanted}, the abbreviation of {kind}.",
            todo=(
                f"Ghi {wanted}-… theo Phụ lục III, Mục I, hoặc sửa tên loại.",
                f"Begin it with {wanted}- (Phụ lục III, I), or correct the kind.",
            ),
            page=page,
            box=box,
        )
    other = kind_of_symbol(symbol) if kind == LETTER and head not in AMBIGUOUS else None
    if other:
        yield warn(
            "symbol-kind",
            "II.3.b",
            f"Công văn nhưng ký hiệu {quoted(symbol)} có chữ viết tắt của {other}.",
            f"This is a công văn, but its symbol {quoted(symbol)} has the abbreviation of {other}.",
            todo=(
                "Ký hiệu công văn gồm chữ viết tắt tên cơ quan và đơn vị soạn thảo, như UBND-VP.",
                "The symbol of a công văn is office and unit, such as UBND-VP.",
            ),
            page=page,
            box=box,
        )


def symbol_names_office(draft: Draft) -> Iterator[FormatWarning]:
    """II.3.b: the office in the symbol is the one in box 2."""
    symbol, name = draft.value("symbol"), fold(draft.value("issuer") or "")
    if not symbol:
        return
    groups = set(re.split(r"[-/.]", symbol))
    page, box = draft.place("symbol")
    for body, own, other in _BODIES:
        if name.startswith(body) and other in groups and own not in groups:
            yield warn(
                "symbol-office",
                "II.3.b",
                f"Ký hiệu {quoted(symbol)} ghi {other} nhưng cơ quan ban hành là {draft.value('issuer')}.",
                f"The symbol {quoted(symbol)} says {other}, but the issuing office is {draft.value('issuer')}.",
                todo=(f"Ghi {own} trong ký hiệu.", f"Put {own} into the symbol."),
                page=page,
                box=box,
            )


def symbol_missing(draft: Draft) -> Iterator[FormatWarning]:
    """II.3.b, of a scan: the reading found no symbol."""
    if not draft.measured and not draft.value("symbol"):
        yield warn(
            "symbol-missing",
            "II.3.b",
            "Không đọc được ký hiệu văn bản trên bản quét.",
            "No symbol could be read on the scan.",
            todo=("Xem lại số, ký hiệu trên ảnh.", "Look at number and symbol on the picture."),
            page=1,
            severity=Severity.LOOK,
        )
