"""Layouts that mislead a reader: quoted heads, wrapped subjects, second documents, drafts, stamps over the header."""

from __future__ import annotations

import dataclasses
import random

from benchmarks.reading.content import Content
from benchmarks.reading.layouts import Laid, Layout, legal, letter, named
from benchmarks.reading.sheet import broken

_URGENCIES = (("HỎA TỐC", "hỏa tốc"), ("HOẢ TỐC", "hỏa tốc"), ("THƯỢNG KHẨN", "thượng khẩn"), ("KHẨN", "khẩn"))


def quoting(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A document that quotes the head of another, and whose lines look like headings."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    other = named(content, rng, by_hand=False)
    quoted = (
        f"^{other.sheet.heading}",
        f"Số: {other.truth['number']}/{other.truth['symbol']}",
        f"{other.sheet.dateline}",
        "^QUYẾT ĐỊNH:",
        "Quy định tại khoản 2 Điều 5 được sửa đổi, bổ sung như sau:",
        "^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    )
    body = (laid.sheet.body[0], *rng.sample(quoted, 4), *laid.sheet.body[1:])
    return dataclasses.replace(laid, sheet=dataclasses.replace(laid.sheet, body=body))


def misleading_subject(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A công văn whose V/v goes on with the name of a kind or a number, at the start of a line."""
    laid = letter(content, rng, by_hand=by_hand)
    word = rng.choice(("Quy định", "Quyết định số 12/QĐ-TTg ngày 05/01/2015", "Kế hoạch", "Thông báo", "Báo cáo"))
    first, second = "góp ý dự thảo", f"{word} {rng.choice(content.subjects)[:40].rsplit(' ', 1)[0]}"
    lines = (f"V/v {first}", *broken(second, 185, size=12))
    subject = f"{first} {second}"
    return dataclasses.replace(
        laid, sheet=dataclasses.replace(laid.sheet, subject=lines), truth={**laid.truth, "subject": subject}
    )


def two_documents(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A document with another whole one behind it in the same file; the first is meant."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    other = rng.choice((letter, named, legal))(content, rng, by_hand=False)
    return dataclasses.replace(laid, sheet=dataclasses.replace(laid.sheet, following=other.sheet))


def annexed(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A document with an annex that names number, date and office of its main document and of another."""
    laid = named(content, rng, by_hand=by_hand)
    annex = dataclasses.replace(
        named(content, rng, by_hand=False).sheet,
        parent=(),
        issuer=(),
        code="",
        dateline="",
        motto=("Phụ lục I", "(Kèm theo Quyết định số 77/QĐ-UBND ngày 09 tháng 9 năm 2011)"),
        centred_motto=True,
        heading="DANH MỤC BÁO CÁO",
        authority=(),
        signer="",
        recipients=(),
    )
    return dataclasses.replace(laid, sheet=dataclasses.replace(laid.sheet, following=annex))


def draft(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """A document that has no number and no day yet."""
    laid = rng.choice((letter, named))(content, rng, by_hand=True)
    return dataclasses.replace(laid, hand=("", ""), truth={**laid.truth, "number": None, "issued_on": None})


def stamped(content: Content, rng: random.Random, *, by_hand: bool) -> Laid:
    """Stamps of urgency, of circulation and of the receiving office."""
    laid = rng.choice((letter, named))(content, rng, by_hand=by_hand)
    urgency = rng.choice(
        (("HỎA TỐC", "hỏa tốc"), ("HOẢ TỐC", "hỏa tốc"), ("THƯỢNG KHẨN", "thượng khẩn"), ("KHẨN", "khẩn"))
    )
    extra = rng.choice(((), ("LƯU HÀNH NỘI BỘ",), ("XEM XONG TRẢ LẠI",), ("ĐẾN",)))
    truth = {
        **laid.truth,
        "urgency": urgency[1],
        "circulation": extra[0] if extra and extra[0] != "ĐẾN" else None,
        "arrival_stamp": extra == ("ĐẾN",),
    }
    return dataclasses.replace(laid, sheet=dataclasses.replace(laid.sheet, stamps=(urgency[0], *extra)), truth=truth)


MISLEADING: dict[str, Layout] = {
    "quoting": quoting,
    "misleading subject": misleading_subject,
    "two documents": two_documents,
    "annexed": annexed,
    "draft": draft,
    "stamped": stamped,
}
