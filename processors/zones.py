"""The zones of NĐ 30/2020, Phụ lục I, mục IV: where each component stands on the first page and on the signed one.

Tesseract joins the two columns of the header into one line on nearly every page, and pdfium does the same for a text
layer, so the columns are split here by the places of the words. Nothing costs a second pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from processors.columns import pieces
from processors.directory import Directory, shipped
from processors.evidence import CLEAR_WORDS
from processors.header import Header, find_header, is_about
from processors.heading import Heading, find_heading
from processors.pages import Line, lines
from processors.stamps import is_stamp
from processors.vietnamese import fold, is_capitals, is_syllable
from vanban.domain.reading import Page

_LONGEST_STAMP = 25
_TEXT_WIDTH, _TEXT_WORDS = 0.6, 8
"""Share of the page that a line of the body goes across, and how many words it then has."""
_ANNEX = re.compile(r"^\W*(phu luc|bieu( so)?\b|mau( so)?\b|danh sach|\(?(ban hanh )?kem theo)")


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The zones of page 1; empty or None where one was not found."""

    page: Page
    motto: Line | None
    """Box 1, its first line."""
    party: bool
    """True for the head of a Party document."""
    issuers: tuple[Line, ...]
    """Box 2, parent and issuer together, from the top."""
    number: Line | None
    """Box 3."""
    about: tuple[Line, ...]
    """Box 5b, with its ``V/v``."""
    place_date: Line | None
    """Box 4."""
    heading: Heading | None
    """Box 5a."""
    addressees: tuple[Line, ...]
    """Box 9a, with its ``Kính gửi``."""
    body: tuple[Line, ...]
    """Everything below, box 6 first."""
    loose: tuple[Line, ...]
    """Pieces of lines above the body: among them the stamps of boxes 10 and 11."""
    directory: Directory = field(default_factory=shipped)
    """Which offices and places are known."""
    number_apart: bool = False
    """True if the number stands elsewhere than II.3 puts it: on the right, or under the heading."""

    @property
    def headed(self) -> bool:
        """Whether the head of a document is here: its motto, number or day."""
        return self.motto is not None or self.number is not None or self.place_date is not None

    @property
    def headless(self) -> bool:
        """Whether this is surely no first page: neither a head nor anything that begins a document."""
        return not self.headed and not self.addressees and (self.heading is None or self._is_annex())

    def _is_annex(self) -> bool:
        top = [line for line in lines(self.page) if line.middle > 0.75 * self.page.height]
        return any(_ANNEX.match(fold(line.text)) for line in top)


def first_page(page: Page, *, directory: Directory | None = None) -> FirstPage:
    """Find the zones of page 1.

    Args:
        page: the page.
        directory: offices and places; those that are shipped by default.
    """
    rows = sorted(lines(page), key=lambda line: -line.middle)
    header = find_header(rows, page)
    about, below = _find_about(header, page)
    issuer = " ".join(line.text for line in header.issuers)
    heading = find_heading([line for line in rows if line.box[1] < header.bottom + 4], about, page, issuer=issuer)
    start = heading.line.box[1] if heading else min([header.bottom, *(line.box[1] for line in about)])
    under = [line for line in rows if line.box[3] <= start + 6] if heading or header.coded else header.rest
    skip = {*heading.subject, heading.code} if heading else set()
    addressees, body = _find_addressees([line for line in under if line not in skip], page)
    loose = tuple(piece for line in rows if line.middle > page.height * 0.45 for piece in pieces(line))
    return FirstPage(
        page,
        header.motto,
        header.party,
        header.issuers,
        header.number or (heading.code if heading else None),
        about,
        header.place_date,
        heading,
        addressees,
        tuple(body),
        (*loose, *below),
        directory or shipped(),
        number_apart=header.number_aside or header.number is None,
    )


def _find_about(header: Header, page: Page) -> tuple[tuple[Line, ...], list[Line]]:
    """Return the V/v lines and the other left lines below the number."""
    left, number, bottom = header.left, header.number, header.bottom
    if header.number and not header.number_aside:
        # The day beside it may go over two lines.
        bottom = header.number.box[1]
    if header.number_aside:
        bottom = min((line.box[1] for line in header.issuers), default=bottom)
    below = [line for line in left if line.box[3] <= bottom + 8 and line is not number]
    start = next((index for index, line in enumerate(below) if is_about(line)), None)
    if start is None:
        return (), below
    chosen = [below[start]]
    for line in below[start + 1 :]:
        pitch = chosen[-1].middle - line.middle
        if pitch > 1.9 * 12 or fold(line.text).strip(" -").startswith("kinh gui") or _is_stamp(line, page):
            break
        chosen.append(line)
    return tuple(chosen), [line for line in below if line not in chosen]


def _is_stamp(line: Line, page: Page) -> bool:
    # A subject may end with a name, or with the symbol of another document, alone on its line: "15/2023/QĐ-UBND".
    if not is_capitals(line.text) or len(line.text) >= _LONGEST_STAMP or re.search(r"\d\s?[/-]|[/-]\s?\d", line.text):
        return False
    if is_stamp(line.text):
        return True
    words = [word.text.strip(".,;:") for word in line.words]
    clear = line.confidence >= CLEAR_WORDS and all(word.isdigit() or is_syllable(word) for word in words)
    return page.source == "ocr" and not clear


def _is_text(line: Line, page: Page) -> bool:
    wide = line.box[2] - line.box[0] > _TEXT_WIDTH * page.width and line.confidence > CLEAR_WORDS
    return wide and not is_capitals(line.text) and len(line.words) >= _TEXT_WORDS


def _find_addressees(rows: Sequence[Line], page: Page) -> tuple[tuple[Line, ...], list[Line]]:
    start = next((i for i, line in enumerate(rows[:12]) if "kinh gui" in fold(line.text)[:14]), None)
    # II.9a: right under the heading or the header. What comes after text of the body is quoted.
    if start is None or any(_is_text(line, page) for line in rows[:start]):
        return (), list(rows)
    first = rows[start]
    chosen = [first]
    label_start, label_end = first.box[0], max((word.box[2] for word in first.words[:2]), default=first.box[2])
    for line in rows[start + 1 :]:
        pitch = chosen[-1].middle - line.middle
        # The list stands right of its label; the body begins at the left margin, indented by 1 to 1.27 cm at most.
        listed = line.text[:1] in "-–—" and line.box[0] > label_start + 12
        if not (listed or line.box[0] >= label_end - 12) or pitch > 40:
            break
        chosen.append(line)
    return tuple(chosen), [line for line in rows if line not in chosen]
