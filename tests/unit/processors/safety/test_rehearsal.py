"""What a nursery goes through before it forks: a made-up document, and the memory that loading has left."""

from __future__ import annotations

import subprocess
import sys

import pypdfium2
import pytest

from processors import child, rehearsal
from processors.reading import facts_of
from processors.secrecy import find_mark
from processors.textlayer import read_layer


def _printed_by(code: str) -> str:
    """Return what a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_letter_leads_through_the_rules_of_every_zone():
    facts = {name: fact.value for name, fact in facts_of(rehearsal.letter()).items()}
    assert facts["kind"] == "quyết định"
    assert (facts["number"], facts["symbol"], facts["issued_on"]) == ("15", "QĐ-SKHCN", "2026-03-02")
    assert (facts["issuer"], facts["parent_issuer"]) == ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "UBND TỈNH MẪU")
    assert (facts["authority"], facts["signer"]) == ("KT", "Nguyễn Văn Mẫu")
    assert facts["addressees"]
    assert facts["recipients"]
    assert facts["deadlines"]
    assert facts["urgency"] == "khẩn"
    assert not find_mark(rehearsal.letter())


def test_the_letter_is_a_pdf_with_a_text_layer():
    with pypdfium2.PdfDocument(rehearsal.pdf()) as document:
        assert len(read_layer(document, 1).page.words) > 200


@pytest.mark.parametrize("operation", sorted(child.REHEARSED))
def test_no_step_of_a_rehearsal_fails(operation):
    # The nursery goes on without it: only here would anybody hear of a failure.
    module, _, function = child.REHEARSED[operation].partition(":")
    assert module == rehearsal.__name__
    getattr(rehearsal, function)()


def test_the_rehearsal_is_held_before_the_second_file_and_once():
    code = """
from processors import child, secrecy
seen = []
for _ in range(3):
    child.load("examine")
    seen.append(secrecy.fold.cache_info().misses)
print(seen[0] < seen[1] == seen[2])
"""
    assert _printed_by(code).strip() == "True"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc only")
def test_loose_memory_is_used_up():
    code = """
import ctypes
from processors import child, rehearsal
child.load("examine")
def loose():
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = rehearsal._MallocInfo
    told = libc.mallinfo2()
    return told.fordblks - told.keepcost
before = loose()
rehearsal.use_up_loose_memory()
print(before > 100_000, loose() < before // 10)
"""
    assert _printed_by(code).strip() == "True True"
