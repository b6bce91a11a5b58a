"""The ordinary layouts of made documents; each gives a sheet and its truth."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benchmarks.reading.content import Content, Office
from benchmarks.reading.sheet import BY_HAND, FAMILIES, Sheet, broken, plain_lines
from processors.kinds import ABBREVIATIONS
from vanban.domain.identifiers import written_day, written_month, written_number

HEADER = frozenset(
    [
        "kind",
        "number",
        "symbol",
        "issued_on",
        "place",
        "issuer",
        "parent_issuer",
        "subject",
        "urgency",
        "circulation",
        "addressees",
        "arrival_stamp",
        "signer",
        "signer_title",
        "recipients",
        "authority",
    ]
)
_STATE_KINDS = ("quyết định", "thông báo", "kế hoạch", "báo cáo", "tờ trình", "chỉ thị", "giấy mời", "hướng dẫn")
_RARE_KINDS = ("chương trình", "phương án", "đề án", "công điện", "giấy giới thiệu", "phiếu chuyển", "nghị quyết")
_PARTY_KINDS = {"quyết định": "QĐ", "kết luận": "KL", "chỉ thị": "CT", "thông báo": "TB", "công văn": "CV"}
_LEGAL = {"CP": ("nghị định", "NĐ"), "BKHCN": ("thông tư", "TT"), "BXD": ("thông tư", "TT")}
_MOTTOES = (
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"),
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập-Tự do-Hạnh phúc"),
)


@dataclass(frozen=True, slots=True)
class Laid:
    """One made document."""

    sheet: Sheet
    truth: dict[str, Any]
    sure: frozenset[str] = HEADER
    hand: tuple[str, str] = ("", "")
    """Digits to be written by hand: number and day."""
    order: str = ""
    """``reversed`` or ``last first``: how the pages lie in the file; empty for as they were drawn."""


def _base(content: Content, rng: random.Random, *, kind: str, sort: str = "state", by_hand: bool) -> Laid:
    office = rng.choice([one for one in content.offices if one.sort == sort])
    day = dt.date(2018, 1, 3) + dt.timedelta(days=rng.randrange(3200))
    number = written_number(rng.choice((rng.randint(1, 9), rng.randint(10, 299), rng.randint(300, 4999))))
    family = rng.choice(("liberation", "liberation", "liberation", *FAMILIES))
    unit = rng.choice(office.units)
    symbol = f"{office.code}-{unit}" if kind == "công văn" else f"{ABBREVIATIONS.get(kind, '')}-{office.code}"
    subject = rng.choice(content.subjects)
    signer = content.person(rng)
    authority = _authority(office, rng)
    recipients = ("Như trên" if kind == "công văn" else "Như Điều 3", "Lãnh đạo cơ quan", f"Lưu: VT, {unit}")
    sheet = Sheet(
        parent=office.parent,
        issuer=office.issuer,
        code=f"Số: {BY_HAND if by_hand else number}/{symbol}",
        dateline=_dateline(office.place, day, by_hand=by_hand),
        heading="",
        subject=(),
        body=_body(content, rng, office),
        authority=authority,
        signer=signer,
        recipients=recipients,
        motto=rng.choice(_MOTTOES),
        family=family,
        size=rng.choice((12.5, 13, 13, 14)),
    )
    truth = {
        "kind": kind,
        "number": number,
        "symbol": symbol,
        "issued_on": day.isoformat(),
        "place": office.place,
        "issuer": plain_lines(office.issuer),
        "parent_issuer": plain_lines(office.parent) or None,
        "urgency": None,
        "circulation": None,
        "addressees": None,
        "arrival_stamp": False,
        "authority": _marks(authority),
        "signer_title": authority[-1].split(". ")[-1],
        "signer": signer,
        "recipients": list(recipients),
    }
    laid = Laid(sheet, truth, hand=(number, written_day(day)) if by_hand else ("", ""))
    return titled(laid, kind, subject, rng)


def _marks(authority: tuple[str, ...]) -> str | None:
    """Return ``TM/KT`` for the marks that are printed, as ``authority`` is read."""
    return "/".join(line.split(".")[0] for line in authority if "." in line.split(" ")[0]) or None


def _authority(office: Office, rng: random.Random) -> tuple[str, ...]:
    collective = (f"TM. {office.body}",) if office.body else ()
    deputy = "THỨ TRƯỞNG" if office.head == "BỘ TRƯỞNG" else f"PHÓ {office.head}"
    return rng.choice(((*collective, office.head), (*collective, f"KT. {office.head}", deputy)))


def _dateline(place: str, day: dt.date, *, by_hand: bool) -> str:
    written = BY_HAND if by_hand else written_day(day)
    return f"{place}, ngày {written} tháng {written_month(day)} năm {day.year}"


def titled(laid: Laid, kind: str, subject: str, rng: random.Random) -> Laid:
    """Return the document with a heading and subject, or with V/v and addressees."""
    sheet, truth = laid.sheet, laid.truth
    family, size = sheet.family, sheet.size
    if kind == "công văn":
        lines = broken(f"V/v {subject}", 185, family=family, size=size - 1)
        names = rng.choice((("Ủy ban nhân dân các xã, phường", "Các đơn vị trực thuộc"), ("Văn phòng Chính phủ",)))
        return dataclasses.replace(
            laid,
            sheet=dataclasses.replace(sheet, subject=lines, addressees=names),
            truth={**truth, "subject": subject, "addressees": list(names)},
        )
    subject = f"Về việc {subject}" if kind in {"quyết định", "thông báo", "công điện"} else subject
    subject = subject[0].upper() + subject[1:]
    lines = broken(subject, 330, family=family, size=size + 1)
    return dataclasses.replace(
        laid,
        sheet=dataclasses.replace(sheet, heading=kind.upper(), subject=lines),
        truth={**truth, "subject": subject},
    )


def _body(content: Content, rng: random.Random, office: Office) -> tuple[str, ...]:
    first, second = rng.sample(content.subjects, 2)
    return (
        (
            f"Căn cứ Quyết định số {rng.randint(10, 999)}/QĐ-TTg ngày {rng.randint(10, 28)} tháng {rng.randint(3, 12)} "
            f"năm {rng.randint(2009, 2017)} của Thủ tướng Chính phủ về việc {first};"
        ),
        (
            f"Thực hiện Công văn số {rng.randint(100, 9999)}/BNV-TCBC ngày {rng.randint(10, 28)}/{rng.randint(3, 12)}/"
            f"{rng.randint(2009, 2017)} của Bộ Nội vụ về {second}, {office.issuer[0].capitalize()} thông báo như sau:"
        ),
        (
            "1. Các đơn vị, cá nhân có liên quan chủ động triển khai thực hiện các nội dung thuộc thẩm quyền, bảo đảm "
            "đúng tiến độ, chất lượng theo quy định của pháp luật."
        ),
        "2. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh kịp thời để xem xét, giải quyết./.",
    )


# --- layouts


def letter(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A công văn."""
    return _base(content, rng, kind="công văn", by_hand=by_hand)


