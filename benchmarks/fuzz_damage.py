"""Damage that any file may suffer: what is flipped, lost, repeated, mixed up or given an extreme length."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable

Mutation = Callable[[bytearray, random.Random, bytes], bytes | bytearray]
"""(file, source of chance, another file of the group) to the damaged file."""
EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
GREATEST = 2_000_000
"""Bytes of a damaged file: the seeds have some thousands."""


def _spot(data: bytearray, chance: random.Random, longest: int) -> tuple[int, int]:
    """Return (start, end) of a random piece."""
    start = chance.randrange(max(1, len(data)))
    return start, min(len(data), start + chance.randint(1, max(1, longest)))


def _flip(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    for _ in range(chance.choice((1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return data


def _truncate(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    return data[: chance.randrange(len(data))]


def _cut_out(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    start, end = _spot(data, chance, 200)
    del data[start:end]
    return data


def _repeat(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    start, end = _spot(data, chance, 400)
    data[start:start] = data[start:end] * chance.choice((1, 2, 50, 2000))
    return data


def _splice(data: bytearray, chance: random.Random, other: bytes) -> bytearray:
    start, end = _spot(bytearray(other), chance, 2000)
    place = chance.randrange(len(data))
    data[place : place + (end - start) * chance.randrange(2)] = other[start:end]
    return data


def _blank(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    start, end = _spot(data, chance, 600)
    data[start:end] = bytes([chance.choice((0, 0x20, 0xFF))]) * (end - start)
    return data


def _length_field(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    """Set what may be a length, count or offset to an extreme."""
    size, order = chance.choice((2, 4, 8)), chance.choice("<>")
    place = chance.randrange(max(1, len(data) - size))
    value = chance.choice(EXTREMES) & ((1 << 8 * size) - 1)
    data[place : place + size] = struct.pack(order + {2: "H", 4: "I", 8: "Q"}[size], value)
    return data


GENERAL: tuple[Mutation, ...] = (_flip, _flip, _truncate, _cut_out, _repeat, _splice, _blank, _length_field)


def mutate_plain(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Return the bytes with one kind of damage that any file may have."""
    return bytes(chance.choice(GENERAL)(bytearray(data), chance, other)) if data else b"\0"
