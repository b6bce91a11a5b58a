"""How a rule says what it saw: one function makes every warning, another checks how a line is set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from processors.format_check.draft import Draft
from processors.pages import Line
from vanban.domain.format_check import FormatWarning, Severity
from vanban.domain.reading import Box

SIZE_ROOM = 0.35
"""Points by which writers round sizes: 14.04 for 14."""
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Setting:
    """How a component must be set; None where the decree leaves it open."""

    least: float
    most: float
    bold: bool | None = None
    italic: bool | None = None


def warn(
    code: str,
    rule: str,
    vi: str,
    en: str,
    *,
    todo: tuple[str, str],
    page: int | None = None,
    box: Box | None = None,
    severity: Severity = Severity.WRONG,
) -> FormatWarning:
    """Return a warning; ``todo`` is what to do, in Vietnamese and English."""
    return FormatWarning(
        code=code, rule=rule, severity=severity, vi=vi, en=en, todo_vi=todo[0], todo_en=todo[1], page=page, box=box
    )


def quoted(text: str) -> str:
    """Return a printed text, short enough for a sentence."""
    return f"“{text if len(text) <= LONGEST else text[:LONGEST].rstrip() + '…'}”"


def check_setting(
    line: Line, wanted: Setting, *, draft: Draft, code: str, rule: str, names: tuple[str, str], page: int = 1
) -> Iterator[FormatWarning]:
    """Yield one warning if a line is set otherwise than ``wanted``; ``names`` is the component, in both languages."""
    look = draft.look(line, page)
    if look is None:
        return
    vi, en = [], []
    if not wanted.least - SIZE_ROOM <= look.size <= wanted.most + SIZE_ROOM:
        vi.append(f"cỡ chữ {_number(look.size)}")
        en.append(f"size {_number(look.size)}")
    for given, asked, words in (
        (look.bold, wanted.bold, (("đậm", "bold"), ("không đậm", "not bold"))),
        (look.italic, wanted.italic, (("nghiêng", "italic"), ("đứng", "upright"))),
    ):
        if asked is not None and given is not asked:
            vi.append(words[0][0] if given else words[1][0])
            en.append(words[0][1] if given else words[1][1])
    if vi:
        yield warn(
            f"{code}-setting",
            rule,
            f"{names[0]} đang trình bày {', '.join(vi)}.",
            f"{names[1]} is set {', '.join(en)}.",
            todo=_asked(wanted),
            page=page,
            box=line.box,
        )


def _asked(wanted: Setting) -> tuple[str, str]:
    sizes = _number(wanted.least) if wanted.least == wanted.most else f"{wanted.least:g}-{wanted.most:g}"
    vi, en = [f"cỡ chữ {sizes}"], [f"size {sizes}"]
    if wanted.italic is not None:
        vi.append("kiểu chữ nghiêng" if wanted.italic else "kiểu chữ đứng")
        en.append("italic" if wanted.italic else "upright")
    if wanted.bold is not None:
        vi.append("đậm" if wanted.bold else "không đậm")
        en.append("bold" if wanted.bold else "not bold")
    return f"Đặt {', '.join(vi)}.", f"Set it {', '.join(en)}."


def _number(value: float) -> str:
    return f"{round(value * 2) / 2:g}"


def check_rule_under(
    line: Line,
    *,
    draft: Draft,
    shares: tuple[float, float],
    code: str,
    rule: str,
    names: tuple[str, str],
    asked: tuple[str, str],
) -> Iterator[FormatWarning]:
    """Yield one warning if the rule under a line of page 1 is missing or of another length.

    ``shares`` of the line's width are right; ``asked`` says the length in words.
    """
    sheet = draft.sheet(1)
    if sheet is None:
        return
    stroke = sheet.rule_under(line.box)
    width = line.box[2] - line.box[0]
    todo = (
        f"Kẻ một đường ngang, nét liền, dài bằng {asked[0]} dòng chữ, cân đối ở giữa.",
        f"Draw one solid rule, {asked[1]} the line of text, centred under it.",
    )
    if stroke is None:
        yield warn(
            f"{code}-rule",
            rule,
            f"Không thấy đường kẻ ngang dưới {names[0]}.",
            f"There is no rule under {names[1]}.",
            todo=todo,
            page=1,
            box=line.box,
        )
    elif not shares[0] <= stroke.length / width <= shares[1]:
        percent = round(100 * stroke.length / width)
        yield warn(
            f"{code}-rule",
            rule,
            f"Đường kẻ dưới {names[0]} dài bằng {percent} % dòng chữ.",
            f"The rule under {names[1]} is {percent} % of the line of text.",
            todo=todo,
            page=1,
            box=stroke.box,
            severity=Severity.LOOK,
        )
