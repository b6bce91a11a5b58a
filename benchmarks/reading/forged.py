"""Forged layouts: what NĐ 30/2020 and real practice allow, and a reader may fall for. Heads of documents."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from typing import Any

from benchmarks.reading.forged_content import ForgedContent
from benchmarks.reading.forged_sheet import ForgedSheet
from benchmarks.reading.layouts import HEADER, Laid, legal, letter, named, party, petition, titled
from benchmarks.reading.sheet import BY_HAND, broken, plain_lines

ForgedLayout = Callable[..., Laid]
HEAD = HEADER - {"signer", "signer_title", "authority", "recipients"}
_MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def forged(laid: Laid, *, truth: dict[str, Any] | None = None, **changes: Any) -> Laid:
    """Return a made document with its sheet and truth changed."""
    sheet = {field.name: getattr(laid.sheet, field.name) for field in dataclasses.fields(laid.sheet)}
    return dataclasses.replace(laid, sheet=ForgedSheet(**{**sheet, **changes}), truth={**laid.truth, **(truth or {})})


def citing(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """No number and no day yet, and a body whose lines begin with those of others."""
    laid = rng.choice((letter, named))(content, rng, by_hand=True)
    other = named(content, rng, by_hand=False)
    lines = (
        f">Số: {other.truth['number']}/{other.truth['symbol']}",
        f">{other.sheet.dateline}",
        f"|Số: {other.truth['number']}/{other.truth['symbol']}|{other.sheet.dateline}",
        ">Căn cứ Nghị quyết số 60-NQ/TW ngày 12 tháng 4 năm 2025 của Ban Chấp hành Trung ương;",
    )
    body = (laid.sheet.body[0], *rng.sample(lines, 3), *laid.sheet.body[1:])
    return dataclasses.replace(forged(laid, body=body, truth={"number": None, "issued_on": None}), hand=("", ""))


def quoted_letterhead(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """The body holds the whole head of a form that it asks to be used."""
    laid = rng.choice((letter, named, named))(content, rng, by_hand=by_hand)
    other = rng.choice((letter, named))(content, rng, by_hand=False)
    quoted = (
        "Mẫu báo cáo gửi kèm như sau:",
        f"|{plain_lines(other.sheet.parent) or plain_lines(other.sheet.issuer)}|{_MOTTO[0]}",
        f"|{plain_lines(other.sheet.issuer)}|{_MOTTO[1]}",
        f"|{other.sheet.code}|{other.sheet.dateline}",
        f"^{other.sheet.heading or 'BÁO CÁO'}",
        f"^{plain_lines(other.sheet.subject)}",
        "Kính gửi: Ủy ban nhân dân cấp trên trực tiếp.",
    )
    where = rng.choice((0, 1))
    return forged(laid, body=(*laid.sheet.body[:where], *quoted, *laid.sheet.body[where:]))


def right_code(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Number and symbol on the right, over place and day."""
    return forged(rng.choice((letter, named))(content, rng, by_hand=by_hand), code_right=True)


