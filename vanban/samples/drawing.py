"""Sets a ``Letter`` as a PDF in the layout of NĐ 30/2020, Phụ lục I (box numbers below are those of its Mục IV)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from vanban.domain.document import Urgency
from vanban.domain.errors import RefusedError
from vanban.domain.reading import Box
from vanban.samples.letter import Letter
from vanban.samples.text import BodySetter, centred_lines, wrap
from vanban.typefaces import Face, face_file, missing_letters, register_faces

WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 17 * mm, 20 * mm, 20 * mm
TEXT_WIDTH = WIDTH - LEFT - RIGHT
ISSUER_CENTRE = LEFT + 0.205 * TEXT_WIDTH
MOTTO_CENTRE = LEFT + 0.71 * TEXT_WIDTH
SIGNER_CENTRE = LEFT + 0.74 * TEXT_WIDTH
SIGNATURE_SPACE = 30 * mm
"""Empty height between the signer's title and name, for the signature and the seal."""
STAMP_RED = (0.83, 0.07, 0.09)
STAMP_WIDTHS = {Urgency.EXPRESS: 30 * mm, Urgency.VERY_URGENT: 40 * mm, Urgency.URGENT: 20 * mm}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter set as a PDF, and where the things that are added by hand belong."""

    pdf: bytes
    pages: int
    places: Mapping[str, Box]
    """Boxes in points, origin bottom left: ``number``, ``day`` and ``month`` on page 1; ``signature`` and ``name`` on
    the last page."""


def render(letter: Letter) -> bytes:
    """Return the letter as PDF bytes; the same letter gives the same bytes."""
    return draw(letter).pdf


def draw(letter: Letter) -> Drawn:
    """Set the letter.

    Raises:
        RefusedError: if the typeface is not installed, or lacks a letter of the text.
    """
    register_faces()
    _ensure_letters(letter)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, lang="vi")
    canvas.setTitle(f"{letter.kind} {letter.subject}")
    setter = _LetterSetter(canvas, letter)
    setter.set_all()
    canvas.save()
    return Drawn(pdf=out.getvalue(), pages=setter.page, places=setter.places)


def _ensure_letters(letter: Letter) -> None:
    lines = (letter.subject, letter.signer, letter.place, *letter.issuer, *letter.recipients, *letter.addressees)
    text = "".join((*lines, *(block.text for block in letter.body)))
    if missing := missing_letters(face_file(Face.REGULAR), text):
        codes = ", ".join(f"U+{ord(c):04X}" for c in missing)
        raise RefusedError(
            f"The typeface lacks characters of this text: {codes}.",
            vi=f"Phông chữ thiếu ký tự của văn bản: {codes}.",
            remedy="Use plain Vietnamese letters, normalised to NFC. / Hãy dùng chữ tiếng Việt dựng sẵn (NFC).",
        )


class _LetterSetter:
    """Sets one letter from top to bottom; ``y`` is the baseline of the next line."""

    def __init__(self, canvas: Canvas, letter: Letter) -> None:
        self.canvas = canvas
        self.letter = letter
        self.places: dict[str, Box] = {}
        self.page = 1
        self.y = HEIGHT - TOP - 12

    def set_all(self) -> None:
        self._header()
        self._codes()
        self._heading()
        self._addressees()
        self._body()
        self._closing()

    # --- boxes 1 and 2

    def _header(self) -> None:
        left = self.y
        for face, lines in ((Face.REGULAR, self.letter.parent_issuer), (Face.BOLD, self.letter.issuer)):
            for line in lines:
                self._centred(line, ISSUER_CENTRE, left, face, 12)
                left -= 15
        self._rule(ISSUER_CENTRE, left + 10, 0.4 * stringWidth(self.letter.issuer[-1], Face.BOLD, 12))
        self._centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", MOTTO_CENTRE, self.y, Face.BOLD, 12)
        motto = "Độc lập - Tự do - Hạnh phúc"
        self._centred(motto, MOTTO_CENTRE, self.y - 16, Face.BOLD, 13)
        self._rule(MOTTO_CENTRE, self.y - 22.5, stringWidth(motto, Face.BOLD, 13))
        self.y = min(left, self.y - 32) - 9

    # --- boxes 3, 4, 5b and 10

    def _codes(self) -> None:
        letter, baseline = self.letter, self.y
        code = f"Số: {letter.code}"
        start = self._centred(code, ISSUER_CENTRE, baseline, Face.REGULAR, 13)
        self._note_place("number", start, code, "Số: ", f"/{letter.symbol}", Face.REGULAR)
        start = self._centred(letter.dateline, MOTTO_CENTRE, baseline, Face.ITALIC, 13)
        self._note_place("day", start, letter.dateline, f"{letter.place}, ngày", "tháng", Face.ITALIC)
        self._note_place(
            "month", start, letter.dateline, letter.dateline.split("tháng")[0] + "tháng", "năm", Face.ITALIC
        )
        left = baseline
        if letter.kind == "công văn":
            left -= 6
            for line in wrap(f"V/v {letter.subject}", Face.REGULAR, 12, 0.40 * TEXT_WIDTH):
                left -= 14.5
                self._centred(line, ISSUER_CENTRE, left, Face.REGULAR, 12)
        self._stamps(left - 12)
        self.y = min(left, baseline) - 30

    def _stamps(self, top: float) -> None:
        letter = self.letter
        if letter.secrecy:
            self._stamp(letter.secrecy, LEFT, top, 24 * mm)
            top -= 10 * mm
        if letter.urgency is not Urgency.NORMAL:
            self._stamp(letter.urgency.value.upper(), LEFT, top, STAMP_WIDTHS[letter.urgency])
            top -= 10 * mm
        if letter.circulation:
            self._stamp(letter.circulation, LEFT, top, 52 * mm, colour=(0, 0, 0))

    def _stamp(
        self, text: str, x: float, top: float, width: float, *, colour: tuple[float, float, float] = STAMP_RED
    ) -> None:
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setFillColorRGB(*colour)
        self.canvas.setLineWidth(1.2)
        self.canvas.rect(x, top - 8 * mm, width, 8 * mm)
        self._centred(text, x + width / 2, top - 5.5 * mm, Face.BOLD, 13)
        self.canvas.restoreState()

    # --- box 5a

    def _heading(self) -> None:
        if self.letter.kind == "công văn":
            return
        centre = LEFT + TEXT_WIDTH / 2
        self._centred(self.letter.kind.upper(), centre, self.y, Face.BOLD, 14)
        lines = centred_lines(self.letter.subject, Face.BOLD, 14, 0.68 * TEXT_WIDTH)
        for line in lines:
            self.y -= 18
            self._centred(line, centre, self.y, Face.BOLD, 14)
        self._rule(centre, self.y - 7, 0.4 * min(stringWidth(lines[-1], Face.BOLD, 14), 0.6 * TEXT_WIDTH))
        self.y -= 32

    # --- box 9a

    def _addressees(self) -> None:
        names = self.letter.addressees
        if not names:
            return
        label = "Kính gửi:"
        if len(names) == 1:
            for line in wrap(f"{label} {names[0]}.", Face.REGULAR, 14, 0.8 * TEXT_WIDTH):
                self._centred(line, LEFT + TEXT_WIDTH / 2, self.y, Face.REGULAR, 14)
                self.y -= 19
        else:
            x = LEFT + 0.22 * TEXT_WIDTH
            self._at(label, x, self.y, Face.REGULAR, 14)
            x += stringWidth(label, Face.REGULAR, 14) - 4
            self.y -= 19
            for index, name in enumerate(names):
                end = "." if index == len(names) - 1 else ";"
                for part, line in enumerate(wrap(f"- {name}{end}", Face.REGULAR, 14, LEFT + TEXT_WIDTH - x)):
                    self._at(line, x + (8 if part else 0), self.y, Face.REGULAR, 14)
                    self.y -= 19
        self.y -= 8

    # --- box 6

    def _body(self) -> None:
        foot = BOTTOM + (34 if self.letter.contact else 0)
        self._contact()
        setter = BodySetter(self.canvas, left=LEFT, width=TEXT_WIDTH)
        blocks = list(self.letter.body)
        for index, block in enumerate(blocks):
            # The signature never stands alone on a page: the last paragraph goes with it.
            below = self._closing_height() if index == len(blocks) - 1 else 0.0
            top = self.y + 14
            while (rest := setter.set(block, top=top, bottom=foot, keep_below=below)) is not None:
                self._next_page()
                foot, top, block = BOTTOM, HEIGHT - TOP - 12, rest
            self.y = setter.bottom - 14

    def _contact(self) -> None:
        if not self.letter.contact:
            return
        self.canvas.setLineWidth(0.5)
        self.canvas.line(LEFT, BOTTOM + 18, LEFT + TEXT_WIDTH, BOTTOM + 18)
        for index, line in enumerate(self.letter.contact):
            self._at(line, LEFT, BOTTOM + 6 - 13 * index, Face.REGULAR, 11)

    def _next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self._centred(str(self.page), WIDTH / 2, HEIGHT - 13 * mm, Face.REGULAR, 13)

    # --- boxes 7, 9b and 12

    def _closing_height(self) -> float:
        title: float = 18 * len(self.letter.authority) + SIGNATURE_SPACE + 22
        return max(title, 16 + 13.2 * (len(self.letter.recipients) + 2)) + 16

    def _closing(self) -> None:
        letter = self.letter
        self.y -= 14
        self._recipients(self.y)
        for line in letter.authority:
            self._centred(line, SIGNER_CENTRE, self.y, Face.BOLD, 14)
            self.y -= 17
        top = self.y + 10
        self.y -= SIGNATURE_SPACE - 6
        half = 0.24 * TEXT_WIDTH
        self.places["signature"] = (SIGNER_CENTRE - half, self.y + 13, SIGNER_CENTRE + half, top)
        start = self._centred(letter.signer, SIGNER_CENTRE, self.y, Face.BOLD, 14)
        self.places["name"] = (start, self.y - 3, 2 * SIGNER_CENTRE - start, self.y + 11)

    def _recipients(self, y: float) -> None:
        self._at("Nơi nhận:", LEFT, y, Face.BOLD_ITALIC, 12)
        for index, name in enumerate(self.letter.recipients):
            end = "." if index == len(self.letter.recipients) - 1 else ";"
            for part, line in enumerate(wrap(f"- {name}{end}", Face.REGULAR, 11, 0.46 * TEXT_WIDTH)):
                y -= 13.2
                self._at(line, LEFT + (5 if part else 0), y, Face.REGULAR, 11)
        if self.letter.drafter:
            self._at(self.letter.drafter, LEFT + 0.26 * TEXT_WIDTH, y, Face.REGULAR, 11)

    # --- strokes

    def _centred(self, text: str, centre: float, y: float, face: Face, size: float) -> float:
        start: float = centre - stringWidth(text, face, size) / 2
        self._at(text, start, y, face, size)
        return start

    def _at(self, text: str, x: float, y: float, face: Face, size: float) -> None:
        self.canvas.setFont(face, size)
        self.canvas.drawString(x, y, text)

    def _rule(self, centre: float, y: float, width: float) -> None:
        self.canvas.setLineWidth(0.7)
        self.canvas.line(centre - width / 2, y, centre + width / 2, y)

    def _note_place(self, name: str, start: float, text: str, before: str, after: str, face: Face) -> None:
        x0 = start + stringWidth(before, face, 13)
        x1 = start + stringWidth(text[: text.index(after, len(before))], face, 13)
        self.places[name] = (x0, self.y - 3, x1, self.y + 11)
