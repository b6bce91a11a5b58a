"""What a check of a draft's form says (NĐ 30/2020, Phụ lục I): warnings for people, which block and alter nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from vanban.domain.reading import Box

DECREE = "NĐ 30/2020, Phụ lục I, Phần I"
"""Where the rules stand; a rule is named by what follows: ``II.1.a``."""


class Severity(StrEnum):
    """How certain a warning is."""

    WRONG = "wrong"
    """The page shows something else than the rule asks for."""
    LOOK = "look"
    """It may be right after all: a person looks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatWarning:
    """One place where a draft differs from the rules."""

    code: str
    """What differs, such as ``margin-left``; stable, for programs."""
    rule: str
    """Section of Phụ lục I, Phần I: ``II.1.a``."""
    severity: Severity
    vi: str
    """What was seen, as a Vietnamese sentence."""
    en: str
    todo_vi: str
    """What to do about it."""
    todo_en: str
    page: int | None = None
    """1-based; None where it is nowhere in particular."""
    box: Box | None = None

    @property
    def source(self) -> str:
        """The rule in full: ``NĐ 30/2020, Phụ lục I, Phần I, II.1.a``."""
        return f"{DECREE}, {self.rule}"

    def as_json(self) -> dict[str, Any]:
        """Return the warning as the command line prints it."""
        return {**asdict(self), "rule": self.source, "box": [round(v, 1) for v in self.box] if self.box else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatReport:
    """What the check of one file found."""

    measured: bool
    """True if letters, sizes and rules were measured: of a born-digital PDF. Of a scan only facts are known."""
    pages: int
    """Pages that were looked at."""
    warnings: tuple[FormatWarning, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the report as the command line prints it."""
        told = [warning.as_json() for warning in self.warnings]
        return {"measured": self.measured, "pages": self.pages, "warnings": told}
