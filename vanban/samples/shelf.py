"""What a shipped sample is, and the source of chance and letters that all samples are made from."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from vanban.samples.contents import compose
from vanban.samples.letter import Letter
from vanban.samples.offices import OUR_CHAIR, OUR_OFFICE

OFFICE = "van-phong"
"""The intake folder that the samples are dropped into."""
INCOMING, OUTGOING = "den", "di"
Signer = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Sample:
    """One shipped sample, written as ``name`` into the folder given to ``write_samples``."""

    name: str
    """File name; may hold a line break or decomposed letters, on purpose."""
    stream: str
    """``den`` or ``di``."""
    office: str
    expected_end: str
    """``archived``, ``quarantined:<reason code>``, ``duplicate`` or ``suspect``."""
    truth: Mapping[str, Any]
    """What a person reads on the page, under the names of the reading contract; empty where nobody can read it."""
    about_vi: str
    about_en: str
    registered_as: str = ""
    """The kind the clerk registers it under where the page does not say it: a copy or an annex."""


@dataclass(frozen=True, slots=True)
class Made:
    """A sample with its bytes; None stands for a symbolic link."""

    sample: Sample
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the making of samples draws on."""

    seed: int
    today: dt.date
    foreign_signer: Signer | None
    _letters: dict[str, Letter] = field(default_factory=dict)

    def letter(self, name: str, kind: str, **given: Any) -> Letter:
        """Return the letter of this name; each name has a source of chance of its own, so that none moves another."""
        if name not in self._letters:
            rng = random.Random(f"{self.seed} {name}")
            day = self.today - dt.timedelta(days=rng.randint(2, 30))
            self._letters[name] = compose(kind, rng=rng, **{"issued_on": day, **given})
        return self._letters[name]

    def draft(self, name: str, kind: str) -> Letter:
        """Return one of our own letters, number and date blank, for our chair to sign."""
        letter = self.letter(name, kind, office=OUR_OFFICE, issued_on=self.today, capacity="head", signer=OUR_CHAIR)
        return replace(letter, number="", issued_on=None, year=self.today.year)
