"""The product's faces in the process that all of it shares."""

from __future__ import annotations

from reportlab.lib.fonts import tt2ps
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from benchmarks.reading.sheet import FAMILIES, _face
from vanban.typefaces import Face, face_file, register_faces


def italics() -> str:
    return tt2ps(Face.REGULAR.value, 0, 1)


def test_a_face_that_somebody_registers_alone_does_not_cost_the_italics():
    register_faces()
    pdfmetrics.registerFont(TTFont(Face.REGULAR.value, face_file(Face.REGULAR)))
    assert italics() == Face.REGULAR.value

    register_faces()

    assert italics() == Face.ITALIC.value


def test_the_made_sheets_leave_the_family_alone():
    register_faces()
    _face.cache_clear()

    for family in FAMILIES:
        _face(family, 0)

    assert italics() == Face.ITALIC.value
