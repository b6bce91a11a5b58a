"""Vietnamese text from before Unicode: what the bytes of TCVN3 (``.VnTime`` …) and VNI (``VNI-Times`` …) fonts mean.

Such a font draws ``µ`` as ``à``: the text of the file is rubbish, the page is right. TCVN3 is TCVN 5712:1993, third set
(one code a letter; fonts whose name ends in H draw capitals). VNI writes a letter and then its marks.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Literal

from processors.vietnamese import is_syllable, mark_share, valid_share

Encoding = Literal["tcvn3", "tcvn3-capitals", "vni"]
NAMES: dict[str, str] = {"tcvn3": "tcvn3", "tcvn3-capitals": "tcvn3", "vni": "vni"}
"""What each encoding is called in a verdict."""

_TCVN3_ROWS = (
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
)
TCVN3 = {code + place: letter for code, letters in _TCVN3_ROWS for place, letter in enumerate(letters)}
"""Code to letter, as Unicode text that was read as Latin-1 shows it."""
_TCVN3_CAPITALS = {code: letter.upper() for code, letter in TCVN3.items()} | {
    code: chr(code - 32) for code in range(ord("a"), ord("z") + 1)
}

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _CIRCUMFLEX, _BREVE = (
    "\u0301",
    "\u0300",
    "\u0309",
    "\u0303",
    "\u0323",
    "\u0302",
    "\u0306",
)
_VNI_MARKS = {
    "ù": _ACUTE,
    "ø": _GRAVE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": _CIRCUMFLEX,
    "á": _CIRCUMFLEX + _ACUTE,
    "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK,
    "ã": _CIRCUMFLEX + _TILDE,
    "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE,
    "é": _BREVE + _ACUTE,
    "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK,
    "ü": _BREVE + _TILDE,
    "ë": _BREVE + _DOT,
}
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_LETTERS |= {code.upper(): letter.upper() for code, letter in _VNI_LETTERS.items()}
_TELLING = frozenset(map(chr, TCVN3)) | set(_VNI_MARKS) | {mark.upper() for mark in _VNI_MARKS} | set(_VNI_LETTERS)
_USED_TODAY = frozenset("àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ")
STRANGE = _TELLING - _USED_TODAY
"""Signs of such a font that no text of today has inside its words."""
LEAST_VALID = 0.8
"""Share of syllables from which a text whose font has no telling name counts as decoded."""
LEAST_MARKS = 0.12


def encoding_of_font(name: str) -> Encoding | None:
    """Return the encoding that a font's name tells (``ABCDEF+.VnTimeH``, ``VNI-Times``), if it does."""
    plain = name.rpartition("+")[2].strip().lower()
    if plain.startswith("vni"):
        return "vni"
    if plain.startswith((".vn", "vntime", "vnarial")):
        family = re.split(r"[,\- ]", plain.lstrip("."))[0]
        return "tcvn3-capitals" if family.endswith("h") else "tcvn3"
    return None


def looks_legacy(text: str, *, share: float = 0.01) -> bool:
    """Return whether so many signs are among the letters as only a legacy font explains."""
    letters, strange = _counted(text)
    return letters > 0 and strange > max(2, share * letters)


@functools.lru_cache(maxsize=2)
def _counted(text: str) -> tuple[int, int]:
    """Return how many letters and how many strange signs a text has; a page's is looked at twice."""
    return sum(map(str.isalpha, text)), sum(map(STRANGE.__contains__, text))


def encoding_of_text(text: str) -> Encoding | None:
    """Return the encoding under which a text becomes Vietnamese, if it does under one and is not so already."""
    if not looks_legacy(text):
        return None
    shares = {encoding: valid_share(decode(text, encoding)) for encoding in ("tcvn3", "vni")}
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] < LEAST_VALID or shares[best] <= valid_share(text):
        return None
    if mark_share(decode(text, "tcvn3" if best == "tcvn3" else "vni")) < LEAST_MARKS:
        return None
    return "tcvn3" if best == "tcvn3" else "vni"


def decode(text: str, encoding: Encoding) -> str:
    """Return the text in Unicode, NFC."""
    decoded = "".join(piece for _, piece in decode_signs(list(text), encoding))
    return unicodedata.normalize("NFC", decoded)


def decode_signs(signs: list[str], encoding: Encoding) -> list[tuple[int, str]]:
    """Return the letters that signs stand for, each with the place of its first sign.

    A mark of VNI joins the letter before it, so there may be fewer letters than signs.
    """
    if encoding == "vni":
        return _vni(signs)
    table = _TCVN3_CAPITALS if encoding == "tcvn3-capitals" else TCVN3
    letters = [table.get(ord(sign), sign) if len(sign) == 1 else sign for sign in signs]
    return list(enumerate(_hyphens_restored(signs, letters, "Ư" if encoding == "tcvn3-capitals" else "ư")))


def _vni(signs: list[str]) -> list[tuple[int, str]]:
    letters: list[tuple[int, str]] = []
    for place, sign in enumerate(signs):
        mark = _VNI_MARKS.get(sign.lower())
        before = letters[-1] if letters else None
        if mark and before and before[0] == place - 1 and before[1].lower() in "aeiouyơư":
            letters[-1] = (before[0], unicodedata.normalize("NFC", before[1] + mark))
        else:
            letters.append((place, _VNI_LETTERS.get(sign, sign)))
    return letters


def _hyphens_restored(signs: list[str], letters: list[str], horned: str) -> list[str]:
    """Return the letters with ``ư`` where a writer of PDF files made a hyphen of its code, the soft hyphen."""
    result = list(letters)
    start = 0
    for end in range(len(letters) + 1):
        if end < len(letters) and (letters[end].isalpha() or letters[end] in "-\u2010\u00ad\x02"):
            continue
        word = letters[start:end]
        places = [place for place in range(start, end) if signs[place] in ("-", "\u2010", "\x02")]
        if places and len(word) > 1:
            tried = [horned if start + place in places else letter for place, letter in enumerate(word)]
            if is_syllable("".join(tried)):
                result[start:end] = tried
        start = end + 1
    return result
