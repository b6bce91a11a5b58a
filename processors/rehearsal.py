"""What a nursery goes through once so that none of its forks has to: a made-up document, by the ways of real ones.

It is a letter with text of its own, and a scan; Tesseract is not asked.

At their first calls Python compiles patterns, fills caches and settles the bytecode of functions, and pdfium looks for
the fonts of the system; a fork that finds all that done is a tenth quicker with a born-digital page. Nothing of a real
file is in here: a nursery never sees one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from vanban.domain.reading import Page

LETTER = """
UBND TỈNH MẪU|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ KHOA HỌC VÀ CÔNG NGHỆ|    Độc lập - Tự do - Hạnh phúc
Số: 15/QĐ-SKHCN|     Mẫu, ngày 02 tháng 3 năm 2026
KHẨN

                                QUYẾT ĐỊNH
         Về việc ban hành Kế hoạch kiểm tra công tác văn thư, lưu trữ
                   Kính gửi: Ủy ban nhân dân các xã, phường.
                      GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Theo đề nghị của Chánh Văn phòng Sở,
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm tra công tác văn thư, lưu trữ tại các đơn vị trực thuộc.
Điều 2. Văn phòng Sở chủ trì, phối hợp với các phòng chuyên môn tổ chức thực hiện và báo cáo kết quả trước ngày
30 tháng 6 năm 2026; hằng quý gửi báo cáo về Ủy ban nhân dân tỉnh chậm nhất vào ngày 15 của tháng cuối quý.
1. Phòng Kế hoạch - Tài chính: bố trí kinh phí, hoàn thành trong tháng 4 năm 2026.
2. Đề nghị các xã, phường rà soát, tổng hợp số liệu, gửi về Sở trước 17 giờ 00 ngày 20/4/2026 để tổng hợp.
Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng, Trưởng các phòng chịu trách nhiệm thi hành./.
Nơi nhận:|          KT. GIÁM ĐỐC
- Như Điều 3;|         PHÓ GIÁM ĐỐC
- UBND tỉnh (để báo cáo);

- Lưu: VT, VP.|       Nguyễn Văn Mẫu
"""
"""Its columns are parted by a stroke."""
_LEFT, _RIGHT, _LETTER, _LINE = 60.0, 320.0, 5.4, 15.0
"""PDF points."""
_DPI = 100
"""Of the scan: enough to go every way, and a quarter of the work."""
_HEAD, _SEAL = (0, 80, 240, 180), (420, 700, 560, 840)
"""Left, top, right, bottom in pixels of the scan."""
_PDF = b"""%%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
/Resources <</Font <</F1 <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>>>>>>> endobj
4 0 obj <</Length %d>> stream
%b
endstream endobj
trailer <</Root 1 0 R /Size 5>>
%%%%EOF
"""


def examine() -> None:
    """Go through the checks of a PDF and the secrecy gate."""
    from pathlib import Path

    import pypdfium2

    from processors.bounds import Bounds
    from processors.drawings import may_show_stamp
    from processors.pdf_structure import scan
    from processors.safety import Findings, check_opened, has_text
    from processors.secrecy import find_mark, name_shows_mark, unexplained, urgency_of
    from processors.textlayer import judge, read_layer

    data = pdf()
    name_shows_mark("cong-van.pdf")
    scan(data, bounds=Bounds())
    with pypdfium2.PdfDocument(data) as document:
        document.init_forms()
        check_opened(document, Path(), Findings("application/pdf"), bounds=Bounds())
        has_text(document)
        read_layer(document, 1)
        may_show_stamp(document[0], top=1.0)
    page = letter()
    judge(LETTER, covered=0.0, objects=1)
    find_mark(page)
    unexplained(page, top=1.0)
    urgency_of(page)
    _look_at(scan_of_letter().crop(_HEAD))


def _look_at(image: Image) -> None:
    """Go through what the gate does with the image of a page."""
    from processors import stamp_images
    from processors.alignment import look
    from processors.mark_look import sightings

    look(image, dpi=_DPI)
    sightings(image, dpi=_DPI)
    stamp_images.sheet(image, dpi=_DPI)


def read() -> None:
    """Go through the facts and tasks of a page, read from its text and from an image, and through its copy."""
    import dataclasses

    from processors.answers import answer_of
    from processors.reading import Document
    from processors.secrecy import find_mark
    from vanban.domain.reading import LayerVerdict, Reading

    verdict = LayerVerdict(used=True, reason="vietnamese")
    for source in ("text", "ocr"):
        page = dataclasses.replace(letter(), source=source, layer=verdict)
        find_mark(page)
        document = Document()
        document.take(page)
        text, layers = tuple(document.text), tuple(document.layers)
        reading = Reading("", 1, source, document.facts(), text, tasks=document.tasks(), layers=layers)
        json.dumps(answer_of(reading), ensure_ascii=False)
    _copy(scan_of_letter())


def _copy(image: Image) -> None:
    """Go through what the second look does with the image of a signature, and through a searchable copy."""
    import dataclasses
    import tempfile
    from pathlib import Path

    from processors.bounds import Bounds
    from processors.raster import open_pages
    from processors.searchable import Copyist
    from processors.signature_ink import letter_masks
    from processors.signature_sheet import make_sheet

    make_sheet(letter_masks(image.crop(_SEAL), dpi=_DPI), dpi=_DPI)
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        path = Path(folder) / "scan.png"
        image.save(path, dpi=(_DPI, _DPI))
        with open_pages(path, limits=Bounds()) as source:
            source.render(1)
            copyist = Copyist(path, source)
            copyist.take(dataclasses.replace(letter(), source="ocr"))
            copyist.write(Path(folder) / "copy.pdf")


def scan_of_letter() -> Image:
    """Return a page in colour with strokes where the letter has words, and the ring of a seal."""
    from PIL import Image, ImageDraw

    scale = _DPI / 72
    image = Image.new("RGB", (round(595 * scale), round(842 * scale)), "white")
    draw = ImageDraw.Draw(image)
    for word in letter().words:
        x0, y0, x1, y1 = (edge * scale for edge in word.box)
        draw.rectangle((x0, image.height - y1, x1, image.height - y0 - 2), outline="black", width=2)
    draw.ellipse(_SEAL, outline="red", width=3)
    return image


def letter() -> Page:
    """Return the letter as a page of words."""
    from vanban.domain.reading import Page, Word

    words = []
    for line, row in enumerate(LETTER.strip("\n").splitlines()):
        foot = 780.0 - _LINE * line
        for left, column in zip((_LEFT, _RIGHT), row.split("|"), strict=False):
            for found in re.finditer(r"\S+", column):
                x0, x1 = (left + _LETTER * at for at in found.span())
                words.append(Word(found.group(), 1.0, (x0, foot, x1, foot + 12.0), line))
    return Page(1, 595.0, 842.0, tuple(words), "text")


def pdf() -> bytes:
    """Return the letter as a PDF, in a font of the system and without marks."""
    from processors.vietnamese import fold

    shown = "\n".join(f"({fold(line)}) '" for line in LETTER.splitlines()).replace("./.", "")
    content = f"BT /F1 11 Tf 14 TL 60 800 Td\n{shown}\nET".encode("ascii")
    return _PDF % (len(content), content)
