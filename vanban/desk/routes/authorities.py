"""Who may sign what: the administrator gives and ends rights, an official passes the own ones on."""

from __future__ import annotations

import unicodedata

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from vanban.desk.accounts import Account, Role
from vanban.desk.admission import CheckedForm, RightsGiver, RightsReader, text_of
from vanban.desk.desk import Desk, DeskHere
from vanban.desk.entry_form import day_of
from vanban.desk.pages import go_to, render
from vanban.desk.sessions import leave_note
from vanban.desk.words import Words
from vanban.domain.authority import Authority, Basis, in_force
from vanban.domain.batch import Capacity, Purpose
from vanban.domain.errors import RefusedError, VanbanError
from vanban.workflows.authorities import delegate, end_authority, give_authority, today

router = APIRouter(prefix="/authorities")
_TEXT, _SEAL = 200, "seal"
_MAY_PASS_ON_AS = (Capacity.TUQ, Capacity.KT, Capacity.TL)


@router.get("")
def authorities_page(request: Request, desk: DeskHere, account: RightsReader, all: str = "") -> Response:  # noqa: A002
    """List rights to sign: all of them for the administrator, those of the office for others; ended ones on demand."""
    return _list(request, desk, account, with_ended=bool(all))


@router.post("")
def give(request: Request, desk: DeskHere, account: RightsGiver, form: CheckedForm) -> Response:
    """Give a right (administrator), or pass an own one on (official)."""
    try:
        row = _typed(form, account, desk)
        room = desk.services.authority_office
        act = give_authority if account.role is Role.ADMIN else delegate
        given = act(row, actor=account.name, office=room)
    except VanbanError as refused:
        return _list(request, desk, account, typed=form, refused=refused)
    vi, en = f"Đã giao thẩm quyền cho {given.account}.", f"{given.account} may sign from {given.valid_from:%d/%m/%Y}."
    leave_note(request, vi=vi, en=en)
    return go_to("/authorities")


@router.post("/{authority_id}/end")
def end(request: Request, desk: DeskHere, account: RightsGiver, authority_id: str, form: CheckedForm) -> Response:
    """End a right with a reason: the administrator any, an official what they passed on."""
    with desk.services.register.begin() as uow:
        row = uow.authorities.get(authority_id)
    if not _may_end(row, account):
        raise HTTPException(403)
    try:
        why = text_of(form, "why")[:_TEXT]
        end_authority(authority_id, why=why, actor=account.name, office=desk.services.authority_office)
    except RefusedError as refused:
        return _list(request, desk, account, refused=refused)
    leave_note(request, vi="Đã chấm dứt thẩm quyền.", en="The right has ended.")
    return go_to("/authorities")


def _may_end(row: Authority, account: Account) -> bool:
    own = account.role is Role.OFFICIAL and row.delegated_from != "" and row.on_behalf_of == account.name
    return account.role is Role.ADMIN or own


def _typed(form: FormData, account: Account, desk: Desk) -> Authority:
    """Return the row that was typed. Raises ``RefusedError`` for a day that is none."""

    def text(name: str) -> str:
        return unicodedata.normalize("NFC", " ".join(text_of(form, name)[:_TEXT].split()))

    chosen = text("capacity")
    seal = chosen == _SEAL
    if not seal and chosen not in list(Capacity):
        raise RefusedError("Choose a capacity.", vi="Hãy chọn tư cách ký.")
    official = account.role is Role.OFFICIAL
    kinds = [kind.strip().lower() for kind in text("kinds").split(",")]
    return Authority(
        id="",
        account=text("account"),
        office=account.office if official else text("office"),
        capacity=Capacity.DIRECT if seal else Capacity(chosen),
        valid_from=day_of("Từ ngày", "First day", text("from")) or today(desk.services.clock),
        given_by=account.name,
        given_at=desk.services.clock.now(),
        valid_until=day_of("Đến ngày", "Last day", text("until")),
        purpose=Purpose.SEAL if seal else Purpose.SIGN,
        kinds=tuple(kind for kind in kinds if kind),
        sphere=text("sphere"),
        on_behalf_of=account.name if official else text("for"),
        basis=Basis(
            text("basis_number"), text("basis_symbol"), day_of("Ngày căn cứ", "Date of the basis", text("basis_date"))
        ),
    )


def _list(
    request: Request,
    desk: Desk,
    account: Account,
    *,
    with_ended: bool = False,
    typed: FormData | None = None,
    refused: VanbanError | None = None,
) -> Response:
    admin = account.role is Role.ADMIN
    all_offices = account.role in {Role.ADMIN, Role.AUDITOR}
    with desk.services.register.begin() as uow:
        rows = {row.id: row for row in uow.authorities.list(office="" if all_offices else account.office)}
    day = today(desk.services.clock)
    current = {row.id for row in rows.values() if in_force(row, rows=rows, day=day)}
    coming = {row.id for row in rows.values() if row.ended_at is None and row.valid_from > day}
    capacities = [c.value for c in (_MAY_PASS_ON_AS if account.role is Role.OFFICIAL else Capacity)]
    return render(
        request,
        "authorities.html",
        status=400 if refused else 200,
        account=account,
        groups=_grouped([row for row in rows.values() if with_ended or row.id in current | coming], account),
        day=day,
        current=current,
        endable={row.id for row in rows.values() if row.ended_at is None and _may_end(row, account)},
        with_ended=with_ended,
        capacities=capacities + ([_SEAL] if admin else []),
        may_give=account.role in {Role.ADMIN, Role.OFFICIAL},
        people=_people(desk),
        typed=typed or {},
        refused=refused,
    )


def _grouped(rows: list[Authority], account: Account) -> list[tuple[Words, list[Authority]]]:
    """Return the rows under headings: for an official what they passed on and what they may do stand first."""
    if account.role is not Role.OFFICIAL:
        return [(("Thẩm quyền ký", "Rights to sign"), rows)]
    passed_on = [row for row in rows if row.delegated_from and row.on_behalf_of == account.name]
    own = [row for row in rows if row.account == account.name]
    others = [row for row in rows if row not in passed_on and row not in own]
    return [
        (("Tôi đã ủy quyền", "I passed on"), passed_on),
        (("Tôi được ký", "I may sign"), own),
        (("Người khác trong đơn vị", "Others of the office"), others),
    ]


def _people(desk: Desk) -> list[str]:
    try:
        return sorted({one.account for one in desk.services.signing_desk.identities()})
    except VanbanError:
        return []
