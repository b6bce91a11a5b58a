"""Many small distinct documents, quickly: for the fault run and the benchmarks."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from vanban.domain.document import Urgency
from vanban.samples.contents import KINDS, compose
from vanban.samples.drawing import render
from vanban.samples.offices import OUR_CHAIR, OUR_OFFICE
from vanban.samples.scan import Depth, ScanStyle, scan

QUICK = ScanStyle(depth=Depth.BITONAL, shade=0.0, noise=0.0, blur=0.0, handwritten=False, sealed=False)
"""A clean 1-bit page at 200 dpi: the least to make, the same work to read."""


@dataclass(frozen=True, slots=True)
class BulkFile:
    """One document of a heap."""

    name: str
    """Unique within the heap; ASCII."""
    data: bytes
    truth: Mapping[str, Any]


def bulk(count: int, seed: int, *, scans: bool, style: ScanStyle = QUICK, urgent: bool = False) -> Iterator[BulkFile]:
    """Yield incoming documents of all kinds, all different; the same seed gives the same bytes.

    Args:
        count: how many files; a few have two pages.
        seed: what the contents are drawn from.
        scans: True for image-only PDFs in ``style``, False for born-digital ones.
        style: the scanner.
        urgent: True to stamp each ``HỎA TỐC``.
    """
    kinds = list(KINDS)
    for index in range(count):
        rng = random.Random(f"{seed} bulk {index}")
        kind = kinds[index % len(kinds)]
        # The number makes each one different, whatever else is drawn.
        changes: dict[str, Any] = {"number": f"{index + 1:02d}"}
        if urgent:
            changes["urgency"] = Urgency.EXPRESS
        letter = compose(kind, rng=rng, **changes)
        data = scan(letter, style=style, seed=rng.randrange(2**32)) if scans else render(letter)
        yield BulkFile(f"{'scan' if scans else 'so'}-{seed}-{index + 1:05d}.pdf", data, letter.truth())


def bulk_drafts(count: int, seed: int, *, today: dt.date) -> Iterator[BulkFile]:
    """Yield outgoing drafts of our office, number and date blank, all different."""
    for index in range(count):
        rng = random.Random(f"{seed} draft {index}")
        kind = ("quyết định", "công văn", "thông báo", "kế hoạch")[index % 4]
        letter = compose(kind, rng=rng, office=OUR_OFFICE, issued_on=today, capacity="head", signer=OUR_CHAIR)
        blank = replace(letter, number="", issued_on=None, year=today.year, drafter=f"DT.({index + 1})")
        yield BulkFile(f"du-thao-{seed}-{index + 1:05d}.pdf", render(blank), blank.truth())
