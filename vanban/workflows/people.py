"""Accounts: added, disabled, given new passwords; rights change only once a second person confirmed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vanban.domain.errors import RefusedError, StaleStateError
from vanban.domain.identifiers import new_id
from vanban.domain.people import (
    Account,
    ChangeState,
    RightsChange,
    Role,
    check_account_name,
    check_office,
    check_password,
    check_second_person,
)
from vanban.ports import Clock, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleOffice:
    """Everything that looking after accounts needs."""

    register: Register
    clock: Clock
    hashed: Callable[[str], str]
    """Turns a password into what is stored."""


def add_account(name: str, *, role: Role, unit: str, password: str, actor: str, office: PeopleOffice) -> Account:
    """Store an account whose password must be changed at the first login.

    Raises:
        RefusedError: if the name is taken or cannot be one.
    """
    check_account_name(name)
    check_office(unit)
    check_password(password, name=name)
    account = Account(name, role, office.hashed(password), unit, must_change=True)
    with office.register.begin() as uow:
        uow.people.add(account)
        told = {"role": role.value, "office": unit}
        uow.events.append(at=office.clock.now(), actor=actor, name="account.added", subject=name, data=told)
        uow.commit()
    return account


def disable_account(name: str, *, actor: str, office: PeopleOffice) -> Account:
    """Let nobody in under this name any more, and end its sessions at once.

    Raises:
        RefusedError: if it is the last administrator, or one's own account.
    """
    if name == actor:
        raise _own("disable", "vô hiệu hóa")
    with office.register.begin() as uow:
        admins = {one.name for one in uow.people.list() if one.role is Role.ADMIN and not one.disabled}
    if admins == {name}:
        raise RefusedError(
            "The last administrator cannot be disabled.",
            vi="Không thể vô hiệu hóa quản trị viên cuối cùng.",
            remedy="Add another administrator first. / Hãy thêm quản trị viên khác trước.",
        )
    return _changed(name, "account.disabled", actor=actor, office=office, disabled=True)


def enable_account(name: str, *, actor: str, office: PeopleOffice) -> Account:
    """Let a disabled account in again, with the rights it had."""
    if name == actor:
        raise _own("enable", "mở lại")
    return _changed(name, "account.enabled", actor=actor, office=office, disabled=False)


def give_password(name: str, password: str, *, actor: str, office: PeopleOffice) -> Account:
    """Set a password that must be changed at the next login; sessions end at once. Raises ``RefusedError``."""
    check_password(password, name=name)
    hashed = office.hashed(password)
    return _changed(name, "account.password-given", actor=actor, office=office, password_hash=hashed, must_change=True)


def choose_password(account: Account, password: str, *, again: str, office: PeopleOffice) -> Account:
    """Set a person's own password; every other session of theirs ends. Raises ``RefusedError``."""
    if password != again:
        raise RefusedError("The two passwords differ.", vi="Hai lần nhập mật khẩu không giống nhau.")
    check_password(password, name=account.name)
    name, hashed = account.name, office.hashed(password)
    return _changed(name, "account.password-chosen", actor=name, office=office, password_hash=hashed, must_change=False)


def ask_for_rights(name: str, *, role: Role, unit: str, actor: str, office: PeopleOffice) -> RightsChange:
    """Ask for another role or office of an account; nothing changes until a second person confirms.

    Raises:
        RefusedError: if somebody asks for themselves, nothing would change, or a change waits already.
    """
    check_office(unit)
    if name == actor:
        raise _own("change the rights of", "thay đổi quyền của")
    now = office.clock.now()
    with office.register.begin() as uow:
        change = RightsChange(new_id(), name, role, unit, actor, now)
        uow.people.ask(change)
        known = uow.people.get(name)
        if known is not None and (known.role, known.office) == (role, unit):
            raise RefusedError("These are the account's rights already.", vi="Tài khoản đã có quyền này.")
        if len(uow.people.waiting(account=name)) > 1:
            raise RefusedError(
                "A change of this account's rights waits already.",
                vi="Tài khoản này đang có một thay đổi quyền chờ xác nhận.",
                remedy="Have it confirmed or refused first. / Hãy xác nhận hoặc từ chối trước.",
            )
        told = {"change": change.id, "role": role.value, "office": unit}
        uow.events.append(at=now, actor=actor, name="account.rights-asked", subject=name, data=told)
        uow.commit()
    return change


def decide_rights(change_id: str, *, confirm: bool, by: Account, office: PeopleOffice) -> RightsChange:
    """Confirm or refuse a change of rights; confirmed, it holds at once, and the account's sessions end.

    Raises:
        RefusedError: unless a second administrator or the person concerned decides.
        StaleStateError: if it was decided before.
    """
    now = office.clock.now()
    state = ChangeState.CONFIRMED if confirm else ChangeState.REFUSED
    with office.register.begin() as uow:
        change = uow.people.asked(change_id)
        if confirm or by.name != change.asked_by:  # who asked may take it back
            check_second_person(change, by=by)
        if not uow.people.decide(change_id, state, by=by.name, at=now):
            raise StaleStateError("This change was decided before.", vi="Thay đổi này đã được quyết định.")
        if confirm:
            uow.people.change(change.account, role=change.role, office=change.office)
        told = {"change": change.id, "role": change.role.value, "office": change.office}
        name = "account.rights-confirmed" if confirm else "account.rights-refused"
        uow.events.append(at=now, actor=by.name, name=name, subject=change.account, data=told)
        uow.commit()
        return uow.people.asked(change_id)


def _changed(name: str, event: str, *, actor: str, office: PeopleOffice, **fields: Any) -> Account:
    with office.register.begin() as uow:
        there = uow.people.get(name)
        if there is not None and set(fields) == {"disabled"} and there.disabled == fields["disabled"]:
            return there  # the second of two clicks
        account = uow.people.change(name, **fields)
        uow.events.append(at=office.clock.now(), actor=actor, name=event, subject=name)
        uow.commit()
    return account


def _own(en: str, vi: str) -> RefusedError:
    return RefusedError(
        f"Nobody can {en} their own account.",
        vi=f"Không ai được tự {vi} tài khoản của mình.",
        remedy="Ask another administrator. / Hãy đề nghị quản trị viên khác.",
    )
