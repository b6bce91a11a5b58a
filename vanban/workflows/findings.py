"""The findings book: what checks of the archive found, open until the same check no longer finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vanban.domain.findings import Finding, NotedFinding
from vanban.ports import Clock, Register

ACTOR = "audit"
FOUND, GONE = "audit.finding", "audit.finding-gone"


def note_findings(
    found: Mapping[str, Sequence[Finding]], *, register: Register, clock: Clock
) -> Sequence[NotedFinding]:
    """Note what checks found, by the scope of each check that was done; what they no longer find is closed.

    New and closed findings become events. Returns the new ones.
    """
    now = clock.now()
    with register.begin() as uow:
        opened, closed = uow.findings.settle(found, at=now)
        for name, noted in ((FOUND, opened), (GONE, closed)):
            for one in noted:
                about = {"kind": one.finding.kind, "detail": one.finding.detail, "severity": one.finding.severity.value}
                about |= {"store": one.finding.store} if one.finding.store else {}
                about |= {"version": one.finding.version_id} if one.finding.version_id else {}
                uow.events.append(at=now, actor=ACTOR, name=name, subject=one.finding.subject, data=about)
        uow.commit()
    return opened


def away(store: str) -> Finding:
    """Return the finding that a store does not answer."""
    return Finding("store-away", "archive", "the store does not answer", store)
