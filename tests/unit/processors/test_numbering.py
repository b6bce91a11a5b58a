"""Number and date go into the empty places of a draft, and nowhere else."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import random
import re

import numpy as np
import pikepdf
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from processors.numbering import PdfDraftNumberer
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import written_number
from vanban.samples.contents import compose
from vanban.samples.drawing import Drawn, draw
from vanban.samples.offices import OUR_OFFICE
from vanban.typefaces import Face, register_faces

DAY = dt.date(2026, 2, 5)
SCALE = 3


def a_draft(kind: str = "quyết định", **changes: object) -> Drawn:
    letter = compose(kind, rng=random.Random(5), office=OUR_OFFICE, issued_on=dt.date(2026, 2, 5), capacity="head")
    return draw(dataclasses.replace(letter, **{"number": "", "issued_on": None, "year": 2026, **changes}))


def page_text(data: bytes, page: int = 0) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return document[page].get_textpage().get_text_range()


def picture(data: bytes, page: int = 0) -> np.ndarray:
    with pypdfium2.PdfDocument(data) as document:
        return np.asarray(document[page].render(scale=SCALE, grayscale=True).to_pil()).astype(int)


def crop(pixels: np.ndarray, box: tuple[float, ...]) -> np.ndarray:
    x0, y0, x1, y1 = (round(value * SCALE) for value in box)
    height = pixels.shape[0]
    return pixels[height - y1 : height - y0, x0:x1]


def digits_in(data: bytes, box: tuple[float, ...]) -> str:
    """The digits in a box; the slash beside it may touch it."""
    with pypdfium2.PdfDocument(data) as document:
        return re.sub(r"\D", "", document[0].get_textpage().get_text_bounded(*box))


def write(data: bytes, number: int = 7, day: dt.date = DAY) -> bytes:
    return PdfDraftNumberer().write_number(data, number=written_number(number), issued_on=day)


@pytest.mark.parametrize("kind", ["quyết định", "công văn", "thông báo", "kế hoạch", "báo cáo"])
def test_number_and_date_stand_in_their_places(kind):
    draft = a_draft(kind)
    numbered = write(draft.pdf, 128)
    assert digits_in(numbered, draft.places["number"]) == "128"
    assert digits_in(numbered, draft.places["day"]) == "05"
    assert digits_in(numbered, draft.places["month"]) == "02"


def test_written_as_the_decree_asks_for():
    for number, day, expected in [
        (7, dt.date(2026, 3, 9), ("07", "09", "3")),
        (1234, dt.date(2026, 12, 31), ("1234", "31", "12")),
        (10, dt.date(2026, 1, 1), ("10", "01", "01")),
    ]:
        draft = a_draft()
        numbered = write(draft.pdf, number, day)
        assert tuple(digits_in(numbered, draft.places[p]) for p in ("number", "day", "month")) == expected


def test_only_the_places_change_on_the_picture():
    draft = a_draft("kế hoạch")
    before, numbered = picture(draft.pdf), write(draft.pdf, 128)
    after = picture(numbered)
    for name in ("number", "day", "month"):
        x0, y0, x1, y1 = draft.places[name]
        # A point less on each side: the soft edges of the neighbours reach into the place.
        assert crop(before, (x0 + 1, y0, x1 - 1, y1)).min() > 250, "the place was empty"
        assert crop(after, (x0 + 1, y0, x1 - 1, y1)).min() < 80, "digits stand in it"
        crop(after, (x0 - 1, y0, x1 + 1, y1))[:] = 255
        crop(before, (x0 - 1, y0, x1 + 1, y1))[:] = 255
    assert np.array_equal(before, after)
    assert np.array_equal(picture(draft.pdf, 1), picture(numbered, 1))


def test_digits_look_like_their_neighbours():
    draft = a_draft()
    printed = draw(
        dataclasses.replace(
            compose("quyết định", rng=random.Random(5), office=OUR_OFFICE, issued_on=DAY, capacity="head"), number="88"
        )
    )
    written = crop(picture(write(draft.pdf, 88)), draft.places["number"])
    typed = crop(picture(printed.pdf), printed.places["number"])
    ink = [np.argwhere(image < 128) for image in (written, typed)]
    heights = [np.ptp(where[:, 0]) for where in ink]
    assert heights[0] == pytest.approx(heights[1], abs=1), "the same size"
    assert ink[0][:, 0].max() == pytest.approx(ink[1][:, 0].max(), abs=1), "on the same baseline"


def test_the_number_touches_its_slash():
    draft = a_draft()
    x0, y0, x1, y1 = draft.places["number"]
    pixels = crop(picture(write(draft.pdf, 15)), (x0, y0, x1, y1))
    columns = np.flatnonzero((pixels < 128).any(axis=0))
    assert columns.max() >= pixels.shape[1] - 2 * SCALE, "as in “15/QĐ-UBND”, with the blank before it"
    assert columns.min() > 4 * SCALE


def test_same_input_same_bytes():
    draft = a_draft().pdf
    assert write(draft) == write(draft)


def test_a_second_run_changes_nothing():
    once = write(a_draft().pdf, 15)
    assert write(once, 15) is once


def test_another_number_is_refused():
    once = write(a_draft().pdf, 15)
    with pytest.raises(RefusedError) as refused:
        write(once, 16)
    assert "15" in refused.value.vi
    assert "16" in refused.value.en


def test_a_draft_of_another_year_is_refused():
    with pytest.raises(RefusedError, match="2026"):
        write(a_draft().pdf, 15, dt.date(2027, 1, 4))


def test_the_date_alone_is_written_where_the_number_is_printed():
    draft = a_draft(number="15")
    numbered = write(draft.pdf, 15)
    assert digits_in(numbered, draft.places["day"]) == "05"
    assert page_text(numbered).count("15/QĐ-UBND") == 1


def test_everything_else_of_the_file_stays():
    draft = a_draft("kế hoạch")
    numbered = write(draft.pdf, 15)
    with pikepdf.open(io.BytesIO(draft.pdf)) as old, pikepdf.open(io.BytesIO(numbered)) as new:
        assert len(old.pages) == len(new.pages)
        streams = {bytes(s.read_bytes()) for s in new.pages[0].Contents}
        assert bytes(old.pages[0].Contents.read_bytes()) in streams
        assert old.pages[1].Contents.read_bytes() == new.pages[1].Contents.read_bytes()
    assert not pikepdf.open(io.BytesIO(numbered)).check_pdf_syntax()


@pytest.mark.parametrize(
    "mark", [b"\n%/ByteRange [0 1 2 3]\n", b"/SigFlags"], ids=["byte range in the raw file", "form says signed"]
)
def test_signed_drafts_are_refused(mark):
    data = a_draft().pdf
    if mark == b"/SigFlags":
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), SigFlags=3)
            out = io.BytesIO()
            pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
            data = out.getvalue()
    else:
        data += mark
    with pytest.raises(RefusedError) as refused:
        write(data)
    assert "đã được ký" in refused.value.vi


def test_a_signature_dictionary_inside_a_compressed_object_is_seen():
    with pikepdf.open(io.BytesIO(a_draft().pdf)) as pdf:
        signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]))
        pdf.Root.Hidden = pdf.make_indirect(signature)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert b"/ByteRange" not in out.getvalue()
    with pytest.raises(RefusedError, match="signed"):
        write(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a pdf"])
def test_what_cannot_be_opened_is_refused(data):
    with pytest.raises(RefusedError, match="opened"):
        write(data)


# --- drafts as other programs write them


def header(
    number_line: str = "Số:          /QĐ-UBND",
    date_line: str = "Phường Mẫu, ngày        tháng        năm 2026",
    *,
    scale: float = 1.0,
    origin: tuple[float, float] = (0.0, 0.0),
    glyph_by_glyph: bool = False,
    gap: float = 0.0,
) -> bytes:
    """A bare draft: only number and date lines, and a paragraph that cites another number."""
    register_faces()
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.translate(*origin)
    canvas.scale(scale, scale)

    def put(text: str, x: float, y: float, face: Face, size: float = 13 / scale) -> None:
        canvas.setFont(face, size)
        for piece in text if glyph_by_glyph else [text]:
            if piece != " " or not glyph_by_glyph:
                canvas.drawString(x / scale, y / scale, piece)
            x += canvas.stringWidth(piece, face, size) * scale

    put(number_line, 100, 730, Face.REGULAR)
    put(date_line, 290, 730 - gap, Face.ITALIC)
    put("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;", 90, 640, Face.REGULAR)
    canvas.save()
    data = out.getvalue()
    if origin != (0.0, 0.0):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            pdf.pages[0].mediabox = [origin[0], origin[1], origin[0] + 595, origin[1] + 842]
            moved = io.BytesIO()
            pdf.save(moved)
            data = moved.getvalue()
    return data


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"scale": 0.24},
        {"origin": (-40.0, 100.0)},
        {"glyph_by_glyph": True},
        {"gap": 1.5},
        {"number_line": "Số        /UBND-VP"},
        {"date_line": "Phường Mẫu, ngày        tháng        năm"},
        {"date_line": "Phường Mẫu, ngày        tháng        năm 20"},
        {"date_line": "Phường Mẫu, ngày        tháng 02 năm 2026"},
    ],
    ids=str,
)
def test_drafts_of_other_programs(options):
    numbered = write(header(**options), 128)
    with pypdfium2.PdfDocument(numbered) as document:
        left, bottom, _, _ = document[0].get_mediabox()
        line = document[0].get_textpage().get_text_bounded(left, bottom + 720, left + 595, bottom + 750)
    words = "".join(sorted("".join(line.split())))
    expected = f"{options.get('number_line', 'Số:/QĐ-UBND')}128" + "Phường Mẫu, ngày 05 tháng 02 năm 2026"
    assert words == "".join(sorted("".join(expected.split())))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"number_line": "Số:/QĐ-UBND"}, "too narrow"),
        ({"number_line": "QĐ-UBND"}, "not found"),
        ({"date_line": "Phường Mẫu"}, "not found"),
        ({"gap": 300.0}, "not found"),
    ],
    ids=str,
)
def test_drafts_without_room_are_refused(options, reason):
    with pytest.raises(RefusedError, match=reason) as refused:
        write(header(**options))
    assert refused.value.vi != refused.value.en
    assert refused.value.remedy


def test_a_cited_number_and_date_are_left_alone():
    numbered = write(header(), 128)
    assert "số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020" in page_text(numbered)


def test_a_tight_place_narrows_the_digits():
    numbered = write(header(number_line="Số:       /QĐ-UBND"), 1234)
    assert "1234" in page_text(numbered)
