"""DER (X.690) as far as a CMS signature needs it: from the inside out, each part encoded once."""

from __future__ import annotations

SEQUENCE, SET, OCTET_STRING = 0x30, 0x31, 0x04


def element(tag: int, *parts: bytes) -> bytes:
    """Return one element: tag, shortest length, and the parts as its content."""
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def sequence(*parts: bytes) -> bytes:
    """Return a SEQUENCE."""
    return element(SEQUENCE, *parts)


def set_of(*members: bytes, tag: int = SET) -> bytes:
    """Return a SET OF, its members in the order that DER asks for (X.690, 11.6)."""
    return element(tag, *sorted(members))


def octets(content: bytes) -> bytes:
    """Return an OCTET STRING."""
    return element(OCTET_STRING, content)


def tagged(number: int, *parts: bytes) -> bytes:
    """Return a constructed element with a context tag: explicit around an element, implicit around its parts."""
    return element(0xA0 | number, *parts)


def oid(dotted: str) -> bytes:
    """Return an OBJECT IDENTIFIER."""
    first, second, *others = (int(part) for part in dotted.split("."))
    return element(0x06, *(_base128(number) for number in (40 * first + second, *others)))


def _base128(number: int) -> bytes:
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(0x80 | (number & 0x7F))
    return bytes(reversed(groups))