def named(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A document with a heading."""
    return _base(content, rng, kind=rng.choice((*_STATE_KINDS, *_STATE_KINDS, *_RARE_KINDS)), by_hand=by_hand)


def legal(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A legal normative text: its number has a year."""
    laid = _base(content, rng, kind="công văn", sort="law", by_hand=by_hand)
    code = laid.truth["symbol"].split("-")[0]
    number, year = laid.truth["number"], laid.truth["issued_on"][:4]
    if code.startswith("QH"):
        kind, symbol, shown = "luật", code, f"Luật số: {number}/{year}/{code}"
    elif code in _LEGAL:
        kind, short = _LEGAL[code]
        symbol, shown = f"{short}-{code}", f"Số: {number}/{year}/{short}-{code}"
    else:
        kind, short = ("nghị quyết", "NQ") if code == "HĐND" else ("quyết định", "QĐ")
        symbol, shown = f"{short}-{code}", f"Số: {number}/{year}/{short}-{code}"
    if by_hand:
        shown = shown.replace(f"{number}/", f"{BY_HAND}/", 1)
    sheet = dataclasses.replace(laid.sheet, code=shown, addressees=())
    laid = dataclasses.replace(laid, sheet=sheet, truth={**laid.truth, "kind": kind, "symbol": symbol})
    laid = dataclasses.replace(laid, truth={**laid.truth, "addressees": None})
    return titled(laid, kind, rng.choice(content.subjects), rng)


def party(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A Party document: ``Số 15-QĐ/TU`` and the Party's head on the right."""
    kind = rng.choice(tuple(_PARTY_KINDS))
    laid = _base(content, rng, kind=kind, sort="party", by_hand=by_hand)
    code = laid.truth["symbol"].split("-")[0 if kind == "công văn" else 1]
    symbol = f"{_PARTY_KINDS[kind]}/{code}"
    number = BY_HAND if by_hand else laid.truth["number"]
    sheet = dataclasses.replace(
        laid.sheet, motto=("ĐẢNG CỘNG SẢN VIỆT NAM",), code=f"Số {number}-{symbol}", issuer=(*laid.sheet.issuer, "*")
    )
    sheet = dataclasses.replace(sheet, authority=("T/M BAN THƯỜNG VỤ", sheet.authority[-1]))
    truth = {**laid.truth, "symbol": symbol}
    return dataclasses.replace(
        laid, sheet=sheet, truth=truth, sure=HEADER - {"authority", "signer_title", "signer", "recipients"}
    )


def petition(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A citizen's petition: no office, no number."""
    laid = named(content, rng, by_hand=by_hand)
    heading = rng.choice(("ĐƠN KHIẾU NẠI", "ĐƠN ĐỀ NGHỊ", "ĐƠN XIN XÁC NHẬN", "ĐƠN TỐ CÁO", "ĐƠN KIẾN NGHỊ"))
    sheet = dataclasses.replace(
        laid.sheet,
        centred_motto=True,
        parent=(),
        issuer=(),
        code="",
        heading=heading,
        subject=(),
        addressees=("Ủy ban nhân dân phường",),
        authority=("NGƯỜI LÀM ĐƠN",),
        recipients=(),
    )
    truth = {"kind": "đơn", "number": None, "symbol": None, "issuer": None, "parent_issuer": None}
    return Laid(sheet, truth, frozenset(truth))


Layout = Callable[..., Laid]
PLAIN: dict[str, Layout] = {
    "letter": letter,
    "named": named,
    "legal": legal,
    "party": party,
    "petition": petition,
}
