"""Documents of offices that the other lists do not have, written down before any of them was read.

From the decree and from how the administration is made up: courts, procuracies, police, army, border guard, tax,
customs, treasury, insurance, banks, schools, hospitals, state companies, the Party, the Front and the unions, councils,
boards, ministries' departments, two-tier local government, and papers without a letterhead. All that is said is
invented, and so are people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.reading.content import phrases_of

MOTTOES = {
    "state": ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
    "party": ("ĐẢNG CỘNG SẢN VIỆT NAM",),
    "youth": ("ĐOÀN TNCS HỒ CHÍ MINH",),
}


@dataclass(frozen=True, slots=True)
class Outside:
    """One document as an office would lay it out."""

    letterhead: str = ""
    """Lines parted by ``/``, names by ``;``: the last is the issuer, the one before it the parent."""
    code: str = ""
    """``{n}`` stands for the number, ``{y}`` for the year; the symbol stands in ``<>``. Empty for none."""
    place: str = ""
    dateline: str = "{place}, ngày {d} tháng {m} năm {y}"
    kind: str = ""
    subject: str = ""
    """``|`` breaks a line."""
    heading: str = ""
    """Empty for the kind in capitals; a letter has none."""
    to: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    """Before the paragraphs that all have."""
    signs: tuple[str, ...] = ("KT. THỦ TRƯỞNG", "PHÓ THỦ TRƯỞNG")
    motto: str | tuple[str, ...] = "state"
    """``state``, ``party``, ``youth``, or other lines."""
    look: Mapping[str, Any] = field(default_factory=dict)
    """Fields of ``OutsideSheet``."""
    truth: Mapping[str, Any] = field(default_factory=dict)
    """Where it is not what the other fields say."""
    unsure: tuple[str, ...] = ()
    """Facts on which two clerks may differ."""


BODY = phrases_of("""
    Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 ngày 16 tháng 6 năm 2025;
    Thực hiện Công văn số 3308/VPCP-NC ngày 11 tháng 4 năm 2024 của Văn phòng Chính phủ, đơn vị triển khai như sau.
    Căn cứ Quyết định số 611/QĐ-TTg ngày 08 tháng 7 năm 2024 và đề nghị của bộ phận chuyên môn;
    1. Rà soát, lập danh mục và báo cáo theo biểu mẫu đính kèm; số liệu tính đến hết quý trước.
    2. Bố trí kinh phí, nhân lực, trang thiết bị bảo đảm yêu cầu nhiệm vụ được giao.
    Trong quá trình tổ chức thực hiện nếu phát sinh vướng mắc, kịp thời phản ánh để được hướng dẫn./.
""")
NAMES = phrases_of("""
    Vũ Quốc Khánh Toàn
    Hoàng Thị Diệu Linh
    Bùi Đăng Quang
    Nông Thị Bích Vân
    Huỳnh Tấn Lộc
    Mã Văn Chư
    Võ Ngọc Tường Vi
    Lý Thị Sa Rêm
    Đặng Hữu Phước Thiện
    Trịnh Xuân Hòe
""")


def documents(path: Path) -> dict[str, Outside]:
    """Return the documents of a file, by their names: one a line, with the fields of ``Outside``."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row.pop("name"): Outside(**{key: _frozen(value) for key, value in row.items()}) for row in rows}


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
