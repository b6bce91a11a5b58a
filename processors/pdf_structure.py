"""What the raw bytes of a PDF show before any parser opens it: cut off, signed, active, or a decompression bomb.

Dictionaries of streams always stand in the clear between the objects, so their sizes can be judged without a parser.
What hides from this scan (escaped names, unusual filters) meets the memory and time limits of the sandbox instead.
"""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from processors.bounds import Bounds

_DEFLATE_RATIO = 1032
"""The most that deflate can expand: a stream shorter than the bound divided by this is no bomb."""
_FAR_BEYOND = 10
"""So many times the bound in pixels is no mistake of a scanner."""
_CHUNK = 256 * 1024
_DICTIONARY_BYTES = 4096

# Each begins with letters as they are: only then is there no trying at every byte of the file.
_STREAM = re.compile(rb"stream\r?\n")
_SIGNED = (re.compile(rb"/ByteRange\s*\["), re.compile(rb"/SigFlags\s+[1-9]"))
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch)\b")
_LINEARIZED = re.compile(rb"/Linearized\b.{0,200}?/L\s+(\d{1,12})", re.DOTALL)
_WIDTH = re.compile(rb"/Width\s+(\d{1,12})(?!\s+\d+\s+R)")
_HEIGHT = re.compile(rb"/Height\s+(\d{1,12})(?!\s+\d+\s+R)")
_DEPTH = re.compile(rb"/BitsPerComponent\s+(\d{1,2})")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")


@dataclass(frozen=True, slots=True)
class Structure:
    """The result of the scan."""

    cut_off: bool
    signed: bool
    active: bool
    """True if scripts or programs are named in the clear."""
    refusal: str = ""
    """``bomb`` or ``too-large``, else empty."""


def scan(data: bytes | mmap.mmap, *, bounds: Bounds) -> Structure:
    """Return what the bytes show."""
    return Structure(
        cut_off=is_cut_off(data),
        signed=says_signed(data),
        active=_ACTIVE.search(data) is not None,
        refusal=_too_much(data, bounds),
    )


def says_signed(data: bytes | mmap.mmap) -> bool:
    """Return whether a signature is named in the clear, whether or not a parser would reach it."""
    return any(said.search(data) for said in _SIGNED)


def is_cut_off(data: bytes | mmap.mmap) -> bool:
    """Return whether the end of the file is missing.

    A damaged cross-reference table can be mended; a missing end may mean missing pages, so such a file is not read.
    """
    stated = _LINEARIZED.search(data[:1024])
    if stated and int(stated[1]) > len(data):
        return True
    mark = data.rfind(b"%%EOF")
    if mark < 0:
        return data.rfind(b"startxref") < max(0, len(data) - 1024)
    # What follows the mark is another revision, which has lost its own end.
    return data.find(b" obj", mark) >= 0


def _too_much(data: bytes | mmap.mmap, bounds: Bounds) -> str:
    left = 4 * bounds.stream_bytes
    for found in _STREAM.finditer(data):
        if data[max(0, found.start() - 3) : found.start()] == b"end":
            continue
        begin = data.rfind(b" obj", max(0, found.start() - _DICTIONARY_BYTES), found.start())
        about = data[begin if begin >= 0 else max(0, found.start() - _DICTIONARY_BYTES) : found.start()]
        pixels, size = _picture(about)
        if pixels > _FAR_BEYOND * bounds.page_pixels:
            return "bomb"
        if size > bounds.stream_bytes:
            return "too-large"
        stages = len(_FLATE.findall(about))
        if pixels or not stages:
            continue  # a picture is decoded line by line into the size it states
        end = data.find(b"endstream", found.end())
        end = end if end >= 0 else len(data)
        if stages == 1 and (end - found.end()) * _DEFLATE_RATIO <= bounds.stream_bytes:
            continue
        left -= grown(data, found.end(), end, stages=min(stages, 8), most=bounds.stream_bytes)
        if left < 0:
            return "bomb"
    return ""


def _picture(about: bytes) -> tuple[int, int]:
    """Return pixels and decoded bytes that a stream's dictionary states; (0, 0) if it is no picture."""
    width, height = _WIDTH.search(about), _HEIGHT.search(about)
    if not (width and height):
        return 0, 0
    pixels = int(width[1]) * int(height[1])
    depth = _DEPTH.search(about)
    bits = 1 if b"/ImageMask true" in about else int(depth[1]) if depth else 8
    components = 1 if bits == 1 or b"/DeviceGray" in about else 4 if b"/DeviceCMYK" in about else 3
    return pixels, pixels * bits * components // 8


def grown(data: bytes | mmap.mmap, start: int, end: int, *, stages: int, most: int) -> int:
    """Return how many bytes a deflated stream grows to in its largest stage, never holding more than a chunk.

    A stream beyond ``most`` counts as five times that much, so that it exhausts any budget; damaged data ends it.
    """
    counts = [0] * stages
    pieces: Iterator[bytes] = (bytes(data[at : min(at + _CHUNK, end)]) for at in range(start, end, _CHUNK))
    for stage in range(stages):
        pieces = _inflated(pieces, counts, stage)
    try:
        for _ in pieces:
            if max(counts) > most:
                return 5 * most
    except zlib.error:
        pass
    return 5 * most if max(counts) > most else max(counts)


def _inflated(pieces: Iterator[bytes], counts: list[int], stage: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    for piece in pieces:
        rest = piece
        while rest and not inflater.eof:
            out = inflater.decompress(rest, _CHUNK)
            counts[stage] += len(out)
            rest = inflater.unconsumed_tail
            if out:
                yield out
        if inflater.eof:
            return
