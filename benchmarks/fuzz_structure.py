"""Damage as somebody who knows the structure of a format would do it: PDF, ZIP, PNG, RTF, GIF."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable

from benchmarks.fuzz_damage import EXTREMES, GREATEST, Mutation, mutate_plain

_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"99999999999", b"1e400", b"null", b"[]", b"<<>>")
_PDF_KEYS = re.compile(
    rb"/(Length|Count|Width|Height|BitsPerComponent|Size|Prev|First|N|W|Index|Kids|Parent|Predictor|Columns|Rotate|"
    rb"MediaBox|Filter|ColorSpace|Subtype|Type|Contents|ToUnicode|Root)\b"
)
_DEEP = 20_000
_HALF = 0.5
_GIF_FLAGS = 10


def fitting(data: bytearray) -> list[Mutation]:
    """Return the kinds of damage for the format of a file; those that are likelier come twice."""
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
    return special


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
        data[place : place + 2] = struct.pack("<H", chance.choice(EXTREMES) & 0xFFFF)
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
                name, text = change(*pair) if place == chosen else pair
                # Without the time of day: the same number makes the same file.
                made.writestr(zipfile.ZipInfo(name), text, compress_type=zipfile.ZIP_DEFLATED)
    except Exception:  # noqa: BLE001  damaged before: it stays as it is
        return bytes(data)
    return stream.getvalue()


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
        data[place : place + 2] = struct.pack("<H", chance.choice(EXTREMES) & 0xFFFF)
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
        + (piece or b"\x21\xfe\x00") * min(times, GREATEST // max(1, len(piece)))
        + bytes(data[end:])
    )
