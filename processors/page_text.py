"""The plain text of a page, as it is searched and shown: on scans, the capitals of well-known phrases put right.

Engines miss marks of capitals above all (``GIÁM ĐÓC``, ``SỞ Y TẺ``, ``GIÁY MỜI``). A run of capitals whose letters are,
but for marks, those of a phrase that every office prints gets the marks of that phrase; no letter is added or dropped,
and single words are left alone.
"""

from __future__ import annotations

import functools
import re

from processors.kinds import NAMES
from processors.organisations import marked_like, phrases
from processors.pages import lines
from processors.vietnamese import fold
from vanban.domain.reading import Page

_LEAST_WORDS = 2
_DASHES = re.compile(r"(?<= )[-–—]{2,3}(?= )")
"""One dash that was read as two kinds of it."""
_SIGNS = ".,;:()\"'“”"


def plain_text(page: Page) -> str:
    """Return the lines of a page."""
    texts = [line.text for line in lines(page)]
    return "\n".join(texts if page.source == "text" else map(_mended, texts))


def _mended(text: str) -> str:
    words = _DASHES.sub("–", text).split(" ")
    index = 0
    while index < len(words):
        size = _known(words, index)
        if size:
            right = _phrases()[_key(words[index : index + size])].split(" ")
            words[index : index + size] = map(marked_like, words[index : index + size], right)
        index += max(size, 1)
    return " ".join(words)


def _known(words: list[str], start: int) -> int:
    """Return how many words from a place on are a phrase in capitals; the longest."""
    longest = 0
    for size in range(1, min(_longest(), len(words) - start) + 1):
        if not words[start + size - 1].isupper():
            break
        if size >= _LEAST_WORDS and _key(words[start : start + size]) in _phrases():
            longest = size
    return longest


@functools.cache
def _phrases() -> dict[str, str]:
    known = [*phrases(), *NAMES, "Cộng hòa xã hội chủ nghĩa Việt Nam", "Đảng Cộng sản Việt Nam", "Nơi nhận"]
    return {fold(phrase): phrase for phrase in known if phrase.count(" ") >= _LEAST_WORDS - 1}


@functools.cache
def _longest() -> int:
    return max(phrase.count(" ") + 1 for phrase in _phrases())


def _key(words: list[str]) -> str:
    return fold(" ".join(word.strip(_SIGNS) for word in words))
