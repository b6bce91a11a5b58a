"""Each bad input has the property that makes it bad, is small, and is made without ever holding what it grows to."""

from __future__ import annotations

import io
import os
import stat
import threading
import tracemalloc
import unicodedata
import zipfile
import zlib

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from vanban.samples import bombs, hostile
from vanban.samples.bombs import MIB


def opens(data: bytes, **options: str) -> int:
    with pypdfium2.PdfDocument(data, **options) as document:
        return len(document)


def test_truncated_has_no_end(letter_pdf):
    cut = hostile.truncated(letter_pdf)
    assert letter_pdf.startswith(cut)
    assert b"%%EOF" not in cut


def test_password_protected_needs_it(letter_pdf):
    locked = hostile.password_protected(letter_pdf)
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        opens(locked)
    assert opens(locked, password=hostile.PASSWORD) == 1


def test_owner_protected_reads_without_a_password(letter_pdf):
    locked = hostile.owner_protected(letter_pdf)
    assert b"/Encrypt" in locked
    with pypdfium2.PdfDocument(locked) as document:
        assert "Độc lập - Tự do - Hạnh phúc" in document[0].get_textpage().get_text_range()


def test_broken_xref_is_broken_and_mendable(letter_pdf):
    broken = hostile.broken_xref(letter_pdf)
    with pikepdf.open(io.BytesIO(broken)) as pdf:
        assert any("xref" in str(warning) or "damaged" in str(warning) for warning in pdf.get_warnings())
        assert len(pdf.pages) == 1
    assert opens(broken) == 1


def test_noise_cannot_be_opened(letter_pdf):
    with pytest.raises(pypdfium2.PdfiumError):
        opens(hostile.random_tail(letter_pdf))
    with pytest.raises(pikepdf.PdfError):
        pikepdf.open(io.BytesIO(hostile.random_tail(letter_pdf)))


@pytest.mark.parametrize("size", [0, 1, 4 * MIB - 1, 4 * MIB, 9 * MIB + 5])
def test_zeros_are_a_right_zlib_stream(size):
    assert zlib.decompress(bombs.deflated_zeros(size)) == bytes(size)


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (bombs.stream_bomb_pdf, 20_000),
        (bombs.image_bomb_pdf, 600_000),
        (bombs.pixel_bomb_png, 600_000),
        (bombs.zip_bomb, 2 * MIB),
        (bombs.many_pages_pdf, MIB),
    ],
)
def test_bombs_are_small_and_cheap(make, most):
    tracemalloc.start()
    try:
        size = len(make())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size < most
    assert peak < 64 * MIB


def test_stream_bomb_grows_twice():
    with pikepdf.open(io.BytesIO(bombs.stream_bomb_pdf(40 * MIB))) as pdf:
        assert len(pdf.pages[0].Contents.read_bytes()) == 40 * MIB
    assert len(bombs.stream_bomb_pdf(4096 * MIB)) < 20_000


def test_pixel_bomb_is_a_right_png(monkeypatch):
    # Our own reader lifts Pillow's bound in favour of its own.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 89_478_485)
    with Image.open(io.BytesIO(bombs.pixel_bomb_png(300))) as image:
        image.load()
        assert image.size == (300, 300)
        assert image.getextrema() == (0, 0)
    with pytest.raises(Image.DecompressionBombError), Image.open(io.BytesIO(bombs.pixel_bomb_png())):
        pass


def test_zip_bomb_is_a_right_zip():
    with zipfile.ZipFile(io.BytesIO(bombs.zip_bomb(20 * MIB + 7))) as archive:
        assert archive.testzip() is None
        (member,) = archive.infolist()
    assert member.file_size == 20 * MIB + 7
    with zipfile.ZipFile(io.BytesIO(bombs.zip_bomb())) as archive:
        assert archive.infolist()[0].file_size == 1000 * MIB


def test_image_bomb_states_its_pixels():
    with pikepdf.open(io.BytesIO(bombs.image_bomb_pdf())) as pdf:
        (image,) = pdf.pages[0].images.values()
        assert int(image.Width) * int(image.Height) == 3_600_000_000


def test_five_thousand_pages():
    assert opens(bombs.many_pages_pdf()) == 5000


def test_names():
    assert "\n" in hostile.newline_name()
    assert hostile.nfd_name() != unicodedata.normalize("NFC", hostile.nfd_name())
    assert ".." in hostile.climbing_name()
    assert "/" not in hostile.climbing_name()
    assert len(hostile.longest_name().encode()) == hostile.NAME_BYTES


def test_names_can_be_written(tmp_path):
    for name in (hostile.newline_name(), hostile.nfd_name(), hostile.climbing_name(), hostile.longest_name()):
        (tmp_path / name).write_bytes(b"x")
    assert len(list(tmp_path.iterdir())) == 4


def test_things_that_are_no_files(tmp_path):
    hostile.put_symlink(tmp_path / "link.pdf")
    hostile.put_fifo(tmp_path / "pipe.pdf")
    hostile.put_directory(tmp_path / "folder.pdf")
    modes = [(tmp_path / name).lstat().st_mode for name in ("link.pdf", "pipe.pdf", "folder.pdf")]
    assert [stat.S_ISLNK(modes[0]), stat.S_ISFIFO(modes[1]), stat.S_ISDIR(modes[2])] == [True, True, True]


@pytest.mark.parametrize("write", [hostile.write_slowly, hostile.write_reopening])
def test_slow_writers_pause_half_way_and_finish(tmp_path, write):
    path, data = tmp_path / "slow.pdf", os.urandom(10_001)
    writer = threading.Thread(target=write, args=(path, data), kwargs={"pause": 0.2, "pieces": 2})
    writer.start()
    writer.join()
    assert path.read_bytes() == data
