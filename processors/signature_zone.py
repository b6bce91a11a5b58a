"""Boxes 7 and 9b of NĐ 30/2020: who signed, and who receives, side by side at the end of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from processors.columns import pieces, split_line
from processors.organisations import known_title
from processors.pages import Line, lines
from processors.vietnamese import family_name, fold, is_capitals
from vanban.domain.reading import Page, Word

LABEL = "noi nhan"
ABOVE_LABEL = 24.0
"""Points above ``Nơi nhận`` at which the signer's capacity may begin: both are level by II.9c."""
COLUMN_GAP = 14.0
"""Points that part the recipients, in small type, from the signature."""
DEPTH = 190.0
"""Points below ``Nơi nhận`` within which the signer's name stands."""
CLOSE_LABEL = 85
_OVERLAP = 3.0
"""Points that the boxes of two lines under each other may share."""
_DIM = 0.6
"""Confidence of a word below which it may have been another."""
ITEM_PITCH = 22.0
"""Points from one line of the recipients to the next, at most."""
_FILED = re.compile(r"^[-–—~_+•*.]\s?luu\s?(:|[;.,]?\s?(vt|vp|hs|van thu|van phong|ho so)\b)")
"""``- Lưu: VT``, not ``- Lưu ý``."""
_COPY = re.compile(r"\W*(?:sao y(?: ban chinh)?|sao luc|trich sao)\W*")
_PREFIX = re.compile(r"^[HKY]['’]")
_MOST_WORDS = 6
_BODY_WORDS = 5
_DASH = re.compile(r"^\s*[-–—~_+•*.]+\s*")


@dataclass(frozen=True, slots=True)
class SignatureZone:
    """The end of the document; tuples from top to bottom."""

    page: Page
    recipients: tuple[Line, ...]
    """Box 9b without its label."""
    signature: tuple[Line, ...]
    """Box 7."""
    label_top: float = 0.0
    """Height of ``Nơi nhận`` in points; 0 where there is no label."""


def signature_zone(page: Page) -> SignatureZone | None:
    """Return the first signature zone of a page, or None if the document does not end here."""
    rows = sorted(lines(page), key=lambda line: -line.box[3])
    for index, row in enumerate(rows):
        label = _label(row, rows[index + 1 :], page)
        if label is not None:
            zone = _zone(page, rows, row, label)
            return zone if _has_signature(zone) else _signed_above(zone, rows)
    return _by_file_copy(page, rows) or _unlabelled(page, rows)


def _label(row: Line, below: list[Line], page: Page) -> Line | None:
    """Return the words ``Nơi nhận`` at the left of a row; half of them is enough over a list with dashes."""
    words = sorted(row.words, key=lambda word: word.box[0])
    for start in range(min(2, len(words))):
        pair = words[start : start + 2]
        text = re.sub(r"[^a-z ]", "", fold(" ".join(word.text for word in pair))).strip()
        if pair[0].box[0] >= 0.4 * page.width:
            continue
        if fuzz.ratio(text, LABEL) >= CLOSE_LABEL:
            return Line(tuple(pair))
        half = start == 0 and re.fullmatch(r"\w* nhan", text) and pair[0].confidence < _DIM and pair[1].text[-1] == ":"
        if half and below and _DASH.match(below[0].text) and below[0].box[0] < 0.4 * page.width:
            return Line(tuple(pair))
    return None


def _zone(page: Page, rows: list[Line], row: Line, label: Line) -> SignatureZone:
    top = label.box[3] + ABOVE_LABEL
    left: list[Line] = []
    right: list[Line] = []
    for line in rows:
        # On a scan these words may be a stamp, pressed beside the very signature that is looked for.
        if page.source == "text" and line.box[3] < label.box[1] and _begins_copy(line, page):
            break
        if line.box[3] > top or line.box[3] < label.box[1] - DEPTH * 1.5:
            continue
        one, two = split_line(line, 0.47 * page.width, 0.14 * page.width, gap=COLUMN_GAP)
        if line is row:
            one = Line(tuple(word for word in one.words if word not in label.words)) if one else None
        elif one and one.box[3] > label.box[3] + 2:
            one = None
        left += [one] if one and one.words else []
        right += [two] if two and two.box[1] > label.box[1] - DEPTH else []
    right = [*_capacity_above(right, rows, page), *right]
    return SignatureZone(page, tuple(_list_part(left, label)), tuple(right), label.box[3])


def _begins_copy(row: Line, page: Page) -> bool:
    """Return whether the form of a copy begins here, whose signature is not the document's (Phụ lục I, phần III)."""
    first = pieces(row, gap=COLUMN_GAP)[0]
    return first.box[0] < 0.4 * page.width and is_capitals(first.text) and bool(_COPY.fullmatch(fold(first.text)))


