"""What a case is, and the files that cases start from, each made once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from signing.demo.tampering.authority import Authority
from signing.demo.tampering.documents import (
    INITIALS_BOX,
    SEAL_BOX,
    SIGNATURE_BOX,
    Office,
    add_empty_field,
    draft,
)


class Bench:
    """Files that cases start from."""

    def __init__(self, *, now: dt.datetime | None = None) -> None:
        self.authority = Authority(now=now or dt.datetime.now(tz=dt.UTC))
        self.office = Office(self.authority)

    @cached_property
    def rogue(self) -> Office:
        """Another authority, with the same names."""
        return Office(Authority(now=self.authority.now))

    @cached_property
    def signed(self) -> bytes:
        """Three pages with the official's signature, B-T."""
        return self.office.sign(draft(), self.authority.official, field="ChuKy", box=SIGNATURE_BOX)

    @cached_property
    def plain(self) -> bytes:
        """The same without time-stamp, B-B."""
        return self.office.sign(
            draft(), self.authority.official, field="ChuKy", box=SIGNATURE_BOX, stamped=False
        )  # fmt: skip

    @cached_property
    def twice(self) -> bytes:
        """The official's signature and the seal."""
        return self.office.sign(self.signed, self.authority.seal, field="Dau", box=SEAL_BOX)

    @cached_property
    def sequence(self) -> bytes:
        """Initials, official, seal and information block, B-LTA."""
        return self.office.sequence(draft())

    @cached_property
    def form(self) -> bytes:
        """A signed form with a value and a comment, and one more field to sign."""
        data = add_empty_field(draft(with_fields=True, note=True), "KyNhay", box=INITIALS_BOX)
        return self.office.sign(data, self.authority.official, field="ChuKy", box=SIGNATURE_BOX)

    @cached_property
    def certified(self) -> bytes:
        """Certified by the official: only forms may be filled and signatures added."""
        return self.office.sign(
            draft(with_fields=True), self.authority.official, field="ChuKy", box=SIGNATURE_BOX, certify=True
        )


@dataclass(frozen=True, slots=True)
class Case:
    """One file to judge."""

    family: str
    name: str
    good: bool
    build: Callable[[Bench], bytes]


def bad(family: str, built: Iterable[tuple[str, Callable[[Bench], bytes]]]) -> list[Case]:
    """Return cases that no verifier may call valid."""
    return [Case(family, name, good=False, build=build) for name, build in built]


def fine(family: str, built: Iterable[tuple[str, Callable[[Bench], bytes]]]) -> list[Case]:
    """Return cases that must be called valid."""
    return [Case(family, name, good=True, build=build) for name, build in built]
