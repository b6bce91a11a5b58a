"""What a nursery goes through before it forks: a made-up document."""

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


def test_nothing_is_left_to_be_imported_by_a_fork_that_reads_a_scan(tmp_path):
    code = f"""
import sys
from pathlib import Path
from processors import child, rehearsal
from processors.bounds import Bounds
child.load("read")
child.load("read")
before = set(sys.modules)
from processors.raster import open_pages
from processors.searchable import Copyist
import dataclasses
path = Path({str(tmp_path)!r}) / "scan.png"
rehearsal.scan_of_letter().save(path, dpi=(100, 100))
with open_pages(path, limits=Bounds()) as source:
    copyist = Copyist(path, source)
    copyist.take(dataclasses.replace(rehearsal.letter(), source="ocr"))
    copy = copyist.write(path.with_suffix(".pdf"))
print(copy.refusal or "made", sorted(set(sys.modules) - before))
"""
    assert _printed_by(code).strip() == "made []"
