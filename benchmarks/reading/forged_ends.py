"""Forged layouts: ends of documents, what stands behind and before them, and the order of their pages."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random

from benchmarks.reading.forged import HEAD, HEADS, ForgedLayout, forged
from benchmarks.reading.forged_content import ForgedContent
from benchmarks.reading.layouts import HEADER, Laid, legal, letter, named
from benchmarks.reading.sheet import Sheet, plain_lines

_CAPACITIES: tuple[tuple[tuple[str, ...], str | None, str], ...] = (
    (("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "TUQ", "CHÁNH VĂN PHÒNG"),
    (("TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"), "TL", "TRƯỞNG PHÒNG TỔ CHỨC - HÀNH CHÍNH"),
    (("TL. BỘ TRƯỞNG", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"), "TL/KT", "PHÓ CHÁNH VĂN PHÒNG"),
    (("TL. BỘ TRƯỞNG", "KT. VỤ TRƯỞNG VỤ TỔ CHỨC CÁN BỘ", "PHÓ VỤ TRƯỞNG"), "TL/KT", "PHÓ VỤ TRƯỞNG"),
    (("Q. GIÁM ĐỐC",), "Q", "GIÁM ĐỐC"),
    (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"), "TM/KT", "PHÓ CHỦ TỊCH THƯỜNG TRỰC"),
    (("TM. ỦY BAN NHÂN DÂN", "TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"), "TM/TUQ", "GIÁM ĐỐC SỞ NỘI VỤ"),
    (("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG PHỤ TRÁCH"), "KT", "PHÓ HIỆU TRƯỞNG PHỤ TRÁCH"),
    (("TM. BAN CHẤP HÀNH", "CHỦ TỊCH"), "TM", "CHỦ TỊCH"),
    (("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"), "KT", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"),
    (("CHỦ TỊCH",), None, "CHỦ TỊCH"),
    (("TM. ĐOÀN CHỦ TỊCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "TM/KT", "PHÓ CHỦ TỊCH"),
)


def capacities(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Who signs for whom, in stacked titles."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    lines, marks, title = rng.choice(_CAPACITIES)
    return forged(laid, authority=lines, truth={"authority": marks, "signer_title": title})


def names(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Names of two to six syllables, of all peoples, with degrees and in capitals."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    name = content.person(rng)
    shown = rng.choice((name, name, f"TS. {name}", f"{name.upper()}", f"Đại tá {name}", f"BSCKII. {name}"))
    return forged(laid, signer=shown, truth={"signer": shown if shown == name.upper() else name})


def many_recipients(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A dozen recipients, with what they are to do with it in brackets."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    first = "Như trên" if laid.truth["kind"] == "công văn" else "Như Điều 3"
    chosen = [one for one in rng.sample(content.long_offices, min(12, len(content.long_offices) - 1)) if one != first]
    items = (first, *chosen, f"Lưu: VT, TH ({content.person(rng)})")
    return forged(laid, recipients=items, truth={"recipients": list(items)})


def many_addressees(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A long list after Kính gửi, with wrapped names and brackets."""
    laid = letter(content, rng, by_hand=by_hand)
    chosen = tuple(one for one in rng.sample(content.long_offices, rng.randint(2, 7)) if not one.startswith("Như"))
    return forged(laid, addressees=chosen, truth={"addressees": list(chosen)})


