"""The guides of docs/vi: every picture they show is there, and made by the walk through the real system."""

from __future__ import annotations

import re
from pathlib import Path

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "vi"
WALK = Path(__file__).resolve().parents[1] / "e2e" / "test_one_day_at_the_desk.py"


def shown() -> set[str]:
    return {
        name for guide in GUIDES.glob("*.md") for name in re.findall(r"\(pictures/([\w-]+)\.png\)", guide.read_text())
    }


def test_every_picture_of_the_guides_is_there_and_every_one_there_is_shown() -> None:
    assert shown() == {path.stem for path in (GUIDES / "pictures").glob("*.png")}


def test_every_picture_is_made_by_the_walk() -> None:
    walk = WALK.read_text()
    # The parts of a name that the walk puts together stand in it one by one.
    missing = [name for name in shown() if f'"{name}"' not in walk and not _put_together(name, walk)]
    assert missing == []


def _put_together(name: str, walk: str) -> bool:
    ends = re.findall(r'f"\{picture\}([\w-]+)"', walk)
    return any(name.endswith(end) and f'"{name.removesuffix(end)}"' in walk for end in ends)
