"""Waiting: what lies in the intake folders and the spool without an outcome yet, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vanban.intake import looking, spool
from vanban.intake.settling import settle
from vanban.workflows.receive import Reception


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file that is not received yet."""

    file_name: str
    office: str
    direction: str
    reason: str
    """Code of ``vanban.domain.reasons``."""


def waiting_files(reception: Reception) -> Sequence[Waiting]:
    """Return the waiting files, by one look at each; claims nothing."""
    settled = settle(
        looking.entries(reception.intake),
        patience=reception.patience,
        completeness=reception.completeness,
        sleep=lambda _: None,
    )
    reasons = [(entry, "waiting") for entry in settled.ready] + list(settled.waiting)
    found = [
        Waiting(spool.displayed_name(entry.path.name), entry.office, entry.direction.value, reason)
        for entry, reason in reasons
    ]
    # A claim has a name only inside its folder, which another pass may be moving: it is shown by its number.
    with reception.register.begin() as uow:
        claims = [c for c in spool.payloads(reception.cabinet.spool) if uow.intake.get(c) is None]
    return [*found, *(Waiting(claim, "", "", "waiting") for claim in claims)]
