"""``vanban authority``: who may sign what; list, grant and revoke."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable
from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.authority import Authority, Basis, in_force
from vanban.domain.batch import Capacity, Purpose

DAY = click.DateTime(["%d/%m/%Y", "%Y-%m-%d"])
"""A day as people here write it, or as machines do."""


@click.group()
def command() -> None:
    """Who may sign what (Decree 30/2020, article 13): list, grant, revoke."""


@command.command("list")
@click.option("--office", default="", help="Only of this office.")
@click.option("--all", "with_ended", is_flag=True, help="Also those that are not in force today.")
@json_option
def list_rows(office: str, with_ended: bool, as_json: bool) -> None:
    """List the rights to sign that are in force today."""
    from vanban.bootstrap import build
    from vanban.workflows.authorities import today

    room = build().authority_office
    with room.register.begin() as uow:
        rows = {row.id: row for row in uow.authorities.list(office=office)}
    day = today(room.clock)
    for row in rows.values():
        current = in_force(row, rows=rows, day=day)
        if not current and not with_ended:
            continue
        if as_json:
            print_json(summary(row, current=current))
        else:
            click.echo(line(row) + ("" if current else "  [không có hiệu lực]"))


def limits(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what a right covers, from when until when, and what it rests on."""
    for option in reversed(
        (
            click.option("--office", default="van-phong", show_default=True, help="Office whose documents it covers."),
            click.option("--kind", "kinds", multiple=True, help="Only this kind, such as “giấy mời”; may be repeated."),
            click.option("--sphere", default="", help="Only this sphere (lĩnh vực)."),
            click.option("--from", "since", type=DAY, help="First day; today by default."),
            click.option("--until", type=DAY, help="Last day; without it, until it is revoked."),
            click.option("--basis-number", default="", help="Number of the document it rests on."),
            click.option("--basis-symbol", default="", help="Its symbol, such as QĐ-UBND."),
            click.option("--basis-date", type=DAY, help="Its date."),
        )
    ):
        function = option(function)
    return function


@command.command("grant")
@click.argument("account")
@click.option("--capacity", type=click.Choice([c.value for c in Capacity], case_sensitive=False), required=True)
@click.option("--seal", is_flag=True, help="The organisation's signature, which the clerk applies.")
@click.option("--for", "on_behalf_of", default="", help="Account of the person signed for: with KT, TL and TUQ.")
@limits
@click.option("--as", "actor", default=getpass.getuser, help="Account of who gives it.")
@json_option
def grant(account: str, capacity: str, seal: bool, on_behalf_of: str, actor: str, as_json: bool, **given: Any) -> None:
    """Let ACCOUNT sign in a capacity."""
    from vanban.bootstrap import build
    from vanban.workflows.authorities import give_authority

    office = build().authority_office
    purpose = Purpose.SEAL if seal else Purpose.SIGN
    wanted = row_of(
        account, Capacity(capacity), on_behalf_of, actor=actor, purpose=purpose, now=office.clock.now(), **given
    )
    _show(give_authority(wanted, actor=actor, office=office), as_json=as_json)


@command.command("revoke")
@click.argument("authority_id")
@click.option("--why", required=True, help="The reason.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of who ends it.")
@json_option
def revoke(authority_id: str, why: str, actor: str, as_json: bool) -> None:
    """End the right AUTHORITY_ID now; what was delegated from it lapses with it."""
    from vanban.bootstrap import build
    from vanban.workflows.authorities import end_authority

    _show(end_authority(authority_id, why=why, actor=actor, office=build().authority_office), as_json=as_json)


def row_of(
    account: str,
    capacity: Capacity,
    on_behalf_of: str,
    *,
    actor: str,
    now: dt.datetime,
    office: str,
    kinds: tuple[str, ...],
    sphere: str,
    since: dt.datetime | None,
    until: dt.datetime | None,
    basis_number: str,
    basis_symbol: str,
    basis_date: dt.datetime | None,
    purpose: Purpose = Purpose.SIGN,
) -> Authority:
    """Return the row that the options ask for."""
    from vanban.clock import HANOI

    return Authority(
        id="",
        account=account,
        office=office,
        capacity=capacity,
        valid_from=since.date() if since else now.astimezone(HANOI).date(),
        given_by=actor,
        given_at=now,
        valid_until=until.date() if until else None,
        purpose=purpose,
        kinds=tuple(kind.strip().lower() for kind in kinds),
        sphere=sphere,
        on_behalf_of=on_behalf_of,
        basis=Basis(basis_number, basis_symbol, basis_date.date() if basis_date else None),
    )


def line(row: Authority) -> str:
    """Return a row as a line for people."""
    until = f"{row.valid_until:%d/%m/%Y}" if row.valid_until else "khi chấm dứt"
    how = "dấu cơ quan" if row.purpose is Purpose.SEAL else row.capacity.printed or "trực tiếp"
    behalf = f" thay {row.on_behalf_of}" if row.on_behalf_of else ""
    what = ", ".join(row.kinds) or "mọi loại văn bản"
    sphere = f", lĩnh vực {row.sphere}" if row.sphere else ""
    basis = f"; căn cứ {row.basis.shown}" if row.basis.shown else ""
    ended = f"; chấm dứt {row.ended_at:%d/%m/%Y}: {row.end_reason}" if row.ended_at else ""
    days = f"{row.valid_from:%d/%m/%Y} – {until}"
    return f"{row.id}  {row.account}: {how}{behalf}, {what}{sphere} ({row.office}), {days}{basis}{ended}"


def summary(row: Authority, *, current: bool) -> dict[str, object]:
    """Return a row as a line of JSON."""
    return {
        "id": row.id,
        "account": row.account,
        "office": row.office,
        "purpose": row.purpose.value,
        "capacity": row.capacity.value,
        "on_behalf_of": row.on_behalf_of,
        "kinds": list(row.kinds),
        "sphere": row.sphere,
        "from": row.valid_from.isoformat(),
        "until": row.valid_until.isoformat() if row.valid_until else None,
        "basis": row.basis.shown,
        "delegated_from": row.delegated_from,
        "in_force": current,
        "ended_at": row.ended_at.isoformat() if row.ended_at else None,
        "ended_by": row.ended_by,
        "end_reason": row.end_reason,
    }


def _show(row: Authority, *, as_json: bool) -> None:
    if as_json:
        print_json(summary(row, current=row.ended_at is None))
    else:
        click.echo(line(row))
