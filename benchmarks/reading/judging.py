"""Compares what was read with what a person reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein

from benchmarks.reading.cases import Case
from benchmarks.reading.recognised import Read
from processors.vietnamese import fold
from vanban.domain.reading import FACT_NAMES, Fact

_TONES = "\u0300\u0301\u0303\u0309\u0323"
SURE = 0.95
"""Confidence from which a value counts as shown as sure."""


class Outcome(StrEnum):
    """What became of one fact."""

    EXACT = "exact"
    FOLDED = "but for marks"
    """Wrong, but equal without tone and letter marks and capitals."""
    ABSENT = "rightly none"
    ABSTAINED = "abstained"
    """There is a value, and none was given."""
    WRONG = "wrong"

    @property
    def right(self) -> bool:
        """Whether nothing has to be corrected."""
        return self in {Outcome.EXACT, Outcome.ABSENT}


@dataclass(frozen=True, slots=True)
class Judged:
    """One fact of one case."""

    case: Case
    name: str
    fact: Fact
    truth: Any
    outcome: Outcome
    source: str
    """``ocr`` or ``text``."""

    @property
    def sure(self) -> bool:
        """Whether it would be shown as sure."""
        return self.fact.confidence >= SURE

    @property
    def silent(self) -> bool:
        """Whether it is wrong and would pass unseen."""
        return self.sure and not self.outcome.right


def judge(case: Case, read: Read) -> list[Judged]:
    """Return one judgement for each fact that may be scored; a refused case abstains from all."""
    found = []
    for name in FACT_NAMES:
        if name in case.sure:
            fact, truth = read.facts.get(name, Fact()), case.truth.get(name)
            found.append(Judged(case, name, fact, truth, compare(name, fact.value, truth), read.source))
    return found


def compare(name: str, value: Any, truth: Any) -> Outcome:
    """Compare one value with the truth."""
    if truth in (None, [], ""):
        return Outcome.ABSENT if value in (None, []) else Outcome.WRONG
    if value in (None, []):
        return Outcome.ABSTAINED
    if plain(name, value) == plain(name, truth):
        return Outcome.EXACT
    return Outcome.FOLDED if _folded(value) == _folded(truth) else Outcome.WRONG


def plain(name: str, value: Any) -> Any:
    """Return a value without what the truth does not fix: kind of dash and quote, place of tone marks, end signs."""
    if isinstance(value, list):
        return sorted(plain(name, item) for item in value)
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFD", re.sub(r"\s+", " ", value.replace("–", "-").replace("—", "-")).strip(" .;"))
    text = re.sub(r"[“”\"']", "", text)
    return " ".join(_tone_last(word) for word in text.split(" "))


def _tone_last(word: str) -> str:
    return "".join(char for char in word if char not in _TONES) + "".join(char for char in word if char in _TONES)


def _folded(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(_folded(item) for item in value)
    return re.sub(r"[^a-z0-9]+", " ", fold(str(value))).strip()


def character_errors(judged: Iterable[Judged]) -> float:
    """Return the share of wrong characters over texts with a truth; one that was not found is all wrong."""
    wrong = total = 0
    for one in judged:
        if isinstance(one.truth, str) and one.truth:
            truth = str(plain(one.name, one.truth))
            wrong += min(len(truth), Levenshtein.distance(str(plain(one.name, one.fact.value or "")), truth))
            total += len(truth)
    return wrong / total if total else 0.0


def set_f1(judged: Iterable[Judged]) -> float:
    """Return the F1 over all items of lists, each item right or wrong as a whole."""
    hits = given = wanted = 0
    for one in judged:
        truth, value = set(plain(one.name, one.truth or [])), set(plain(one.name, one.fact.value or []))
        hits += len(truth & value)
        given += len(value)
        wanted += len(truth)
    return 2 * hits / (given + wanted) if given + wanted else 1.0


def text_errors(truth: Iterable[str], text: str) -> tuple[int, int]:
    """Return (wrong characters, characters) of typed lines, each against its best place in a text.

    The order of reading does not count, nor do kinds of dashes and quotes.
    """
    wrong = total = 0
    codes = _codes(text)
    for line in truth:
        wanted = _codes(line)
        if wanted.size:
            wrong += _best_distance(wanted, codes)
            total += int(wanted.size)
    return wrong, total


def _codes(text: str) -> Any:
    text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text)).strip()
    text = re.sub(r"[–—]", "-", re.sub(r"[“”‘’\"]", "'", text))
    return np.array([ord(char) for char in text], dtype=np.int32)


def _best_distance(wanted: Any, text: Any) -> int:
    """Return the least edit distance between ``wanted`` and any run of ``text``."""
    steps = np.arange(text.size + 1)
    row = np.zeros(text.size + 1, dtype=np.int64)
    for index, code in enumerate(wanted, 1):
        below = np.minimum(row[1:] + 1, row[:-1] + (text != code))
        row = np.minimum.accumulate(np.concatenate(([index], below)) - steps) + steps
    return int(row.min())
