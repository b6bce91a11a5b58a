"""Makes the typeface of official documents known to reportlab."""

from __future__ import annotations

from vanban.typefaces import Face, face_file


def register_faces() -> None:
    """Make the four faces known to reportlab, once per process, as one family: ``<b>`` and ``<i>`` work with it."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if Face.BOLD_ITALIC in pdfmetrics.getRegisteredFontNames():
        return
    for face in Face:
        pdfmetrics.registerFont(TTFont(face.value, face_file(face)))
    pdfmetrics.registerFontFamily(
        Face.REGULAR.value,
        normal=Face.REGULAR.value,
        bold=Face.BOLD.value,
        italic=Face.ITALIC.value,
        boldItalic=Face.BOLD_ITALIC.value,
    )
