"""Train and judge the second opinion on the kind: ``make train-kinds`` or ``python -m benchmarks.kinds``.

Cross-validated by theme over made documents: every fold is judged on documents about fields of work that its training
never saw. With a corpus (``../shared/corpus``, ``--corpus``), real texts are judged too, their headings taken away;
none of them is trained on. ``--save`` writes the weights.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.kinds.training import Example, Fitted, examples, fit, save
from processors.kind_words import LEAST, WEIGHTS, features
from processors.vietnamese import fold
from vanban.samples.themes import THEMES

ROOT = Path(__file__).resolve().parents[2]
_HEAD = 2500
"""Letters of a legal text that a first page holds."""


def main() -> None:
    """Print the figures; with ``--save``, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kinds", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=45, help="examples of each kind")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args()
    _row("set", "documents", "answered", "right of these", "right of all")
    _cross_validate(options.seed, options.each, options.folds)
    model = fit(examples(seed=options.seed, each=options.each))
    legal = options.corpus / "legal.jsonl.gz"
    if legal.exists():
        _judge("legal texts, heading taken away", model, list(_legal(legal)))
    if options.save:
        save(model, WEIGHTS)
        print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} KB")


def _cross_validate(seed: int, each: int, folds: int) -> None:
    answered = right = count = 0
    for fold_number in range(folds):
        held = [theme for index, theme in enumerate(THEMES) if index % folds == fold_number]
        rest = [theme for theme in THEMES if theme not in held]
        model = fit(examples(seed=seed, each=each // 2, themes=rest))
        unseen = examples(seed=seed + 100 + fold_number, each=6, themes=held)
        results = [(example.kind, *model.best(example.words)) for example in unseen]
        count += len(results)
        answered += sum(share >= LEAST for _, _, share in results)
        right += sum(share >= LEAST and kind == said for kind, said, share in results)
    _print("made, themes not trained on", count, answered, right)


def _legal(path: Path) -> Iterator[Example]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            text = json.loads(line)
            kind = text["loai_van_ban"].lower()
            yield Example(kind, frozenset(features(without_heading(text["text"][:_HEAD], kind))))


def without_heading(text: str, kind: str) -> str:
    """Return a text without its header: what stands above and in the line that names its kind."""
    lines = text.splitlines()
    at = next((index for index, line in enumerate(lines[:40]) if fold(line).strip(": ") == fold(kind)), 8)
    rest = "\n".join(lines[at + 1 :])
    return re.sub(rf"(?m)^\W*{re.escape(kind.upper())}\W*$", "", rest)


def _judge(name: str, model: Fitted, texts: Sequence[Example]) -> None:
    known = [example for example in texts if example.kind in model.kinds]
    results = [(example.kind, *model.best(example.words)) for example in known]
    answered = [(kind, said) for kind, said, share in results if share >= LEAST]
    _print(name, len(results), len(answered), sum(kind == said for kind, said in answered))


def _print(name: str, count: int, answered: int, right: int) -> None:
    share = f"{right / answered:.1%}" if answered else "-"
    _row(name, str(count), str(answered), share, f"{right / count:.1%}" if count else "-")


def _row(*cells: str) -> None:
    print(f"{cells[0]:34}" + "".join(f"{cell:>16}" for cell in cells[1:]))


if __name__ == "__main__":
    main()
