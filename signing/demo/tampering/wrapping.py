"""Byte ranges that were moved or changed (signature wrapping attack, CCS 2019)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from signing.demo.tampering.case import Bench, Case, bad
from signing.demo.tampering.raw_files import BYTE_RANGE, FORGED, numbers_of, object_at, stream_object


def cases() -> list[Case]:
    """Return the cases."""
    return bad("signature wrapping", _WRAPPING)


def _ranges(data: bytes) -> tuple[int, int, int]:
    match = list(BYTE_RANGE.finditer(data))[-1]
    return int(match[2]), int(match[3]), int(match[4])


def _wrapped(*, with_copy: bool) -> Callable[[Bench], bytes]:
    """Move the second range away and put a table and other objects where it stood: the signed startxref leads there."""

    def build(bench: Bench) -> bytes:
        data = bench.signed
        gap_start, gap_end, rest = _ranges(data)
        known = numbers_of(data)
        room = 60_000
        objects = {known["content"]: stream_object(known["content"], FORGED)}
        if with_copy:
            new_range = b"/ByteRange [0 %d %d %d]" % (gap_start, gap_end + room, rest)
            number = known["signature"]
            objects[number] = BYTE_RANGE.sub(new_range, object_at(data, number)) + b"\n"
        places = {number: at if at < gap_end else at + room for number, at in _places(data).items()}
        behind = known["xref"] + len(_table(places, known))
        for number, definition in objects.items():
            places[number] = behind
            behind += len(definition)
        inserted = b" " * (known["xref"] - gap_end) + _table(places, known) + b"".join(objects.values())
        return data[:gap_end] + inserted.ljust(room) + data[gap_end:]

    return build


def _table(places: Mapping[int, int], known: Mapping[str, int]) -> bytes:
    lines = [b"xref\n0 1\n0000000000 65535 f \n"]
    lines += [b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in sorted(places.items())]
    return b"".join(lines) + b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (known["size"], known["root"])


def _places(data: bytes) -> dict[int, int]:
    return {int(m[1]): m.start() for m in re.finditer(rb"(?<!\d)(\d+) 0 obj", data)}


def _range_changed(change: Callable[[int, int, int], tuple[int, int, int, int]]) -> Callable[[Bench], bytes]:
    def build(bench: Bench) -> bytes:
        data = bench.signed
        match = next(BYTE_RANGE.finditer(data))
        other = b"/ByteRange [%d %d %d %d]" % change(*_ranges(data))
        return data[: match.start()] + other.ljust(len(match[0])) + data[match.end() :]

    return build


_WRAPPING = (
    ("second range moved, other objects before it", _wrapped(with_copy=False)),
    ("the same with a copy of the signature", _wrapped(with_copy=True)),
    ("range does not begin at 0", _range_changed(lambda first, second, rest: (1, first - 1, second, rest))),
    ("ranges overlap", _range_changed(lambda _, second, rest: (0, second + 10, second, rest))),
    ("ranges in wrong order", _range_changed(lambda first, second, rest: (second, rest, 0, first))),
    ("gap too wide", _range_changed(lambda first, second, rest: (0, first - 20, second, rest))),
    ("range beyond the end", _range_changed(lambda first, second, rest: (0, first, second, rest + 999))),
    ("range ends too early", _range_changed(lambda first, second, rest: (0, first, second, rest - 40))),
)
