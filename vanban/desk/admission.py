"""Who may ask for what: roles for routes, and CSRF-checked forms for everything that changes something.

What asks the register is a plain function and gets a thread; what only looks at the request is ``async`` and needs
none: each change of thread costs a request under load as much as a statement to the database.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import FormData

from vanban.desk.accounts import Account, Role
from vanban.desk.desk import DeskHere
from vanban.desk.sessions import account_in, csrf_holds

FILES_AT_ONCE = 50


class NotLoggedInError(Exception):
    """Nobody is logged in: the browser is sent to the login page."""


class PasswordGivenError(Exception):
    """The password was given by somebody else: the browser is sent to where an own one is chosen."""


def newcomer(request: Request, desk: DeskHere) -> Account:
    """Return who is logged in, also with a password that was given.

    Raises:
        NotLoggedInError: if nobody is.
    """
    account = account_in(request, desk.accounts, now=desk.services.clock.now())
    if account is None:
        raise NotLoggedInError
    return account


Newcomer = Annotated[Account, Depends(newcomer)]
"""Anyone, before an own password was chosen too: for choosing it, and for leaving."""


async def anyone(request: Request, account: Newcomer) -> Account:
    """Return who is logged in with a password of their own.

    Raises:
        PasswordGivenError: if somebody else gave it.
    """
    if account.must_change and request.session.get("by") != "oidc":  # who comes by the provider needs none
        raise PasswordGivenError
    return account


ROLE_REFUSED = "role"
"""Detail of the 403 of somebody whose role never gets through; other refusals are about the row at hand."""


class OneOf:
    """Dependency: the account, if it has one of the roles; else 403. It is also what the route declares as its rule."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(self, account: Annotated[Account, Depends(anyone)]) -> Account:
        """Return the account."""
        if account.role not in self.roles:
            raise HTTPException(403, ROLE_REFUSED)
        return account


async def open_to_all() -> None:
    """Declare that a route asks for no login; ``dependencies=[Depends(open_to_all)]`` says that it was meant."""


Anyone = Annotated[Account, Depends(anyone)]
Clerk = Annotated[Account, Depends(OneOf(Role.CLERK))]
Signer = Annotated[Account, Depends(OneOf(Role.CLERK, Role.OFFICIAL))]
"""The clerk seals, the official signs; which of the two is checked against the batch."""
Official = Annotated[Account, Depends(OneOf(Role.OFFICIAL))]
Reader = Annotated[Account, Depends(OneOf(Role.CLERK, Role.OFFICIAL, Role.ARCHIVIST, Role.AUDITOR))]
RightsReader = Annotated[Account, Depends(OneOf(Role.CLERK, Role.OFFICIAL, Role.ADMIN, Role.AUDITOR))]
RightsGiver = Annotated[Account, Depends(OneOf(Role.OFFICIAL, Role.ADMIN))]
"""Who changes rights to sign; which of them is checked against the row."""
Keeper = Annotated[Account, Depends(OneOf(Role.ARCHIVIST, Role.ADMIN, Role.AUDITOR))]
Registrar = Annotated[Account, Depends(OneOf(Role.CLERK, Role.ARCHIVIST, Role.AUDITOR))]
"""Who opens registers: the clerk those of the own office."""
Inspector = Annotated[Account, Depends(OneOf(Role.ARCHIVIST, Role.AUDITOR))]
Archivist = Annotated[Account, Depends(OneOf(Role.ARCHIVIST))]
Admin = Annotated[Account, Depends(OneOf(Role.ADMIN))]


async def checked_form(request: Request) -> FormData:
    """Return a form without files that carries the session's token; else 403."""
    return _checked(request, await request.form(max_files=0, max_fields=2000))


async def checked_upload(request: Request, account: Clerk) -> FormData:
    """Return a form with files; its body is read only after the role is known."""
    del account
    return _checked(request, await request.form(max_files=FILES_AT_ONCE))


def _checked(request: Request, form: FormData) -> FormData:
    if not csrf_holds(request, form.get("csrf")):
        raise HTTPException(403, "csrf")
    return form


CheckedForm = Annotated[FormData, Depends(checked_form)]
CheckedUpload = Annotated[FormData, Depends(checked_upload)]


def text_of(form: FormData, name: str) -> str:
    """Return a text field of a form, empty if it is not there."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def texts_of(form: FormData, name: str) -> list[str]:
    """Return all values of a text field."""
    return [value for value in form.getlist(name) if isinstance(value, str)]
