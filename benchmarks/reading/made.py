"""The documents that are made for the benchmark: for development, for the score, and layouts that are only scored."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from benchmarks.reading import content, forged_content, held_out, paper
from benchmarks.reading.cases import Case
from benchmarks.reading.forged_ends import ALL as FORGED
from benchmarks.reading.layouts import PLAIN
from benchmarks.reading.misleading import MISLEADING
from benchmarks.reading.outside import AGAIN, OUTSIDE
from benchmarks.reading.sheet import draw

SETS = {
    "development": (content.DEVELOPMENT, {**PLAIN, **MISLEADING}, 11),
    "score": (content.SCORE, {**PLAIN, **MISLEADING}, 2027),
    "held-out": (content.SCORE, held_out.HELD_OUT, 90210),
    "forged": (forged_content.FORGED, FORGED, 1975),
    "unseen": (forged_content.UNSEEN, FORGED, 7102),
    "outside": (forged_content.UNSEEN, OUTSIDE, 3010),
    "outside-again": (forged_content.UNSEEN, AGAIN, 4121),
}
"""Content list, layouts and seed of each set; the first shares neither list nor seed with the others."""
COUNTS = {"text": 220, "scan": 99}
NAMES = tuple(f"{name}-{form}" for name in SETS for form in COUNTS)
"""``development-scan`` and so on."""


def made_cases(name: str, folder: Path, *, times: int = 1) -> list[Case]:
    """Return the documents of a set, one of ``NAMES``, made in a folder unless they are there.

    The same name, ``times`` and code give the same documents; ``times`` makes a multiple of ``COUNTS``.
    """
    folder = folder / f"made-{_code_digest()}"
    folder.mkdir(parents=True, exist_ok=True)
    name, _, form = name.rpartition("-")
    return list(_cases(name, folder, count=times * COUNTS[form], scanned=form == "scan"))


def _cases(name: str, folder: Path, *, count: int, scanned: bool) -> Iterator[Case]:
    words, kinds, seed = SETS[name]
    names = tuple(kinds)
    for index in range(count):
        group = names[index % len(names)]
        rng = random.Random(f"{seed} {index} {scanned}")
        by_hand = scanned and rng.random() < 0.6
        laid = kinds[group](words, rng, by_hand=by_hand)
        damage = paper.DAMAGES[(index // len(names) + index) % len(paper.DAMAGES)] if scanned else ""
        path = folder / f"{name}-{'scan' if scanned else 'text'}-{index:04d}.pdf"
        if not path.exists():
            pdf, places = draw(laid.sheet)
            part = path.with_suffix(".part")
            pdf = paper.scan(pdf, places, hand=laid.hand, damage=damage, rng=rng) if scanned else pdf
            part.write_bytes(in_order(pdf, laid.order))
            part.replace(path)
        yield Case(
            name=path.name,
            path=path,
            truth=laid.truth,
            sure=laid.sure,
            handwritten=by_hand,
            group=f"{group} {damage}".strip(),
        )


def in_order(pdf: bytes, order: str) -> bytes:
    """Return the file with its pages in the order in which they were put into the scanner."""
    if not order:
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = list(document.pages)
        turned = pages[::-1] if order == "reversed" else [pages[-1], *pages[:-1]]
        new = pikepdf.new()
        new.pages.extend(turned)
        out = io.BytesIO()
        new.save(out, deterministic_id=True)
    return out.getvalue()


def _code_digest() -> str:
    root = Path(__file__).parent
    code = "".join((root / name).read_text(encoding="utf-8") for name in _MAKE)
    return hashlib.sha256(code.encode()).hexdigest()[:12]


_FORGED = ("forged.py", "forged_content.py", "forged_ends.py", "forged_sheet.py")
_OUTSIDE = ("outside.py", "outside_content.py", "outside_sheet.py", "outside.jsonl", "outside_again.jsonl")
_PLAIN = ("content.py", "layouts.py", "misleading.py", "held_out.py", "sheet.py", "paper.py")
_MAKE = (*_PLAIN, *_FORGED, *_OUTSIDE)
