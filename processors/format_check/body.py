"""The text, box 6 (NĐ 30/2020, Phụ lục I, Phần I, II.6)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from processors.format_check.draft import Draft
from processors.format_check.page import is_page_number
from processors.format_check.saying import SIZE_ROOM, warn
from processors.format_check.sheet import Sheet
from processors.pages import Line
from processors.vietnamese import fold
from vanban.domain.format_check import FormatWarning, Severity

_SIZES = (13.0, 14.0)
_MOST_OTHER = 0.2
"""Share of letters of another size from which the text is set wrongly: tables and notes may be smaller."""
_GROUND = re.compile(r"^(can cu|theo de nghi|xet de nghi|xet to trinh)\b")
_FULL_LINES, _RAGGED = 8, 0.6
"""So many long lines tell whether the text is set to both margins, and what share of them must be."""


def size(draft: Draft) -> Iterator[FormatWarning]:
    """II.6.e: 13 to 14 points."""
    count: Counter[float] = Counter()
    example: dict[float, tuple[int, Line]] = {}
    for sheet, line in _lines(draft):
        look = sheet.look(line)
        if look:
            found = round(look.size * 2) / 2
            count[found] += len(line.text)
            example.setdefault(found, (sheet.number, line))
    other = {found: n for found, n in count.items() if not _SIZES[0] - SIZE_ROOM <= found <= _SIZES[1] + SIZE_ROOM}
    if sum(other.values()) > _MOST_OTHER * sum(count.values()):
        found = max(other, key=lambda one: other[one])
        page, line = example[found]
        yield warn(
            "body-size",
            "II.6.e",
            f"Nội dung văn bản dùng cỡ chữ {found:g}.",
            f"The text is set in size {found:g}.",
            todo=("Đặt cỡ chữ 13-14.", "Set it in 13 to 14 points."),
            page=page,
            box=line.box,
        )


def justified(draft: Draft) -> Iterator[FormatWarning]:
    """II.6.e: the text reaches both margins."""
    rows = _lines(draft)
    if not rows:
        return
    edge = max(line.box[2] for _, line in rows)
    long = [
        (sheet, line)
        for (sheet, line), (_, after) in itertools.pairwise(rows)
        if line.box[2] > edge - 90 and _continues(line, after)
    ]
    ragged = [pair for pair in long if edge - pair[1].box[2] > 3]
    if len(long) >= _FULL_LINES and len(ragged) > _RAGGED * len(long):
        sheet, line = ragged[0]
        yield warn(
            "body-justified",
            "II.6.e",
            "Nội dung văn bản không canh đều hai lề.",
            "The text is not set to both margins.",
            todo=("Canh đều cả hai lề.", "Justify the paragraphs."),
            page=sheet.number,
            box=line.box,
            severity=Severity.LOOK,
        )


def _continues(line: Line, after: Line) -> bool:
    """Return whether the next line belongs to the same paragraph: it begins at the margin, close below."""
    return (
        0 < line.middle - after.middle < 30 and after.box[0] <= line.box[0] + 2 and not line.text.endswith((".", ";"))
    )


def grounds(draft: Draft) -> Iterator[FormatWarning]:
    """II.6.a: each ground in italics, on its own, ending with a semicolon; the last one with a full stop."""
    if draft.first is None:
        return
    paragraphs = _grounds(draft.first.body)
    for index, lines in enumerate(paragraphs):
        look = draft.look(lines[0])
        if look and not look.italic:
            yield _ground(lines, "ground-italic", "Căn cứ ban hành không viết nghiêng.", "A ground is not in italics.")
            return
        text = lines[-1].text.rstrip()
        last = index == len(paragraphs) - 1
        if not last and not text.endswith(";"):
            yield _ground(lines, "ground-end", "Cuối căn cứ không có dấu chấm phẩy.", "A ground lacks its semicolon.")
        elif last and not text.endswith((".", ";", ",")):
            yield _ground(
                lines, "ground-end", "Cuối căn cứ cuối cùng không có dấu chấm.", "The last ground lacks its full stop."
            )


def _ground(lines: Sequence[Line], code: str, vi: str, en: str) -> FormatWarning:
    todo = (
        "Viết nghiêng; cuối mỗi căn cứ là dấu chấm phẩy (;), căn cứ cuối cùng là dấu chấm (.).",
        "Use italics; each ground ends with a semicolon, the last with a full stop.",
    )
    return warn(code, "II.6.a", vi, en, todo=todo, page=1, box=lines[0].box)


def _grounds(body: Sequence[Line]) -> list[list[Line]]:
    """Return the paragraphs at the head of the text that are grounds."""
    found: list[list[Line]] = []
    for line in body:
        if _GROUND.match(fold(line.text)):
            found.append([line])
        elif found and _is_rest(found[-1], line):
            found[-1].append(line)
        elif found:
            break
    return found if len(found) > 1 else []


def _is_rest(paragraph: Sequence[Line], line: Line) -> bool:
    close = paragraph[-1].middle - line.middle < 26
    return close and line.box[0] < paragraph[0].box[0] - 6 and not paragraph[-1].text.rstrip().endswith(";")


def _lines(draft: Draft) -> list[tuple[Sheet, Line]]:
    """Return the lines of the text from the opening to the signature, from the top."""
    if draft.first is None or not draft.first.body:
        return []
    found = []
    for sheet in draft.sheets:
        if sheet.number > draft.last_page:
            break
        top = draft.first.body[0].box[3] + 1 if sheet.number == 1 else sheet.height
        closing = draft.closing if draft.closing and draft.closing.page.number == sheet.number else None
        bottom = closing.label_top if closing else 0.0
        if closing:
            bottom = max([bottom, *(line.box[3] for line in closing.signature)])
        found += [
            (sheet, line)
            for line in sheet.lines
            if bottom < line.box[1] and line.box[3] <= top and not is_page_number(line, sheet) and len(line.words) > 1
        ]
    return found
