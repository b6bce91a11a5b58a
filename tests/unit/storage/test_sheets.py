"""Registers as PDF and as workbook: every word of every line, on paper and in cells that are never formulas."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from lxml import etree
from pypdf import PdfReader

from storage.sheet_file import as_workbook
from storage.sheet_pages import as_pdf
from vanban.domain.sheets import Column, Row, Sheet, Table

COLUMNS = (
    Column("Số đến", 20, centred=True),
    Column("Tên loại và trích yếu nội dung văn bản", 182),
    Column("Ghi chú", 60),
)
HOSTILE = "=HYPERLINK(\"http://x\")&cmd|' /C calc'!A0"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(count: int, **fields) -> Sheet:
    rows = tuple(Row((str(n), f"Về việc thứ {n} Nguyễn Huệ", "")) for n in range(1, count + 1))
    usual = {
        "title": "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", "organisation": "ỦY BAN NHÂN DÂN PHƯỜNG MẪU", "unit": "van-phong",
        "below": ("Năm 2026",), "tables": (Table(COLUMNS, rows),), "remarks": (f"Từ số 1 đến số {count}",),
        "day": dt.date(2026, 11, 27), "is_bound": True,
    }  # fmt: skip
    return Sheet(**usual | fields)


@pytest.fixture(scope="module")
def pages() -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(sheet(60)))).pages]


def test_a_register_has_a_cover_then_numbered_pages_with_the_columns_on_each(pages):
    cover, *inside = pages
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in cover
    assert "Từ số 1 đến số 60" in cover
    assert "Trang" not in cover
    assert len(inside) > 1
    for number, text in enumerate(inside, start=1):
        assert f"Trang {number}/{len(inside)}" in text
        assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN · Năm 2026" in text
    with_lines = [text for text in inside if "Về việc" in text]
    assert all("Ghi chú" in text and "(3)" in text for text in with_lines)


def test_every_line_is_printed_once_in_order(pages):
    printed = [int(number) for text in pages for number in re.findall(r"(\d+) Về việc thứ \1 Nguyễn Huệ", text)]
    assert printed == list(range(1, 61))


def test_the_pages_are_a4_across_and_the_same_sheet_gives_the_same_bytes():
    pdf = as_pdf(sheet(3))
    assert pdf == as_pdf(sheet(3))
    assert as_workbook(sheet(3)) == as_workbook(sheet(3))
    assert [round(float(n) / 72 * 25.4) for n in PdfReader(io.BytesIO(pdf)).pages[1].mediabox[2:]] == [297, 210]


def test_a_long_symbol_is_broken_after_its_hyphens_and_a_long_subject_never_leaves_its_page():
    rows = (Row(("1", "dài " * 3000, "TTr-" + "UBND-VHXH-" * 6)), Row(("2", "x" * 5000, "")))
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(sheet(0, tables=(Table(COLUMNS, rows),))))).pages
    )
    assert "…" in text
    assert any(line.startswith("TTr-UBND") and line.endswith("-") for line in text.splitlines())


def test_a_report_without_lines_says_so_and_has_no_cover():
    report = sheet(0, is_bound=False, tables=(Table(COLUMNS, (), title="Quá hạn"),), title="BÁO CÁO")
    [page] = PdfReader(io.BytesIO(as_pdf(report))).pages
    text = page.extract_text()
    assert "Quá hạn" in text
    assert "(không có)" in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Trang 1/1" in text


def test_no_cell_of_a_workbook_is_a_formula_a_link_or_a_number():
    rows = tuple(Row((n, HOSTILE, bad)) for n, bad in (("0012", "+1"), ("@SUM(A1)", "http://x\x00"), ("3", "-1\x0b")))
    with zipfile.ZipFile(io.BytesIO(as_workbook(sheet(0, tables=(Table(COLUMNS, rows),))))) as parts:
        page = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        shared = etree.fromstring(parts.read("xl/sharedStrings.xml"))
        assert not any("externalLink" in name for name in parts.namelist())
    cells = list(page.iter(f"{_MAIN}c"))
    assert {cell.get("t") for cell in cells} == {"s"}
    assert not list(page.iter(f"{_MAIN}f"))
    assert not list(page.iter(f"{_MAIN}hyperlink"))
    texts = [one.findtext(f"{_MAIN}t") for one in shared]
    assert {HOSTILE, "0012", "+1", "@SUM(A1)", "http://x", "-1"} <= set(texts)


def test_a_long_running_head_ends_before_it_meets_the_office_and_the_first_page_of_a_report_has_none():
    long = "Số, ký hiệu hồ sơ: 01.VHXH " + "Hồ sơ về việc tổ chức Đại hội Thể dục thể thao " * 4
    report = sheet(60, is_bound=False, below=(long,))
    first, second, *_ = [page.extract_text() for page in PdfReader(io.BytesIO(as_pdf(report))).pages]
    [head] = [line for line in second.splitlines() if "01.VHXH" in line]
    assert head.endswith("…")
    assert "…" not in first
    assert "Độc lập - Tự do - Hạnh phúc" in first


def test_rows_of_a_workbook_are_as_high_as_what_stands_in_them():
    rows = (Row(("1", "ngắn", "")), Row(("2", "về việc rất dài " * 40, "")))
    with zipfile.ZipFile(io.BytesIO(as_workbook(sheet(0, tables=(Table(COLUMNS, rows),))))) as book:
        page = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    heights = [float(row.get("ht", 15)) for row in page.iter(f"{_MAIN}row")][-2:]
    assert heights[0] == 15
    assert heights[1] >= 4 * 15
