"""The text layer of a PDF page: its words with boxes, and whether it can be used instead of OCR.

"Has text" is not "has usable text": vendors' layers are OCR without marks, legacy fonts (TCVN3, VNI) give rubbish that
is decoded where the table is known, e-office systems print watermarks across the page, and a layer may say what the
page does not show.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from processors.layer_letters import Letter, around, letters_of, name_fonts, words_of
from processors.legacy_encodings import (
    NAMES,
    Encoding,
    decode_signs,
    encoding_of_font,
    encoding_of_text,
    looks_legacy,
)
from processors.letter_weight import weighed
from processors.raster import cannot_render
from processors.vietnamese import fold, is_syllable, mark_share, syllables
from vanban.domain.reading import LayerVerdict, Page, Word

MIN_VALID = 0.7
"""Share of runs of letters that are Vietnamese syllables, abbreviations left out; 0.97 in legal texts."""
MIN_MARKS = 0.12
"""Share of letters with a mark; 0.28 in legal texts, near 0 in a layer without diacritics."""
FEW = 12
"""Fewer runs of letters cannot be judged."""
SCAN_SHARE = 0.8
"""An image over this share of the page is a scan, and the text with it somebody's OCR."""
HIDDEN_SHARE = 0.5
"""From this share of letters that are not drawn, a layer is somebody's OCR, whatever lies under it."""
LARGEST_OBJECTS = 500
"""Objects of a page that are looked at."""
LONGEST_ABBREVIATION = 8
_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Layer:
    """The text layer of one page, judged."""

    page: Page
    verdict: LayerVerdict
    longest_unknown: int = 0
    """The longest run of letters that are drawn and that the file does not name."""

    @property
    def usable(self) -> bool:
        """Whether it is read instead of the image."""
        return self.verdict.used

    @property
    def reason(self) -> str:
        """Why, or why not: a key of ``vanban.domain.reading.LAYER_REASONS``."""
        return self.verdict.reason


@dataclass(frozen=True, slots=True)
class _Content:
    """What is drawn on a page."""

    covered: float
    """Share of the page under images."""
    objects: int
    hides_text: bool
    """True if some text is not drawn, or not all objects were looked at."""
    turns_text: bool
    """True if some text may stand at an angle, or not all objects were looked at."""


def read_layer(document: Any, number: int) -> Layer:
    """Return the upright, visible words of a page's text layer and a judgement of it.

    Args:
        document: an open ``pypdfium2.PdfDocument``.
        number: 1-based page number.

    Raises:
        PageError: if there is no such page, or it is damaged.
    """
    import pypdfium2

    try:
        pdf_page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise cannot_render(number) from error
    words: tuple[Word, ...] = ()
    encodings: frozenset[Encoding] = frozenset()
    turned = hidden = kept = unknown = 0
    try:
        width, height = pdf_page.get_size()
        content = _content(pdf_page, width * height)
        if content.covered < SCAN_SHARE:
            found = letters_of(pdf_page, look_for_hidden=content.hides_text, look_for_turned=content.turns_text)
            letters, turned, hidden = found.letters, found.turned, found.hidden
            kept = len(letters) - sum([text.isspace() for text, *_ in letters])
            unknown = found.longest_unknown
            words = words_of(letters)
            if looks_legacy(_text(words)) or found.private > 0.05 * max(1, kept):
                letters, encodings = _decoded(name_fonts(pdf_page, letters))
                words = words_of(letters) if encodings else words
            words = weighed(pdf_page, letters, words)
    finally:
        pdf_page.close()
    if hidden > HIDDEN_SHARE * (hidden + kept):
        words, (used, reason) = (), (False, "hidden")
    else:
        used, reason = judge(_text(words), covered=content.covered, objects=content.objects)
    if used and encodings:
        reason = f"decoded-{'-'.join(sorted({NAMES[encoding] for encoding in encodings}))}"
    verdict = LayerVerdict(used, reason, turned, hidden)
    return Layer(Page(number, width, height, words, "text", layer=verdict), verdict, unknown)


