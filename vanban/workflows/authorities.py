"""Who may sign what: give, delegate and end rights to sign, and check each signature against them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from vanban.clock import HANOI
from vanban.domain.authority import (
    Asked,
    Authority,
    check_delegation,
    check_row,
    contradicts_print,
    covering,
    in_force,
    offered,
)
from vanban.domain.batch import Batch, Capacity, Purpose
from vanban.domain.document import Document
from vanban.domain.errors import AuthorityError, RefusedError
from vanban.domain.identifiers import new_id
from vanban.ports import Clock, Register, UnitOfWork

Chosen = tuple[Capacity, str]
"""A capacity, and the account of the person signed for, or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityOffice:
    """Everything that giving and ending rights needs."""

    register: Register
    clock: Clock


def today(clock: Clock) -> dt.date:
    """Return the day that counts: rights begin and end with days of this country."""
    return clock.now().astimezone(HANOI).date()


def give_authority(row: Authority, *, actor: str, office: AuthorityOffice) -> Authority:
    """Store a right to sign under a new id and return it; with ``delegated_from`` set, one that was passed on.

    The same right by the same person again, while it has not ended, is the one that is there: a form sent twice.

    Raises:
        RefusedError: if the decree does not allow it, or it says too little.
        NotFoundError: if the row it is made from is not there.
    """
    if not row.delegated_from and actor == row.account:
        raise RefusedError(
            "Nobody gives a right to sign to themselves.",
            vi="Không ai được tự giao thẩm quyền ký cho mình.",
            remedy="Ask another administrator. / Hãy đề nghị quản trị viên khác.",
        )
    now = office.clock.now()
    row = replace(row, id=new_id(), given_by=actor, given_at=now, ended_at=None)
    check_row(row)
    with office.register.begin() as uow:
        if row.delegated_from:
            check_delegation(row, source=uow.authorities.get(row.delegated_from), day=today(office.clock))
        for earlier in uow.authorities.list(office=row.office):
            if replace(earlier, id=row.id, given_at=row.given_at) == row:
                return earlier
        uow.authorities.add(row)
        name = "authority.delegated" if row.delegated_from else "authority.given"
        uow.events.append(at=now, actor=actor, name=name, subject=row.id, data=_told(row))
        uow.commit()
    return row


def delegate(row: Authority, *, actor: str, office: AuthorityOffice) -> Authority:
    """Pass a right on: from ``row.on_behalf_of`` to ``row.account``, from whichever of their rows allows it.

    Raises:
        AuthorityError: if the person has no right to pass on.
        RefusedError: as ``give_authority``, with the reason of the last row that was tried.
    """
    check_row(row)
    day = today(office.clock)
    with office.register.begin() as uow:
        rows = {one.id: one for one in uow.authorities.list(office=row.office)}
    refused: RefusedError = AuthorityError(
        f"{row.on_behalf_of} has no authority in {row.office} to pass on.",
        vi=f"{row.on_behalf_of} không có thẩm quyền ký nào tại {row.office} để ủy quyền.",
        remedy=(
            "See the rights to sign (`vanban authority list`). / Hãy xem trang Thẩm quyền ký (`vanban authority list`)."
        ),
    )
    for source in rows.values():
        if source.account != row.on_behalf_of or not in_force(source, rows=rows, day=day):
            continue
        try:
            check_delegation(row, source=source, day=day)
        except RefusedError as error:
            refused = error
        else:
            return give_authority(replace(row, delegated_from=source.id), actor=actor, office=office)
    raise refused


def end_authority(authority_id: str, *, why: str, actor: str, office: AuthorityOffice) -> Authority:
    """End a right to sign now, with a reason, and return it; one that is ended already stays as it is.

    Raises:
        RefusedError: if no reason is given.
    """
    if not why.strip():
        raise RefusedError(
            "Say why it ends.", vi="Phải nêu lý do chấm dứt.", remedy="Give the reason. / Hãy ghi lý do."
        )
    now = office.clock.now()
    with office.register.begin() as uow:
        if uow.authorities.end(authority_id, at=now, by=actor, reason=why.strip()):
            row = uow.authorities.get(authority_id)
            uow.events.append(at=now, actor=actor, name="authority.ended", subject=authority_id, data=_told(row))
            uow.commit()
        return uow.authorities.get(authority_id)


