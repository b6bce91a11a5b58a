"""Fit the linear model: multinomial logistic regression over words and pairs, in plain numpy."""

from __future__ import annotations

import base64
import json
import math
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.kinds.phrases import PHRASES
from processors.kind_words import features
from vanban.samples.contents import KINDS, compose
from vanban.samples.themes import THEMES, Theme

WORDS = 1500
_ROUNDS = 150
_RATE = 2.0
_DECAY = 2e-4


@dataclass(frozen=True, slots=True)
class Example:
    """One text with its kind."""

    kind: str
    words: frozenset[str]


def examples(*, seed: int, each: int, themes: Sequence[Theme] = THEMES) -> list[Example]:
    """Return made examples, ``each`` of every kind; the same for the same seed."""
    rng = random.Random(seed)
    made = []
    for kind in PHRASES:
        for index in range(each):
            composed = kind in KINDS and index % 3 == 0
            text = _composed(kind, rng, themes) if composed else _assembled(kind, rng, themes)
            made.append(Example(kind, frozenset(features(_damaged(text, rng)))))
    return made


def _composed(kind: str, rng: random.Random, themes: Sequence[Theme]) -> str:
    """Return a generated letter's text without its heading."""
    letter = compose(kind, rng=rng, theme=rng.choice(themes))
    blocks = [re.sub(r"<[^>]+>", "", block.text) for block in letter.body]
    blocks = [text for text in blocks if text.strip(": ").lower() != kind]
    return "\n".join([letter.subject, *letter.addressees, *blocks, *letter.recipients])


def _assembled(kind: str, rng: random.Random, themes: Sequence[Theme]) -> str:
    """Return phrases of the kind among sentences of a theme, which say nothing of the kind."""
    theme = rng.choice(themes)
    own = rng.sample(PHRASES[kind], k=min(len(PHRASES[kind]), rng.randint(3, 7)))
    common = rng.sample([*theme.aims, *theme.tasks, *(r for r in theme.results if "{" not in r)], k=rng.randint(1, 4))
    parts = [part.format(theme=theme.name) for part in own] + common
    rng.shuffle(parts)
    return "\n".join(parts)


def _damaged(text: str, rng: random.Random) -> str:
    """Drop words as OCR and the end of a page do."""
    lost = rng.choice((0.0, 0.05, 0.15, 0.3))
    words = [word for word in text.split() if rng.random() >= lost]
    return " ".join(words[: int(len(words) * rng.uniform(0.5, 1.0)) + 10])


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model in floats."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]
    weights: Any
    bias: Any

    def best(self, words: frozenset[str]) -> tuple[str, float]:
        """Return the likeliest kind and its probability."""
        places = {word: at for at, word in enumerate(self.words)}
        columns = [places[word] for word in words if word in places]
        scores = self.weights[:, columns].sum(axis=1) / math.sqrt(max(1, len(columns))) + self.bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return self.kinds[int(shares.argmax())], float(shares.max())


def fit(made: Sequence[Example]) -> Fitted:
    """Return the model that fits some examples, with the words that most kinds differ in."""
    kinds = tuple(dict.fromkeys(example.kind for example in made))
    words = _telling(made, kinds)
    places = {word: at for at, word in enumerate(words)}
    x = np.zeros((len(made), len(words)), np.float32)
    for row, example in enumerate(made):
        columns = [places[word] for word in example.words if word in places]
        x[row, columns] = 1 / math.sqrt(max(1, len(columns)))
    y = np.eye(len(kinds), dtype=np.float32)[[kinds.index(example.kind) for example in made]]
    weights, bias = np.zeros((len(kinds), len(words)), np.float32), np.zeros(len(kinds), np.float32)
    for _ in range(_ROUNDS):
        scores = x @ weights.T + bias
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        wrong = (shares - y) / len(made) * len(kinds)
        weights -= _RATE * (wrong.T @ x + _DECAY * weights)
        bias -= _RATE * 0.1 * wrong.sum(axis=0)
    return Fitted(kinds, words, weights, bias)


def _telling(made: Sequence[Example], kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the words whose share differs most between kinds, in alphabetical order."""
    of_kind = {kind: Counter[str]() for kind in kinds}
    for example in made:
        of_kind[example.kind].update(example.words)
    total = sum(of_kind.values(), Counter[str]())
    common = [word for word, count in total.items() if count >= 8]
    spread = {word: float(np.std([of_kind[kind][word] for kind in kinds])) for word in common}
    return tuple(sorted(sorted(common, key=lambda word: (-spread[word], word))[:WORDS]))


def save(model: Fitted, path: Path) -> None:
    """Write the model as JSON with weights of one byte."""
    step = float(np.abs(model.weights).max() / 127)
    small = np.rint(model.weights / step).astype(np.int8)
    value = {
        "kinds": model.kinds,
        "words": model.words,
        "step": step,
        "bias": [round(float(one), 4) for one in model.bias],
        "weights": base64.b64encode(small.tobytes()).decode("ascii"),
    }
    path.write_text(json.dumps(value, ensure_ascii=False) + "\n", encoding="utf-8")
