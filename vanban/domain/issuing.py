"""What is done with an outgoing document once it is sealed: sent out, copied, recalled (NĐ 30/2020, Điều 18, 25 to 27).

Acts are added, never changed: a document stays sealed and archived whatever they say, and what stands of it is computed
from them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

_FRIDAY = 5
"""As ``isoweekday`` counts."""


def late_if_before(today: dt.date) -> dt.date:
    """Return the day before which a document must have been signed to be late today if it was not sent.

    Not for copies: they carry the date of their original.

    It goes out on the day it is signed, at latest the next working day (NĐ 30/2020, Điều 18.1). Working days are Monday
    to Friday here: no table of holidays is kept, so that after one a document counts as late a little early.
    """
    before = today - dt.timedelta(days=1)
    while before.isoweekday() > _FRIDAY:
        before -= dt.timedelta(days=1)
    return before


class Way(StrEnum):
    """How a document goes to a recipient."""

    NETWORK = "liên thông"
    EMAIL = "thư điện tử"
    INTERNAL = "nội bộ"
    POST = "bưu điện"
    HAND = "giao trực tiếp"


class Act(StrEnum):
    """What was done."""

    ISSUED = "issued"
    """Phát hành: sent to recipients; the first time and each later one."""
    RECALL_DECIDED = "recall-decided"
    """An official decided that the document is recalled."""
    RECALLED = "recalled"
    """The clerk told every recipient."""


class Standing(StrEnum):
    """How an outgoing document stands after its seal."""

    WAITING = "chờ phát hành"
    ISSUED = "đã phát hành"
    RECALL_DECIDED = "có quyết định thu hồi"
    RECALLED = "đã thu hồi"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One recipient, and how the document or the notice goes there."""

    recipient: str
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingAct:
    """One thing that was done with an outgoing document."""

    id: str
    """The same one twice is one act: a form that was sent twice."""
    document_id: str
    act: Act
    by: str
    """The account that did it."""
    at: dt.datetime
    day: dt.date
    """Day of sending, deciding or telling, in Vietnam."""
    reason: str = ""
    basis: str = ""
    """Number and symbol of the decision, where there is one on paper."""
    dispatches: tuple[Dispatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Everything that was done with one document, in the order it was done."""

    acts: tuple[OutgoingAct, ...] = ()

    def of(self, act: Act) -> tuple[OutgoingAct, ...]:
        """Return the acts of one kind."""
        return tuple(one for one in self.acts if one.act is act)

    @property
    def issued(self) -> OutgoingAct | None:
        """The first sending; None before."""
        return next(iter(self.of(Act.ISSUED)), None)

    @property
    def sent_to(self) -> tuple[Dispatch, ...]:
        """Everybody whom it went to, each way once, in order."""
        return tuple(dict.fromkeys(dispatch for one in self.of(Act.ISSUED) for dispatch in one.dispatches))

    @property
    def recall_decision(self) -> OutgoingAct | None:
        """The official's decision to recall it; None if there is none."""
        return next(iter(self.of(Act.RECALL_DECIDED)), None)

    @property
    def recalled(self) -> OutgoingAct | None:
        """The notice to the recipients; None before."""
        return next(iter(self.of(Act.RECALLED)), None)

    @property
    def standing(self) -> Standing:
        """How it stands."""
        if self.recalled:
            return Standing.RECALLED
        if self.recall_decision:
            return Standing.RECALL_DECIDED
        return Standing.ISSUED if self.issued else Standing.WAITING


def recipients_of(to_places: str, addressees: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return who receives a document by its register entry: without the file copy, ``Như trên`` in full.

    Args:
        to_places: the entry's recipients, parted by semicolons.
        addressees: who stands after ``Kính gửi``.
    """
    names: list[str] = []
    for part in to_places.split(";"):
        name = part.strip(" -–.,\n")
        if name.casefold().startswith("lưu"):
            continue
        names += addressees if name.casefold() == "như trên" and addressees else [name]
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
