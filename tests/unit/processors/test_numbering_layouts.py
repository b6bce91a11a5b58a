"""Number and date in the layouts that offices use, judged by the drawn page: what is inked, and what is not."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from processors.number_fields import folded
from processors.numbering import PdfDraftNumberer
from vanban.domain.errors import RefusedError
from vanban.typefaces import Face, register_faces

DAY = dt.date(2026, 2, 5)
SCALE = 3
BASELINE = 730.0
SANS = Path("/usr/share/fonts/truetype/liberation2/LiberationSans-Regular.ttf")
Piece = tuple[str, float]
"""Text, and where it starts."""


def page(*pieces: Piece, face: str = Face.REGULAR, size: float = 13) -> bytes:
    """Draw pieces of one header line, as a table or tabs place them, and a paragraph below."""
    register_faces()
    pdfmetrics.registerFont(TTFont("Sans", SANS))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont(face, size)
    for text, x in pieces:
        canvas.drawString(x, BASELINE, text)
    canvas.drawString(90, 640, "Căn cứ Quyết định số 30/QĐ-UBND ngày 05 tháng 3 năm 2020;")
    canvas.save()
    return out.getvalue()


def write(data: bytes, number: str = "128", day: dt.date = DAY) -> bytes:
    return PdfDraftNumberer().write_number(data, number=number, issued_on=day)


def picture(data: bytes) -> np.ndarray:
    with pypdfium2.PdfDocument(data) as document:
        return np.asarray(document[0].render(scale=SCALE, grayscale=True).to_pil()).astype(int)


def inked(pixels: np.ndarray, left: float, right: float) -> np.ndarray:
    """Return which columns of the header line between two points carry ink."""
    height = pixels.shape[0]
    rows = slice(height - round((BASELINE + 13) * SCALE), height - round((BASELINE - 4) * SCALE))
    return (pixels[rows, round(left * SCALE) : round(right * SCALE)] < 140).any(axis=0)


def letters(data: bytes) -> list[tuple[str, float, float]]:
    """Return the letters of the header line with their edges, as they stand on the page."""
    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage()
        found = []
        for index in range(text.count_chars()):
            left, bottom, right, _ = text.get_charbox(index)
            letter = text.get_text_range(index, 1)
            if abs(bottom - BASELINE) < 5 and letter.strip():
                found.append((letter, left, right))
        return sorted(found, key=lambda one: one[1])


def spans(found: Sequence[tuple[str, float, float]], digits: str) -> tuple[float, float]:
    """Return the edges of a run of digits, dots under it not counted."""
    only = [one for one in found if one[0].isdigit()]
    line = "".join(one[0] for one in only)
    start = line.index(digits)
    return only[start][1], only[start + len(digits) - 1][2]


LAYOUTS: dict[str, tuple[tuple[Piece, ...], dict[str, object]]] = {
    "blank in Times": ((("Số:          /QĐ-UBND", 100), ("Phường Mẫu, ngày        tháng        năm 2026", 290)), {}),
    "blank in Arial": (
        (("Số:          /QĐ-UBND", 90), ("Phường Mẫu, ngày        tháng        năm 2026", 280)),
        {"face": "Sans", "size": 12},
    ),
    "six dots": ((("Số:....../QĐ-UBND", 100), ("Phường Mẫu, ngày ..... tháng ..... năm 2026", 290)), {}),
    "ellipses": ((("Số: ………/QĐ-UBND", 100), ("Phường Mẫu, ngày …… tháng …… năm 20……", 290)), {}),
    "underscores": ((("Số: ______/QĐ-UBND", 100), ("Phường Mẫu, ngày ____ tháng ____ năm 20__", 290)), {}),
    "dots in Arial": (
        (("Số: ........./QĐ-UBND", 90), ("Phường Mẫu, ngày ..... tháng ..... năm 20.....", 280)),
        {"face": "Sans", "size": 12},
    ),
    "tabs": (
        (("Số:", 100), ("/QĐ-UBND", 150), ("Phường Mẫu, ngày", 290), ("tháng", 410), ("năm", 465), ("2026", 492)),
        {},
    ),
    "two columns far apart": ((("Số:           /QĐ-UBND", 40), ("ngày         tháng         năm 2026", 380)), {}),
    "of the Party": ((("Số         -QĐ/ĐU", 100), ("Phường Mẫu, ngày        tháng        năm 2026", 290)), {}),
    "of the Party, dots": ((("Số ........-QĐ/ĐU", 100), ("Phường Mẫu, ngày ..... tháng ..... năm 2026", 290)), {}),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_page_shows_the_digits_and_no_dots_where_they_went(layout: str) -> None:
    pieces, style = LAYOUTS[layout]
    draft = page(*pieces, **style)
    numbered = write(draft)
    before, after, found = picture(draft), picture(numbered), letters(numbered)
    slash = next(left for letter, left, _ in found if letter in "/-")
    colon = max(right for letter, left, right in found if letter in "ốố:" and right < slash)
    left, right = spans(found, "128")
    assert colon < left < right <= slash + 0.5, "between “Số” and its slash"
    assert inked(after, left, right).mean() > 0.6, "digits are drawn"
    # From the colon to the digits nothing is left: neither blanks' neighbours nor dots.
    assert not inked(after, colon + 0.6, left - 0.6).any()
    assert slash - right < 3 or not inked(after, right + 0.6, slash - 0.4).any()
    for digits in ("05", "02"):
        edges = spans([one for one in found if one[1] > slash + 60], digits)
        assert inked(after, *edges).mean() > 0.6
        assert not inked(after, edges[0] - 1.6, edges[0] - 0.6).any()
        assert not inked(after, edges[1] + 0.8, edges[1] + 1.6).any()
    years = "".join(letter for letter, left, _ in found if left > slash + 60 and letter.isdigit())
    assert years.endswith("2026")
    height = before.shape[0]
    below = height - round((BASELINE - 8) * SCALE)
    assert np.array_equal(before[below:], after[below:]), "the rest of the page is as it was"


@pytest.mark.parametrize("layout", ["six dots", "ellipses", "of the Party, dots", "blank in Times"])
def test_a_second_run_changes_nothing(layout: str) -> None:
    pieces, style = LAYOUTS[layout]
    once = write(page(*pieces, **style))
    assert write(once) is once
    with pytest.raises(RefusedError, match="128"):
        write(once, "129")


# --- form fields


def form(names: dict[str, tuple[float, float, float, float]], *, text: Sequence[Piece] = (), **values: str) -> bytes:
    register_faces()
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setFont(Face.REGULAR, 13)
    for piece, x in text:
        canvas.drawString(x, BASELINE, piece)
    for name, (left, bottom, width, height) in names.items():
        canvas.acroForm.textfield(
            name=name, x=left, y=bottom, width=width, height=height, fontSize=13, borderWidth=0,
            value=values.get(name, ""), fillColor=None,
        )  # fmt: skip
    canvas.save()
    return out.getvalue()


BOX = {"so": (125, 725, 40, 18), "NGAY": (395, 725, 24, 18), "Tháng": (455, 725, 24, 18), "nam": (505, 725, 40, 18)}
PRINTED = (("Số:", 100), ("/QĐ-UBND", 167), ("Phường Mẫu, ngày", 290), ("tháng", 422), ("năm", 480))


def test_named_fields_are_filled_and_flattened() -> None:
    draft = form(BOX, text=PRINTED)
    numbered = write(draft)
    found = letters(numbered)
    assert "".join(letter for letter, _, _ in found) == "Số:128/QĐ-UBNDPhườngMẫu,ngày05tháng02năm2026"
    assert inked(picture(numbered), *spans(found, "128")).mean() > 0.6
    with pikepdf.open(io.BytesIO(numbered)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert not len(pdf.pages[0].get("/Annots", ()))


def test_other_fields_stay_and_a_date_may_be_one_field() -> None:
    boxes = {"van_ban.so_van_ban": BOX["so"], "ngay_ban_hanh": (290, 725, 230, 18), "KY_NGUOI": (330, 300, 150, 60)}
    numbered = write(form(boxes, text=PRINTED[:2]))
    assert "".join(letter for letter, _, _ in letters(numbered)) == "Số:128/QĐ-UBNDngày05tháng02năm2026"
    with pikepdf.open(io.BytesIO(numbered)) as pdf:
        assert [str(field.T) for field in pdf.Root.AcroForm.Fields] == ["KY_NGUOI"]
        assert len(pdf.pages[0].Annots) == 1


def test_a_field_for_the_number_and_blanks_for_the_date() -> None:
    numbered = write(form({"so": BOX["so"]}, text=(*PRINTED[:2], LAYOUTS["six dots"][0][1])))
    kept = "".join(letter for letter, _, _ in letters(numbered) if letter not in ".")
    assert kept == "Số:128/QĐ-UBNDPhườngMẫu,ngày05tháng02năm2026"


def test_a_field_with_another_number_in_it_is_refused() -> None:
    with pytest.raises(RefusedError, match="127"):
        write(form(BOX, text=PRINTED, so="127"))


def test_names_are_compared_as_people_write_them() -> None:
    assert {folded(name) for name in ("Số", "SO", "so ", "S_O")} == {"so"}
    assert folded("Ngày_Ban-Hành") == "ngaybanhanh"


def test_a_letter_that_the_typeface_lacks_is_refused_before_anything_is_written(monkeypatch) -> None:
    monkeypatch.setattr("processors.numbering.missing_letters", lambda _, text: "8" if "8" in text else "")
    with pytest.raises(RefusedError) as refused:
        write(page(*LAYOUTS["blank in Times"][0]))
    assert "Phông chữ không có các chữ: 8" in refused.value.vi
