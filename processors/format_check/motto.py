"""Quốc hiệu and Tiêu ngữ, box 1 (NĐ 30/2020, Phụ lục I, Phần I, II.1)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rapidfuzz import fuzz

from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_rule_under, check_setting, quoted, warn
from processors.pages import Line
from processors.vietnamese import fold
from vanban.domain.format_check import FormatWarning

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM")
"""Both spellings stand in the decree itself."""
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_CLOSE = 75
_NEAR = 46.0
"""Points under the first line within which the second stands."""
_CENTRE_ROOM = 8.0


def nation(draft: Draft) -> Iterator[FormatWarning]:
    """II.1.a: Quốc hiệu, in capitals, 12 to 13 points, upright and bold, at the top right."""
    if draft.first is None:
        return
    line = draft.first.motto
    todo = (f"Ghi “{NATION[0]}” ở trên cùng, bên phải trang đầu.", f"Print “{NATION[0]}” at the top right of page 1.")
    if line is None:
        yield warn(
            "nation-missing",
            "II.1.a",
            "Không thấy Quốc hiệu ở đầu trang 1.",
            "The name of the nation (Quốc hiệu) is not at the top of page 1.",
            todo=todo,
            page=1,
        )
        return
    if _plain(line.text) not in NATION:
        yield warn(
            "nation-words",
            "II.1.a",
            f"Quốc hiệu đang ghi là {quoted(line.text)}.",
            f"The name of the nation reads {quoted(line.text)}.",
            todo=todo,
            page=1,
            box=line.box,
        )
    yield from check_setting(
        line,
        Setting(12, 13, bold=True, italic=False),
        draft=draft,
        code="nation",
        rule="II.1.a",
        names=("Quốc hiệu", "The name of the nation"),
    )


def motto(draft: Draft) -> Iterator[FormatWarning]:
    """II.1.b: Tiêu ngữ, capitals at the head of each phrase, hyphens with spaces, centred under Quốc hiệu."""
    if draft.first is None or draft.first.motto is None:
        return
    above = draft.first.motto
    line = _second(draft, above)
    todo = (f"Ghi “{MOTTO}” canh giữa dưới Quốc hiệu.", f"Print “{MOTTO}” centred under the name of the nation.")
    if line is None:
        yield warn(
            "motto-missing",
            "II.1.b",
            "Không thấy Tiêu ngữ dưới Quốc hiệu.",
            "The motto (Tiêu ngữ) is not under the name of the nation.",
            todo=todo,
            page=1,
            box=above.box,
        )
        return
    if _plain(line.text) != MOTTO:
        yield warn(
            "motto-words",
            "II.1.b",
            f"Tiêu ngữ đang ghi là {quoted(line.text)}.",
            f"The motto reads {quoted(line.text)}.",
            todo=todo,
            page=1,
            box=line.box,
        )
    if abs(_middle(line) - _middle(above)) > _CENTRE_ROOM:
        yield warn(
            "motto-place",
            "II.1.b",
            "Tiêu ngữ không canh giữa dưới Quốc hiệu.",
            "The motto is not centred under the name of the nation.",
            todo=todo,
            page=1,
            box=line.box,
        )
    names = ("Tiêu ngữ", "the motto")
    wanted = Setting(13, 14, bold=True, italic=False)
    yield from check_setting(line, wanted, draft=draft, code="motto", rule="II.1.b", names=names)
    asked = ("độ dài", "as long as")
    yield from check_rule_under(
        line, draft=draft, shares=(0.85, 1.15), code="motto", rule="II.1.b", names=names, asked=asked
    )


def _second(draft: Draft, above: Line) -> Line | None:
    """Return the words under Quốc hiệu that are the motto, more or less."""
    sheet = draft.sheet(1)
    best: tuple[float, Line] | None = None
    for row in sheet.lines if sheet else ():
        if not 0 < above.middle - row.middle < _NEAR:
            continue
        words = tuple(word for word in row.words if word.box[0] > above.box[0] - 40)
        if words:
            line = Line(words)
            score = fuzz.ratio(fold(line.text), fold(MOTTO))
            if score >= _CLOSE and (best is None or score > best[0]):
                best = (score, line)
    return best[1] if best else None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _middle(line: Line) -> float:
    return (line.box[0] + line.box[2]) / 2