def offered_to(account: str, *, office: str, purpose: Purpose, day: dt.date, uow: UnitOfWork) -> tuple[Chosen, ...]:
    """Return the capacities in which an account may sign something on a day."""
    asked = Asked(account=account, office=office, purpose=purpose, kind="", sphere="", day=day)
    return offered(uow.authorities.list(office=office), asked)


def settle_capacity(
    documents: Sequence[Document],
    *,
    account: str,
    purpose: Purpose,
    day: dt.date,
    wanted: Chosen | None,
    uow: UnitOfWork,
) -> Chosen:
    """Return the capacity in which an account may sign all these documents of one office.

    ``wanted`` is checked; without it the one is taken that covers all and is printed on most.

    Raises:
        AuthorityError: if none covers all, with the reason.
    """
    rows = uow.authorities.list(office=documents[0].office)
    asked = [_asked(document, account=account, purpose=purpose, day=day) for document in documents]
    candidates = (wanted,) if wanted else offered(rows, asked[0]) or (_last_known(rows, asked[0]),)
    refused: list[AuthorityError] = []
    fitting: list[tuple[int, Chosen]] = []
    for capacity, behalf in candidates:
        try:
            for one in asked:
                covering(rows, replace(one, capacity=capacity, on_behalf_of=behalf))
        except AuthorityError as error:
            refused.append(error)
        else:
            against = sum(contradicts_print(capacity, printed_marks(document)) for document in documents)
            fitting.append((against, (capacity, behalf)))
    if not fitting:
        raise refused[0]
    return min(fitting, key=lambda one: one[0])[1]


def _last_known(rows: Sequence[Authority], asked: Asked) -> Chosen:
    """Return the capacity of the last right that the account was given: its end is the reason worth telling."""
    mine = [row for row in rows if (row.account, row.purpose) == (asked.account, asked.purpose)]
    return (mine[-1].capacity, mine[-1].on_behalf_of) if mine else (Capacity.DIRECT, "")


def check_authority(batch: Batch, *, person: str, day: dt.date, uow: UnitOfWork) -> Sequence[Authority]:
    """Return the rights that a frozen batch rests on, each once.

    Raises:
        AuthorityError: if one of its documents that has no result yet is not covered on that day.
    """
    rows = uow.authorities.list(office=batch.office)
    used = []
    for item in batch.pending:
        document = uow.documents.get(item.document_id)
        asked = _asked(document, account=person, purpose=batch.purpose, day=day)
        used.append(covering(rows, replace(asked, capacity=batch.capacity, on_behalf_of=batch.on_behalf_of)))
    return list({row.id: row for row in used}.values())


def printed_marks(document: Document) -> Sequence[str]:
    """Return the marks that the reading found above the signer's title, such as ``("TM", "KT")``."""
    facts: dict[str, Any] = (document.reading or {}).get("facts", {})
    value = (facts.get("authority") or {}).get("value")
    return tuple(str(value).split("/")) if value else ()


def _asked(document: Document, *, account: str, purpose: Purpose, day: dt.date) -> Asked:
    return Asked(
        account=account,
        office=document.office,
        purpose=purpose,
        kind=document.entry.type_name,
        sphere=document.entry.sphere,
        day=day,
    )


def _told(row: Authority) -> dict[str, Any]:
    """Return what the trail says of a row: who, for whom, how, from when until when, and on what basis."""
    return {
        "account": row.account,
        "on_behalf_of": row.on_behalf_of,
        "office": row.office,
        "purpose": row.purpose.value,
        "capacity": row.capacity.value,
        "from": row.valid_from.isoformat(),
        "until": row.valid_until.isoformat() if row.valid_until else None,
        "basis": row.basis.shown,
        "delegated_from": row.delegated_from,
    }