def below_code(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Number and symbol under the heading and its subject."""
    return forged(named(content, rng, by_hand=by_hand), code_below=True)


def no_place(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """The day without a place before it."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    day = laid.sheet.dateline.partition(", ")[2]
    return forged(laid, dateline=day[0].upper() + day[1:] if rng.random() < 0.5 else day, truth={"place": None})


def party_parents(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A Party office under its parent, with the Party's own ways of number and authority."""
    laid = party(content, rng, by_hand=by_hand)
    title = laid.sheet.authority[-1].split(". ")[-1]
    body = next((one.body for one in content.offices if one.issuer == laid.sheet.issuer[:-1]), "")
    marks = rng.choice((((f"T/M {body}",), "TM"), ((f"T/M {body}", "K/T " + title.removeprefix("PHÓ ")), "TM/KT")))
    if not body:
        marks = (), None
    if marks[1] and marks[1].endswith("KT") and not title.startswith("PHÓ"):
        title = f"PHÓ {title}"
    truth = {"authority": marks[1], "signer_title": title}
    laid = forged(laid, authority=(*marks[0], title), truth=truth)
    return dataclasses.replace(laid, sure=HEADER)


def joint(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Two offices issue together, and two sign side by side."""
    laid = legal(content, rng, by_hand=by_hand)
    office = rng.choice(content.joint)
    kind = rng.choice((("thông tư liên tịch", "TTLT"), ("nghị quyết liên tịch", "NQLT")))
    number, year = laid.truth["number"], laid.truth["issued_on"][:4]
    symbol = f"{kind[1]}-{office.code}"
    truth = {
        "kind": kind[0],
        "symbol": symbol,
        "issuer": plain_lines(office.issuer),
        "parent_issuer": None,
        "place": office.place,
    }
    laid = forged(
        laid,
        parent=(),
        issuer=office.issuer,
        heading=kind[0].upper(),
        code=f"Số: {BY_HAND if by_hand else number}/{year}/{symbol}",
        dateline=f"{office.place}, {laid.sheet.dateline.partition(', ')[2]}",
        beside=(("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"), content.person(rng)),
        truth=truth,
    )
    return dataclasses.replace(laid, sure=HEAD)


def long_about(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """V/v over many lines, with capitals, days and numbers of others within."""
    laid = letter(content, rng, by_hand=by_hand)
    tail = rng.choice(
        (
            "theo Kế hoạch số 45/KH-UBND ngày 03 tháng 02 năm 2026 của UBND tỉnh về CẢI CÁCH HÀNH CHÍNH",
            "tại Công văn số 2214/VP-NC, Thông báo số 19/TB-UBND và Quyết định số 07/2026/QĐ-UBND",
            "đối với gói thầu số 12/2026/GT-XL thuộc dự án ĐƯỜNG VÀNH ĐAI 4",
            "(lần 2) trước ngày 30/6/2026",
        )
    )
    subject = f"{laid.truth['subject']} {tail}"
    lines = broken(f"V/v {subject}", 185, family=laid.sheet.family, size=laid.sheet.size - 1)
    return forged(laid, subject=lines, truth={"subject": subject})


def conclusion(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A notice of what a leader concluded: its subject names persons, days and other kinds."""
    laid = named(content, rng, by_hand=by_hand)
    office = laid.truth["symbol"].split("-", 1)[1]
    subject = rng.choice(
        (
            "Kết luận của Phó Chủ tịch Ủy ban nhân dân tỉnh tại cuộc họp ngày 14 tháng 7 năm 2026",
            "Ý kiến kết luận của đồng chí Chủ tịch tại buổi làm việc với Ban Quản lý dự án",
            "Kết luận Hội nghị giao ban tháng 8 và Chương trình công tác tháng 9 năm 2026",
        )
    )
    lines = broken(subject, 330, family=laid.sheet.family, size=laid.sheet.size + 1)
    symbol = f"TB-{office}"
    code = f"{laid.sheet.code.split('/')[0]}/{symbol}"
    truth = {"kind": "thông báo", "symbol": symbol, "subject": subject}
    return forged(laid, heading="THÔNG BÁO", code=code, subject=lines, truth=truth)


_SLIPS = (
    ("GIẤY MỜI", "giấy mời", "GM"),
    ("GIẤY GIỚI THIỆU", "giấy giới thiệu", "GGT"),
    ("PHIẾU GỬI", "phiếu gửi", "PG"),
    ("PHIẾU CHUYỂN", "phiếu chuyển", "PC"),
    ("PHIẾU BÁO", "phiếu báo", "PB"),
    ("PHIẾU TRÌNH", "phiếu trình", "PTr"),
    ("GIẤY NGHỈ PHÉP", "giấy nghỉ phép", "GNP"),
    ("GIẤY ỦY QUYỀN", "giấy ủy quyền", "GUQ"),
    ("BẢN GHI NHỚ", "bản ghi nhớ", "BGN"),
    ("BẢN THỎA THUẬN", "bản thỏa thuận", "BTT"),
)


def slip(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Papers and slips, whose body names persons, days and hours of an event."""
    laid = named(content, rng, by_hand=by_hand)
    heading, kind, short = rng.choice(_SLIPS)
    office = laid.truth["symbol"].split("-", 1)[1]
    body = (
        f"^{plain_lines(laid.sheet.issuer)}",
        f"Trân trọng kính mời (giới thiệu): Ông (bà) {content.person(rng)}, chức vụ: Phó Trưởng phòng.",
        "Thời gian: 08 giờ 00, ngày 05 tháng 11 năm 2026 (thứ Năm).",
        "Địa điểm: Phòng họp số 2, tầng 3. Giấy này có giá trị đến hết ngày 30 tháng 11 năm 2026./.",
    )
    code = f"{laid.sheet.code.split('/')[0]}/{short}-{office}"
    subject = (laid.sheet.subject, laid.truth["subject"]) if kind in {"giấy mời", "phiếu trình"} else ((), None)
    truth = {"kind": kind, "symbol": f"{short}-{office}", "subject": subject[1]}
    return forged(laid, heading=heading, subject=subject[0], code=code, body=body, truth=truth)


def council(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A resolution of a people's council: council and session are named again under the subject, in capitals."""
    offices = tuple(one for one in content.offices if one.code == "HĐND")
    laid = legal(dataclasses.replace(content, offices=offices), rng, by_hand=by_hand)
    name = plain_lines(laid.sheet.issuer)
    again = (f"^{name}", f"^KHÓA {rng.choice(('X', 'XVIII', 'XIV'))}, KỲ HỌP THỨ {rng.choice(('7', 'SÁU', '23'))}")
    if rng.random() < 0.5:
        again = (f"^{name} KHÓA XI NHIỆM KỲ 2026 - 2031", "^KỲ HỌP THỨ NHẤT (KỲ HỌP CHUYÊN ĐỀ)")
    code = laid.sheet.code
    if rng.random() < 0.4:
        code = code.replace(f"/{laid.truth['issued_on'][:4]}/", "/")
    return forged(laid, code=code, body=(*again, *laid.sheet.body))


def amending(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """The subject cites what is changed, its number alone on a line, its day at the end of one."""
    laid = rng.choice((legal, named))(content, rng, by_hand=by_hand)
    kind = laid.truth["kind"]
    cited = rng.choice(
        (
            "Sửa đổi, bổ sung một số điều của Quy định ban hành kèm theo Quyết định số 15/2023/QĐ-UBND ngày 20/6/2023",
            "Bãi bỏ Quyết định số 2219/QĐ-UBND ngày 01/9/2022 về phân công nhiệm vụ",
            "Đính chính Thông báo số 77/TB-VP",
        )
    )
    lines = broken(cited, 240, family=laid.sheet.family, size=laid.sheet.size + 1)
    laid = forged(laid, subject=lines, truth={"subject": cited})
    return laid if kind != "công văn" else titled(laid, kind, cited, rng)


def typed_mark(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """The receiving office's mark is typed at the top, with a number and a day of its own."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    mark = rng.choice(
        (
            ("CÔNG VĂN ĐẾN", "Số: 4521", "Ngày: 03/9/2026"),
            ("ĐẾN Số: 1187", "Ngày: 12/8/2026", "Chuyển: Phòng Hành chính"),
            ("VĂN PHÒNG UBND TỈNH", "ĐẾN Số: 20457", "Ngày: 14/7/2026"),
        )
    )
    laid = forged(laid, mark=mark)
    return dataclasses.replace(laid, sure=laid.sure - {"arrival_stamp"})


def copied_corner(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """An electronic copy: form, office and time of copying in the upper right corner (Phụ lục I, phần III)."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    corner = rng.choice(
        (
            ("SAO Y", "SỞ TƯ PHÁP", "25/8/2026 09:14:05 +07:00"),
            ("Ký bởi: Văn phòng", "Cơ quan: Ủy ban nhân dân thành phố", "Ngày ký: 02-09-2026 16:20:11 +07:00"),
        )
    )
    return forged(laid, corner=corner)


def file_code(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Other codes under the number: of a dossier, of a draft, of a telephone."""
    laid = named(content, rng, by_hand=by_hand)
    left = rng.choice(
        (
            ("Mã hồ sơ: 000.00.16/H26-250704",),
            ("DỰ THẢO LẦN 2",),
            ("Số ĐT: 0243/8252-466", "Fax: 024-3825"),
        )
    )
    return forged(laid, own_left=left)


def asking(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """A citizen's petition: the day stands over the name, and what is asked for cites decisions."""
    laid = petition(content, rng, by_hand=by_hand)
    body = (
        f"Tôi tên là: {content.person(rng)}, sinh ngày 02 tháng 9 năm 1975, số CCCD: 001/075-012345.",
        "Tôi làm đơn này khiếu nại Quyết định số 512/QĐ-UBND ngày 11 tháng 5 năm 2026 của Chủ tịch UBND phường.",
        "Tôi xin cam đoan những điều trên là đúng sự thật và chịu trách nhiệm trước pháp luật.",
        "|  |Nam Định, ngày 20 tháng 5 năm 2026",
    )
    heading = rng.choice((laid.sheet.heading, "ĐƠN XIN CẤP LẠI GIẤY PHÉP", "ĐƠN ĐỀ NGHỊ GIẢI QUYẾT CHẾ ĐỘ"))
    return forged(laid, heading=heading, body=body, signer=content.person(rng), dateline="")


def filled_in(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """Number and day printed by a document system into the room left for them, a little off the line."""
    laid = rng.choice((letter, named, legal))(content, rng, by_hand=True)
    return dataclasses.replace(forged(laid, filled=laid.hand), hand=("", ""))


def youth(content: ForgedContent, rng: random.Random, *, by_hand: bool) -> Laid:
    """The Youth Union has a head of its own in the place of the motto, and numbers as the Party does."""
    laid = party(content, rng, by_hand=by_hand)
    issuer = rng.choice((("BAN THƯỜNG VỤ TỈNH ĐOÀN",), ("BCH ĐOÀN PHƯỜNG",), ("TRUNG ƯƠNG ĐOÀN",)))
    head = rng.choice(("ĐOÀN TNCS HỒ CHÍ MINH", "ĐOÀN THANH NIÊN CỘNG SẢN HỒ CHÍ MINH"))
    symbol = laid.truth["symbol"].split("/")[0] + "/TĐTN-VP"
    code = laid.sheet.code.rpartition("/")[0] + "/TĐTN-VP"
    truth = {"issuer": plain_lines(issuer), "parent_issuer": None, "symbol": symbol}
    laid = forged(laid, motto=(head,), parent=(), issuer=(*issuer, "***"), code=code, truth=truth)
    return dataclasses.replace(laid, sure=HEAD)


HEADS: dict[str, ForgedLayout] = {
    "citing": citing,
    "quoted letterhead": quoted_letterhead,
    "number on the right": right_code,
    "number below": below_code,
    "no place": no_place,
    "party parents": party_parents,
    "joint": joint,
    "long about": long_about,
    "conclusion": conclusion,
    "slip": slip,
    "council": council,
    "amending": amending,
    "typed mark": typed_mark,
    "copied, corner": copied_corner,
    "file code": file_code,
    "asking": asking,
    "filled in": filled_in,
    "youth": youth,
}
