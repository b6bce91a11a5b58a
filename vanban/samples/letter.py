"""An invented official document as a value: what is printed on it, and so what a person reads from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from vanban.domain.document import Urgency
from vanban.domain.identifiers import written_day, written_month

ABBREVIATIONS = {
    "nghị quyết": "NQ",
    "quyết định": "QĐ",
    "chỉ thị": "CT",
    "thông báo": "TB",
    "hướng dẫn": "HD",
    "chương trình": "CTr",
    "kế hoạch": "KH",
    "báo cáo": "BC",
    "tờ trình": "TTr",
    "công điện": "CĐ",
    "giấy mời": "GM",
}
"""Kinds that the samples use, with their abbreviation (NĐ 30/2020, Phụ lục III, I); công văn has none."""


class BlockStyle(StrEnum):
    """How one block of the text is set."""

    PLAIN = "plain"
    """Justified, first line indented."""
    GROUND = "ground"
    """Căn cứ: the same in italics."""
    CENTRED = "centred"
    """Bold, centred: ``QUYẾT ĐỊNH:``."""
    LIST = "list"
    """Not indented, flush at the first line's indent: the lines of an invitation."""


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. ``text`` may hold ``<b>…</b>`` and ``<i>…</i>`` and nothing else."""

    text: str
    style: BlockStyle = BlockStyle.PLAIN


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything printed on one official document. All texts are NFC."""

    kind: str
    """Lower case: ``quyết định``; ``công văn`` has no heading but a ``V/v``."""
    issuer: tuple[str, ...]
    """Printed lines, upper case."""
    symbol: str
    place: str
    subject: str
    """As a person reads it: with ``Về việc`` where printed, without ``V/v``."""
    body: tuple[Block, ...]
    authority: tuple[str, ...]
    """Printed lines above the signature, upper case: ``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``."""
    signer: str
    recipients: tuple[str, ...]
    """Without dashes and end marks; the last is ``Lưu: VT, …``."""
    parent_issuer: tuple[str, ...] = ()
    number: str = ""
    """As printed, ``05``; empty leaves the place blank, as in a draft."""
    issued_on: dt.date | None = None
    """None leaves the places of day and month blank."""
    year: int = 2026
    """Printed after ``năm`` where ``issued_on`` is None."""
    addressees: tuple[str, ...] = ()
    urgency: Urgency = Urgency.NORMAL
    secrecy: str = ""
    """Text of a boxed red mark of secrecy, only for testing the gate."""
    circulation: str = ""
    deadlines: tuple[dt.date, ...] = ()
    drafter: str = ""
    """Ký hiệu người soạn thảo và số lượng bản: ``NTH.(12)``."""
    contact: tuple[str, ...] = ()
    """Address lines at the foot of page 1."""

    @property
    def code(self) -> str:
        """Number and symbol as printed after ``Số:``, the number's place blank in a draft."""
        return f"{self.number or ' ' * 10}/{self.symbol}"

    @property
    def dateline(self) -> str:
        """Place and date as printed: day below 10 and months 1 and 2 with a zero (NĐ 30/2020, Phụ lục I, II.4.b)."""
        if self.issued_on is None:
            return f"{self.place}, ngày{' ' * 8}tháng{' ' * 8}năm {self.year}"
        day, month = written_day(self.issued_on), written_month(self.issued_on)
        return f"{self.place}, ngày {day} tháng {month} năm {self.issued_on.year}"

    def truth(self) -> dict[str, Any]:
        """Return what a person reads on the page, under the names of the reading contract; None where absent."""
        capacities = [line.split(".")[0] for line in self.authority if line.startswith(("TM.", "KT.", "TL.", "TUQ."))]
        return {
            "kind": self.kind,
            "number": self.number or None,
            "symbol": self.symbol,
            "issued_on": self.issued_on.isoformat() if self.issued_on else None,
            "place": self.place,
            "issuer": " ".join(self.issuer),
            "parent_issuer": " ".join(self.parent_issuer) or None,
            "subject": self.subject,
            "authority": capacities[-1] if capacities else None,
            "signer_title": self.authority[-1].removeprefix("TM. "),
            "signer": self.signer,
            "addressees": list(self.addressees) or None,
            "recipients": list(self.recipients),
            "urgency": None if self.urgency is Urgency.NORMAL else self.urgency.value,
            "circulation": self.circulation or None,
            "deadlines": [day.isoformat() for day in self.deadlines],
            "arrival_stamp": False,
        }
