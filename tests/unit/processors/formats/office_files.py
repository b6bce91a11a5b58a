"""Makers of office files: the same letter as Word, OpenDocument, RTF and a spreadsheet."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LETTER = (
    "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 15/QĐ-SNV",
    "Phú Thọ, ngày 05 tháng 01 năm 2024",
    "QUYẾT ĐỊNH",
    "Về việc thành lập Tổ công tác cải cách hành chính của Sở Nội vụ tỉnh",
    "Các đơn vị gửi báo cáo về Sở Nội vụ trước ngày 20 tháng 01 năm 2024 để tổng hợp, trình Ủy ban nhân dân.",
)


def zipped(path: Path, **members: str | bytes) -> Path:
    """Write a ZIP with these members, the same bytes at any time of day."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
    return path


def docx(path: Path, lines: Sequence[str], **more: str | bytes) -> Path:
    """Write a Word file."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>' for line in lines)
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    members = {"[Content_Types].xml": types, "_rels/.rels": relations, "word/document.xml": document, **more}
    return zipped(path, **members)


def odt(path: Path, body: str) -> Path:
    """Write an OpenDocument text whose body is the given XML."""
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    mimetype = "application/vnd.oasis.opendocument.text"
    return zipped(path, **{"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest})


def xlsx(path: Path, rows: Sequence[str]) -> Path:
    """Write a spreadsheet of one column."""
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{row}</t></is></c></row>' for n, row in enumerate(rows, 1)
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{main}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{main}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{sheet}" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{sheet}"><sheetData>{cells}</sheetData></worksheet>',
    }
    return zipped(path, **members)


def rtf(path: Path, lines: Sequence[str], *, fonts: str = "{\\f0 Times New Roman;}", raw: str = "") -> Path:
    """Write a rich text file; ``raw`` is put in as it is."""
    text = "".join(
        "".join(char if char.isascii() else f"\\u{ord(char)}?" for char in line) + "\\par\n" for line in lines
    )
    path.write_text(f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{fonts}}}\n{text}{raw}}}\n", encoding="latin-1")
    return path
