"""Brings drafts quickly to the register: the real workflows, with an examiner and a reader that know these drafts.

What is tried in that run is signing; intake and reading have their own (``benchmarks.faults``).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.faults_heap import Dropped
from benchmarks.faults_people import OFFICE, confirmed
from vanban.bootstrap import Services
from vanban.clock import for_seconds
from vanban.domain.document import State
from vanban.domain.reading import Examination, Fact, Reading
from vanban.intake.dropping import drop_stream
from vanban.intake.settling import Patience
from vanban.samples.play import CLERK
from vanban.workflows.process import process_waiting
from vanban.workflows.receive import receive_settled
from vanban.workflows.register_document import register_document

PASS_SECONDS = 60


class KnownDrafts:
    """Examines and reads by knowing what was made."""

    def __init__(self, drafts: Sequence[Dropped]) -> None:
        self._truths: Mapping[str, Dropped] = {one.sha256: one for one in drafts}

    def examine(self, path: Path, *, file_name: str, work: Path) -> Examination:
        """Say that a known draft is clean."""
        del file_name, work
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        return Examination(
            sha256=sha256, size=len(data), outcome="clean" if sha256 in self._truths else "refused", urgency="thường",
            pages=1, reason="" if sha256 in self._truths else "damaged", media_type="application/pdf", signed=False,
        )  # fmt: skip

    def read(self, path: Path, *, work: Path, searchable: Path | None = None) -> Reading:
        """Return what was written into a known draft."""
        del work, searchable
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        facts = {name: Fact(value, 1.0, 1) for name, value in self._truths[sha256].truth.items() if value}
        return Reading(sha256=sha256, pages=1, source="text", facts=facts, text=("",))


def bring_in(services: Services, drafts: Sequence[Dropped]) -> None:
    """Drop the drafts, receive, read and register them all, in this process; Airflow may take some meanwhile."""
    known = KnownDrafts(drafts)
    reception = replace(services.reception, examiner=known, patience=Patience(settle=0, without_lease=0, incomplete=0))
    reading = replace(services.reading_room, reader=known)
    for one in drafts:
        folder = services.settings.intake / one.stream / OFFICE
        drop_stream(io.BytesIO(one.data), name=one.name, folder=folder)
    truths = {one.sha256: one.truth for one in drafts}
    registered = 0
    while registered < len(drafts):
        for _ in receive_settled(reception, keep_on=for_seconds(PASS_SECONDS)):
            pass
        for _ in process_waiting(reading, keep_on=for_seconds(PASS_SECONDS)):
            pass
        with services.register.begin() as uow:
            waiting = [d for s in (State.READ, State.NEEDS_REVIEW) for d in uow.documents.list(state=s, limit=10_000)]
        for document in waiting:
            entry = confirmed(document, truths.get(document.sha256, {}))
            register_document(document.id, entry, actor=CLERK, office=services.registry_office)
            registered += 1
