"""Searchable copies: the scanner's data untouched, text where it stands in print, PDF/A, and named refusals."""

from __future__ import annotations

import io
import subprocess
import unicodedata

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import pdfa
from PIL import Image, ImageChops, ImageSequence
from rapidfuzz.fuzz import partial_ratio

from processors import glyphless
from processors.reading import SandboxedReader
from vanban.domain.searchable import REFUSALS
from vanban.samples.scan_pdf import ScannedPage, write_pdf
from vanban.settings import Limits

DPI = 200


@pytest.fixture
def grey(decision) -> Image.Image:
    return pypdfium2.PdfDocument(decision.pdf())[0].render(scale=DPI / 72, grayscale=True).to_pil()


@pytest.fixture
def bits(grey) -> Image.Image:
    return grey.point(lambda value: 255 * (value > 150)).convert("1", dither=Image.Dither.NONE)


@pytest.fixture
def copied(tmp_path):
    """Return a function from a file's bytes to (what became of its copy, the copy's path)."""

    def copied(data: bytes, name: str = "scan.pdf"):
        path, work, target = tmp_path / name, tmp_path / "work", tmp_path / "copy.pdf"
        work.mkdir(exist_ok=True)
        path.write_bytes(data)
        reading = SandboxedReader(limits=Limits()).read(path, work=work, searchable=target)
        assert path.read_bytes() == data
        return reading.searchable, target

    return copied


def _saved(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, dpi=(DPI, DPI), **options)
    return out.getvalue()


def _images(path) -> list[bytes]:
    with pikepdf.open(path) as pdf:
        return [image.read_raw_bytes() for page in pdf.pages for image in page.get_images().values()]


def _texts(path) -> list[str]:
    """Return the text of page 1 as poppler, pypdf and pdfium extract it."""
    poppler = subprocess.run(["pdftotext", "-l", "1", str(path), "-"], capture_output=True, check=True, text=True)
    with pypdfium2.PdfDocument(path) as document:
        pdfium = document[0].get_textpage().get_text_range()
    return [poppler.stdout, pypdf.PdfReader(path).pages[0].extract_text(), pdfium]


def _looks(path, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(path) as document:
        return document[page].render(scale=1, grayscale=True).to_pil()


def _passes(path) -> bool:
    with pikepdf.open(path) as pdf:
        return pdfa.check(pdf, "2b").passed


@pytest.mark.parametrize("kind", ["fax", "jpeg"])
def test_a_scan_gets_its_words_and_keeps_its_images_byte_for_byte(copied, tmp_path, grey, bits, decision, kind):
    page = ScannedPage.from_bits(bits) if kind == "fax" else ScannedPage.from_picture(grey, quality=70)
    made, copy = copied(write_pdf([page, page], dpi=DPI))

    assert (made.refusal, made.pages) == ("", 2)
    assert _images(copy) == [page.data, page.data]
    assert _passes(copy)
    assert not ImageChops.difference(_looks(copy), _looks(tmp_path / "scan.pdf")).getbbox()
    for text in _texts(copy):
        assert unicodedata.is_normalized("NFC", text)
        assert all(partial_ratio(line, text) > 96 for line in decision.body)
        assert text.index("QUYẾT ĐỊNH") < text.index("Căn cứ") < text.index("Nơi nhận") < text.index("Trần Thị")


def test_the_copy_is_the_same_every_time(copied, bits):
    data = write_pdf([ScannedPage.from_bits(bits)], dpi=DPI)

    assert copied(data)[0].sha256 == copied(data)[0].sha256


def _place_of(path, word: str) -> tuple[float, float, float, float]:
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].get_textpage()
        index, count = page.search(word, match_case=True).get_next()
        boxes = [page.get_charbox(index + offset) for offset in range(count)]
    return (
        *map(min, zip(*[box[:2] for box in boxes], strict=True)),
        *map(max, zip(*[b[2:] for b in boxes], strict=True)),
    )


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_lies_over_its_print_however_the_page_is_stored_and_shown(copied, grey, turn):
    data = write_pdf([ScannedPage.from_picture(grey.rotate(turn, expand=True), quality=70)], dpi=DPI)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.pages[0].Rotate = turn  # clockwise: shown upright again
        box = [float(value) for value in pdf.pages[0].MediaBox]
        pdf.pages[0].MediaBox = pikepdf.Array([box[0] - 30, box[1] - 20, box[2], box[3]])
        pdf.pages[0].CropBox = pikepdf.Array(box)
        out = io.BytesIO()
        pdf.save(out)
    _, copy = copied(out.getvalue())

    left, bottom, right, top = _place_of(copy, "QUYẾT")
    # Of the upright page, 595 x 842: the heading is centred at 297 points, its foot at 675.
    place = {
        0: (left, bottom, right, top),
        90: (bottom, 842 - right, top, 842 - left),
        180: (595 - right, 842 - top, 595 - left, 842 - bottom),
        270: (595 - top, left, 595 - bottom, right),
    }[turn]
    assert place == pytest.approx((253, 673, 302, 687), abs=4)
    assert "Căn cứ Nghị định số 30/2020/NĐ-CP" in _texts(copy)[2]


