"""Whom a document can be given to: units, and people by account; what somebody typed is matched against them.

A name that means nobody here would stand on the slip and reach nobody: it is refused.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterable, Sequence

from processors.vietnamese import fold
from vanban.domain.directions import Assignment
from vanban.domain.errors import RefusedError
from vanban.domain.people import Account, Role
from vanban.workflows.unit_names import UnitNames

HANDLING_ROLES = frozenset({Role.CLERK, Role.OFFICIAL})
"""Who handles documents; the others keep, run and inspect."""
_NAMED_AT_MOST = 3


def can_be_given(accounts: Iterable[Account]) -> list[str]:
    """Return the names a document can be given to: units in which somebody handles documents, then those people."""
    people = [one for one in accounts if not one.disabled and one.role in HANDLING_ROLES]
    return list(dict.fromkeys([*sorted({one.office for one in people}), *sorted(one.name for one in people)]))


def with_known_names(
    assignments: Sequence[Assignment], accounts: Iterable[Account], *, names: UnitNames
) -> tuple[Assignment, ...]:
    """Return the assignments with the codes that accounts have: ``Phòng Nội vụ`` is ``phong-noi-vu``.

    Raises:
        RefusedError: if a name means nobody here, or more than one.
    """
    known = can_be_given(accounts)
    said = [(called, code) for code in known for called in (code, names.get(code, code))]
    return tuple(dataclasses.replace(one, who=_meant(one.who.strip(), said)) for one in assignments)


def _meant(typed: str, said: Sequence[tuple[str, str]]) -> str:
    """Return whose code is called so, as it is written or without its marks."""
    if not typed:
        return typed
    for same in (
        {code for called, code in said if called == typed},
        {code for called, code in said if _plain(called) == _plain(typed)},
    ):
        if len(same) == 1:
            return same.pop()
    near = _near(typed, [called for called, _ in said])
    raise RefusedError(
        f"There is no unit or account “{typed[:60]}” here: nobody would be told.",
        vi=f"Không có đơn vị hay tài khoản “{typed[:60]}”: ghi như vậy sẽ không ai nhận được.",
        remedy=f"Choose from the list, such as: {near}. / Hãy chọn trong danh sách, ví dụ: {near}.",
    )


def _near(typed: str, called: Sequence[str]) -> str:
    by_plain = {_plain(one): one for one in called}
    found = difflib.get_close_matches(_plain(typed), by_plain, n=_NAMED_AT_MOST, cutoff=0.5)
    return ", ".join([by_plain[one] for one in found] or list(dict.fromkeys(called))[:_NAMED_AT_MOST])


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "-", fold(name)).strip("-")
