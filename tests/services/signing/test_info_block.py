"""Copies and annexes: what the organisation's signature shows, by its pixels (NĐ 30/2020, Phụ lục I)."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess

import numpy as np
import pikepdf
import pytest
from PIL import Image

from signing.info_block import SIZE, info_block
from signing.prepare import UnsignableError
from signing.typeface import serif

DPI = 200
MILLIMETRES = 25.4 / DPI
ORGANISATION = "Ủy ban nhân dân phường Mẫu"


def certify(office, data: bytes, *, kind: str, number: str = "15/QĐ-UBND"):
    with office.desk.open(office.identity("vanthu"), pin=office.pins["vanthu"]) as session:
        return office.sign_in(session, "vanthu", data, kind=kind, number=number)


def shown(data: bytes, tmp_path, *, page: int = 1) -> np.ndarray:
    (tmp_path / "in.pdf").write_bytes(data)
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), "-png", "in.pdf", "out"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    [made] = tmp_path.glob("out*.png")
    image = np.asarray(Image.open(made).convert("RGB")).astype(int)
    made.unlink()
    return image


def ink_added(before: np.ndarray, after: np.ndarray) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what was added, in millimetres from the page's top left as shown."""
    changed = np.abs(before - after).sum(axis=2) > 60
    rows, columns = np.nonzero(changed)
    assert len(rows) > 100, "nothing was added"
    return tuple(edge * MILLIMETRES for edge in (columns.min(), rows.min(), columns.max(), rows.max()))


@pytest.mark.parametrize("kind", ["bản sao y", "văn bản kèm theo"])
def test_black_text_stands_in_the_margin_at_the_top_right(office, draft, tmp_path, kind):
    data = draft()
    result = certify(office, data, kind=kind)
    assert result.signed is not None, result
    before, after = shown(data, tmp_path), shown(result.signed, tmp_path)
    left, top, right, bottom = ink_added(before, after)
    assert 210 - 12 < right < 210 - 8
    assert left > 210 / 2.2
    assert 3 < top < bottom < 22
    new = after[np.abs(before - after).sum(axis=2) > 60]
    assert (new.max(axis=1) - new.min(axis=1)).max() < 12, "black, no colour"
    assert np.array_equal(shown(data, tmp_path, page=2), shown(result.signed, tmp_path, page=2))
    assert office.verifier.verify(result.signed).verdict == "valid"


def test_the_words_are_those_of_the_decree(office, draft):
    def words(kind: str) -> list[str]:
        with pikepdf.open(io.BytesIO(certify(office, draft(), kind=kind).signed)) as pdf:
            [note] = [one for one in pdf.pages[0].Annots if "/AP" in one]
            return _lines(note)

    form, organisation, time = words("bản sao y")
    assert (form, organisation) == ("Sao y", ORGANISATION)
    assert time.endswith("+07:00")
    assert dt.datetime.fromisoformat(time)
    number, time = words("văn bản kèm theo")
    assert number == "15/QĐ-UBND"
    assert time.endswith("+07:00")


def _lines(note) -> list[str]:
    """The text of an appearance, line by line, through the font's own map to Unicode."""
    form = note.AP.N
    to_unicode = form.Resources.Font["/Chu"].ToUnicode.read_bytes().decode()
    pairs = dict(_unicode_pairs(to_unicode))
    lines = []
    for text in form.read_bytes().split(b"BT")[1:]:
        shown_part = text.partition(b"BDC")[2]
        lines.append("".join(pairs[code] for code in _codes(shown_part)))
    return lines


def _codes(content: bytes) -> list[str]:
    joined = b"".join(re.findall(rb"<([0-9a-f]+)>", content)).decode()
    return [joined[i : i + 4] for i in range(0, len(joined), 4)]


def _unicode_pairs(cmap: str):
    for start, _, targets in re.findall(r"<(\w{4})> <(\w{4})> \[([^\]]*)\]", cmap):
        for offset, target in enumerate(re.findall(r"<(\w+)>", targets)):
            yield f"{int(start, 16) + offset:04x}", bytes.fromhex(target).decode("utf-16be")
    for code, target in re.findall(r"^<(\w{4})> <(\w+)>$", cmap, re.MULTILINE):
        yield code, bytes.fromhex(target).decode("utf-16be")


def test_letters_are_ten_points_and_not_spaced(office, draft, tmp_path):
    """pyHanko writes the widths of a 2048-unit font as thousandths: only a picture shows it."""
    data = draft()
    signed = certify(office, data, kind="bản sao y").signed
    left, _, right, _ = ink_added(shown(data, tmp_path), shown(signed, tmp_path))
    widest = max(serif().width(line, size=SIZE) for line in ("Sao y", ORGANISATION))
    time = serif().width("2026-11-27T21:00:00+07:00", size=SIZE)
    assert right - left == pytest.approx(max(widest, time) * 25.4 / 72, rel=0.02)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_on_a_page_that_is_stored_turned_it_stands_upright_at_the_top_right(office, draft, tmp_path, rotation):
    with pikepdf.open(io.BytesIO(draft())) as pdf:
        pdf.pages[0].Rotate = rotation
        turned = io.BytesIO()
        pdf.save(turned)
    data = turned.getvalue()
    signed = certify(office, data, kind="bản sao y").signed
    before, after = shown(data, tmp_path), shown(signed, tmp_path)
    left, top, right, bottom = ink_added(before, after)
    width = after.shape[1] * MILLIMETRES
    assert width - 12 < right < width - 8
    assert top < bottom < 25
    assert right - left > 2 * (bottom - top), "lines lie across"


def test_a_crop_box_moves_it_with_what_is_shown(office, draft, tmp_path):
    with pikepdf.open(io.BytesIO(draft())) as pdf:
        pdf.pages[0].CropBox = [50, 40, 560, 800]
        cut = io.BytesIO()
        pdf.save(cut)
    data = cut.getvalue()
    signed = certify(office, data, kind="bản sao y").signed
    before, after = shown(data, tmp_path), shown(signed, tmp_path)
    # poppler draws the media box unless told: the block must lie inside the crop box.
    left, top, right, bottom = ink_added(before, after)
    scale = 25.4 / 72
    assert left > 50 * scale
    assert right < 560 * scale
    assert top > (842 - 800) * scale
    assert bottom < (842 - 800) * scale + 22


def test_a_long_name_is_broken_between_words():
    name = "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân thành phố trực thuộc trung ương"
    block = info_block(["Sao y", name, "2026-11-27T21:00:00+07:00"], page_width=595)
    assert len(block.lines) == 4
    assert " ".join(block.lines[1:3]) == name
    assert block.width < 0.56 * 595


def test_a_letter_that_the_typeface_lacks_is_refused_by_name():
    with pytest.raises(UnsignableError, match="漢"):
        info_block(["Sao y", "漢"], page_width=595)


def test_a_normal_document_is_not_sealed_before_a_person_signed(office, draft):
    result = certify(office, draft(), kind="quyết định")
    assert result.signed is None
    assert result.code == "not-granted"
