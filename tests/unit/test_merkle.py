"""The Merkle tree of the event log, against RFC 6962's own definitions and published vectors."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.domain.merkle import (
    EMPTY_ROOT,
    consistency_path,
    grown,
    inclusion_path,
    is_consistent,
    leaf_digest,
    node_digest,
    root,
    root_of_inclusion,
)

LEAVES = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "60" * 16)]
"""Inputs of the test vectors of Certificate Transparency's reference code; the last one differs there."""
VECTOR_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
}


def tree(count: int, digest=lambda i: leaf_digest(b"%d" % i)):
    kept: dict = {}
    kept.update(grown(0, (digest(i) for i in range(count)), nodes=lambda _: {}))
    return lambda wanted: {node: kept[node] for node in wanted}


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node_digest(by_definition(leaves[:k]), by_definition(leaves[k:]))


def test_the_published_roots():
    nodes = tree(8, digest=lambda i: leaf_digest(LEAVES[i]))
    assert {size: root(size, nodes=nodes).hex() for size in VECTOR_ROOTS} == VECTOR_ROOTS
    assert root(0, nodes=nodes) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@given(st.integers(1, 300))
def test_the_root_is_the_definition_s(count):
    leaves = [leaf_digest(b"%d" % i) for i in range(count)]
    assert root(count, nodes=tree(count)) == by_definition(leaves)


@given(st.integers(1, 200), st.integers(0, 60))
def test_growing_in_parts_is_growing_at_once(first, more):
    kept: dict = {}

    def lookup(wanted):
        return {node: kept[node] for node in wanted}

    for start, end in ((0, first), (first, first + more)):
        kept.update(list(grown(start, (leaf_digest(b"%d" % i) for i in range(start, end)), nodes=lookup)))
    whole = tree(first + more)
    assert root(first + more, nodes=lookup) == root(first + more, nodes=whole)


@given(st.integers(1, 150).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n))), st.integers(0, 10_000))
def test_an_inclusion_proof_leads_to_the_root_and_no_other_does(place, noise):
    index, size = place
    nodes = tree(200)
    path, top = inclusion_path(index, size, nodes=nodes), root(size, nodes=nodes)
    leaf = leaf_digest(b"%d" % index)
    assert root_of_inclusion(leaf, index, size, path) == top
    assert root_of_inclusion(leaf_digest(b"other"), index, size, path) != top
    other = noise % size
    if other != index:
        assert root_of_inclusion(leaf, other, size, path) != top
    assert root_of_inclusion(leaf, index, size, [*path, leaf]) is None
    if path:
        assert root_of_inclusion(leaf, index, size, path[:-1]) != top


@given(st.integers(1, 150).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))))
def test_a_consistency_proof_holds_for_its_trees_only(sizes):
    old, new = sizes
    nodes = tree(200)
    path = consistency_path(old, new, nodes=nodes)
    old_root, new_root = root(old, nodes=nodes), root(new, nodes=nodes)
    assert is_consistent(old, old_root, new, new_root, path)
    forged = tree(200, digest=lambda i: leaf_digest(b"%d" % (i if i else 7)))
    assert not is_consistent(old, root(old, nodes=forged), new, new_root, path)
    assert not is_consistent(old, old_root, new, root(new, nodes=forged), path)
    assert not is_consistent(old, old_root, new, new_root, [*path, new_root])


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5)])
def test_impossible_sizes_have_no_proof(old, new):
    with pytest.raises(IndexError):
        consistency_path(old, new, nodes=tree(5))
    assert not is_consistent(old, EMPTY_ROOT, new, root(5, nodes=tree(5)), [])


def test_a_leaf_beyond_the_tree_has_no_proof():
    with pytest.raises(IndexError):
        inclusion_path(5, 5, nodes=tree(5))
