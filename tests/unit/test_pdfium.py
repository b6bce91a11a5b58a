"""PDFium in a process with threads: the signing worker and the desk place signatures from several at once."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from processors.numbering import PdfDraftNumberer
from signing.info_block import info_block, place_block
from signing.placement import place_seal, place_signature
from vanban.pdfium import open_pdf
from vanban.samples.drawing import render
from vanban.samples.offices import OUR_CHAIR
from vanban.samples.shelf import Shelf

DAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def draft() -> bytes:
    return render(Shelf(1, DAY, None).draft("d", "quyết định"))


def test_many_threads_find_the_same_places(draft):
    """Without the lock this ends the whole process, or finds the good file broken."""
    block = info_block(["Sao y", "2026-11-27T21:00:00+07:00"], page_width=595)

    def places(_):
        signature = place_signature(draft, name=OUR_CHAIR, title="CHỦ TỊCH", shape=2.5)
        return signature, place_seal(signature, data=draft), place_block(draft, block)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(places, range(120)))
    assert len(set(found)) == 1


def test_two_clerks_number_drafts_at_the_same_time(draft):
    def number(_):
        return PdfDraftNumberer().write_number(draft, number="07", issued_on=DAY)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(number, range(12)))) == 1


def test_what_is_no_pdf_is_an_error_and_holds_nobody_up(draft):
    with pytest.raises(pypdfium2.PdfiumError), open_pdf(b"no pdf"):
        pass
    with open_pdf(draft) as document:
        assert len(document) >= 1