def judge(text: str, *, covered: float, objects: int) -> tuple[bool, str]:
    """Return whether a layer's text is usable, and why.

    Args:
        text: the words of the layer.
        covered: share of the page under images.
        objects: number of drawn objects of any kind.
    """
    if covered >= SCAN_SHARE:
        return False, "scan"
    found = [word for word in syllables(text) if not _is_abbreviation(word)]
    valid = sum(map(is_syllable, found)) / len(found) if found else 0.0
    if not found:
        # Without any object there is nothing to recognise either; letters drawn as outlines are objects.
        return (True, "blank") if objects == 0 else (False, "empty")
    if len(found) < FEW:
        return (covered == 0.0 and valid >= MIN_VALID), "few-words"
    if valid < MIN_VALID:
        return False, "not-vietnamese"
    if looks_legacy(text, share=0.03):
        return False, "legacy-font"
    if mark_share(text) < MIN_MARKS:
        return False, "no-marks"
    return True, "vietnamese"


@functools.lru_cache(maxsize=4096)
def _is_abbreviation(word: str) -> bool:
    """Return whether a word says nothing about its spelling: ``UBND``, ``TTTT``, the ``a`` of a list."""
    return len(word) == 1 or (word.isupper() and len(word) <= LONGEST_ABBREVIATION and not _VOWELS & set(fold(word)))


def _text(words: Iterable[Word]) -> str:
    return " ".join(word.text for word in words)


def _content(pdf_page: Any, area: float) -> _Content:
    import pypdfium2.raw as pdfium

    covered = 0.0
    count = 0
    hides_text = False
    turns_text = pdf_page.get_rotation() != 0
    for count, item in enumerate(pdf_page.get_objects(max_depth=4), start=1):
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = item.get_bounds()
            covered += abs(right - left) * abs(top - bottom)
        elif item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
            hides_text |= mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
            turns_text = turns_text or not _is_upright(item)
        elif item.type == pdfium.FPDF_PAGEOBJ_FORM:
            turns_text = True  # the matrix of a form turns what is in it
        if count >= LARGEST_OBJECTS:
            hides_text = turns_text = True
            break
    return _Content(min(1.0, covered / area) if area else 0.0, count, hides_text, turns_text)


def _is_upright(item: Any) -> bool:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    return bool(pdfium.FPDFPageObj_GetMatrix(item, matrix)) and matrix.b == matrix.c == 0 and matrix.a > 0


def _decoded(letters: list[Letter]) -> tuple[list[Letter], frozenset[Encoding]]:
    """Return the letters with those of legacy fonts in Unicode, and the encodings that were found."""
    by_font: dict[str, list[Letter]] = {}
    for letter in letters:
        by_font.setdefault(letter.font, []).append(letter)
    texts = {font: _text(words_of(own)) for font, own in by_font.items()}
    named = {font: encoding for font in texts if (encoding := encoding_of_font(font))}
    encodings: dict[str, Encoding] = {}
    for font, text in texts.items():
        encoding = named.get(font)
        # A writer of PDF files may have known what the font means: then nothing in it looks like an old code.
        same = " ".join(texts[other] for other, one in named.items() if encoding and NAMES[one] == NAMES[encoding])
        if encoding and not looks_legacy(same):
            encoding = None
        elif encoding is None:
            encoding = encoding_of_text(text)
        if encoding:
            encodings[font] = encoding
    return _in_unicode(letters, encodings), frozenset(encodings.values())


def _in_unicode(letters: list[Letter], encodings: dict[str, Encoding]) -> list[Letter]:
    result: list[Letter] = []
    start = 0
    for end in range(1, len(letters) + 1):
        if end < len(letters) and letters[end].font == letters[start].font:
            continue
        run = letters[start:end]
        encoding = encodings.get(run[0].font)
        if encoding is None:
            result += run
        else:
            pieces = decode_signs([letter.text for letter in run], encoding)
            ends = [place for place, _ in pieces[1:]] + [len(run)]
            for (place, text), end_of_piece in zip(pieces, ends, strict=True):
                result.append(run[place]._replace(text=text, box=around(run[place:end_of_piece])))
        start = end
    return result
