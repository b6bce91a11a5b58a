"""Layouts that no rule was tuned on: they are only scored. What fails here is reported, not mended by name."""

from __future__ import annotations

import dataclasses
import random

from benchmarks.reading.content import Content
from benchmarks.reading.layouts import HEADER, Laid, Layout, letter, named
from benchmarks.reading.sheet import broken


def copied(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A certified copy: under the original stand number, date and office of the copy (NĐ 30/2020, Phụ lục I, II)."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    foot = ("SỞ TƯ PHÁP", "Số: 09/SY-STP", "SAO Y", "Hà Nội, ngày 21 tháng 12 năm 2030", "CHÁNH VĂN PHÒNG")
    sure = HEADER - {"authority", "signer_title", "signer", "recipients"}
    return dataclasses.replace(laid, sheet=dataclasses.replace(laid.sheet, foot=foot), sure=sure)


def minutes(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """Minutes: a number, but no place and day in the header (Mẫu 1.9)."""
    laid = named(content, rng, by_hand=by_hand)
    code = laid.truth["symbol"].split("-", 1)[1]
    number = laid.truth["number"]
    sheet = dataclasses.replace(
        laid.sheet,
        heading="BIÊN BẢN",
        subject=("Cuộc họp giao ban tháng",),
        code=laid.sheet.code.split("/")[0] + f"/BB-{code}",
        dateline="",
        body=("Thời gian bắt đầu: 8 giờ 00, ngày 12 tháng 5 năm 2014", "Địa điểm: phòng họp số 2", *laid.sheet.body),
    )
    truth = {
        **laid.truth,
        "kind": "biên bản",
        "symbol": f"BB-{code}",
        "subject": "Cuộc họp giao ban tháng",
        "place": None,
        "issued_on": None,
        "number": number,
    }
    return dataclasses.replace(
        laid, sheet=sheet, truth=truth, sure=HEADER - {"authority", "signer_title", "signer", "recipients"}
    )


def attached_rules(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """Rules that were issued with a decision, alone: no number and no date of their own."""
    laid = named(content, rng, by_hand=False)
    subject = rng.choice(content.subjects)
    issued = "(Kèm theo Quyết định số 318/QĐ-UBND ngày 14 tháng 8 năm 2015 của Ủy ban nhân dân tỉnh)"
    sheet = dataclasses.replace(
        laid.sheet, code="", dateline="", heading="QUY CHẾ", subject=(), body=(issued, *laid.sheet.body)
    )
    lines = broken(subject[0].upper() + subject[1:], 330)
    sheet = dataclasses.replace(sheet, subject=lines)
    truth = {**laid.truth, "kind": "quy chế", "number": None, "symbol": None, "issued_on": None, "place": None}
    sure = frozenset(("kind", "number", "symbol", "issued_on", "place", "issuer", "parent_issuer"))
    return dataclasses.replace(laid, sheet=sheet, truth=truth, sure=sure)


def contract(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A contract under a centred motto, with a number below its heading."""
    laid = named(content, rng, by_hand=False)
    sheet = dataclasses.replace(
        laid.sheet,
        centred_motto=True,
        parent=(),
        issuer=(),
        code="",
        heading="HỢP ĐỒNG KINH TẾ",
        subject=("Số: 35/2021/HĐKT",),
        body=("Hôm nay, ngày 04 tháng 10 năm 2021, tại Hà Nội, chúng tôi gồm có:", *laid.sheet.body),
    )
    truth = {"kind": "hợp đồng", "issuer": None, "parent_issuer": None, "issued_on": None}
    return Laid(sheet, truth, frozenset(truth))


def narrow(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """Wide margins and large type, so that the two columns of the header nearly touch."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    return dataclasses.replace(laid, sheet=dataclasses.replace(laid.sheet, left=70, right=36, size=14, family="dejavu"))


def unit_below(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """An abbreviation that is also that of a kind, in the symbol of a công văn (``CT-TC``: Cục Thuế, Tài chính)."""
    laid = letter(content, rng, by_hand=by_hand)
    symbol = rng.choice(("CT-TC", "CĐ-PC", "BC-TH", "HĐ-QC"))
    code = laid.sheet.code.split("/")[0] + f"/{symbol}"
    return dataclasses.replace(
        laid, sheet=dataclasses.replace(laid.sheet, code=code), truth={**laid.truth, "symbol": symbol}
    )


HELD_OUT: dict[str, Layout] = {
    "copied": copied,
    "minutes": minutes,
    "attached rules": attached_rules,
    "contract": contract,
    "narrow": narrow,
    "ambiguous unit": unit_below,
}
