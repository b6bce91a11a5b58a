"""Teach the look for marks of secrecy: ``make train-marks`` or ``python -m benchmarks.marks``.

Windows are drawn from the seed; with a corpus (``../shared/corpus``, ``--corpus``) every second of its scans gives
windows without a mark as well, and print that stamps lie on. The others are left for the score. Afterwards the network
looks through the scans it was taught with, and is taught once more with what it took for a mark there. Prints what it
makes of windows it was not taught with; ``--save`` writes the weights.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.marks.mistakes import decoys, mistakes
from benchmarks.marks.patches import Drawer, scan_windows
from benchmarks.marks.training import Layers, fit, save
from processors.bounds import Bounds
from processors.mark_ink import DPI_AT, LETTERS
from processors.mark_look import WEIGHTS, scores
from processors.raster import open_pages

ROOT = Path(__file__).resolve().parents[2]
_DRAWN_DPI = 120
_PAGES_OF_EACH = 3
_HELD_OUT = 0.05
_DECOYS = 72


def main() -> None:
    """Draw, teach, judge; with ``--save``, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.marks", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--each", type=int, default=40_000, help="windows with a mark; half as many more are drawn without"
    )
    parser.add_argument("--rounds", type=int, default=14)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    scans = list(_scans(options.corpus))
    windows, truth = _windows(options.seed, options.each, scans)
    cut = int(len(windows) * (1 - _HELD_OUT))
    layers = fit(windows[:cut], truth[:cut], seed=options.seed, rounds=options.rounds)
    pages = itertools.chain(((scan, _DRAWN_DPI, ()) for scan in scans), decoys(_DECOYS))
    wrong = list(mistakes(pages, layers, seed=options.seed))
    print(f"windows without a mark that were taken for one: {len(wrong)}")
    more = np.array(wrong, dtype=np.float16).reshape(len(wrong), -1)
    taught = np.concatenate([windows[:cut], more])
    told = np.concatenate([truth[:cut], np.zeros(len(more), dtype=np.float32)])
    layers = fit(taught, told, seed=options.seed, rounds=options.rounds)
    _tell(windows[cut:], truth[cut:], layers)
    if options.save:
        save(layers, WEIGHTS)
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} KB")


def _scans(corpus: Path) -> Iterator[Image.Image]:
    """Yield pages of every second scan, grey, at the resolution that stamps are drawn with."""
    for path in sorted((corpus / "scans").glob("*"))[::2]:
        with open_pages(path, limits=Bounds()) as source:
            for number in range(1, min(source.count, _PAGES_OF_EACH) + 1):
                raster = source.render(number)
                yield _at_dpi(raster.image.convert("L"), _DRAWN_DPI / raster.dpi)


def _windows(seed: int, each: int, scans: Sequence[Image.Image]) -> tuple[NDArray[np.float16], NDArray[np.float32]]:
    drawer, rng = Drawer(seed, scans=scans), random.Random(seed)
    marks = [drawer.mark() for _ in range(each)]
    others = [drawer.other() for _ in range(each * 3 // 2)]
    for size in LETTERS:
        pages = [_at_dpi(scan, DPI_AT / size / _DRAWN_DPI) for scan in scans]
        others += scan_windows(pages, rng, each // 100)
    windows = np.array([*marks, *others], dtype=np.float16).reshape(len(marks) + len(others), -1)
    truth = np.array([1] * len(marks) + [0] * len(others), dtype=np.float32)
    order = np.random.default_rng(seed).permutation(len(windows))
    return windows[order], truth[order]


def _tell(windows: NDArray[np.float16], truth: NDArray[np.float32], layers: Layers) -> None:
    said = scores(windows.astype(np.float32), layers)
    print("score from | marks found | others taken for one")
    for least in (0, 2, 4, 7, 10, 12):
        print(f"{least} | {np.mean(said[truth > 0] >= least):.4f} | {np.mean(said[truth == 0] >= least):.5f}")


def _at_dpi(image: Image.Image, scale: float) -> Image.Image:
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BOX)


if __name__ == "__main__":
    main()
