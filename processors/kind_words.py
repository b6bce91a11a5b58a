"""A second opinion on the kind from the words of page 1, for when the heading cannot be read: a small linear model.

The weights (``kind_words.json``) are made by ``make train-kinds`` from texts that are written or generated here; their
figures stand in ``docs/benchmarks.md``. The model abstains below a threshold and is never shown as sure.
"""

from __future__ import annotations

import base64
import functools
import itertools
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors.vietnamese import fold

if TYPE_CHECKING:
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("kind_words.json")
LEAST = 0.6
"""Probability below which the model has no opinion."""
_FEWEST_WORDS = 12
"""Known words and pairs of words a page needs."""
_WORD = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the words of a page say."""

    kind: str
    probability: float
    """0 to 1, of the model, not calibrated for any office."""


@dataclass(frozen=True, slots=True)
class _Model:
    kinds: tuple[str, ...]
    places: dict[str, int]
    """Column of each word and pair."""
    weights: NDArray[Any]
    """Kinds by words."""
    bias: NDArray[Any]


def features(text: str) -> set[str]:
    """Return the folded words of a text and its pairs of neighbouring words."""
    words = _WORD.findall(fold(text))
    return {*words, *(f"{one} {two}" for one, two in itertools.pairwise(words))}


def opinion(texts: Iterable[str]) -> Opinion | None:
    """Return the likeliest kind of a page given as lines without its heading; None if nothing is likely enough."""
    import numpy as np

    model = _model()
    columns = [model.places[word] for word in features("\n".join(texts)) if word in model.places]
    if len(columns) < _FEWEST_WORDS:
        return None
    scores = model.weights[:, columns].sum(axis=1) / math.sqrt(len(columns)) + model.bias
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    best = int(shares.argmax())
    return Opinion(model.kinds[best], float(shares[best])) if shares[best] >= LEAST else None


@functools.cache
def _model() -> _Model:
    import numpy as np

    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    kinds, words = tuple(kept["kinds"]), kept["words"]
    small = np.frombuffer(base64.b64decode(kept["weights"]), dtype=np.int8).reshape(len(kinds), len(words))
    weights = small.astype(np.float32) * kept["step"]
    return _Model(kinds, {word: at for at, word in enumerate(words)}, weights, np.array(kept["bias"], np.float32))
