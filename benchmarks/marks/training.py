"""Training of the look for marks: a network of three layers, in numpy, by Adam, from one seed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processors.mark_look import HIGH, WIDE

Layers = list[NDArray[np.float32]]
"""Weights and bias of each layer."""
NAMES = ("one", "at_one", "two", "at_two", "three", "at_three")
HIDDEN = (96, 32)
_BATCH = 512
_SMOOTH = 0.003
"""Truth is taken for so much less than sure, so that worn marks do not drive the weights."""
_DECAY = 3e-5


def fit(
    windows: NDArray[np.float16],
    truth: NDArray[np.float32],
    *,
    seed: int,
    rounds: int,
    start: Layers | None = None,
    tell: Callable[[str], None] = print,
) -> Layers:
    """Return the layers of a network taught with windows (one a row) and whether each shows a mark."""
    rng = np.random.default_rng(seed)
    layers = start or _begun(rng)
    means = [np.zeros_like(layer) for layer in layers]
    squares = [np.zeros_like(layer) for layer in layers]
    steps, of = 0, rounds * (len(windows) // _BATCH)
    for round_number in range(rounds):
        order, losses = rng.permutation(len(windows)), []
        for first in range(0, len(order) - _BATCH + 1, _BATCH):
            chosen = order[first : first + _BATCH]
            loss, slopes = _slopes(layers, windows[chosen].astype(np.float32), truth[chosen])
            losses.append(loss)
            steps += 1
            rate = 2e-3 * (0.5 + 0.5 * np.cos(np.pi * steps / of)) + 2e-5
            for layer, slope, mean, square in zip(layers, slopes, means, squares, strict=True):
                mean += 0.1 * (slope - mean)
                square += 0.001 * (slope * slope - square)
                step = mean / (1 - 0.9**steps) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8)
                layer -= np.float32(rate) * (step + _DECAY * layer)
        tell(f"round {round_number + 1} of {rounds}: loss {np.mean(losses):.4f}")
    return layers


def save(layers: Sequence[NDArray[np.float32]], path: Path) -> None:
    """Write the layers as half floats, as ``processors.mark_look`` reads them."""
    kept: dict[str, Any] = {name: layer.astype(np.float16) for name, layer in zip(NAMES, layers, strict=True)}
    np.savez_compressed(path, **kept)


def _begun(rng: np.random.Generator) -> Layers:
    sizes = (HIGH * WIDE, *HIDDEN, 1)
    layers: Layers = []
    for inner, outer in itertools.pairwise(sizes):
        layers.append((rng.normal(0, np.sqrt(2 / inner), (inner, outer))).astype(np.float32))
        layers.append(np.zeros(outer, dtype=np.float32))
    return layers


def _slopes(layers: Layers, windows: NDArray[np.float32], truth: NDArray[np.float32]) -> tuple[float, list[Any]]:
    """Return the mean cross-entropy of a batch and the slope of each layer."""
    one, at_one, two, at_two, three, at_three = layers
    first = np.maximum(windows @ one + at_one, 0)
    second = np.maximum(first @ two + at_two, 0)
    said = 1 / (1 + np.exp(-np.clip((second @ three + at_three)[:, 0], -30, 30)))
    wanted = truth * (1 - 2 * _SMOOTH) + _SMOOTH
    loss = float(-np.mean(wanted * np.log(said + 1e-7) + (1 - wanted) * np.log(1 - said + 1e-7)))
    back = ((said - wanted) / len(truth))[:, None].astype(np.float32)
    back_two = (back @ three.T) * (second > 0)
    back_one = (back_two @ two.T) * (first > 0)
    slopes = [windows.T @ back_one, back_one.sum(0), first.T @ back_two, back_two.sum(0), second.T @ back, back.sum(0)]
    return loss, slopes
