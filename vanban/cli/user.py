"""``vanban user``: the accounts of the desk; add, list, disable, passwords, rights."""

from __future__ import annotations

import getpass
from typing import Any

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.people import DEFAULT_OFFICE, Account, RightsChange, Role

actor_option = click.option("--as", "actor", default=getpass.getuser, help="Account of who does it.")
role_option = click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
office_option = click.option("--office", default=DEFAULT_OFFICE, show_default=True, help="Code of the office.")


@click.group()
def command() -> None:
    """Tài khoản người dùng: rights change only once a second person has confirmed them."""


@command.command("list")
@json_option
def list_accounts(as_json: bool) -> None:
    """Show the accounts, and the changes of rights that wait."""
    from vanban.bootstrap import build

    with build().register.begin() as uow:
        accounts, waiting = uow.people.list(), uow.people.waiting()
    for account in accounts:
        _show(account, as_json=as_json)
    for change in waiting:
        _show_change(change, as_json=as_json)


@command.command("add")
@click.argument("name")
@role_option
@office_option
@actor_option
@json_option
def add(name: str, role: str, office: str, actor: str, as_json: bool) -> None:
    """Add an account; prints its first password, which must be changed at the first login."""
    from vanban.passwords import made_password
    from vanban.workflows.people import add_account

    password = made_password()
    account = add_account(name, role=Role(role), unit=office, password=password, actor=actor, office=_office())
    _show(account, as_json=as_json, password=password)


@command.command("password")
@click.argument("name")
@actor_option
@json_option
def password(name: str, actor: str, as_json: bool) -> None:
    """Give an account a new first password and end its sessions."""
    from vanban.passwords import made_password
    from vanban.workflows.people import give_password

    made = made_password()
    _show(give_password(name, made, actor=actor, office=_office()), as_json=as_json, password=made)


@command.command("disable")
@click.argument("name")
@actor_option
@json_option
def disable(name: str, actor: str, as_json: bool) -> None:
    """Let nobody in under this name; its sessions end at once."""
    from vanban.workflows.people import disable_account

    _show(disable_account(name, actor=actor, office=_office()), as_json=as_json)


@command.command("enable")
@click.argument("name")
@actor_option
@json_option
def enable(name: str, actor: str, as_json: bool) -> None:
    """Let a disabled account in again."""
    from vanban.workflows.people import enable_account

    _show(enable_account(name, actor=actor, office=_office()), as_json=as_json)


@command.command("role")
@click.argument("name")
@role_option
@office_option
@actor_option
@json_option
def role(name: str, role: str, office: str, actor: str, as_json: bool) -> None:
    """Ask for another role or office; it holds once a second administrator or the person confirms it at the desk."""
    from vanban.workflows.people import ask_for_rights

    change = ask_for_rights(name, role=Role(role), unit=office, actor=actor, office=_office())
    _show_change(change, as_json=as_json)


def _office() -> Any:
    from vanban.bootstrap import build

    return build().people_office


def _show(account: Account, *, as_json: bool, password: str = "") -> None:
    state = "disabled" if account.disabled else "first-password" if account.must_change else "active"
    if as_json:
        told = {"account": account.name, "role": account.role.value, "office": account.office, "state": state}
        print_json(told | ({"password": password} if password else {}))
        return
    click.echo(f"{account.name}  {account.role.value}  {account.office}  {state}")
    if password:
        click.echo(f"  mật khẩu lần đầu (first password): {password}")


def _show_change(change: RightsChange, *, as_json: bool) -> None:
    if as_json:
        told = {"change": change.id, "account": change.account, "role": change.role.value, "office": change.office}
        print_json(told | {"state": change.state.value, "asked_by": change.asked_by})
        return
    wanted = f"{change.account} → {change.role.value}, {change.office}"
    click.echo(f"{wanted}  chờ xác nhận (waits), đề nghị bởi (asked by) {change.asked_by}")
