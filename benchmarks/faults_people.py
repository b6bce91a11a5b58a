"""Clerk and official during the fault run: they keep working, and try again what was refused."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.faults_heap import Dropped
from vanban.bootstrap import Services
from vanban.domain.batch import Purpose
from vanban.domain.document import Document, RegisterEntry, State
from vanban.intake.dropping import drop_stream
from vanban.samples.play import CLERK, OFFICIAL, demo_pin
from vanban.workflows.assemble_batch import freeze_batch, grant_batch, waiting_for
from vanban.workflows.register_document import proposed_entry, register_document

OFFICE = "van-phong"
_BATCH = 4
"""Documents of one batch at most."""
_PAUSE_SECONDS = 1.5
_TYPED = {
    "kind": "type_name",
    "number": "code_number",
    "symbol": "code_notation",
    "issuer": "organ_name",
    "subject": "subject",
}


@dataclass
class People:
    """Drops the heap little by little, and plays clerk and official, in a thread of its own."""

    services: Services
    heap: Sequence[Dropped]
    drop_seconds: float
    """Time over which the files are dropped."""
    batch: int = _BATCH
    """Documents of one batch, at most."""
    together: bool = False
    """Approve and seal only when nothing is left to register, or to sign: the largest batches there can be."""
    dropped: int = 0
    refusals: Counter[str] = field(default_factory=Counter)
    """What went wrong under the people's hands, by kind of error; each was tried again."""
    longest_pause: float = 0.0
    """Longest time, in seconds, in which no event came into the register while there was work."""
    states: Counter[str] = field(default_factory=Counter)
    worked: list[float] = field(default_factory=list)
    """When new events were seen in the register, on the monotonic clock."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _events: int = 0
    _last_event: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._truths = {one.sha256: one.truth for one in self.heap if one.truth}
        self._thread = threading.Thread(target=self._work, name="people", daemon=True)
        self._started = time.monotonic()

    def start(self) -> None:
        """Go to work."""
        self._started = self._last_event = time.monotonic()
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait for the hand that is under way."""
        self._stop.set()
        self._thread.join(timeout=120)

    def _work(self) -> None:
        while not self._stop.wait(_PAUSE_SECONDS):
            for step in (self._drop_due, self._watch, self._register, self._sign, self._seal):
                try:
                    step()
                # A person who sees an error page tries again later, whatever it says.
                except Exception as refused:  # noqa: BLE001
                    self.refusals[type(refused).__name__] += 1

    def _drop_due(self) -> None:
        share = (time.monotonic() - self._started) / max(self.drop_seconds, 1)
        due = min(len(self.heap), int(len(self.heap) * share) + 1)
        while self.dropped < due:
            self._drop(self.heap[self.dropped])
            self.dropped += 1

    def _drop(self, one: Dropped) -> None:
        import io

        folder = self.services.settings.intake / one.stream / OFFICE
        drop_stream(io.BytesIO(one.data), name=one.name, folder=Path(folder))

    def _watch(self) -> None:
        with self.services.register.begin() as uow:
            newer = uow.events.list(after=self._events, limit=100_000)
            documents = uow.documents.list(limit=100_000)
        self.states = Counter(d.state.value for d in documents)
        now = time.monotonic()
        if newer or all(d.is_final for d in documents):
            self._events = newer[-1].sequence if newer else self._events
            self._last_event = now
        if newer:
            self.worked.append(now)
        self.longest_pause = max(self.longest_pause, now - self._last_event)

    def _register(self) -> None:
        for state in (State.READ, State.NEEDS_REVIEW):
            with self.services.register.begin() as uow:
                waiting = uow.documents.list(state=state, limit=10)
            for document in waiting:
                entry = confirmed(document, self._truths.get(document.sha256, {}))
                register_document(document.id, entry, actor=CLERK, office=self.services.registry_office)
                self.services.notifier.ring("archive")

    def _sign(self) -> None:
        if not self._still_to_come(State.RECEIVED, State.READ, State.NEEDS_REVIEW):
            self._grant(Purpose.SIGN, OFFICIAL)

    def _seal(self) -> None:
        if not self._still_to_come(State.RECEIVED, State.READ, State.NEEDS_REVIEW, State.REGISTERED, State.APPROVED):
            self._grant(Purpose.SEAL, CLERK)

    def _still_to_come(self, *earlier: State) -> bool:
        if not self.together:
            return False
        return sum(self.states.values()) < len(self.heap) or any(self.states[one.value] for one in earlier)

    def _grant(self, purpose: Purpose, account: str) -> None:
        room = self.services.approval_room
        waiting = [d.id for d in waiting_for(purpose, office=OFFICE, room=room)][: self.batch]
        if not waiting:
            return
        identities = self.services.signing_desk.identities()
        identity = next(i for i in identities if i.account == account and i.purpose is purpose)
        batch = freeze_batch(waiting, purpose=purpose, actor=account, room=room)
        grant_batch(batch.id, identity=identity, pin=demo_pin(self.services, account), room=room)


def confirmed(document: Document, truth: Mapping[str, Any]) -> RegisterEntry:
    """Return what the clerk types: the proposal, corrected by the truth."""
    typed: dict[str, Any] = {name: truth[fact] for fact, name in _TYPED.items() if truth.get(fact)}
    if truth.get("issued_on"):
        typed["issued_date"] = dt.date.fromisoformat(truth["issued_on"])
    return replace(proposed_entry(document), **typed)
