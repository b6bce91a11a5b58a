"""What is read and scored: a file, what a person reads on it, and which of that may be scored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """One document."""

    name: str
    """For the console only; names of real files are never written into a document of the project."""
    path: Path
    truth: Mapping[str, Any]
    """Under the names of the reading contract."""
    sure: frozenset[str]
    """The facts that may be scored."""
    handwritten: bool
    """True where number and day were written by hand."""
    page_text: tuple[str, ...] = ()
    """Lines of page 1 as a person typed them; empty where nobody did."""
    group: str = ""
    """What the made document puts to the test."""
    tags: frozenset[str] = field(default_factory=frozenset)


def corpus_cases(folder: Path) -> list[Case]:
    """Return the real scans of a corpus: ``truth.jsonl``, ``scans/`` and ``page-text/``.

    Raises:
        FileNotFoundError: if there is no corpus.
    """
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Case(
            name=row["file"],
            path=folder / "scans" / row["file"],
            truth=row,
            sure=frozenset(row["sure"]),
            handwritten=bool(row["handwritten_number"]),
            page_text=_page_text(folder / "page-text" / f"{Path(row['file']).stem}.p1.txt"),
            group="real scans",
        )
        for row in rows
    ]


def _page_text(path: Path) -> tuple[str, ...]:
    if not path.exists():
        return ()
    return tuple(line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
