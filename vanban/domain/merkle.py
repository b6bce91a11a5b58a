"""A Merkle tree over the event log, hashed as RFC 6962 says: proofs that an event is in it, and that it only grew.

The tree is kept as its complete subtrees: node ``(level, index)`` covers the ``2 ** level`` leaves from
``index * 2 ** level`` on, and never changes once it is there. Everything else is computed from those.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

Node: TypeAlias = tuple[int, int]
"""Level and index of a complete subtree."""
Nodes: TypeAlias = Callable[[Iterable[Node]], Mapping[Node, bytes]]
"""Returns the digests of complete subtrees, all at once."""
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_digest(data: bytes) -> bytes:
    """Return the digest of a leaf (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\0" + data).digest()


def node_digest(left: bytes, right: bytes) -> bytes:
    """Return the digest of an inner node (RFC 6962, 2.1)."""
    return hashlib.sha256(b"\1" + left + right).digest()


def grown(size: int, leaves: Iterable[bytes], *, nodes: Nodes) -> Iterator[tuple[Node, bytes]]:
    """Yield the complete subtrees that more leaves add to a tree.

    Args:
        size: number of leaves so far.
        leaves: digests of the leaves that follow.
        nodes: the subtrees that are there.
    """
    peaks = dict(nodes(cover(0, size)))
    for index, digest in enumerate(leaves, start=size):
        level, place = 0, index
        yield (level, place), digest
        while place % 2:
            digest = node_digest(peaks.pop((level, place - 1)), digest)
            level, place = level + 1, place // 2
            yield (level, place), digest
        peaks[level, place] = digest


def root(size: int, *, nodes: Nodes) -> bytes:
    """Return the root of the first ``size`` leaves (RFC 6962, 2.1)."""
    return _digests([(0, size)], nodes)[0] if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, *, nodes: Nodes) -> list[bytes]:
    """Return the audit path of leaf ``index``, from 0, in the tree of ``size`` leaves (RFC 6962, 2.1.1).

    Raises:
        IndexError: if the leaf is not in the tree.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    return _digests(_inclusion(index, 0, size), nodes)


def consistency_path(old: int, new: int, *, nodes: Nodes) -> list[bytes]:
    """Return the proof that the tree of ``old`` leaves is the beginning of that of ``new`` (RFC 6962, 2.1.2).

    Raises:
        IndexError: unless ``0 < old <= new``.
    """
    if not 0 < old <= new:
        raise IndexError(old)
    return _digests(_consistency(old, 0, new, whole=True), nodes)


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf's digest leads to by its audit path; None if the path has the wrong length."""
    digest, last = leaf, size - 1
    for step in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            digest = node_digest(step, digest)
            while index and index % 2 == 0:
                index, last = index // 2, last // 2
        else:
            digest = node_digest(digest, step)
        index, last = index // 2, last // 2
    return digest if last == 0 else None


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Return whether a proof shows that the older tree is the beginning of the newer one (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new or (old == new and (path or old_root != new_root)):
        return False
    if old == new:
        return True
    steps = [old_root, *path] if old & (old - 1) == 0 else [*path]
    if not steps:
        return False
    first, last = old - 1, new - 1
    while first % 2:
        first, last = first // 2, last // 2
    old_digest = new_digest = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if first % 2 or first == last:
            old_digest, new_digest = node_digest(step, old_digest), node_digest(step, new_digest)
            while first and first % 2 == 0:
                first, last = first // 2, last // 2
        else:
            new_digest = node_digest(new_digest, step)
        first, last = first // 2, last // 2
    return last == 0 and old_digest == old_root and new_digest == new_root


def _split(count: int) -> int:
    """Return the largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1


def _inclusion(index: int, start: int, end: int) -> list[tuple[int, int]]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if index < middle:
        return [*_inclusion(index, start, middle), (middle, end)]
    return [*_inclusion(index, middle, end), (start, middle)]


def _consistency(old_end: int, start: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
    if old_end == end:
        return [] if whole else [(start, end)]
    middle = start + _split(end - start)
    if old_end <= middle:
        return [*_consistency(old_end, start, middle, whole=whole), (middle, end)]
    return [*_consistency(old_end, middle, end, whole=False), (start, middle)]


def cover(start: int, end: int) -> list[Node]:
    """Return the complete subtrees that make up a range of leaves, from the left: large ones first."""
    found: list[Node] = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


def _digests(ranges: Sequence[tuple[int, int]], nodes: Nodes) -> list[bytes]:
    covers = [cover(start, end) for start, end in ranges]
    found = nodes([node for covered in covers for node in covered])
    return [_folded([found[node] for node in covered]) for covered in covers]


def _folded(digests: Sequence[bytes]) -> bytes:
    folded = digests[-1]
    for digest in reversed(digests[:-1]):
        folded = node_digest(digest, folded)
    return folded
