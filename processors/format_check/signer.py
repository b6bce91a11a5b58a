"""Capacity, title and name of the person who signs, boxes 7a and 7b (NĐ 30/2020, Phụ lục I, Phần I, II.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from processors.capacity import Capacity, capacity
from processors.format_check.draft import Draft
from processors.format_check.saying import Setting, check_setting, quoted, warn
from processors.pages import Line
from processors.signature_zone import SignatureZone, looks_like_name
from processors.vietnamese import is_capitals
from vanban.domain.format_check import FormatWarning, Severity

_LOOSE = re.compile(r"^\W{0,2}(T/?M|K/?T|T/?L|TU/?Q)\b\s?[.,:;]?\s*(?=[A-ZĐÀ-Ỹ]{2})")
_RIGHT = re.compile(r"^(TM|KT|TL|TUQ|Q)\. \S")
_NO_SPACE = re.compile(r"^(TM|KT|TL|TUQ|Q)\.\S")
_DEGREES = re.compile(
    r"^\W*((?:GS|PGS|TS|TSKH|ThS|Th\.S|CN|KS|BS|DS|NGƯT|NSƯT|NGND|NSND|Giáo sư|Phó Giáo sư|Tiến sĩ|Thạc sĩ|Kỹ sư|"
    r"Bác sĩ|Cử nhân)[.,\s]+)+(?=[A-ZĐÀ-Ỹ])"
)
_FULL = Setting(13, 14, bold=True, italic=False)


def signer(draft: Draft) -> Iterator[FormatWarning]:
    """II.7: who signs, in what capacity, and under which name."""
    if draft.closing is None:
        if draft.measured or not draft.value("signer_title"):
            yield warn(
                "signer-missing",
                "II.7.đ",
                "Không thấy chức vụ và họ tên người ký ở cuối văn bản.",
                "Title and name of the person who signs are not at the end.",
                todo=(
                    "Ghi quyền hạn, chức vụ bằng chữ in hoa, đậm, và họ tên người ký.",
                    "Print capacity and title in bold capitals, and the name of the person who signs.",
                ),
            )
        return
    zone = draft.closing
    read = capacity(zone)
    yield from _marks(zone)
    yield from _deputy(zone, read)
    yield from _name(draft, zone)
    yield from _setting(draft, zone)


def _marks(zone: SignatureZone) -> Iterator[FormatWarning]:
    """II.7.b: ``TM.``, ``KT.``, ``TL.``, ``TUQ.``, ``Q.``, each with its full stop."""
    for line in _titles(zone):
        if _LOOSE.match(line.text) and not _RIGHT.match(line.text):
            yield warn(
                "authority-form",
                "II.7.b",
                f"Quyền hạn ký ghi là {quoted(line.text)}.",
                f"The capacity reads {quoted(line.text)}.",
                todo=(
                    "Ghi TM., KT., TL., TUQ. hoặc Q. (có dấu chấm, một dấu cách) trước tập thể hoặc chức vụ.",
                    "Write TM., KT., TL., TUQ. or Q., with its full stop and a space.",
                ),
                page=zone.page.number,
                box=line.box,
                severity=Severity.LOOK if _NO_SPACE.match(line.text) else Severity.WRONG,
            )


def _deputy(zone: SignatureZone, read: Capacity) -> Iterator[FormatWarning]:
    """II.7.b: a deputy signs for the head, with ``KT.``; and ``KT.`` needs a deputy's title under it."""
    if read.title is not None and read.deputy and "KT" not in read.marks:
        yield warn(
            "deputy-without-kt",
            "II.7.b",
            f"{read.title_text} ký nhưng không ghi “KT.” trước chức vụ của người đứng đầu.",
            f"{read.title_text} signs, but “KT.” and the head's title are not above.",
            todo=("Thêm dòng “KT. …” ở trên chức vụ cấp phó.", "Add a line “KT. …” above the deputy's title."),
            page=zone.page.number,
            box=read.title.box,
        )
    if read.marks and read.marks[-1] in ("KT", "TL", "TUQ") and read.title is None and read.mark_lines:
        yield warn(
            "authority-without-title",
            "II.7.c",
            f"Dưới {quoted(read.mark_lines[-1].text)} không thấy chức vụ của người ký.",
            f"No title of the person who signs stands under {quoted(read.mark_lines[-1].text)}.",
            todo=("Ghi chức vụ của người ký ở dòng dưới.", "Print the title of the person who signs below."),
            page=zone.page.number,
            box=read.mark_lines[-1].box,
        )


def _name(draft: Draft, zone: SignatureZone) -> Iterator[FormatWarning]:
    """II.7.c and đ: the name in small letters, without degrees."""
    degrees = next((line for line in zone.signature if _DEGREES.match(line.text)), None)
    if degrees is not None:
        yield warn(
            "name-degree",
            "II.7.c",
            f"Trước họ tên người ký có học hàm, học vị hoặc danh hiệu: {quoted(degrees.text)}.",
            f"A degree or title of honour stands before the name: {quoted(degrees.text)}.",
            todo=(
                "Bỏ đi; chỉ lực lượng vũ trang và đơn vị sự nghiệp giáo dục, y tế, khoa học mới được ghi.",
                "Leave it out; only the armed forces, schools, hospitals and institutes may have it.",
            ),
            page=zone.page.number,
            box=degrees.box,
            severity=Severity.LOOK,
        )
    elif _name_line(zone) is None and not draft.value("signer"):
        yield warn(
            "name-missing",
            "II.7.đ",
            "Không thấy họ tên người ký (chữ in thường, đậm) dưới chức vụ.",
            "The name of the person who signs, in small letters, is not under the title.",
            todo=("Ghi họ và tên người ký bằng chữ in thường.", "Print the name in small letters."),
            page=zone.page.number,
            box=zone.signature[0].box if zone.signature else None,
            severity=Severity.LOOK,
        )


def _setting(draft: Draft, zone: SignatureZone) -> Iterator[FormatWarning]:
    page = zone.page.number
    names = ("Quyền hạn, chức vụ người ký", "Capacity and title")
    for line in _titles(zone)[:1]:
        yield from check_setting(line, _FULL, draft=draft, code="authority", rule="II.7.đ", names=names, page=page)
    line_of_name = _name_line(zone)
    if line_of_name is not None:
        names = ("Họ tên người ký", "The name of the person who signs")
        yield from check_setting(line_of_name, _FULL, draft=draft, code="name", rule="II.7.đ", names=names, page=page)


def _titles(zone: SignatureZone) -> list[Line]:
    return [line for line in zone.signature if is_capitals(line.text) and not _DEGREES.match(line.text)]


def _name_line(zone: SignatureZone) -> Line | None:
    return next((line for line in zone.signature if looks_like_name(line.text)), None)
