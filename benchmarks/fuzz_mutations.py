"""Damage as files suffer it, and as somebody who knows their structure would do it."""

from __future__ import annotations

import random

from benchmarks.fuzz_damage import GENERAL, GREATEST
from benchmarks.fuzz_structure import fitting


def mutate(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Return the file with one to three kinds of damage."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        damaged = bytearray(chance.choice([*GENERAL, *fitting(damaged)])(damaged, chance, other))[:GREATEST]
        if not damaged:
            break
    return bytes(damaged)
