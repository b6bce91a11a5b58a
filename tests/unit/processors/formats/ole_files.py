"""A writer of small OLE files ([MS-CFB] version 3) and of Outlook messages ([MS-OXMSG]) in them."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]


def ole(path: Path, tree: Tree) -> Path:
    """Write storages (mappings) and streams (bytes) as an OLE file."""
    sectors: list[bytes] = []
    chains: list[int] = []
    mini, mini_chains = bytearray(), []
    entries: list[list[object]] = []  # name, type, left, right, child, start, size

    def put(data: bytes) -> int:
        count = -(-len(data) // SECTOR)
        first = len(sectors)
        sectors.extend(data[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count))
        chains.extend([*range(first + 1, first + count), END] if count else [])
        return first if count else END

    def put_mini(data: bytes) -> int:
        count = -(-len(data) // MINI)
        first = len(mini_chains)
        mini.extend(data.ljust(count * MINI, b"\0"))
        mini_chains.extend([*range(first + 1, first + count), END] if count else [])
        return first if count else END

    def add(name: str, value: bytes | Tree) -> int:
        number = len(entries)
        entries.append([name, 1 if isinstance(value, Mapping) else 2, FREE, FREE, FREE, END, 0])
        if isinstance(value, Mapping):
            entries[number][4] = siblings(value)
        else:
            entries[number][5] = put(value) if len(value) >= CUTOFF else put_mini(value)
            entries[number][6] = len(value)
        return number

    def siblings(level: Tree) -> int:
        ordered = sorted(level, key=lambda name: (len(name), name.upper()))
        numbers = [add(name, level[name]) for name in ordered]
        for one, other in itertools.pairwise(numbers):
            entries[one][3] = other  # a tree that leans to the right is one, too
        return numbers[0] if numbers else FREE

    entries.append(["Root Entry", 5, FREE, FREE, FREE, END, 0])
    entries[0][4] = siblings(tree)
    entries[0][5], entries[0][6] = put(bytes(mini)), len(mini)
    mini_table = put(struct.pack(f"<{len(mini_chains)}I", *mini_chains).ljust(SECTOR, b"\xff"))
    directory = put(b"".join(_entry(entry) for entry in entries))
    tables = 1
    while (len(sectors) + tables) * 4 > tables * SECTOR:
        tables += 1
    first = len(sectors)
    table = struct.pack(f"<{len(chains) + tables}I", *chains, *([FAT] * tables)).ljust(tables * SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, CUTOFF, mini_table, 1, END, 0
    )
    head += struct.pack(f"<{tables}I", *range(first, first + tables)).ljust(436, b"\xff")
    path.write_bytes(head + b"".join(sectors) + table)
    return path


def _entry(entry: Sequence[object]) -> bytes:
    name, kind, left, right, child, start, size = entry
    text = f"{name}\0".encode("utf-16-le")
    packed = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    packed += struct.pack("<III", left, right, child) + bytes(36)
    return packed + struct.pack("<IQ", start, size)


def message(subject: str, text: str, attachments: Mapping[str, bytes | Tree]) -> dict[str, bytes | Tree]:
    """Return the storages of an Outlook message; a mapping among the attachments is a message in the message."""
    tree: dict[str, bytes | Tree] = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Văn thư Sở".encode("utf-16-le"),
    }
    for number, (name, content) in enumerate(attachments.items()):
        about: dict[str, bytes | Tree] = {"__properties_version1.0": bytes(8)}
        about["__substg1.0_3707001F"] = name.encode("utf-16-le")
        about["__substg1.0_3701000D" if isinstance(content, Mapping) else "__substg1.0_37010102"] = content
        tree[f"__attach_version1.0_#{number:08X}"] = about
    return tree