def due(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Days by which something is due, among days that are not."""
    laid = rng.choice((letter, named))(content, rng, by_hand=False)
    on = dt.date.fromisoformat(laid.truth["issued_on"])
    one, two, three = (on + dt.timedelta(days=days) for days in (rng.randint(8, 40), rng.randint(8, 90), 25))
    past = on - dt.timedelta(days=rng.randint(60, 500))
    said = {
        f"1. Báo cáo kết quả về cơ quan trước ngày {one:%d/%m/%Y} để tổng hợp.": one,
        f"2. Gửi hồ sơ trước 17 giờ 00 ngày {two.day}/{two.month}, quá thời hạn trên coi như thống nhất.": two,
        f"3. Hoàn thành chậm nhất ngày {three:%d} tháng {three.month:02} năm {three.year}.": three,
        "4. Định kỳ trước ngày 20 hằng tháng gửi báo cáo; hoàn thành quyết toán trong quý III.": None,
        f"5. Các trường hợp phát sinh trước ngày {past:%d/%m/%Y} thực hiện theo quy định cũ.": None,
        f"6. Đơn vị đã báo cáo tại Công văn số 12/CV-ĐV ngày {past:%d/%m/%Y}.": None,
        f"7. Quy chế có hiệu lực từ ngày {two:%d/%m/%Y}.": None,
    }
    lines = sorted(rng.sample(sorted(said), 4))
    dates = sorted({said[line].isoformat() for line in lines if said[line]})
    laid = forged(laid, body=(laid.sheet.body[0], *lines), truth={"deadlines": dates or None})
    return dataclasses.replace(laid, sure=laid.sure | {"deadlines"})


def attached(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A decision with the rules that it issues, under a head of their own, signed again."""
    laid = named(content, rng, by_hand=by_hand)
    rules = forged(
        laid,
        code="",
        dateline="",
        heading=rng.choice(("QUY CHẾ", "QUY ĐỊNH", "KẾ HOẠCH", "ĐỀ ÁN")),
        body=(
            f"(Kèm theo Quyết định số 15/QĐ-XYZ ngày 02 tháng 3 năm 2024 của {plain_lines(laid.sheet.issuer)})",
            *laid.sheet.body,
        ),
        recipients=(),
        signer=content.person(rng),
    ).sheet
    return forged(laid, following=rules)


def copy_block(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A paper copy: the whole head and signature of the office that copied under the document (Mẫu 3.1)."""
    laid = rng.choice((letter, named, legal))(content, rng, by_hand=by_hand)
    form, short = rng.choice((("SAO Y", "SY"), ("SAO LỤC", "SL"), ("TRÍCH SAO", "TS")))
    block = (
        "|ỦY BAN NHÂN DÂN TỈNH|" + form,
        "|VĂN PHÒNG|",
        f"|Số: 118/{short}-VP|Nam Định, ngày 30 tháng 9 năm 2026",
        "|Nơi nhận:|KT. CHÁNH VĂN PHÒNG",
        ">- Các phòng thuộc Sở;",
        ">- Lưu: VT.",
        f"|  |{content.person(rng)}",
    )
    return forged(laid, after=block)


def _annex(content: ForgedContent, rng: random.Random) -> Sheet:
    laid = named(content, rng, by_hand=False)
    return forged(
        laid,
        parent=(),
        issuer=(),
        code="",
        dateline="",
        motto=("Phụ lục II", "(Kèm theo Công văn số 915/SYT-NVY ngày 08 tháng 8 năm 2025 của Sở Y tế)"),
        centred_motto=True,
        heading=rng.choice(("DANH SÁCH ĐƠN VỊ", "BÁO CÁO SỐ LIỆU", "KẾ HOẠCH CHI TIẾT")),
        authority=(),
        signer="",
        recipients=(),
    ).sheet


def annex_first(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """The annex was put into the scanner first."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    return dataclasses.replace(forged(laid, following=_annex(content, rng)), order="last first")


def turned_round(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A document of two pages or more, scanned from the last to the first."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    laid = forged(laid, body=(*laid.sheet.body, *laid.sheet.body[2:] * 4))
    return dataclasses.replace(laid, order="reversed")


def covered(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A letter and, in the same file, the document that it sends."""
    laid = letter(content, rng, by_hand=by_hand)
    other = rng.choice((letter, named, legal))(content, rng, by_hand=False)
    return forged(laid, following=dataclasses.replace(other.sheet, stamps=("HỎA TỐC",)))


def pressed(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A stamp of urgency pressed across place and day."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    stamp, value = rng.choice((("HỎA TỐC", "hỏa tốc"), ("KHẨN", "khẩn"), ("THƯỢNG KHẨN", "thượng khẩn")))
    return forged(laid, over=stamp, truth={"urgency": value})


def timed(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """HỎA TỐC HẸN GIỜ and stamps of circulation under the number."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    stamps, urgency, circulation = rng.choice(
        (
            (("HỎA TỐC HẸN GIỜ",), "hỏa tốc", None),
            (("KHẨN", "TÀI LIỆU THU HỒI"), "khẩn", "TÀI LIỆU THU HỒI"),
            (("XEM XONG TRẢ LẠI",), None, "XEM XONG TRẢ LẠI"),
        )
    )
    return forged(laid, stamps=stamps, truth={"urgency": urgency, "circulation": circulation})


def bare_minutes(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Minutes and drafts without number, place and day in the head; the body begins with a time and a place."""
    laid = named(content, rng, by_hand=False)
    body = (
        "Hôm nay, vào hồi 14 giờ 30 phút ngày 06 tháng 10 năm 2025, tại trụ sở cơ quan, chúng tôi gồm:",
        ">Số: 15/QĐ-UBND",
        ">1. Ông Trần Văn Bảy - Trưởng đoàn;",
        *laid.sheet.body[2:],
    )
    truth = {"kind": "biên bản", "number": None, "symbol": None, "issued_on": None, "place": None}
    subject = "Kiểm tra việc chấp hành quy định về văn thư, lưu trữ"
    truth |= {"subject": subject}
    laid = forged(laid, code="", dateline="", heading="BIÊN BẢN", subject=(subject,), body=body, truth=truth)
    return dataclasses.replace(laid, sure=HEAD)


ENDS: dict[str, ForgedLayout] = {
    "capacities": capacities,
    "names": names,
    "many recipients": many_recipients,
    "many addressees": many_addressees,
    "due": due,
    "attached rules": attached,
    "copy block": copy_block,
    "annex first": annex_first,
    "pages reversed": turned_round,
    "cover letter": covered,
    "stamp across": pressed,
    "timed": timed,
    "bare minutes": bare_minutes,
}
ALL: dict[str, ForgedLayout] = {**HEADS, **ENDS}
__all__ = ["ALL", "HEADER"]
