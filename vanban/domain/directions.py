"""Phiếu giải quyết văn bản đến: who leads, who assists, by when, and what came of it.

NĐ 30/2020, Điều 23 and Phụ lục IV, VII.

Opinions are added, never changed: the newest of the leadership is the one that counts, the ones before it stay on the
slip. How a document stands against its time limit is computed from them and stored nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """The parts of the slip, in the order of the form."""

    LEADERSHIP = "lãnh đạo cơ quan"
    """1: to which units or people it goes, and by when."""
    UNIT = "lãnh đạo đơn vị"
    """2: to which person of the unit, and by when."""
    HANDLER = "người giải quyết"
    """3: what the person who handles it proposes."""
    RESULT = "kết quả"
    """Not of the form: how far it is, and the answer (Phụ lục IV, VIII, columns 5 and 6)."""


class Involvement(StrEnum):
    """What a unit or person does with the document."""

    LEADS = "chủ trì"
    ASSISTS = "phối hợp"
    INFORMED = "để biết"


class Progress(StrEnum):
    """How far whoever leads has come, as they say it."""

    UNDER_WAY = "đang giải quyết"
    DONE = "đã giải quyết"


class Standing(StrEnum):
    """How a document stands, computed for a day."""

    WAITING = "chờ ý kiến"
    OPEN = "chưa xong, không hạn"
    IN_TIME = "chưa xong, trong hạn"
    OVERDUE = "chưa xong, quá hạn"
    DONE = "đã xong"
    DONE_LATE = "đã xong, quá hạn"
    NO_ACTION = "không phải giải quyết"
    """The leadership gave it to nobody to handle: noted, or for information."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One unit or person that a document was given to."""

    who: str
    """Account, or name of the unit, as it was chosen."""
    involvement: Involvement
    due: dt.date | None = None
    task: int | None = None
    """Which candidate of the reading it was taken from, counted from 0; None if a person thought of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One entry of a slip."""

    id: str
    document_id: str
    part: Part
    by: str
    """Account of who gave it."""
    at: dt.datetime
    words: str = ""
    assignments: tuple[Assignment, ...] = ()
    progress: Progress | None = None
    answer: str = ""
    """Number and symbol of the answering document, where there is one."""


@dataclass(frozen=True, slots=True)
class Slip:
    """The slip of one document: its opinions in the order they were given."""

    opinions: tuple[Opinion, ...] = ()

    def of(self, part: Part) -> tuple[Opinion, ...]:
        """Return the opinions of one part."""
        return tuple(one for one in self.opinions if one.part is part)

    @property
    def direction(self) -> Opinion | None:
        """The leadership's opinion that counts: the newest."""
        return (self.of(Part.LEADERSHIP) or (None,))[-1]

    @property
    def since(self) -> tuple[Opinion, ...]:
        """What was added to the slip after the leadership's opinion that counts."""
        place = self.opinions.index(self.direction) if self.direction else len(self.opinions)
        return self.opinions[place + 1 :]

    @property
    def leads(self) -> tuple[Assignment, ...]:
        """Who leads."""
        given = self.direction.assignments if self.direction else ()
        return tuple(one for one in given if one.involvement is Involvement.LEADS)

    def addressed(self, names: frozenset[str]) -> tuple[Assignment, ...]:
        """Return what the leadership gave to any of these names, but not what is only for information."""
        given = self.direction.assignments if self.direction else ()
        return tuple(one for one in given if one.who in names and one.involvement is not Involvement.INFORMED)

    def handlers(self) -> Iterator[Assignment]:
        """Yield whom the units gave it to since the leadership's opinion that counts."""
        for one in self.since:
            if one.part is Part.UNIT:
                yield from one.assignments

    def is_for(self, names: frozenset[str]) -> bool:
        """Return whether it was given to any of these names, in whatever part and capacity."""
        given = (assignment.who for one in self.opinions for assignment in one.assignments)
        return any(who in names for who in given)

    @property
    def due(self) -> dt.date | None:
        """The day by which it is to be done: the last one that a leading unit or person was given."""
        return max((one.due for one in self.leads if one.due), default=None)

    @property
    def result(self) -> Opinion | None:
        """The newest word on how far it is, since the leadership's opinion that counts."""
        return next((one for one in reversed(self.since) if one.part is Part.RESULT), None)

    def standing(self, today: dt.date, *, finished_on: dt.date | None = None) -> Standing:
        """Return how it stands on a day; ``finished_on`` is the day of its result in the office's time zone."""
        if self.direction is None:
            return Standing.WAITING
        if not self.leads:
            return Standing.NO_ACTION
        done = self.result is not None and self.result.progress is Progress.DONE
        until = finished_on if done and finished_on else today
        if done:
            return Standing.DONE_LATE if self.due and until > self.due else Standing.DONE
        if self.due is None:
            return Standing.OPEN
        return Standing.OVERDUE if today > self.due else Standing.IN_TIME