@pytest.mark.parametrize("name", ["scan.jpg", "scan.tif", "scan.png", "scan.bmp"])
def test_images_become_pdfs_with_their_own_data_where_pdf_can_hold_it(copied, tmp_path, grey, bits, name):
    image, kind, options = {
        "scan.jpg": (grey, "JPEG", {"quality": 70}),
        "scan.tif": (bits, "TIFF", {"compression": "group4", "tiffinfo": {278: bits.height}}),
        "scan.png": (grey, "PNG", {}),
        "scan.bmp": (grey, "BMP", {}),
    }[name]
    data = _saved(image, kind, **options)
    made, copy = copied(data, name)

    assert made.refusal == ""
    assert _passes(copy)
    [kept] = _images(copy)
    assert kept in data if name in ("scan.jpg", "scan.tif") else len(kept) > 1000
    with pypdfium2.PdfDocument(copy) as document:
        shown = document[0].render(scale=DPI / 72, grayscale=True).to_pil().resize(image.size)
    assert sum(ImageChops.difference(shown, grey).histogram()[160:]) < 0.001 * grey.width * grey.height
    assert "QUYẾT ĐỊNH" in _texts(copy)[0]


def test_every_frame_of_a_tiff_is_a_page(copied, bits):
    out = io.BytesIO()
    bits.save(out, "TIFF", compression="group4", dpi=(DPI, DPI), save_all=True, append_images=[bits.copy()])
    made, copy = copied(out.getvalue(), "scan.tif")

    assert made.pages == len(list(ImageSequence.Iterator(Image.open(io.BytesIO(out.getvalue()))))) == 2
    assert _passes(copy)


def test_a_photograph_that_says_it_lies_on_its_side_is_shown_upright(copied, grey):
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    made, copy = copied(_saved(grey.rotate(90, expand=True), "JPEG", quality=80, exif=exif), "scan.jpg")

    assert made.refusal == ""
    assert _looks(copy).size == pytest.approx((595, 842), abs=1)
    assert "QUYẾT ĐỊNH" in _texts(copy)[2]


def _changed(data: bytes, change) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        options = change(pdf) or {}
        out = io.BytesIO()
        pdf.save(out, **options)
    return out.getvalue()


def _vendor_layer(mode: int):
    def change(pdf):
        pdf.pages[0].Resources.Font = pikepdf.Dictionary(
            F1=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        layer = f"BT {mode} Tr /F1 9 Tf 72 700 Td (CQNG HOA XA HO! CHU NGHIA VIT NAM) Tj ET"
        pdf.pages[0].contents_add(layer.encode())

    return change


def test_the_hidden_text_of_another_program_makes_room(copied, bits):
    data = _changed(write_pdf([ScannedPage.from_bits(bits)], dpi=DPI), _vendor_layer(3))
    assert "CQNG HOA" in pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    made, copy = copied(data)

    assert made.refusal == ""
    assert all("CQNG" not in text and "QUYẾT ĐỊNH" in text for text in _texts(copy))


def _attached(pdf):
    pdf.attachments["a.txt"] = b"attached"


def _with_field(pdf):
    field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T="name"))
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])


def _sig_flags(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[], SigFlags=3)
    return {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def _unreachable_signature(pdf):
    signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3])
    pdf.pages[0].obj["/PieceInfo"] = pdf.make_indirect(signature)
    return {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def _owned(pdf):
    return {"encryption": pikepdf.Encryption(owner="owner", user="")}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (_attached, "attachments"),
        (_with_field, "form"),
        (_sig_flags, "signed"),
        (_unreachable_signature, "signed"),
        (_owned, "encrypted"),
        (_vendor_layer(0), "fonts"),
    ],
)
def test_what_cannot_become_pdfa_is_refused_by_name_and_leaves_no_file(copied, bits, change, refusal):
    made, copy = copied(_changed(write_pdf([ScannedPage.from_bits(bits)], dpi=DPI), change))

    assert made.refusal == refusal
    assert refusal in REFUSALS
    assert not copy.exists()


def test_a_signature_in_the_raw_bytes_is_enough(copied, bits):
    data = write_pdf([ScannedPage.from_bits(bits)], dpi=DPI)
    made, copy = copied(data + b"\n% /ByteRange [0 1 2 3]\n%%EOF\n")

    assert made.refusal == "signed"
    assert not copy.exists()


def test_a_file_with_text_of_its_own_needs_no_copy(copied, decision):
    assert copied(decision.pdf())[0].refusal == "has-text"


def test_the_font_without_ink_is_what_its_maker_makes():
    assert glyphless.FILE.read_bytes() == glyphless.make()
