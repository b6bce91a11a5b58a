"""Damage as files suffer it, and as somebody who knows their structure would do it."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

Mutation = Callable[[bytearray, random.Random, bytes], bytes | bytearray]
"""(file, source of chance, another file of the group) to the damaged file."""
_EXTREMES = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"99999999999", b"1e400", b"null", b"[]", b"<<>>")
_PDF_KEYS = re.compile(
    rb"/(Length|Count|Width|Height|BitsPerComponent|Size|Prev|First|N|W|Index|Kids|Parent|Predictor|Columns|Rotate|"
    rb"MediaBox|Filter|ColorSpace|Subtype|Type|Contents|ToUnicode|Root)\b"
)
_DEEP = 20_000
_HALF = 0.5
_GIF_FLAGS = 10
_GREATEST = 2_000_000
"""Bytes of a damaged file: the seeds have some thousands."""


def mutate(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Return the file with one to three kinds of damage."""
    damaged = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        damaged = bytearray(chance.choice(_fitting(damaged))(damaged, chance, other))[:_GREATEST]
        if not damaged:
            break
    return bytes(damaged)


def _fitting(data: bytearray) -> list[Mutation]:
    special: list[Mutation] = []
    if b"%PDF-" in data[:1024]:
        special = [_pdf_number, _pdf_number, _pdf_swapped_objects, _pdf_deep, _pdf_stream]
    elif data[:2] == b"PK":
        special = [_zip_header, _zip_member, _zip_member, _zip_name]
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        special = [_png_chunk, _png_chunk]
    elif data[:4] == b"GIF8":
        special = [_gif_size, _gif_block, _gif_block]
    elif data[:5] == b"{\\rtf":
        special = [_rtf_deep, _rtf_number]
    return [*_GENERAL, *special]


def _spot(data: bytearray, chance: random.Random, longest: int) -> tuple[int, int]:
    """Return (start, end) of a random piece."""
    start = chance.randrange(max(1, len(data)))
    return start, min(len(data), start + chance.randint(1, max(1, longest)))


# --- any file


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
    value = chance.choice(_EXTREMES) & ((1 << 8 * size) - 1)
    data[place : place + size] = struct.pack(order + {2: "H", 4: "I", 8: "Q"}[size], value)
    return data


_GENERAL: tuple[Mutation, ...] = (_flip, _flip, _truncate, _cut_out, _repeat, _splice, _blank, _length_field)


# --- PDF


