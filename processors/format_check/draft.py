"""What the rules look at: the zones of a draft, its sheets, and the facts that reading found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from processors.format_check.sheet import Look, Sheet
from processors.pages import Line
from processors.signature_zone import SignatureZone
from processors.zones import FirstPage
from vanban.domain.reading import Box


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as far as it is known."""

    sizes: tuple[tuple[float, float], ...]
    """(width, height) of each page in points."""
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Facts of the reading as JSON; see ``vanban.domain.reading.Fact``."""
    sheets: tuple[Sheet, ...] = ()
    """Empty for a scan: nothing of it can be measured."""
    first: FirstPage | None = None
    """None for a scan."""
    closing: SignatureZone | None = None
    """Boxes 7 and 9b, where they were found."""

    @property
    def measured(self) -> bool:
        """Whether letters and rules are known."""
        return self.first is not None

    def value(self, name: str) -> Any:
        """Return the value of a fact, None if it was not found."""
        return (self.facts.get(name) or {}).get("value")

    @property
    def kind(self) -> str:
        """The kind as the reading names it, lower case; empty if it is not known."""
        return self.value("kind") or ""

    def place(self, name: str) -> tuple[int | None, Box | None]:
        """Return page and box of a fact."""
        fact = self.facts.get(name) or {}
        box = fact.get("box")
        return fact.get("page"), (box[0], box[1], box[2], box[3]) if box else None

    def sheet(self, number: int) -> Sheet | None:
        """Return a page by its number."""
        return next((sheet for sheet in self.sheets if sheet.number == number), None)

    def look(self, line: Line, page: int = 1) -> Look | None:
        """Return how a line of a page is set."""
        sheet = self.sheet(page)
        return sheet.look(line) if sheet else None

    @property
    def last_page(self) -> int:
        """The page with the signature: what follows is annexes, which have their own rules."""
        return self.closing.page.number if self.closing else len(self.sizes)
