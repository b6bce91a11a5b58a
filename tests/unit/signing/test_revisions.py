"""What the raw bytes say about signatures and ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.revisions import ends_at, raw_signatures


def written(contents: bytes, *, first: int | None = None) -> bytes:
    head = b"%PDF-1.7\n<< /Contents "
    tail_length = len(b" /ByteRange [0 0000000 0000000 0000000] >>\n")
    gap_end = len(head) + len(contents)
    ranges = b" /ByteRange [0 %07d %07d %07d] >>\n" % (len(head) if first is None else first, gap_end, tail_length)
    return head + contents + ranges


def test_a_signature_is_read_from_the_bytes():
    data = written(b"<300302010500000000>")
    [one] = raw_signatures(data)
    assert one.well_formed
    assert one.signed_to == len(data)
    assert one.contents(data) == bytes.fromhex("3003020105")
    assert b"<3003" not in one.signed_bytes(data)


@pytest.mark.parametrize("contents", [b"<3003>x", b"(3003)", b"<30 /Evil 03>", b""])
def test_a_gap_that_is_more_than_a_signature_is_not_well_formed(contents):
    assert not any(one.well_formed for one in raw_signatures(written(contents)))


def test_a_range_that_starts_elsewhere_is_not_well_formed():
    data = written(b"<3003020105>").replace(b"[0 ", b"[1 ")
    assert not raw_signatures(data)[0].well_formed


@pytest.mark.parametrize("cut", [b"<30>", b"<3082ffff00>", b"<0102>", b"<308502>"])
def test_a_cut_off_signature_is_an_error(cut):
    data = written(cut)
    with pytest.raises(ValueError):
        raw_signatures(data)[0].contents(data)


@pytest.mark.parametrize(
    ("data", "at"),
    [
        (b"startxref\n42\n%%EOF", 42),
        (b"startxref\r\n42\r\n%%EOF\r\n \n", 42),
        (b"startxref\n42\n%%EOFx", None),
        (b"startxref\n42\n%%EOF\n%hello\n", None),
        (b"startxref\n42\n%%EOF\nstartxref\n7\n", None),
        (b"startxref\n42\n%%EOF\n1 0 obj startxref\n7\n%%EOF\n", 7),
        (b"", None),
    ],
)
def test_the_end_of_a_file(data, at):
    assert ends_at(data) == at


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_crash(data):
    ends_at(data)
    for one in raw_signatures(data + b"/ByteRange [0 5 9 3]"):
        one.signed_bytes(data)
