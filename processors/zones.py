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
from processors.header import find_header
from processors.heading import Heading, find_heading
from processors.pages import Line, lines
from processors.vietnamese import fold, is_capitals
from vanban.domain.reading import Page

ABOUT = re.compile(r"^\W{0,3}[vw]?\W{0,2}[/\\]\s*[vwyỵ]?(?!\w)\W*|^\W{0,3}v[vw]\b\W*", re.IGNORECASE)
_ABOUT_IN_WORDS = re.compile(r"^\W{0,3}ve viec\b")


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


def first_page(page: Page, *, directory: Directory | None = None) -> FirstPage:
    """Find the zones of page 1.

    Args:
        page: the page.
        directory: offices and places; those that are shipped by default.
    """
    rows = sorted(lines(page), key=lambda line: -line.middle)
    header = find_header(rows, page)
    about, below = _find_about(header.left, header.number, header.bottom)
    heading = find_heading([line for line in rows if line.box[1] < header.bottom + 4], about, page)
    start = heading.line.box[1] if heading else min([header.bottom, *(line.box[1] for line in about)])
    under = [line for line in rows if line.box[3] <= start + 6] if heading or header.coded else header.rest
    skip = set(heading.subject) if heading else set()
    addressees, body = _find_addressees([line for line in under if line not in skip])
    loose = tuple(piece for line in rows if line.middle > page.height * 0.45 for piece in pieces(line))
    return FirstPage(
        page,
        header.motto,
        header.party,
        header.issuers,
        header.number,
        about,
        header.place_date,
        heading,
        addressees,
        tuple(body),
        (*loose, *below),
        directory or shipped(),
    )


def _find_about(left: Sequence[Line], number: Line | None, bottom: float) -> tuple[tuple[Line, ...], list[Line]]:
    """Return the V/v lines and the other left lines below the number."""
    below = [line for line in left if line.box[3] <= bottom + 8 and line is not number]
    start = next((index for index, line in enumerate(below) if is_about(line)), None)
    if start is None:
        return (), below
    chosen = [below[start]]
    for line in below[start + 1 :]:
        pitch = chosen[-1].middle - line.middle
        if pitch > 1.9 * 12 or fold(line.text).strip(" -").startswith("kinh gui") or _is_stamp(line):
            break
        chosen.append(line)
    return tuple(chosen), [line for line in below if line not in chosen]


def is_about(line: Line) -> bool:
    """Return whether a line begins with ``V/v``, as printed or as OCR reads it, or with ``Về việc``."""
    return bool(ABOUT.search(line.text) or _ABOUT_IN_WORDS.search(fold(line.text)))


def _is_stamp(line: Line) -> bool:
    # A subject may end with the symbol of another document, alone on its line: "15/2023/QĐ-UBND".
    return is_capitals(line.text) and len(line.text) < 25 and not re.search(r"\d\s?[/-]", line.text)


def _find_addressees(rows: Sequence[Line]) -> tuple[tuple[Line, ...], list[Line]]:
    start = next((i for i, line in enumerate(rows[:12]) if "kinh gui" in fold(line.text)[:14]), None)
    if start is None:
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
