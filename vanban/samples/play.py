"""The demonstration: clerk and official played on the shipped samples, through the same workflows as the desk.

Airflow does its part by itself; this only does what people do, and waits.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import shutil
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from vanban.bootstrap import Services
from vanban.domain.batch import Purpose
from vanban.domain.document import FIELD_OF_FACT, Direction, Document, RegisterEntry, State
from vanban.domain.errors import ServiceUnavailableError, VanbanError
from vanban.domain.identifiers import original_key
from vanban.domain.intake import Disposition, IntakeItem
from vanban.intake.dropping import drop
from vanban.intake.spool import displayed_name
from vanban.ports import RECORDS
from vanban.samples.catalogue import Sample
from vanban.workflows.assemble_batch import freeze_batch, grant_batch, identity_of, waiting_for
from vanban.workflows.register_document import proposed_entry, register_document

CLERK = "vanthu"
OFFICIAL = "lanhdao"


@dataclass(slots=True)
class Fate:
    """What became of one sample so far."""

    sample: Sample
    file_name: str = ""
    """As it was dropped."""
    sha256: str = ""
    """Digest of what was dropped, hex; empty for links, pipes and folders."""
    item: IntakeItem | None = None
    document: Document | None = None
    verified: str = ""
    """Verdict on the archived file; empty until asked, or where nothing was signed."""
    read_right: int = 0
    """How many of the typed fields the reading had proposed rightly."""
    typed: int = 0
    trouble: str = ""

    @property
    def end(self) -> str:
        """The end it has reached, in the words of ``Sample.expected_end``; empty while it is on its way."""
        if self.item is None:
            return ""
        if self.item.disposition is Disposition.QUARANTINED:
            return f"quarantined:{self.item.reason}"
        if self.item.disposition is not Disposition.ACCEPTED:
            return self.item.disposition.value
        return self.document.state.value.lower() if self.document is not None and self.document.is_final else ""

    @property
    def now(self) -> str:
        """Where it stands, for the screen."""
        if self.item is None:
            return "chờ tiếp nhận"
        return self.end or (self.document.state.value if self.document else "")

    @property
    def as_expected(self) -> bool:
        """Whether it reached the end it should, and every signature on it counts."""
        return self.end == self.sample.expected_end and self.verified in {"", "valid"} and not self.trouble


@dataclass(slots=True)
class Play:
    """One performance over a set of samples."""

    services: Services
    fates: list[Fate]
    folder: Path
    """Where the samples lie."""
    since: dt.datetime
    _granted: set[str] = field(default_factory=set)

    @property
    def over(self) -> bool:
        """Whether every sample reached an end, expected or not."""
        return all(fate.end for fate in self.fates)

    def hand_in(self, *, copies: bool) -> None:
        """Drop what was not dropped yet: the originals, or the second copies of files that are already taken in."""
        for fate in self.fates:
            if fate.file_name or (fate.sample.expected_end == Disposition.DUPLICATE.value) is not copies:
                continue
            made = self.folder / fate.sample.name
            target = self.services.settings.intake / fate.sample.stream / fate.sample.office
            if stat.S_ISREG(made.lstat().st_mode):
                fate.sha256 = hashlib.sha256(made.read_bytes()).hexdigest()
                fate.file_name = drop(made, target).name
            else:
                fate.file_name = _move(made, target)

    def look(self) -> None:
        """Learn from the register where each sample stands."""
        with self.services.register.begin() as uow:
            items = [i for i in uow.intake.list() if i.received_at >= self.since]
            for fate in self.fates:
                taken = {f.item.claim_id for f in self.fates if f.item}
                fate.item = fate.item or _claim_of(fate, [i for i in items if i.claim_id not in taken])
                if fate.item is not None and fate.item.disposition is Disposition.ACCEPTED:
                    fate.document = uow.documents.get(fate.item.document_id)

    def act(self) -> None:
        """Do what clerk and official would do next; a refusal is noted with the sample and does not stop the play."""
        if all(fate.item for fate in self.fates if fate.file_name):
            self.hand_in(copies=True)
        for fate in self.fates:
            if fate.document is not None and fate.document.state in {State.READ, State.NEEDS_REVIEW}:
                self._register(fate)
        if self._all_drafts_past(State.REGISTERED):
            self._grant(Purpose.SIGN, OFFICIAL)
        if self._all_drafts_past(State.SIGNED):
            self._grant(Purpose.SEAL, CLERK)

    def _all_drafts_past(self, state: State) -> bool:
        """Return whether what goes out has come that far; copies and annexes are not signed, only registered."""
        order = list(State)
        outgoing = [f for f in self.fates if f.sample.stream == Direction.OUTGOING.value and not f.trouble]
        drafts = [f for f in outgoing if state is State.REGISTERED or not f.sample.registered_as]
        return all(f.document and order.index(f.document.state) >= order.index(state) for f in drafts)

    def _register(self, fate: Fate) -> None:
        assert fate.document is not None  # noqa: S101  the caller looked
        proposed = proposed_entry(fate.document)
        entry = _as_typed(proposed, fate.sample)
        fate.typed = sum(bool(fate.sample.truth.get(fact)) for fact in FIELD_OF_FACT)
        fate.read_right = sum(
            bool(fate.sample.truth.get(fact)) and getattr(proposed, name) == getattr(entry, name)
            for fact, name in FIELD_OF_FACT.items()
        )
        try:
            register_document(fate.document.id, entry, actor=CLERK, office=self.services.registry_office)
        except VanbanError as refused:
            fate.trouble = refused.vi
        self.services.notifier.ring("archive")

    def _grant(self, purpose: Purpose, account: str) -> None:
        room = self.services.approval_room
        ours = {f.document.id for f in self.fates if f.document is not None}
        offices = {f.sample.office for f in self.fates}
        for office in sorted(offices):
            waiting = [d.id for d in waiting_for(purpose, office=office, room=room) if d.id in ours]
            # A document that failed to be signed is not tried for ever.
            fresh = [d for d in waiting if f"{purpose}{d}" not in self._granted]
            if fresh:
                identity = identity_of(account, purpose=purpose, desk=self.services.signing_desk)
                batch = freeze_batch(fresh, purpose=purpose, actor=account, room=room)
                grant_batch(batch.id, identity=identity, pin=demo_pin(self.services, account), room=room)
                self._granted |= {f"{purpose}{d}" for d in fresh}

    def verify(self) -> None:
        """Verify what was archived of every outgoing document and note what signing refused."""
        for fate in self.fates:
            document = fate.document
            if document is None or document.state is not State.ARCHIVED or document.direction is Direction.INCOMING:
                continue
            data = self.services.store.get(RECORDS, original_key(document.current_sha256))
            fate.verified = self.services.verifier.verify(data, at=self.services.clock.now()).verdict


def begin(samples: Sequence[Sample], *, services: Services, folder: Path) -> Play:
    """Drop the samples into the intake folders, as clerks would, and return the play."""
    play = Play(
        services=services, fates=[Fate(sample) for sample in samples], folder=folder, since=services.clock.now()
    )
    play.hand_in(copies=False)
    return play


def _move(made: Path, folder: Path) -> str:
    # Links, pipes and folders cannot be copied as a file: they are moved as they are.
    moved = folder / f"{time.time_ns()}-{made.name}"
    shutil.move(made, moved)
    return moved.name


def _claim_of(fate: Fate, free: Sequence[IntakeItem]) -> IntakeItem | None:
    if not fate.file_name:
        return None
    named = [i for i in free if i.file_name == displayed_name(fate.file_name)]
    # A suspect keeps no name: it is known by its digest only.
    same_bytes = [i for i in free if fate.sha256 and i.sha256 == fate.sha256 and not i.file_name]
    return next(iter(named or same_bytes), None)


def _as_typed(proposed: RegisterEntry, sample: Sample) -> RegisterEntry:
    truth = sample.truth
    typed: dict[str, Any] = {name: truth[fact] for fact, name in FIELD_OF_FACT.items() if truth.get(fact)}
    if truth.get("issued_on"):
        typed["issued_date"] = dt.date.fromisoformat(truth["issued_on"])
    if sample.registered_as:
        typed["type_name"] = sample.registered_as
    return replace(proposed, **typed)


def demo_accounts(services: Services) -> list[dict[str, str]]:
    """Return the demo's signing accounts with their PINs, as ``vanban up`` made them."""
    kept: list[dict[str, str]] = json.loads((services.settings.secrets / "demo-accounts.json").read_text())
    return kept


def demo_pin(services: Services, account: str) -> str:
    """Return the PIN that the person playing an account types."""
    return next(known["pin"] for known in demo_accounts(services) if known["account"] == account)


def perform(play: Play, *, seconds: float, pause: float = 1.0) -> Iterator[Play]:
    """Look, act and wait until all samples have ended or time is over; yields after each look, for the screen."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        # A service that is away for a moment is waited for, as people would.
        with contextlib.suppress(ServiceUnavailableError):
            play.look()
            yield play
            if play.over:
                break
            play.act()
        time.sleep(pause)
    play.verify()
    yield play
