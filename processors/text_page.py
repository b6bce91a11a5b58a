"""Plain text as a page of words, so that the rules for pages can look at it."""

from __future__ import annotations

from vanban.domain.reading import Page, Word

_WIDTH, _LINE, _LETTER = 595.0, 15.0, 6.0
"""PDF points: a page as a typewriter would fill it."""


def text_page(text: str) -> Page:
    """Return the words of a text, line by line."""
    rows = text.splitlines()
    height = max(842.0, _LINE * (len(rows) + 2))
    words = []
    for line, row in enumerate(rows):
        top = height - _LINE * (line + 1)
        left = 72.0
        for word in row.split():
            width = len(word) * _LETTER
            words.append(Word(word, 1.0, (left, top - 12.0, left + width, top), line))
            left += width + _LETTER
    return Page(1, _WIDTH, height, tuple(words), "text")
