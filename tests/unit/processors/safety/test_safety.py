"""Safety checks on real bad files: each ends with the one reason that fits."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from PIL import Image

from processors.bounds import MIB, Bounds
from processors.pdf_structure import grown
from processors.safety import check
from tests.unit.processors.safety.raw_pdf import CATALOG, PAGE, PAGES, raw_pdf, stream_of
from vanban.domain.reasons import REASONS

BOUNDS = Bounds(stream_bytes=32 * MIB)


def _check(path, name=None, bounds=BOUNDS):
    return check(path, file_name=name or path.name, bounds=bounds)


def _refusal(path, name=None, bounds=BOUNDS):
    refusal = _check(path, name, bounds).refusal
    assert refusal == "" or refusal in REASONS
    return refusal


@pytest.fixture
def write(tmp_path):
    """Write bytes: ``write("a.pdf", data)``."""

    def put(name, data):
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put


def test_a_whole_letter_passes(letter):
    found = _check(letter(pages=3))
    assert (found.refusal, found.pages, found.has_text_layer, found.signed) == ("", 3, True, False)
    assert found.warnings == ()


def test_an_empty_file(write):
    assert _refusal(write("a.pdf", b"")) == "empty"


def test_a_file_beyond_the_limit(write):
    assert _refusal(write("a.pdf", bytes(2000)), bounds=Bounds(file_bytes=1999)) == "too-large"


@pytest.mark.parametrize("share", [0.3, 0.7, 0.99])
def test_a_cut_off_letter(letter, write, share):
    data = letter(pages=2).read_bytes()
    assert _refusal(write("a.pdf", data[: int(len(data) * share)])) == "truncated"


def test_an_update_that_lost_its_end_is_cut_off_too(letter, write):
    data = letter().read_bytes()
    assert _refusal(write("a.pdf", data + b"99 0 obj\n<</Type/Sig/Contents<00")) == "truncated"


def test_a_linearised_letter_that_lost_its_end(letter, write):
    whole = io.BytesIO()
    with pikepdf.open(letter(pages=4)) as document:
        document.save(whole, linearize=True)
    data = whole.getvalue()
    assert _refusal(write("a.pdf", data)) == ""
    first_end = data.find(b"%%EOF") + 6
    assert first_end < len(data) - 10
    assert _refusal(write("a.pdf", data[:first_end])) == "truncated"


def test_the_name_must_not_lie(letter, write):
    data = letter().read_bytes()
    assert _refusal(write("a.jpg", data)) == "wrong-type"
    assert _refusal(write("a.docx", data)) == "wrong-type"
    assert _refusal(write("a.pdf", b"just words" * 100)) == "wrong-type"
    assert _refusal(write("a.xyz", b"just words" * 100)) == "unsupported"
    assert _refusal(write("A.PDF", data)) == ""
    assert _refusal(write("without extension", data)) == ""
    assert _refusal(write("a.pdf", bytes(5000))) == "broken"


def test_a_password_keeps_a_file_out_but_an_empty_one_does_not(letter, tmp_path):
    source = letter()
    for user, refusal in (("secret", "password"), ("", "")):
        path = tmp_path / "locked.pdf"
        with pikepdf.open(source) as document:
            document.save(path, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
        assert _refusal(path) == refusal


def test_a_broken_cross_reference_table_is_mended_for_reading(letter, write):
    data = letter(pages=2).read_bytes()
    start = data.rindex(b"startxref")
    found = _check(write("a.pdf", data[:start] + b"startxref\n999999999\n%%EOF\n"))
    assert (found.refusal, found.pages, found.warnings) == ("", 2, ("repaired",))


def test_rubbish_in_a_pdf_is_broken(write):
    assert _refusal(write("a.pdf", b"%PDF-1.7\n" + b"rubbish " * 500 + b"\n%%EOF\n")) == "broken"


def test_a_stream_that_grows_too_far_is_never_unpacked(write):
    bomb = zlib.compress(bytes(64 * MIB), 9)
    one = raw_pdf(CATALOG, PAGES, PAGE, stream_of(bomb, b"/Filter/FlateDecode"))
    twice = raw_pdf(CATALOG, PAGES, PAGE, stream_of(zlib.compress(bomb, 9), b"/Filter[/FlateDecode/FlateDecode]"))
    assert _refusal(write("a.pdf", one)) == "bomb"
    assert len(twice) < 5000
    assert _refusal(write("a.pdf", twice)) == "bomb"


def test_many_streams_together_are_a_bomb(write):
    half = stream_of(zlib.compress(bytes(20 * MIB), 9) + bytes(20_000), b"/Filter/FlateDecode")
    assert _refusal(write("a.pdf", raw_pdf(CATALOG, PAGES, PAGE, half))) == ""
    assert _refusal(write("a.pdf", raw_pdf(CATALOG, PAGES, PAGE, *[half] * 8))) == "bomb"


def test_growth_is_counted_in_chunks():
    data = zlib.compress(bytes(3 * MIB))
    assert grown(data, 0, len(data), stages=1, most=4 * MIB) == 3 * MIB
    assert grown(data, 0, len(data), stages=1, most=2 * MIB) == 10 * MIB
    assert grown(b"no deflate", 0, 10, stages=1, most=MIB) == 0


def test_a_picture_with_giant_dimensions(write):
    about = b"/Subtype/Image/BitsPerComponent 8/Width 60000/Height 60000/ColorSpace/DeviceRGB/Filter/FlateDecode"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>>>"
    data = raw_pdf(CATALOG, PAGES, page, stream_of(zlib.compress(bytes(1000)), about))
    assert _refusal(write("a.pdf", data)) == "bomb"
    data = data.replace(b"60000/Height 60000", b"10500/Height 10500")
    assert _refusal(write("a.pdf", data)) == "too-large"


def test_too_many_pages_are_refused_without_reading_them(write):
    kids = b" ".join(b"%d 0 R" % (3 + index) for index in range(5000))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    data = raw_pdf(CATALOG, b"<</Type/Pages/Count 5000/Kids[" + kids + b"]>>", *[page] * 5000)
    assert _refusal(write("a.pdf", data)) == "too-many-pages"


def test_page_trees_that_loop_or_nest_end(write):
    looping = raw_pdf(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>")
    assert _refusal(write("a.pdf", looping)) in {"", "broken"}
    nested = [
        b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (index + 1, index - 1) for index in range(2, 3000)
    ]
    assert _refusal(write("a.pdf", raw_pdf(CATALOG, *nested, PAGE))) in {"", "broken"}


def test_a_signature_is_seen_however_it_hides(letter, tmp_path, write):
    plain = letter()
    seen = write("ranged.pdf", plain.read_bytes() + b"\n5 0 obj<</ByteRange [0 1 2 3]>>endobj\nstartxref\n9\n%%EOF\n")
    assert _check(seen).signed
    for name, streams in (("open.pdf", "disable"), ("packed.pdf", "generate")):
        path = tmp_path / name
        with pikepdf.open(plain) as document:
            document.Root.AcroForm = document.make_indirect(pikepdf.Dictionary(Fields=[], SigFlags=3))
            document.save(path, object_stream_mode=getattr(pikepdf.ObjectStreamMode, streams))
        assert (b"/SigFlags" in path.read_bytes()) is (streams == "disable")
        assert _check(path).signed


def test_scripts_and_attachments_are_named_but_no_ground_to_refuse(letter, tmp_path):
    path = tmp_path / "active.pdf"
    with pikepdf.open(letter()) as document:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.attachments["a.txt"] = b"inside"
        document.save(path)
    found = _check(path)
    assert found.refusal == ""
    assert set(found.warnings) == {"active-content", "attachments"}
    assert set(found.warnings) <= set(REASONS)


def test_a_zip_is_a_container_under_its_own_name_and_a_bomb_is_called_one(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "text")
    assert _refusal(path) == ""
    assert _refusal(path, "letter.docx") == "wrong-type"
    assert _refusal(path, "letter.pdf") == "wrong-type"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(40 * MIB))
    assert _refusal(path) == "bomb"
    assert _refusal(path, "letter.pdf") == "bomb"


def _png_header(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def test_pictures_with_giant_dimensions_are_never_decoded(write):
    assert _refusal(write("a.png", _png_header(50_000, 50_000))) == "bomb"
    assert _refusal(write("a.png", _png_header(8_000, 8_000))) == "too-large"


def test_pictures_longer_than_tesseract_can_count_are_too_large(write):
    assert _refusal(write("a.png", _png_header(360, 32_768))) == "too-large"
    assert _refusal(write("a.png", _png_header(360, 32_767))) == ""


def test_a_gif_whose_second_picture_reaches_far_below_its_canvas_is_too_large(write):
    out = io.BytesIO()
    frames = [Image.effect_noise((40, 50), spread).convert("P") for spread in (40, 60)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    whole = out.getvalue()
    second = whole.rindex(b"\x00\x2c" + struct.pack("<4H", 0, 0, 40, 50)) + 2
    low = struct.pack("<4H", 0, 40_000, 40, 50)
    assert _refusal(write("a.gif", whole)) == ""
    assert _refusal(write("a.gif", whole[:second] + low + whole[second + 8 :])) == "too-large"


@pytest.mark.parametrize(
    ("kind", "extension"),
    [("PNG", ".png"), ("JPEG", ".jpg"), ("TIFF", ".tif"), ("BMP", ".bmp"), ("GIF", ".gif")],
)
def test_a_scan_passes_whole_and_not_cut_off(write, kind, extension):
    out = io.BytesIO()
    Image.effect_noise((400, 500), 50).save(out, kind)
    assert _refusal(write("a" + extension, out.getvalue())) == ""
    assert _refusal(write("a" + extension, out.getvalue()[: len(out.getvalue()) * 6 // 10])) == "truncated"


def test_a_scan_of_many_pages(tmp_path):
    path = tmp_path / "a.tif"
    frames = [Image.new("1", (50, 70)) for _ in range(12)]
    frames[0].save(path, save_all=True, append_images=frames[1:], compression="group4")
    assert _check(path).pages == 12
    assert _refusal(path, bounds=Bounds(pages=11)) == "too-many-pages"
