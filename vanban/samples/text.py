"""Wrapping of lines and setting of justified paragraphs across pages."""

from __future__ import annotations

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from vanban.samples.letter import Block, BlockStyle
from vanban.typefaces import Face

INDENT = 36
"""1.27 cm, in points."""
LEADING = 18.5


def wrap(text: str, face: Face, size: float, width: float) -> list[str]:
    """Return the text in lines no wider than ``width`` points, broken at spaces."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(longer, face, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def centred_lines(text: str, face: Face, size: float, width: float) -> list[str]:
    """Return the text in as few lines as fit, of about equal length, as headings are set by hand."""
    lines = wrap(text, face, size, width)
    total = stringWidth(text, face, size)
    for share in (1.06, 1.14, 1.24, 1.36):
        balanced = wrap(text, face, size, min(width, share * total / len(lines)))
        if len(balanced) == len(lines):
            return balanced
    return lines


class BodySetter:
    """Sets blocks of text under one another; a block that does not fit is split, and its rest handed back."""

    def __init__(self, canvas: Canvas, *, left: float, width: float) -> None:
        self._canvas = canvas
        self._left = left
        self._width = width
        self.bottom = 0.0
        """Where the last block that was set ends."""

    def set(self, block: Block | Paragraph, *, top: float, bottom: float, keep_below: float) -> Paragraph | None:
        """Set a block below ``top``; return what must go on the next page, or None.

        ``keep_below`` is the height that must stay free under the last line of the block.
        """
        paragraph = block if isinstance(block, Paragraph) else Paragraph(block.text, _style(block.style))
        room = top - bottom
        _, height = paragraph.wrap(self._width, room)
        if height + keep_below <= room:
            self._draw(paragraph, top, height)
            return None
        if keep_below and height <= room:
            # Fits without what must follow: move at least two of its lines on, or all of it.
            room = height - 2 * LEADING
        parts = paragraph.split(self._width, room) if room > 2 * LEADING else []
        if len(parts) != 2:
            return paragraph
        _, height = parts[0].wrap(self._width, room)
        self._draw(parts[0], top, height)
        return parts[1]

    def _draw(self, paragraph: Paragraph, top: float, height: float) -> None:
        self.bottom = top - height - paragraph.style.spaceAfter
        paragraph.drawOn(self._canvas, self._left, top - height)


def _style(style: BlockStyle) -> ParagraphStyle:
    return ParagraphStyle(
        name=style.value,
        fontName=Face.ITALIC.value if style is BlockStyle.GROUND else Face.REGULAR.value,
        fontSize=14,
        leading=LEADING,
        spaceAfter=6,
        alignment=TA_CENTER if style is BlockStyle.CENTRED else TA_JUSTIFY,
        firstLineIndent=0 if style in {BlockStyle.CENTRED, BlockStyle.LIST} else INDENT,
        leftIndent=INDENT if style is BlockStyle.LIST else 0,
        allowWidows=0,
        allowOrphans=0,
    )
