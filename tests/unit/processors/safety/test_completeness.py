"""A file that is still being written is told from a whole one by its structure."""

from __future__ import annotations

import io
import os
import struct

import pikepdf
import pytest
from PIL import Image

from processors.completeness import completeness


def _picture(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 400), 60).save(out, kind, **options)
    return out.getvalue()


def _heic() -> bytes:
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 64), "white")).save(out)
    return out.getvalue()


def _linearised(path) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(path) as document:
        document.save(out, linearize=True)
    return out.getvalue()


@pytest.fixture
def look(tmp_path):
    """Write bytes and look at them."""

    def write(data: bytes) -> str:
        path = tmp_path / "dropped"
        path.write_bytes(data)
        return completeness(path)

    return write


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "HEIC", "PDF", "linearised"])
def test_every_shorter_piece_is_incomplete(look, letter, kind):
    if kind in {"PDF", "linearised"}:
        data = letter(pages=3).read_bytes() if kind == "PDF" else _linearised(letter(pages=3))
    else:
        data = _heic() if kind == "HEIC" else _picture(kind)
    assert look(data) == "complete"
    for share in (0.2, 0.5, 0.9, 0.995):
        assert look(data[: int(len(data) * share)]) == "incomplete", share


def test_room_made_in_advance_is_incomplete(look, letter):
    data = letter().read_bytes()
    assert look(data[: len(data) // 2] + bytes(len(data))) == "incomplete"
    assert look(data[: len(data) // 2] + bytes(100_000)) == "incomplete"


def test_an_update_under_way_is_incomplete(look, letter):
    assert look(letter().read_bytes() + b"\n8 0 obj\n<</Type/Sig>>") == "incomplete"


def test_a_closed_file_with_a_broken_table_does_not_wait(look, letter):
    data = letter().read_bytes()
    assert look(data[: data.rindex(b"startxref")] + b"startxref\n99999999\n%%EOF") == "complete"


def test_padding_and_trailing_data_do_no_harm(look, letter):
    assert look(letter().read_bytes() + bytes(500) + b"\r\n") == "complete"
    assert look(_picture("JPEG") + b"trailer of a camera") == "complete"


def test_empty_and_unknown(look):
    assert look(b"") == "incomplete"
    assert look(b"some words") == "unknown"


def test_a_tiff_whose_directories_loop_ends(look):
    entry = struct.pack("<HHII", 256, 4, 1, 10)
    assert look(b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)) == "complete"


def test_a_tiff_with_endless_lists_is_left_alone(look):
    entries = b"".join(struct.pack("<HHII", 273, 4, 900_000, 8) for _ in range(5))
    data = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 5) + entries + bytes(4) + bytes(4_000_000)
    assert look(data) == "unknown"


def test_what_is_no_file_is_unknown_and_nothing_waits(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/etc/hostname")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "link", "folder", "missing"):
        assert completeness(tmp_path / name) == "unknown"
