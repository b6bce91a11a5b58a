"""What a document's page shows of copies: those made of it, what it is a copy of, and the form for another one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.desk.accounts import Account, Role
from vanban.domain.copies import Copy, electronic_copies_of, is_electronic
from vanban.domain.document import Direction, Document, State
from vanban.domain.identifiers import new_id
from vanban.domain.sealed_alone import SealedAlone
from vanban.ports import UnitOfWork

_COPIED = {
    Direction.OUTGOING: frozenset({State.SEALED, State.ARCHIVED}),
    Direction.INCOMING: frozenset({State.REGISTERED, State.ARCHIVED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesView:
    """Copies around one document."""

    source: Document | None
    """What it is a copy of."""
    made: Sequence[tuple[Copy, Document]]
    forms: Sequence[SealedAlone]
    """Which copies this person may make of it now; empty for none."""
    electronic: bool
    """Whether the document is an electronic one, of which only extracts are made."""
    request: str
    """Id of the next request: a form that is sent twice makes one copy."""
    code: str
    """Abbreviation of the office, as its own symbol has it; empty where it cannot be told."""


def copies_view(document: Document, *, account: Account, uow: UnitOfWork) -> CopiesView | None:
    """Return the copies around a document; None where there are none and none may be made."""
    own = uow.copies.of(document.id)
    made = [(one, uow.documents.get(one.id)) for one in uow.copies.made_of(document.id)]
    forms = _forms(document, account)
    if not (own or made or forms):
        return None
    return CopiesView(
        source=uow.documents.get(own.source_id) if own else None,
        made=made,
        forms=forms,
        electronic=is_electronic(document),
        request=new_id(),
        code=_code(document),
    )


def _forms(document: Document, account: Account) -> Sequence[SealedAlone]:
    if account.role is not Role.CLERK or account.office != document.office:
        return ()
    if document.state not in _COPIED[document.direction]:
        return ()
    return electronic_copies_of(document)


def _code(document: Document) -> str:
    """Return the office of an own document's symbol: the last group of a kind's, the first of a công văn's."""
    groups = re.split(r"[-/]", document.entry.code_notation)
    if document.direction is not Direction.OUTGOING or not groups[0]:
        return ""
    return groups[0] if document.entry.type_name == "công văn" else groups[-1]
