"""Small whole files of every kind that is taken in: what ``benchmarks.fuzz`` damages."""

from __future__ import annotations

import io
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from processors import office
from tests.unit.processors.formats.office_files import LETTER, docx, odt, rtf, xlsx
from tests.unit.processors.formats.ole_files import message, ole
from vanban.typefaces import Face, face_file

PAGE = (260, 150)
"""PDF points: small pages are drawn and recognised in a moment, and the parsers do not mind."""
_DAY = "D:20240105000000Z"
Seeds = dict[str, list[tuple[str, bytes]]]
"""Group to (file name, bytes)."""


def seeds() -> Seeds:
    """Return the files by group: ``pdf``, ``image``, ``container`` and ``office``.

    They are the same each time, but for the salts of the locked PDF.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        pdfs = _pdfs()
        return {
            "pdf": pdfs,
            "image": _images(),
            "container": _containers(place, pdfs[0][1]),
            "office": _office(place),
        }


def _pdfs() -> list[tuple[str, bytes]]:
    pdfmetrics.registerFont(TTFont("Serif", face_file(Face.REGULAR)))
    text, old, scan = _pdf(), _pdf(old=True), _pdf(scan=True)
    packed, locked, filled = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with pikepdf.open(io.BytesIO(text)) as document:
        document.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        document.save(locked, encryption=pikepdf.Encryption(owner="o", user=""))
        document.attachments["a.txt"] = pikepdf.AttachedFileSpec(
            document, b"attached", creation_date=_DAY, mod_date=_DAY
        )
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.AcroForm = pikepdf.Dictionary(Fields=[], SigFlags=3)
        document.save(filled, deterministic_id=True)
    kinds = {"text": text, "old": old, "scan": scan, "packed": packed.getvalue(), "locked": locked.getvalue()}
    return [(f"{name}.pdf", data) for name, data in {**kinds, "filled": filled.getvalue()}.items()]


def _pdf(*, old: bool = False, scan: bool = False) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=PAGE, invariant=1)
    for _ in range(2):
        if scan:
            canvas.drawImage(ImageReader(_picture()), 0, 0, *PAGE)
        canvas.setFont("Times-Roman" if old else "Serif", 9)
        rows = ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Uû ban nh©n d©n tØnh yªu cÇu c¸c ®¬n vÞ") if old else LETTER[:6]
        for place, row in enumerate(() if scan else rows):
            canvas.drawString(10, 130 - 14 * place, row)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _picture(*, stamp: bool = False) -> Image.Image:
    image = Image.new("RGB", (360, 200), "white")
    pen = ImageDraw.Draw(image)
    for place, row in enumerate(("SO NOI VU", "So: 15/QD-SNV", "QUYET DINH")):
        pen.text((20, 20 + 50 * place), row, fill="black", font_size=26)
    if stamp:
        pen.rectangle((220, 120, 340, 180), outline="red", width=4)
    return image


def _images() -> list[tuple[str, bytes]]:
    import pillow_heif

    image, flat = _picture(), _picture().convert("1")
    found = []
    for name, kind, picture, options in (
        ("a.png", "PNG", _picture(stamp=True), {}),
        ("a.jpg", "JPEG", image, {"quality": 60, "dpi": (200, 200)}),
        ("b.jpg", "JPEG", image.convert("L"), {"progressive": True}),
        ("a.bmp", "BMP", image, {}),
        ("a.tif", "TIFF", flat, {"compression": "group4", "save_all": True, "append_images": [flat, flat]}),
        ("b.tif", "TIFF", image, {"compression": "tiff_lzw"}),
        ("a.gif", "GIF", image.convert("P"), {"interlace": 1}),
        ("b.gif", "GIF", flat.convert("P"), {"save_all": True, "append_images": [image.convert("P")], "duration": 50}),
    ):
        stream = io.BytesIO()
        picture.save(stream, kind, **options)
        found.append((name, stream.getvalue()))
    stream = io.BytesIO()
    pillow_heif.from_pillow(image).save(stream, quality=50)
    return [*found, ("a.heic", stream.getvalue())]


def _containers(place: Path, pdf: bytes) -> list[tuple[str, bytes]]:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("thư mục/a.pdf", pdf), ("ghi chú.txt", "Kính gửi Sở Nội vụ")):
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=zipfile.ZIP_DEFLATED)
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.vn", "b@example.vn", "Gửi quyết định"
    letter.set_content("Kính gửi văn phòng.")
    letter.add_attachment(pdf, maintype="application", subtype="pdf", filename="quyết định.pdf")
    letter.set_boundary("=====vanban=====")
    outlook = ole(place / "m.msg", message("Gửi quyết định", "Kính gửi", {"a.pdf": pdf, "t": message("Cũ", "x", {})}))
    return [("a.zip", stream.getvalue()), ("a.eml", bytes(letter)), ("a.msg", outlook.read_bytes())]


def _office(place: Path) -> list[tuple[str, bytes]]:
    body = "".join(f"<text:p>{line}</text:p>" for line in LETTER)
    made = [
        docx(place / "a.docx", LETTER),
        odt(place / "a.odt", body),
        rtf(place / "a.rtf", LETTER),
        rtf(place / "old.rtf", ("C\u00e9ng ho\u00b5 x\u00b7 h\u00e9i",), fonts="{\\f0 .VnTime;}"),
        xlsx(place / "a.xlsx", LETTER),
    ]
    if office.program():
        made.append(office._converted(made[2], "Rich Text Format", ".doc", "MS Word 97", place, 120))  # noqa: SLF001
    return [(path.name, path.read_bytes()) for path in made]
