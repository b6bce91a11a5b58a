"""The findings book: what checks of the archive found, open until the same check no longer finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vanban.domain.errors import IntegrityError
from vanban.domain.findings import Finding, NotedFinding, Severity
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


def refuse_open_errors(register: Register) -> int:
    """Return how many warnings are open.

    Raises:
        IntegrityError: if an error is open: whoever watches the runs is to see it until it is put right.
    """
    with register.begin() as uow:
        counts = uow.findings.count()
    errors, warnings = counts.get(Severity.ERROR.value, 0), counts.get(Severity.WARNING.value, 0)
    if errors:
        raise IntegrityError(
            f"{errors} errors and {warnings} warnings of the archive are open.",
            vi=f"Kho lưu trữ còn {errors} lỗi và {warnings} cảnh báo chưa xử lý.",
            remedy=(
                "See `vanban audit --findings`; docs/evidence.md says what each one means."
                " / Hãy xem `vanban audit --findings`; docs/evidence.md giải thích từng phát hiện."
            ),
        )
    return warnings
