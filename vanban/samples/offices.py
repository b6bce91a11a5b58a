"""Invented offices and people of an invented province. None of them exists."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Office:
    """One issuing office."""

    name: str
    """As it is written inside a sentence: ``Sở Nội vụ``."""
    header: tuple[str, ...]
    """Printed lines, upper case."""
    code: str
    """Abbreviation in symbols: ``SNV``."""
    place: str
    head: str
    """Title of its head, upper case."""
    units: tuple[str, ...]
    """Abbreviations of its units, for the symbols of công văn and the ``Lưu`` line."""
    parent: tuple[str, ...] = ()
    collective: str = ""
    """Set where the head signs for a body: ``TM. ỦY BAN NHÂN DÂN``."""
    contact: tuple[str, ...] = ()

    @property
    def issuer(self) -> str:
        """The office as it stands above a decision: the body, or its head with the office's name."""
        return " ".join(self.header) if self.collective else f"{self.head} {' '.join(self.header)}"

    @property
    def superior(self) -> str:
        """Whom its reports and proposals go to."""
        body = "Hội đồng nhân dân" if self.name.startswith("Ủy ban nhân dân tỉnh") else "Ủy ban nhân dân"
        return f"{body} {PROVINCE}"


PROVINCE = "tỉnh Tân Giang"
_PARENT = ("UBND TỈNH TÂN GIANG",)

OUR_OFFICE = Office(
    name="Ủy ban nhân dân phường Mẫu",
    header=("ỦY BAN NHÂN DÂN", "PHƯỜNG MẪU"),
    code="UBND",
    place="Phường Mẫu",
    head="CHỦ TỊCH",
    units=("VP", "KT", "VHXH"),
    collective="TM. ỦY BAN NHÂN DÂN",
)
"""The office that runs the demo; it is told of in ``vanban.settings.Settings.organisation``."""
OUR_CHAIR = "Nguyễn Văn Mẫu"
"""Who signs for it; the demo's certificate bears the same name."""
NEIGHBOUR = Office(
    name="Ủy ban nhân dân phường Láng Giềng",
    header=("ỦY BAN NHÂN DÂN", "PHƯỜNG LÁNG GIỀNG"),
    code="UBND",
    place="Phường Láng Giềng",
    head="CHỦ TỊCH",
    units=("VP",),
    collective="TM. ỦY BAN NHÂN DÂN",
)
"""The other office, whose documents come in signed."""
THEIR_CHAIR = "Lê Văn Láng"

DEPARTMENTS = (
    Office("Sở Nội vụ", ("SỞ NỘI VỤ",), "SNV", "Tân Giang", "GIÁM ĐỐC", ("VTLT", "CCVC", "CCHC"), _PARENT),
    Office("Sở Y tế", ("SỞ Y TẾ",), "SYT", "Tân Giang", "GIÁM ĐỐC", ("NVY", "KHTC"), _PARENT),
    Office("Sở Xây dựng", ("SỞ XÂY DỰNG",), "SXD", "Tân Giang", "GIÁM ĐỐC", ("HTKT", "QLĐT"), _PARENT),
    Office("Sở Tài chính", ("SỞ TÀI CHÍNH",), "STC", "Tân Giang", "GIÁM ĐỐC", ("NS", "QLGCS"), _PARENT),
    Office(
        "Sở Nông nghiệp và Môi trường",
        ("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"),
        "SNNMT",
        "Tân Giang",
        "GIÁM ĐỐC",
        ("BVMT", "TTBVTV"),
        _PARENT,
    ),
    Office(
        "Sở Giáo dục và Đào tạo",
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO",),
        "SGDĐT",
        "Tân Giang",
        "GIÁM ĐỐC",
        ("GDMN", "KHTC"),
        _PARENT,
        contact=(
            "Địa chỉ: số 8 đường Hòa Bình, phường Tân Thành, tỉnh Tân Giang",
            "ĐT: 0999.000.111; Fax: 0999.000.112",
        ),
    ),
    Office(
        "Sở Khoa học và Công nghệ",
        ("SỞ KHOA HỌC VÀ CÔNG NGHỆ",),
        "SKHCN",
        "Tân Giang",
        "GIÁM ĐỐC",
        ("CĐS", "VP"),
        _PARENT,
    ),
)
COMMITTEES = (
    Office(
        "Ủy ban nhân dân tỉnh Tân Giang",
        ("ỦY BAN NHÂN DÂN", "TỈNH TÂN GIANG"),
        "UBND",
        "Tân Giang",
        "CHỦ TỊCH",
        ("VX", "KT", "NC"),
        collective="TM. ỦY BAN NHÂN DÂN",
    ),
    Office(
        "Ủy ban nhân dân phường Hòa Lạc",
        ("ỦY BAN NHÂN DÂN", "PHƯỜNG HÒA LẠC"),
        "UBND",
        "Hòa Lạc",
        "CHỦ TỊCH",
        ("VP", "KT"),
        collective="TM. ỦY BAN NHÂN DÂN",
    ),
    Office(
        "Ủy ban nhân dân xã Yên Khê",
        ("ỦY BAN NHÂN DÂN", "XÃ YÊN KHÊ"),
        "UBND",
        "Yên Khê",
        "CHỦ TỊCH",
        ("VP", "VHXH"),
        collective="TM. ỦY BAN NHÂN DÂN",
    ),
)
CIVIL_DEFENCE = Office(
    "Ban Chỉ huy phòng thủ dân sự tỉnh",
    ("BAN CHỈ HUY", "PHÒNG THỦ DÂN SỰ"),
    "BCH",
    "Tân Giang",
    "TRƯỞNG BAN",
    ("VP",),
    _PARENT,
)
ISSUERS = (*DEPARTMENTS, *COMMITTEES)

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Phan", "Trịnh")
_GIVEN = (
    (("Văn", "Đức", "Minh", "Quang", "Hữu", "Đình", "Khắc"), ("An", "Bình", "Dũng", "Hiếu", "Khánh", "Lâm", "Nghĩa")),
    (("Thị", "Thu", "Ngọc", "Thanh", "Bích", "Thúy", "Mỹ"), ("Châu", "Giang", "Hạnh", "Huệ", "Liễu", "Phượng", "Yến")),
)


def person(rng: random.Random) -> str:
    """Return an invented full name."""
    middles, givens = rng.choice(_GIVEN)
    return " ".join((rng.choice(_FAMILY), rng.choice(middles), rng.choice(givens)))


def signature_lines(office: Office, rng: random.Random, *, capacity: str = "") -> tuple[str, ...]:
    """Return the lines above the signature: ``head``, ``deputy`` or ``office`` (thừa lệnh), else any of them."""
    collective = (office.collective,) if office.collective else ()
    capacity = capacity or rng.choice(("head", "head", "deputy", "deputy", "office"))
    if capacity == "deputy":
        return (*collective, f"KT. {office.head}", f"PHÓ {office.head}")
    if capacity == "office" and office.head in {"GIÁM ĐỐC", "CHỦ TỊCH"}:
        return (f"TL. {office.head}", "CHÁNH VĂN PHÒNG")
    return (*collective, office.head)
