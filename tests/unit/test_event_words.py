"""Every event that the code writes has words for the people who read the log."""

from __future__ import annotations

import re
from pathlib import Path

from vanban.desk.words import EVENTS

SOURCES = Path(__file__).resolve().parents[2] / "vanban"
ABOUT = sorted({name.partition(".")[0] for name in EVENTS})
NO_EVENTS = re.compile(r"\.(html|id|json|csv|pdf|log|conf|sock|name|date|txt|png)$")


def test_every_event_that_is_written_has_words() -> None:
    named = re.compile(rf'"((?:{"|".join(ABOUT)})\.[a-z][a-z-]*)"')
    written = {name for path in SOURCES.rglob("*.py") for name in named.findall(path.read_text(encoding="utf-8"))}
    assert {name for name in written if not NO_EVENTS.search(name)} - EVENTS.keys() == set()
