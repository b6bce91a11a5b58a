"""Changes in an increment after a signature.

After "1 Trillion Dollar Refund" (CCS 2019), "Shadow Attacks" (NDSS 2021) and "Breaking the Specification: PDF
Certification" (IEEE S&P 2021).
"""

from __future__ import annotations

from collections.abc import Callable

from signing.demo.tampering.case import Bench, Case, bad
from signing.demo.tampering.catalogue_changes import CATALOGUE
from signing.demo.tampering.documents import increment
from signing.demo.tampering.form_changes import FORMS, SIGNATURE_FIELDS
from signing.demo.tampering.page_changes import COMMENTS, PAGES
from signing.demo.tampering.pdf_parts import Change


def cases() -> list[Case]:
    """Return the cases: each change on a file with one signature, and some on others."""
    on_signed = {"pages": PAGES, "comments": COMMENTS, "signature fields": SIGNATURE_FIELDS, "catalogue": CATALOGUE}
    found = []
    for family, changes in on_signed.items():
        found += bad(f"increment: {family}", [(name, _on_signed(change)) for name, change in changes])
    found += bad("increment on B-LTA", [(name, _on_sequence(change)) for name, change in PAGES + CATALOGUE])
    found += bad("increment on a form", [(name, _on_form(change)) for name, change in FORMS])
    return found + bad("increment on a certified file", [(name, _on_certified(one)) for name, one in COMMENTS])


def _on_signed(change: Change) -> Callable[[Bench], bytes]:
    return lambda bench: increment(bench.signed, change)


def _on_sequence(change: Change) -> Callable[[Bench], bytes]:
    return lambda bench: increment(bench.sequence, change)


def _on_form(change: Change) -> Callable[[Bench], bytes]:
    return lambda bench: increment(bench.form, change)


def _on_certified(change: Change) -> Callable[[Bench], bytes]:
    return lambda bench: increment(bench.certified, change)
