"""The packages that an audit reads in one store: which, from what was listed, several at a time, noted as it goes."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from vanban.domain.findings import Finding
from vanban.domain.keeping import Custody, Holding
from vanban.ports import StoredObject
from vanban.workflows.audit_listing import SUBJECT
from vanban.workflows.audit_package import Checked, check_package, digests_in
from vanban.workflows.audit_rounds import due_share, is_overdue, left_of_round
from vanban.workflows.audit_run import Run
from vanban.workflows.holdings import NamedStore

NOTED_AT_ONCE = 32
"""Packages that the register is told of together; up to twice as many are read again after a crash."""
LISTED_AT_MOST = 200_000
"""Objects whose versions are kept from the list until they are read; beyond, a package is listed again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read in one store."""

    expected: Sequence[Holding]
    todo: Sequence[Holding]
    """In this order."""
    noted: Mapping[str, Custody]
    round: int
    listed: dict[str, list[StoredObject]]
    """Versions by key, from the list; of the first so many objects only, so that memory stays bounded."""


def to_read(place: NamedStore, run: Run) -> Reading:
    """Return what is to be read in a store: what is left of the round, or today's share of it."""
    room, now, noted = run.room, run.room.clock.now(), run.custody(place)
    expected = [one for one in run.known.everything if not place.grace or one.since <= now - place.grace]
    current, todo = left_of_round(expected, noted)
    if not run.everything:
        todo = due_share(todo, noted, total=len(expected), now=now, within_days=room.within_days)
    keys = itertools.islice((key for one in todo for key in one.objects), LISTED_AT_MOST)
    return Reading(expected, todo, noted, current, {key: [] for key in keys})


def read_packages(place: NamedStore, reading: Reading, run: Run) -> None:
    """Read packages while the run goes on, and note them as it goes; note whether any is overdue."""
    room = run.room
    with ThreadPoolExecutor(max_workers=max(room.at_once, 1)) as pool:
        under_way: deque[Future[Checked]] = deque()
        for holding in reading.todo:
            if not run.keep_on():
                run.tally.whole = False
                break
            under_way.append(pool.submit(_read_one, holding, place, reading, run))
            # Only the older half is waited for, so that the store is read on while the register is told.
            if len(under_way) == 2 * NOTED_AT_ONCE:
                _collect([under_way.popleft().result() for _ in range(NOTED_AT_ONCE)], place, reading.round, run)
        _collect([one.result() for one in under_way], place, reading.round, run)
    now = room.clock.now()
    late = is_overdue(reading.expected, run.custody(place), now=now, within_days=room.within_days)
    said = f"packages were not read again within {room.within_days} days"
    run.note({f"overdue:{place.name}": [Finding("overdue", SUBJECT, said, place.name)] if late else []})


def _read_one(holding: Holding, place: NamedStore, reading: Reading, run: Run) -> Checked:
    known = all(key in reading.listed for key in holding.objects)
    return check_package(
        holding,
        place,
        noted=reading.noted.get(holding.prefix),
        wanted=run.known.wanted[holding.prefix],
        now=run.room.clock.now(),
        digests=digests_in(holding, run.room.store) if place.name else {},
        versions=[one for key in holding.objects for one in reading.listed[key]] if known else None,
    )


def _collect(done: Sequence[Checked], place: NamedStore, current: int, run: Run) -> None:
    """Note packages that were read, and let intake copies go."""
    settled = run.room.clock.now() - run.room.keep_intake_copies
    wrong = {finding.subject for finding in run.tally.findings if finding.kind != "unexpected"}
    run.note({f"package:{place.name}:{one.holding.prefix}": one.findings for one in done})
    early, read = [], []
    for one in done:
        run.tally.documents += 1
        run.tally.objects += one.objects
        run.tally.bytes += one.bytes
        if not place.name and one.holding.since > settled:
            early.append(one.holding.prefix)
            continue
        read.append(one.holding.prefix)
        document = run.known.documents.get(one.holding.subject)
        if document is not None and not place.name and not one.findings and document.id not in wrong:
            run.room.release_intake_copy(document.claim_id)
    with run.room.register.begin() as uow:
        # What is too young to let its intake copy go is read once more by the next run.
        uow.custody.read(place.name, early, at=None, of_round=current)
        uow.custody.read(place.name, read, at=run.room.clock.now(), of_round=current)
        uow.commit()