def _pdf_number(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    """Give a key of a dictionary another value."""
    keys = list(_PDF_KEYS.finditer(data))
    if not keys:
        return bytes(data)
    end = chance.choice(keys).end()
    rest = re.match(rb"\s*[^/>\s]*", bytes(data[end : end + 40]))
    length = rest.end() if rest else 0
    own = b" %d 0 R" % chance.randint(0, 30)
    return bytes(data[:end] + b" " + chance.choice((*_NUMBERS, own, own)) + data[end + length :])


def _pdf_swapped_objects(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    """Let one object say what another says: loops of pages, fonts that are images."""
    found = list(re.finditer(rb"\d+ 0 obj(.*?)endobj", bytes(data), re.DOTALL))
    if len(found) < 2:
        return bytes(data)
    one, other = chance.sample(found, 2)
    return bytes(data[: one.start(1)] + other[1] + data[one.end(1) :])


def _pdf_deep(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    place = data.find(b"<<", chance.randrange(len(data)))
    start = b"<</A" if chance.randrange(2) else b"["
    return bytes(data[:place] + start * _DEEP + data[place:])


def _pdf_stream(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    """Put another content into a stream, rightly compressed."""
    found = list(re.finditer(rb"stream\r?\n(.*?)endstream", bytes(data), re.DOTALL))
    if not found:
        return bytes(data)
    stream = chance.choice(found)
    content = chance.choice((b"q " * _DEEP, b"(" * _DEEP, b"BT " * 9999 + b"/F1 1e9 Tf", chance.randbytes(3000), b""))
    return bytes(data[: stream.start(1)] + zlib.compress(content) + data[stream.end(1) :])


# --- ZIP


def _zip_header(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    """Set a field of a local header or of the directory to an extreme."""
    places = [found.start() for found in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", bytes(data))]
    if places:
        place = chance.choice(places) + 4 + 2 * chance.randrange(10)
        data[place : place + 2] = struct.pack("<H", chance.choice(_EXTREMES) & 0xFFFF)
    return data


def _zip_member(data: bytearray, chance: random.Random, other: bytes) -> bytes:
    """Damage one file in it and pack all again, so that the damage reaches the reader behind."""
    deep = b"<a>" * _DEEP
    entities = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 5000 + b'"><!ENTITY c "' + b"&b;" * 5000 + b'">]><a>&c;</a>'
    return _packed_again(
        data,
        chance,
        lambda name, text: (
            name,
            chance.choice((deep, entities, mutate_plain(text, chance, other), text[: len(text) // 2])),
        ),
    )


def _zip_name(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    names = (
        "../../a.pdf",
        "/etc/a.txt",
        "a" * 5000,
        "a\\..\\b.docx",
        "\u202efdp.exe",
        "",
        "a.zip",
        "CON",
        "a/" * 300 + "b",
    )
    return _packed_again(data, chance, lambda _, text: (chance.choice(names), text))


def _packed_again(data: bytearray, chance: random.Random, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            members = archive.infolist()
            chosen = chance.randrange(max(1, len(members)))
            for place, member in enumerate(members):
                pair = member.filename, archive.read(member)
                made.writestr(*(change(*pair) if place == chosen else pair))
    except Exception:  # noqa: BLE001  damaged before: it stays as it is
        return bytes(data)
    return stream.getvalue()


def mutate_plain(data: bytes, chance: random.Random, other: bytes) -> bytes:
    """Return the bytes with one kind of damage that any file may have."""
    return bytes(chance.choice(_GENERAL)(bytearray(data), chance, other)) if data else b"\0"


# --- PNG, RTF


def _png_chunk(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    """Change a chunk and give it a right checksum, so that it is believed."""
    chunks, place = [], 8
    while place + 12 <= len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        chunks.append((bytes(data[place + 4 : place + 8]), bytes(data[place + 8 : place + 8 + length])))
        place += 12 + length
    if not chunks:
        return bytes(data)
    chosen = chance.randrange(len(chunks))
    kind, body = chunks[chosen]
    changed = bytearray(body or b"\0")
    for _ in range(chance.choice((1, 1, 4))):
        changed[chance.randrange(len(changed))] = chance.choice((0, 1, 3, 8, 16, 127, 255))
    chunks[chosen] = kind, bytes(changed)
    parts = (struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)
    return bytes(data[:8]) + b"".join(parts)


def _rtf_deep(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    place = chance.randrange(6, len(data)) if len(data) > 6 else len(data)
    return bytes(data[:place] + b"{" * _DEEP + data[place:])


def _rtf_number(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    words = (
        b"\\bin99999999 ",
        b"\\trowd\\cellx2147483647\\row ",
        b"\\u-99999?",
        b"\\pict\\wmetafile8 00",
        b"\\field{\\*\\fldinst INCLUDETEXT /etc/passwd}",
    )
    place = data.find(b"\\par", chance.randrange(len(data)))
    return bytes(data[:place] + chance.choice(words) * chance.choice((1, 500)) + data[place:])


# --- GIF


def _gif_size(data: bytearray, chance: random.Random, _: bytes) -> bytearray:
    """Give the canvas, or one of the pictures, another size or another table of colours."""
    places = [6, *(found.start() + 5 for found in re.finditer(rb"\x00\x2c", bytes(data)))]
    place = chance.choice(places) + chance.choice((0, 2))
    if place + 2 <= len(data):
        data[place : place + 2] = struct.pack("<H", chance.choice(_EXTREMES) & 0xFFFF)
    if chance.random() < _HALF and len(data) > _GIF_FLAGS:
        data[_GIF_FLAGS] ^= 0x87
    return data


def _gif_block(data: bytearray, chance: random.Random, _: bytes) -> bytes:
    """Take the end of a block away, repeat a picture, or put blocks of no known kind before the end."""
    starts = [found.start() + 1 for found in re.finditer(rb"\x00[\x21\x2c]", bytes(data))]
    if not starts:
        return bytes(data)
    start, end = sorted((chance.choice(starts), chance.choice([*starts, len(data) - 1])))
    piece = bytes(data[start:end])
    times = chance.choice((0, 2, 50, 3_000))
    return (
        bytes(data[:start])
        + (piece or b"\x21\xfe\x00") * min(times, _GREATEST // max(1, len(piece)))
        + bytes(data[end:])
    )
