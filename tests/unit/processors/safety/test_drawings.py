"""Born-digital pages: a mark is found however it is drawn, and a page of text and rules needs no look at its image."""

from __future__ import annotations

import shutil

import pytest
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from processors.bounds import Bounds
from processors.gate import judge
from processors.raster import open_pages
from processors.stamp_images import TOP

FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="apt-get install tesseract-ocr tesseract-ocr-vie"
)


class _Pen(BasePen):
    """Draws a glyph on a path of reportlab."""

    def __init__(self, glyphs, path, x, y, scale):
        super().__init__(glyphs)
        self._path, self._x, self._y, self._scale = path, x, y, scale

    def _at(self, point):
        return self._x + point[0] * self._scale, self._y + point[1] * self._scale

    def _moveTo(self, point):  # noqa: N802  the names are those of the base class
        self._path.moveTo(*self._at(point))

    def _lineTo(self, point):  # noqa: N802
        self._path.lineTo(*self._at(point))

    def _curveToOne(self, *points):  # noqa: N802
        self._path.curveTo(*(value for point in points for value in self._at(point)))

    def _closePath(self):  # noqa: N802
        self._path.close()


def _outlines(canvas, text, x, y, size):
    """Fill the outlines of letters as a drawing program exports them: shapes, no text."""
    font = TTFont(FONT)
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), size / font["head"].unitsPerEm
    for char in text:
        path = canvas.beginPath()
        glyphs[names[ord(char)]].draw(_Pen(glyphs, path, x, y, scale))
        canvas.drawPath(path, stroke=0, fill=1)
        x += glyphs[names[ord(char)]].width * scale


def _stamp(canvas, x=100, y=690):
    canvas.setFillColorRGB(0.8, 0.05, 0.1)
    canvas.setStrokeColorRGB(0.8, 0.05, 0.1)
    canvas.rect(x - 8, y - 6, 100, 24)
    _outlines(canvas, "TỐI MẬT", x, y, 18)


def _in_a_form(canvas):
    canvas.beginForm("stamp")
    _stamp(canvas)
    canvas.endForm()
    canvas.doForm("stamp")


def _as_clipped_shading(canvas):
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(92, 684, 100, 24)
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(92, 684, 192, 708, ((0.9, 0.9, 0.9), (0.5, 0.5, 0.5)))
    canvas.restoreState()


def _rules_and_table(canvas):
    canvas.line(110, 760, 160, 760)
    canvas.line(330, 755, 470, 755)
    canvas.setFillGray(0.9)
    canvas.rect(85, 520, 420, 60, fill=1)
    canvas.setFillGray(0)
    for row in range(4):
        canvas.line(85, 520 + 20 * row, 505, 520 + 20 * row)
    canvas.rect(300, 700, 200, 30)
    canvas.linkURL("https://example.vn", (300, 700, 500, 730))


def _shows(path):
    from processors.drawings import may_show_stamp

    with open_pages(path, limits=Bounds()) as source:
        return may_show_stamp(source.document[0], top=TOP)


@needs_tesseract
@pytest.mark.parametrize("draw", [_stamp, _in_a_form])
def test_a_mark_in_outlines_of_letters_is_found_over_a_good_text_layer(letter, draw, work):
    with open_pages(letter(draw=draw), limits=Bounds()) as source:
        assert judge(source, work=work).suspect


@needs_tesseract
def test_an_annotation_that_shows_a_mark_is_found(letter, work):
    import pikepdf

    path = letter(draw=_stamp)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf, pikepdf.open(letter()) as plain:
        drawn = plain.copy_foreign(pdf.pages[0].as_form_xobject())
        appearance = pikepdf.Dictionary(N=drawn)
        annotation = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 595, 842], F=4, AP=appearance
        )
        plain.pages[0].Annots = plain.make_indirect(pikepdf.Array([plain.make_indirect(annotation)]))
        noted = path.with_name("noted.pdf")
        plain.save(noted)
    assert _shows(noted)
    with open_pages(noted, limits=Bounds()) as source:
        assert judge(source, work=work).suspect


def test_what_could_show_a_stamp_is_told_from_rules_frames_and_links(letter):
    assert not _shows(letter())
    assert not _shows(letter(draw=_rules_and_table))
    for draw in (_stamp, _in_a_form, _as_clipped_shading, lambda canvas: canvas.circle(200, 700, 20)):
        assert _shows(letter(draw=draw))


def test_drawings_of_the_lower_part_do_not_count(letter):
    assert not _shows(letter(draw=lambda canvas: _stamp(canvas, 300, 150)))


def test_text_and_rules_are_judged_without_tesseract(letter, work, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with open_pages(letter(draw=_rules_and_table), limits=Bounds()) as source:
        assert not judge(source, work=work).suspect
