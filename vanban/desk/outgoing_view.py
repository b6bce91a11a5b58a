"""What a document's page shows of its issuing and recall, and which of the forms this person may fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import FormData

from vanban.desk.accounts import Account, Role
from vanban.desk.admission import texts_of
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import RefusedError
from vanban.domain.identifiers import new_id
from vanban.domain.issuing import Dispatch, Outgoing, Standing, Way
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import UnitOfWork
from vanban.workflows.issue_document import SENT_FROM, recipients_named
from vanban.workflows.void_number import VOIDED

_BLANK_ROWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingView:
    """Issuing and recall of one document."""

    outgoing: Outgoing
    act: str
    """Id of the next act: a form that is sent twice is recorded once."""
    rows: Sequence[tuple[str, str]]
    """Recipient and way, as the form is filled before anybody types."""
    may_issue: bool
    may_decide_recall: bool
    may_tell: bool


def outgoing_view(
    document: Document, *, account: Account, uow: UnitOfWork, typed: FormData | None = None
) -> OutgoingView | None:
    """Return the issuing of a document as this person sees it; None before its seal, and for what came in."""
    if document.direction is not Direction.OUTGOING or document.state not in SENT_FROM:
        return None
    done = uow.issuing.of(document.id)
    own = account.office == document.office
    clerk, official = own and account.role is Role.CLERK, own and account.role is Role.OFFICIAL
    return OutgoingView(
        outgoing=done,
        act=new_id(),
        rows=_typed_rows(typed) if typed is not None and "recipient" in typed else _rows(document, done),
        may_issue=clerk and done.standing in (Standing.WAITING, Standing.ISSUED),
        may_decide_recall=official and done.standing is Standing.ISSUED,
        may_tell=clerk and done.standing is Standing.RECALL_DECIDED,
    )


def _rows(document: Document, done: Outgoing) -> list[tuple[str, str]]:
    named = [] if done.issued else [(name, Way.NETWORK.value) for name in recipients_named(document)]
    return [*named, *[("", Way.NETWORK.value)] * _BLANK_ROWS]


def _typed_rows(form: FormData) -> list[tuple[str, str]]:
    names, ways = texts_of(form, "recipient"), texts_of(form, "way")
    return list(zip(names, ways, strict=False))


def dispatches_of(form: FormData) -> list[Dispatch]:
    """Return the recipients that were typed, each with its way; empty rows are left out.

    Raises:
        RefusedError: if a way is unknown or a name too long.
    """
    found = []
    for name, way in zip(texts_of(form, "recipient"), texts_of(form, "way"), strict=False):
        if not name.strip():
            continue
        if way not in list(Way) or len(name) > 200:
            raise RefusedError(
                "A recipient cannot be understood.",
                vi="Nơi nhận hoặc cách gửi không hợp lệ.",
                remedy="Choose the way from the list. / Hãy chọn cách gửi trong danh sách.",
            )
        found.append(Dispatch(name, Way(way)))
    return found


def is_voidable(document: Document, account: Account) -> bool:
    """Return whether this person may void the document's number: a clerk of its office, before anyone signs."""
    own = account.role is Role.CLERK and account.office == document.office
    numbered = document.direction is Direction.OUTGOING and sealed_alone(document.entry.type_name) is None
    return own and numbered and document.state is State.REGISTERED


def is_voided(document: Document) -> bool:
    """Return whether the document's number was voided."""
    return document.state is State.RETURNED and document.reason == VOIDED
