"""Slips of OCR that allow one reading only, in the free text of a scan: mended by rule, never by guess.

What could be right as it stands stays: typing errors are kept, and a word is never exchanged for a likelier one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from processors.pages import Line
from processors.vietnamese import fold, is_syllable
from vanban.domain.reading import Word

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?<=\s)(?=[ïÏÍÌlI1|]*I)[ïÏÍÌlI1|]{2,3}(?=[\s;,.]|$)|(?<=\s)I[l|]{1,2}(?=[\s;,.]|$)")
_NUMBER_SIGN = re.compile(r"\b([sS])[ôốồổỗộóòỏõọơớờởỡợ](?= \d+[/-])")
_ARTICLE = re.compile(r"\b([đĐ])i[eêéèẻếềểễệ]u(?= \d)")
_PURPOSE = re.compile(r"\b[đd][eèéẻẽẹêềếểễệ](?= (?:b/[ceo©€]|biết|báo cáo|thực hiện|phối hợp|chỉ đạo|theo dõi)\b)")
_FOR_REPORT = re.compile(r"(?<=để b/)[eo©€](?=\W|$)|(?<=\(b/)[eo©€](?=\))")
_STRAY_QUOTE = re.compile(r"(?<=\w\w)['’`](?=[^\W\d_])")
_STRAY_STOP = re.compile(r"(?<=\w{3})[.] (?=([^\W\d_]))")
_ABOUT = re.compile(r"^V[aàảáeèẻẹéêềểếệ] ")
"""``Về`` at the head of a subject under a heading, however its mark is read: no other such word begins one."""
_FILE_COPY = re.compile(r"^L[uưúùủụứừ][uưúùủ](?=\W)")
_AFTER_FILE_COPY = re.compile(r"^(Lưu)\s?[:;.]\s?[-–—.]*\s?(?=\w)")
_SIGNS = re.compile(r"[;:.]+(?=,)")
_DIM, _GONE = 0.5, 0.3
"""Confidence below which short pieces, and pieces without a letter that Vietnamese has, are dust."""


def mend(text: str) -> str:
    """Return the text of a scan with the slips mended that allow one reading only."""
    text = _ROMAN.sub(lambda found: "I" * len(found[0]), text)
    text = _WORD.sub(lambda found: found[0].lower() if _is_mixed(found[0]) else found[0], text)
    text = _ARTICLE.sub(r"\1iều", _NUMBER_SIGN.sub(r"\1ố", text))
    text = _FOR_REPORT.sub("c", _PURPOSE.sub("để", text))
    return _STRAY_QUOTE.sub(" ", text)


def mend_subject(text: str) -> str:
    """Return the subject of a scan, mended."""
    return _ABOUT.sub("Về ", mend(text))


def _is_mixed(word: str) -> bool:
    """Return whether a capital stands inside a small syllable (``thẦu``), where nobody prints one."""
    return word[0].islower() and not word.islower() and is_syllable(word)


def mend_item(text: str) -> str:
    """Return one item of the recipients or addressees of a scan, mended."""
    text = _STRAY_STOP.sub(lambda found: " " if found[1].islower() else found[0], _SIGNS.sub("", mend(text)))
    if re.fullmatch(r"\w{0,4} ?tren|nhu tre?", fold(text)):
        # The first recipients of a letter are its addressees: "Như trên" (II.9b).
        return "Như trên"
    return _AFTER_FILE_COPY.sub(r"\1: ", _FILE_COPY.sub("Lưu", text))


def without_dust(lines: Iterable[Line]) -> list[Line]:
    """Return lines without what specks and strokes left at their ends; a line of nothing else goes."""
    kept = []
    for line in lines:
        words = list(line.words)
        while words and _is_dust(words[-1]):
            words.pop()
        while len(words) > 1 and _is_dust(words[0]) and not re.search(r"[-–—~+•*]", words[0].text):
            words.pop(0)
        letters = "".join(char for word in words for char in word.text if char.isalnum())
        if letters and (len(letters) > 2 or Line(tuple(words)).confidence >= 2 * _GONE):
            kept.append(Line(tuple(words)))
    return kept


def _is_dust(word: Word) -> bool:
    letters = [char for char in word.text if char.isalnum()]
    if not letters:
        # A dash before a name or a bracket closed is no dust; alone at the end of a line it is.
        return word.confidence < 1
    if re.fullmatch(r"[ïÏlI1|VX]{2,}[;,.]?", word.text):
        return False
    return word.confidence < (_DIM if len(letters) == 1 else _GONE) and len(letters) <= 2
