"""Which findings are new, still there and gone after a check: pure values, for either register."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from vanban.domain.findings import Finding, NotedFinding


def settled(
    standing: Iterable[NotedFinding], found: Mapping[str, Sequence[Finding]]
) -> tuple[list[tuple[str, Finding]], list[NotedFinding], list[NotedFinding]]:
    """Return (scope, finding) of what is new, the open ones seen again, and those that are closed."""
    wanted = {(scope, finding): None for scope, some in found.items() for finding in some}
    seen, closed = [], []
    for one in standing:
        if (one.scope, one.finding) in wanted:
            del wanted[one.scope, one.finding]
            seen.append(one)
        elif one.scope in found:
            closed.append(one)
    return list(wanted), seen, closed
