"""The slip on a document's page: what stands on it, and which of its forms this person may fill in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from vanban.desk.accounts import Account, Role
from vanban.desk.direction_form import Candidate, Row, candidates, rows, typed_rows
from vanban.domain.directions import Slip, Standing
from vanban.domain.document import Direction, Document
from vanban.domain.identifiers import new_id
from vanban.ports import UnitOfWork
from vanban.workflows.direct_document import DIRECTED, Person
from vanban.workflows.named_people import can_be_given
from vanban.workflows.standing import standing_of
from vanban.workflows.unit_names import UnitNames, with_unit_names


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipView:
    """What the page shows of a slip."""

    slip: Slip
    standing: Standing
    candidates: Sequence[Candidate]
    rows: Sequence[Row]
    recipients: Sequence[tuple[str, str]]
    """Whom it can be given to: code, and what that unit is called."""
    opinion: str
    """Id of the next opinion: a form that is sent twice is recorded once."""
    may_direct: bool
    may_assign: bool
    may_report: bool


def person_of(account: Account) -> Person:
    """Return in whose name an account speaks on slips: its own, and its office's."""
    return Person(account.name, account.office)


def slip_view(
    document: Document,
    *,
    account: Account,
    accounts: Sequence[Account],
    uow: UnitOfWork,
    now: dt.datetime,
    unit_names: UnitNames,
    used: str = "",
    typed: FormData | None = None,
) -> SlipView | None:
    """Return the slip of a document as this person sees it; None where there can be none."""
    if document.direction is not Direction.INCOMING or document.state not in DIRECTED:
        return None
    slip = uow.directions.slip(document.id)
    names = person_of(account).names
    found = candidates(document)
    given = slip.direction.assignments if slip.direction else ()
    handles = bool(names & {one.who for one in slip.handlers()})
    addressed = bool(slip.addressed(names))
    return SlipView(
        slip=with_unit_names(slip, unit_names),
        standing=standing_of(slip, now=now),
        candidates=found,
        rows=typed_rows(typed) if typed is not None else rows(found, used=used, given=given),
        recipients=[(one, unit_names.get(one, one)) for one in can_be_given(accounts)],
        opinion=new_id(),
        may_direct=account.role is Role.OFFICIAL and document.office == account.office,
        may_assign=addressed and account.role in (Role.OFFICIAL, Role.CLERK),
        may_report=(addressed or handles) and account.role in (Role.OFFICIAL, Role.CLERK),
    )
