"""The decisions in docs/adr: each has a number of its own, the one in its title."""

from __future__ import annotations

import re
from pathlib import Path

DECISIONS = sorted((Path(__file__).parents[2] / "docs" / "adr").glob("*.md"))


def test_numbers_are_used_once_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_titles_carry_the_number_of_their_file() -> None:
    titles = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in DECISIONS}
    wrong = {name: title for name, title in titles.items() if not re.match(rf"# {int(name[:4])}\. ", title)}
    assert wrong == {}
