"""The check of drafts' form for the screen: the newest reports kept in memory, and their places over the page image."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from vanban.desk.entry_form import Mark
from vanban.domain.document import Direction, Document, State
from vanban.domain.format_check import FormatReport, FormatWarning
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import FormatChecker

_KEPT = 256
_AT_ONCE = 2
_CHECKED = frozenset({State.READ, State.NEEDS_REVIEW, State.REGISTERED})
"""While something can still be changed: before registering, and before the document is put into a batch."""


class FormatChecks:
    """Reports on stored bytes. Safe to call from several threads."""

    def __init__(self, checker: FormatChecker) -> None:
        self._checker = checker
        self._kept: OrderedDict[str, FormatReport] = OrderedDict()
        self._guard = threading.Lock()
        self._places = threading.BoundedSemaphore(_AT_ONCE)

    def report(self, sha256: str, fetch: Callable[[], bytes], *, facts: dict[str, Any]) -> FormatReport:
        """Return what the check says of some bytes, which are fetched only if that is not known yet.

        Raises:
            UnreadableError: if they cannot be opened within the limits.
        """
        with self._guard:
            if sha256 in self._kept:
                self._kept.move_to_end(sha256)
                return self._kept[sha256]
        with self._places:
            made = self._checker.check(fetch(), facts=facts)
        with self._guard:
            self._kept[sha256] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


def is_checked(document: Document) -> bool:
    """Return whether the form of this document is checked: a draft that nobody has signed."""
    kind = document.entry.type_name
    return document.direction is Direction.OUTGOING and document.state in _CHECKED and sealed_alone(kind) is None


def place_of(warning: FormatWarning, sizes: tuple[tuple[float, float], ...]) -> Mark | None:
    """Return where a warning is drawn over the page image; None where it has no place."""
    if not warning.box or not warning.page or warning.page > len(sizes):
        return None
    x0, y0, x1, y1 = warning.box
    top = sizes[warning.page - 1][1] - y1 - 3
    return Mark(warning.code, warning.page, x0 - 3, top, x1 - x0 + 6, y1 - y0 + 6, warning.severity.value)
