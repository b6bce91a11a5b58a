"""Our DER against asn1crypto's, which wrote it before."""

from __future__ import annotations

import pytest
from asn1crypto import core

from signing.der import octets, oid, sequence, set_of, tagged


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_535, 65_536, 70_000])
def test_every_length_is_the_shortest(size):
    assert octets(bytes(size)) == core.OctetString(bytes(size)).dump()
    assert core.OctetString.load(octets(bytes(size)), strict=True).native == bytes(size)


@pytest.mark.parametrize("dotted", ["1.2.840.113549.1.7.2", "2.16.840.1.101.3.4.2.1", "0.9.2342.19200300.100.1.1"])
def test_object_identifiers(dotted):
    assert oid(dotted) == core.ObjectIdentifier(dotted).dump()


def test_a_set_is_in_the_order_of_its_encodings():
    members = [octets(b"bb"), octets(b"a"), octets(b"\xff"), sequence(octets(b""))]

    class Octets(core.SetOf):
        _child_spec = core.Any

    assert set_of(*members) == set_of(*reversed(members))
    assert set_of(*members)[2:] == b"".join(sorted(members))
    assert len(Octets.load(set_of(*members), strict=True)) == 4


def test_context_tags():
    assert tagged(0, octets(b"x")) == b"\xa0\x03" + octets(b"x")
    assert tagged(1) == b"\xa1\x00"
