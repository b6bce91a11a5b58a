"""Lists as Word documents: every word of every line, on A4 across, with columns that stand on each page."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import pytest
from docx.oxml.ns import qn

from storage.sheet_words import as_word
from vanban.domain.sheets import Column, Row, Sheet, Table

HOSTILE = '=HYPERLINK("http://x") { DDEAUTO c:\\\\calc.exe } <w:p/>\x00\x0b'
ROWS = (Row(("1", HOSTILE)), Row(("2", "về việc Nguyễn Huệ"), void=True))
SHEET = Sheet(
    title="KẾT QUẢ TÌM KIẾM VĂN BẢN", organisation="Ủy ban nhân dân phường Mẫu", unit="", below=("Lập lúc 08:30",),
    tables=(Table((Column("STT", 20, centred=True), Column("Trích yếu", 240)), ROWS),),
    remarks=("Chỉ xuất 500 văn bản",), day=dt.date(2026, 11, 27),
)  # fmt: skip


@pytest.fixture(scope="module")
def written() -> bytes:
    return as_word(SHEET)


def test_every_line_stands_in_it_under_the_columns_and_typed_text_is_only_text(written) -> None:
    document = docx.Document(io.BytesIO(written))
    [table] = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["STT", "Trích yếu"], ["(1)", "(2)"], ["1", HOSTILE.replace("\x00", "").strip()], ["2", "về việc Nguyễn Huệ"],
    ]  # fmt: skip
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said == ["ỦY BAN NHÂN DÂN PHƯỜNG MẪU", SHEET.title, *SHEET.below, *SHEET.remarks]
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        body = parts.read("word/document.xml").decode()
    assert "w:instr" not in body, "no field but the page numbers of the footer"
    assert "w:hyperlink" not in body


def test_it_is_a4_across_and_the_columns_stand_on_each_page(written) -> None:
    document = docx.Document(io.BytesIO(written))
    [section] = document.sections
    assert (section.page_width.mm, section.page_height.mm) == (pytest.approx(297, abs=0.1), pytest.approx(210, abs=0.1))
    assert section.footer.paragraphs[0].text.startswith("Trang")
    repeated = [row.find(f".//{qn('w:tblHeader')}") is not None for row in document.element.iter(qn("w:tr"))]
    assert repeated == [True, True, False, False]
