"""Who may open what, read from the routes themselves: ``python -m vanban.desk.access`` writes the table.

A route declares its rule by the annotated dependency of its account (``vanban.desk.admission``), by the access token
of a paired PC, or by ``open_to_all``. One that declares nothing has no rule, and a test fails.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from vanban.desk.accounts import Role
from vanban.desk.admission import OneOf, newcomer, open_to_all
from vanban.desk.app import ROUTERS
from vanban.desk.routes.agent import signatory

_LABELS = {
    Role.CLERK: "văn thư",
    Role.OFFICIAL: "lãnh đạo",
    Role.ARCHIVIST: "lưu trữ",
    Role.ADMIN: "quản trị",
    Role.AUDITOR: "kiểm tra",
}
_INTRODUCTION = """\
# Who may open what

Written by `make access` from the routes themselves; do not edit. A test opens every line of it as every role, in the
office of the document and in another one.

A route declares its rule by the type of its `account` parameter (`Clerk`, `Reader`, `Anyone` …, see
`vanban/desk/admission.py`), or by `dependencies=[Depends(open_to_all)]` where no login is asked for. One without a rule
fails `tests/desk/test_access.py`. Forms that change something carry the session's token (`CheckedForm`).

Clerk and official work in their own office: what belongs to another one does not exist for them (404), unless it was
given to them by a direction. Archivist and auditor look across offices; the auditor changes nothing. The administrator
sees counts and ids, and never a document. Rules about the row at hand (whose list, whose document, in which state)
come on top of the table.

"""


class Way(StrEnum):
    """How one gets in."""

    ROLE = "role"
    PAIRED_PC = "access token of a paired PC"
    OPEN = "no login"
    NONE = "no rule"


@dataclass(frozen=True, slots=True)
class Rule:
    """One route, and who may open it."""

    method: str
    path: str
    way: Way
    roles: frozenset[Role] = frozenset()


def rules(routers: Sequence[APIRouter] = ROUTERS) -> Sequence[Rule]:
    """Return the rule of every route, by path."""
    found = [rule for router in routers for route in router.routes for rule in _of(route)]
    return sorted(found, key=lambda rule: (rule.path, rule.method))


def table(found: Sequence[Rule]) -> str:
    """Return the rules as a page of Markdown."""
    head = f"| | | {' | '.join(_LABELS.values())} | |\n|---|---|{':-:|' * len(_LABELS)}---|\n"
    return _INTRODUCTION + head + "".join(f"{_row(rule)}\n" for rule in found)


def _row(rule: Rule) -> str:
    marks = " | ".join("x" if role in rule.roles else "" for role in _LABELS)
    return f"| {rule.method} | `{rule.path}` | {marks} | {'' if rule.way is Way.ROLE else rule.way.value} |"


def _of(route: Any) -> Iterator[Rule]:
    if not isinstance(route, APIRoute):
        yield Rule("?", route.path, Way.NONE)
        return
    way, roles = _declared(set(_calls(route.dependant)))
    for method in sorted(route.methods):
        yield Rule(method, route.path, way, roles)


def _declared(calls: set[Callable[..., Any]]) -> tuple[Way, frozenset[Role]]:
    """Return the rule that a route's dependencies are: the narrowest of them holds."""
    given = [call.roles for call in calls if isinstance(call, OneOf)]
    if given:
        return Way.ROLE, frozenset.intersection(*given)
    if signatory in calls:
        return Way.PAIRED_PC, frozenset()
    if newcomer in calls:
        return Way.ROLE, frozenset(Role)
    return (Way.OPEN if open_to_all in calls else Way.NONE), frozenset()


def _calls(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    for one in dependant.dependencies:
        if one.call is not None:
            yield one.call
        yield from _calls(one)


if __name__ == "__main__":
    sys.stdout.write(table(rules()))