def _capacity_above(right: list[Line], rows: list[Line], page: Page) -> list[Line]:
    """Return the lines in capitals that go on above a signature's first, from the top.

    Its lines stand close under each other (II.7a), level with ``Nơi nhận`` or, where that was set lower, above it.
    """
    if not right or not is_capitals(right[0].text):
        return []
    found: list[Line] = []
    for row in reversed(rows):
        lowest = (found or right)[0]
        if row.box[1] < lowest.box[3] - _OVERLAP:
            continue
        alone = row.box[0] > 0.42 * page.width
        if not alone or row.box[1] - lowest.box[3] >= ABOVE_LABEL or not is_capitals(row.text):
            break
        found.insert(0, row)
    return found


def _has_signature(zone: SignatureZone) -> bool:
    return any(is_capitals(line.text) or looks_like_name(line.text) for line in zone.signature)


def _signed_above(zone: SignatureZone, rows: list[Line]) -> SignatureZone:
    """Return the zone with the signature above ``Nơi nhận``, where two sign side by side: the right one of them."""
    page, above = zone.page, []
    for row in reversed(rows):
        if row.box[1] <= zone.label_top:
            continue
        longest = max(len(piece.words) for piece in pieces(row, gap=COLUMN_GAP))
        if longest >= _BODY_WORDS or row.box[1] > zone.label_top + DEPTH + ABOVE_LABEL:
            break
        above += [piece for piece in split_line(row, 0.5 * page.width, 0.14 * page.width)[1:] if piece]
    titles = [line for line in above if is_capitals(line.text) and line.box[0] > 0.42 * page.width]
    if not titles:
        return zone
    top = max(line.box[3] for line in titles)
    kept = sorted((line for line in above if line.box[3] <= top), key=lambda line: -line.box[3])
    return SignatureZone(page, zone.recipients, tuple(kept), top)


def _by_file_copy(page: Page, rows: list[Line]) -> SignatureZone | None:
    """Return the zone over the last item of the recipients (``- Lưu: VT``) where their label cannot be read."""
    left = [part for row in rows if (part := split_line(row, 0.47 * page.width, 0.14 * page.width, gap=COLUMN_GAP)[0])]
    last = next((i for i, line in enumerate(left) if _FILED.match(fold(line.text))), None)
    if last is None or left[last].box[0] > 0.3 * page.width:
        return None
    first = last
    while first and left[first - 1].middle - left[first].middle < ITEM_PITCH and _in_list(left[first - 1], left[last]):
        first -= 1
    if first == last:
        return None
    top = left[first].box[3]
    label = Line((Word("", 0.0, (left[last].box[0], top, left[last].box[0] + 50, top + 12), 0),))
    zone = _zone(page, rows, label, label)
    return zone if _has_signature(zone) else None


def _in_list(line: Line, last: Line) -> bool:
    return bool(_DASH.match(line.text)) or abs(line.box[0] - last.box[0]) < 2


def _list_part(left: list[Line], label: Line) -> list[Line]:
    """Keep the lines from the label to ``Lưu``: what follows may be another document's."""
    kept: list[Line] = []
    for line in left:
        if kept and kept[-1].box[1] - line.box[3] > ITEM_PITCH:
            break
        if line.box[0] > label.box[0] + 60 and not kept and line.box[3] < label.box[1] - 14:
            break
        filed = bool(kept) and is_file_copy(kept[-1])
        if filed and (_DASH.search(line.text) or kept[-1].text.rstrip().endswith(".")):
            break
        kept.append(line)
    return kept


def is_file_copy(line: Line) -> bool:
    """Return whether this is the last item of the recipients: ``- Lưu: VT, …`` (II.9d)."""
    return bool(re.match(r"luu\b", _DASH.sub("", fold(line.text))))


def _unlabelled(page: Page, rows: list[Line]) -> SignatureZone | None:
    """Find a signature without ``Nơi nhận``: a known title in capitals at the right with a person's name below."""
    right = [two for line in rows for two in split_line(line, 0.47 * page.width, 0.14 * page.width)[1:] if two]
    for index, line in enumerate(right):
        if line.box[0] < 0.42 * page.width or not is_capitals(line.text) or known_title(line.text) is None:
            continue
        below = [other for other in right[index + 1 :] if line.box[1] - other.box[3] < DEPTH]
        if any(looks_like_name(other.text) for other in below):
            above = [other for other in right[:index] if 0 <= other.box[1] - line.box[3] < ABOVE_LABEL]
            return SignatureZone(page, (), (*above, line, *below))
    return None


def looks_like_name(text: str) -> bool:
    """Return whether a line is a person's name without titles: 2 to 6 capitalised words, a family name first."""
    words = text.split()
    # Ê Đê and Mạ names: "H'Yim Kđoh", "K'Brểu".
    return has_form_of_name(text) and (family_name(words[0]) is not None or bool(_PREFIX.match(words[0])))


def has_form_of_name(text: str) -> bool:
    """Return whether a line is 2 to 6 capitalised words, as names of all peoples are (``Zơ Râm Nhất``)."""
    words = text.split()
    return 2 <= len(words) <= _MOST_WORDS and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    # "Rơ Châm H'Phíp", "Điểu K'Lứt"
    core = _PREFIX.sub("", word)
    core = core[:1].upper() + core[1:] if core is not word else core
    return core.isalpha() and core[0].isupper() and (len(core) == 1 or not core[1:].isupper())
