"""How words are compared in a search; the same for PostgreSQL and memory."""

from __future__ import annotations

import functools
import re
import unicodedata

from vanban.domain.document import Document
from vanban.domain.queue import queue_text
from vanban.register.folding import fold

_WORD = re.compile(r"[^\W_]+")
_NOT_IN_KEY = re.compile(r"[\W_]+")
SHORTEST_BEGINNING = 3
"""Letters from which the last word may be the beginning of one: half of all words begin with "t" or "n"."""
_BEFORE, _AFTER = 70, 130
"""Characters of the excerpt before and after the first word found."""


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded: letters and digits only, so that none can be an operator."""
    return _WORD.findall(fold(text))


def plain(text: str) -> str:
    """Return a text as it is written, for exact comparison: lower case, NFC, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def symbol_key(symbol: str) -> str:
    """Return a symbol without accents and separators: ``QĐ-UBND`` and ``qđ ubnd`` are the same."""
    return _NOT_IN_KEY.sub("", fold(symbol))


def number_key(number: str) -> str:
    """Return a number without leading zeros."""
    return fold(number).lstrip("0")


def fields_text(document: Document) -> str:
    """Return what can be looked for of a document's fields, as it is written."""
    entry = document.entry
    fields: tuple[str, ...] = (
        *(entry.type_name, entry.code_number, entry.code_notation, entry.organ_name, entry.subject),
        *(entry.signer_position, entry.signer_full_name, entry.to_places, entry.description, entry.file_notation),
        *(entry.trace_header_list, entry.sphere, queue_text(document)),
    )
    if entry.issued_date is not None:
        fields = (*fields, f"{entry.issued_date:%d/%m/%Y}")
    return plain(" ".join(field for field in fields if field))


def excerpt(body: str, words: list[str]) -> tuple[tuple[str, bool], ...]:
    """Return the text around the first of the words on a page, in pieces; true where a piece is one of them."""
    text = " ".join(unicodedata.normalize("NFC", body).split())
    found = ((m.start(), m.end()) for m in _WORD.finditer(text) if words and _fits(m[0], words))
    if (one := next(found, None)) is None:
        return ()
    start, end = max(one[0] - _BEFORE, 0), min(one[1] + _AFTER, len(text))
    pieces: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    while one is not None and one[1] <= end:
        pieces += [(text[at : one[0]], False), (text[one[0] : one[1]], True)]
        at, one = one[1], next(found, None)
    pieces.append((text[at:end] + (" …" if end < len(text) else ""), False))
    return tuple(piece for piece in pieces if piece[0])


def _fits(word: str, words: list[str]) -> bool:
    folded = _folded(word)
    return folded in words or begins(folded, words[-1])


_folded = functools.lru_cache(maxsize=4096)(fold)
"""Vietnamese is written in syllables, of which there are few: most words of a page were folded before."""


def begins(word: str, last: str) -> bool:
    """Return whether a word is what was typed last, or begins so."""
    return word == last or (len(last) >= SHORTEST_BEGINNING and word.startswith(last))
