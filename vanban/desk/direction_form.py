"""The slip as forms: rows of who, in what capacity, by when; proposals of the reading as candidates for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from vanban.desk.entry_form import Mark, day_of
from vanban.domain.directions import Assignment, Involvement
from vanban.domain.document import Document

ROWS = 3
"""Empty rows of the form, besides those that candidates fill."""
_MOST_ROWS = 30
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form as it is shown."""

    who: str = ""
    involvement: str = Involvement.LEADS.value
    due: str = ""
    task: str = ""
    """Number of the candidate it was taken from; empty for none."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that the document asks for, as read: a person accepts or changes it."""

    number: int
    who: str
    what: str
    due: str
    """``dd/mm/yyyy``, or what is known of a period; empty without a limit."""
    day: str
    """``dd/mm/yyyy`` where it is a day that can be taken over."""
    page: int
    percent: int


def candidates(document: Document) -> list[Candidate]:
    """Return what the reading proposes to do, in the order of the document."""
    tasks: Sequence[dict[str, Any]] = (document.reading or {}).get("tasks", [])
    return [_candidate(number, task) for number, task in enumerate(tasks)]


def _candidate(number: int, task: dict[str, Any]) -> Candidate:
    day = "/".join(reversed(str(task.get("by") or "").split("-"))) if task.get("by") else ""
    period = f"hằng kỳ ({task['every']})" if task.get("every") else ""
    return Candidate(
        number=number,
        who=str(task.get("who") or ""),
        what=str(task.get("what") or ""),
        due=" ".join(part for part in (task.get("at") or "", day or period) if part),
        day=day,
        page=int(task.get("page") or 1),
        percent=round(float(task.get("confidence") or 0.0) * 100),
    )


def task_marks(document: Document, sizes: tuple[tuple[float, float], ...]) -> list[Mark]:
    """Return the places on the pages that the candidates were read from, named ``task-0`` and on."""
    found = []
    for number, task in enumerate((document.reading or {}).get("tasks", [])):
        page, box = task.get("page"), task.get("box")
        if box and page and 1 <= page <= len(sizes):
            x0, y0, x1, y1 = box
            height = sizes[page - 1][1]
            found.append(Mark(f"task-{number}", page, x0 - 2, height - y1 - 2, x1 - x0 + 4, y1 - y0 + 4, "task"))
    return found


def rows(found: Sequence[Candidate], *, used: str, given: Iterable[Assignment] = ()) -> list[Row]:
    """Return the rows to show: what stands now, the candidates that were chosen (``used``: ``0,2``), and empty ones."""
    standing = [
        Row(one.who, one.involvement.value, f"{one.due:%d/%m/%Y}" if one.due else "", _number(one.task))
        for one in given
    ]
    chosen = {int(part) for part in used.split(",")[:_MOST_ROWS] if part.isdecimal() and len(part) < 4}
    taken = [Row(one.who, Involvement.LEADS.value, one.day, str(one.number)) for one in found if one.number in chosen]
    return [*standing, *taken, *([Row()] * ROWS)]


def typed_rows(form: FormData) -> list[Row]:
    """Return the rows as they were sent, to be shown again."""
    names = ("who", "involvement", "due", "task")
    columns = [[str(value) for value in form.getlist(name)[:_MOST_ROWS]] for name in names]
    return [Row(*cells) for cells in zip(*columns, strict=False)]


def assignments_of(form: FormData) -> tuple[Assignment, ...]:
    """Return the assignments that were typed; rows without a name are empty.

    Raises:
        RefusedError: if a day cannot be understood.
    """
    return tuple(
        Assignment(
            who=" ".join(row.who.split())[:_LONGEST_NAME],
            involvement=Involvement(row.involvement) if row.involvement in set(Involvement) else Involvement.LEADS,
            due=day_of("Thời hạn", "Time limit", row.due.strip()),
            task=int(row.task) if row.task.isdecimal() and len(row.task) < 4 else None,
        )
        for row in typed_rows(form)
        if row.who.strip()
    )


def _number(task: int | None) -> str:
    return "" if task is None else str(task)
