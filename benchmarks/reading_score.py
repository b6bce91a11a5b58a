"""Score the reading against hand-made truth, and its CPU against bare Tesseract on the same page images.

    python benchmarks/reading_score.py [CORPUS] [--cache FOLDER] [--limit N] [--speed N] [--show FACT]

CORPUS (or ``VANBAN_CORPUS``) holds ``truth.jsonl`` and ``scans/``. With ``--cache``, recognised pages are kept there,
outside the project, so that rules can be scored again without recognising anything. Prints numbers; ``--show`` prints
the differing values of one fact, for work on rules only.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from processors.bounds import Bounds
from processors.raster import open_pages
from processors.reading import Document, read_pages
from processors.tesseract import TesseractOcr
from vanban.domain.reading import FACT_NAMES, Fact

SILENT = 0.95
"""Confidence from which a wrong value would pass unseen."""


def main() -> None:
    """Read the scans, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?", default=os.environ.get("VANBAN_CORPUS"))
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--speed", type=int, default=0, help="pages to time against bare Tesseract")
    parser.add_argument("--show", default="")
    options = parser.parse_args()
    if not options.corpus:
        parser.error("give the corpus folder, or set VANBAN_CORPUS")
    corpus = Path(options.corpus)
    truths = [json.loads(line) for line in (corpus / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    if options.speed:
        compare_speed([corpus / "scans" / truth["file"] for truth in truths], options.speed)
        return
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for truth in truths[: options.limit or None]:
        facts = read(corpus / "scans" / truth["file"], options.cache)
        for name in FACT_NAMES:
            if name in truth["sure"]:
                outcome = judge(name, facts.get(name, Fact()), truth[name])
                counts[name][outcome] += 1
                if facts.get(name, Fact()).confidence >= SILENT:
                    counts[name]["sure"] += 1
                if name == options.show and outcome not in {"exact", "none"}:
                    print(
                        f"{truth['file']}: {outcome} {facts[name].confidence}\n  {facts[name].value}\n  {truth[name]}"
                    )
    print_table(counts)


def read(path: Path, cache: Path | None) -> dict[str, Fact]:
    """Return the facts of one scan, read in this process."""
    with tempfile.TemporaryDirectory() as folder:
        work = cache / path.stem if cache else Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        document = Document()
        with open_pages(path, limits=Bounds()) as source:
            for page in read_pages(source, work, seconds=120, keep_all=cache is not None):
                document.take(page, source)
        return document.facts()


def judge(name: str, fact: Fact, truth: Any) -> str:
    """Return ``exact``, ``none`` (rightly nothing), ``abstained``, ``wrong`` or ``silent`` (wrong and sure)."""
    if truth in (None, []):
        if fact.value in (None, []):
            return "none"
    elif fact.value in (None, []):
        return "abstained"
    elif plain(name, fact.value) == plain(name, truth):
        return "exact"
    return "silent" if fact.confidence >= SILENT else "wrong"


def plain(name: str, value: Any) -> Any:
    """Return a value without what the truth does not fix: kind of dash and quote, place of tone marks, end signs."""
    if isinstance(value, list):
        return sorted(plain(name, item) for item in value)
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFD", re.sub(r"\s+", " ", value.replace("–", "-").replace("—", "-")).strip(" .;"))
    text = re.sub(r"[“”\"']", "", text)
    return re.sub(r"(\w)([\u0300\u0301\u0303\u0309\u0323]?)([oeay]?)", r"\1\3\2", text)


def print_table(counts: dict[str, Counter[str]]) -> None:
    """Print one row per fact."""
    columns = ("exact", "none", "abstained", "wrong", "silent", "sure")
    print(f"{'fact':16}" + "".join(f"{column:>11}" for column in columns))
    for name in FACT_NAMES:
        print(f"{name:16}" + "".join(f"{counts[name][column]:>11}" for column in columns))


def compare_speed(paths: list[Path], pages: int) -> None:
    """Print the CPU seconds a page of the reading and of bare Tesseract on the same images, one after the other."""
    ours = bare = 0.0
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.pgm"
        for path in paths:
            if done >= pages:
                break
            with open_pages(path, limits=Bounds()) as source:
                raster = source.render(1)
                size = source.size(1)
            grey = raster.image.convert("L")
            grey.save(image, format="PPM")
            before = _cpu()
            document = Document()
            with open_pages(path, limits=Bounds()) as source:
                again = source.render(1)
            document.take(TesseractOcr().read_page(again.image, number=1, dpi=again.dpi, width=size[0], height=size[1]))
            document.facts()
            middle = _cpu()
            options = ["-l", "vie", "--psm", "3", "--dpi", str(raster.dpi), "-c", "thresholding_method=2"]
            subprocess.run(
                ["tesseract", str(image), str(image.with_suffix("")), *options],
                check=True,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
            ours += middle - before
            bare += _cpu() - middle
            done += 1
    print(
        f"pages {done}  reading {ours / done:.2f} CPU s/page  bare tesseract {bare / done:.2f}  ratio {ours / bare:.2f}"
    )


def _cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
