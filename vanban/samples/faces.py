"""Makes the typeface known to reportlab, and checks that it can print a letter."""

from __future__ import annotations

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from processors.typefaces import Face, face_file, missing_letters
from vanban.domain.errors import RefusedError
from vanban.samples.letter import Letter


def register_faces() -> None:
    """Register the four faces once per process, and as one family, so that ``<b>`` and ``<i>`` work in paragraphs."""
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


def ensure_letters(letter: Letter) -> None:
    """Refuse a letter with characters that would print as blanks.

    Raises:
        RefusedError: naming the missing characters by code point.
    """
    lines = (letter.subject, letter.signer, letter.place, *letter.issuer, *letter.recipients, *letter.addressees)
    text = "".join((*lines, *(block.text for block in letter.body)))
    if missing := missing_letters(face_file(Face.REGULAR), text):
        codes = ", ".join(f"U+{ord(c):04X}" for c in missing)
        raise RefusedError(
            f"The typeface lacks characters of this text: {codes}.",
            vi=f"Phông chữ thiếu ký tự của văn bản: {codes}.",
            remedy="Use plain Vietnamese letters, normalised to NFC.",
        )
