"""Looking at a document: who may, the exact bytes by their digest, and an event for every look."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from vanban.bootstrap import Services
from vanban.desk.accounts import OVERSEERS, Account, Role
from vanban.domain.document import Direction, Document, State
from vanban.domain.errors import IntegrityError, NotFoundError
from vanban.domain.identifiers import original_key
from vanban.domain.search import EVERY_STATE
from vanban.ports import RECORDS, ObjectStore, UnitOfWork
from vanban.workflows.direct_document import DIRECTED

ONE_LOOK = dt.timedelta(minutes=10)
"""The pages that one person opens of the same bytes within this time are one look."""
_LOOKS_KEPT = 10_000


class ViewLog:
    """Remembers which looks are under way, so that a document of 20 pages is one event and not 20."""

    def __init__(self) -> None:
        self._looks: dict[tuple[str, str, str], dt.datetime] = {}
        self._guard = threading.Lock()

    def is_new(self, account: str, document_id: str, sha256: str, *, now: dt.datetime) -> bool:
        """Return whether this look has not been noted yet, and note it."""
        with self._guard:
            key = (account, document_id, sha256)
            begun = self._looks.get(key)
            if begun is not None and now - begun < ONE_LOOK:
                return False
            self._looks.pop(key, None)
            self._looks[key] = now
            if len(self._looks) > _LOOKS_KEPT:
                self._looks.pop(next(iter(self._looks)))
            return True


def find_document(document_id: str, *, account: Account, uow: UnitOfWork) -> Document:
    """Return a document that this account may see.

    Raises:
        NotFoundError: if there is none, or it is not for this account: the answer does not tell which.
    """
    document = uow.documents.get(document_id)
    if not may_see(account, document) and not _was_given(account, document, uow):
        raise NotFoundError(
            f"There is no document {document_id}.",
            vi=f"Không có văn bản {document_id}.",
            remedy="Open it from a list. / Hãy mở văn bản từ danh sách.",
        )
    return document


def _was_given(account: Account, document: Document, uow: UnitOfWork) -> bool:
    """Return whether the leadership or a unit gave an incoming document to this person, whatever office it lies in."""
    if account.role not in (Role.CLERK, Role.OFFICIAL) or not _is_directed(document):
        return False
    return uow.directions.slip(document.id).is_for(frozenset({account.name, account.office}))


def _is_directed(document: Document) -> bool:
    return document.direction is Direction.INCOMING and document.state in DIRECTED


@dataclass(frozen=True, slots=True)
class Seen:
    """What an account may look at: the states of either direction, and whether of its own office only."""

    states: Mapping[Direction, frozenset[State]]
    own_office_only: bool = True


_NOTHING = Seen(dict.fromkeys(Direction, frozenset()))
_WAITS = {State.RECEIVED, State.READ, State.NEEDS_REVIEW}
_SEEN = {
    Role.CLERK: Seen(dict.fromkeys(Direction, EVERY_STATE)),
    Role.OFFICIAL: Seen({Direction.OUTGOING: EVERY_STATE - _WAITS, Direction.INCOMING: frozenset(DIRECTED)}),
    **dict.fromkeys(OVERSEERS, Seen(dict.fromkeys(Direction, EVERY_STATE), own_office_only=False)),
}
"""By role; nobody looks at a suspect here."""


def seen_states(account: Account) -> Seen:
    """Return what an account may look at."""
    return _SEEN.get(account.role, _NOTHING)


def may_see(account: Account, document: Document) -> bool:
    """Return whether an account may look at a document and its bytes."""
    seen = seen_states(account)
    own = not seen.own_office_only or document.office == account.office
    return own and document.state in seen.states[document.direction]


def newest(document: Document) -> str:
    """Return the digest of the document's newest bytes: what is signed next."""
    return document.current_sha256 or document.sha256


def look(
    document_id: str, sha256: str, *, account: Account, services: Services, views: ViewLog, download: bool = False
) -> Document:
    """Return the document if this account may have these bytes of it, and note the look as an event.

    Raises:
        NotFoundError: if the document is not for this account, or the digest is not one of its own.
    """
    now = services.clock.now()
    with services.register.begin() as uow:
        document = find_document(document_id, account=account, uow=uow)
        own = {document.sha256, newest(document), *(held for _, held in uow.evidence.list(document_id))}
        if sha256 not in own:
            raise NotFoundError(
                f"Document {document_id} has no such bytes.", vi=f"Văn bản {document_id} không có nội dung này."
            )
        if views.is_new(account.name, document_id, sha256, now=now) or download:
            data = {"sha256": sha256, "download": download}
            uow.events.append(at=now, actor=account.name, name="document.viewed", subject=document_id, data=data)
            uow.commit()
    return document


def exact_bytes(sha256: str, *, store: ObjectStore) -> bytes:
    """Return stored bytes by their digest, checked; call ``look`` first.

    Raises:
        IntegrityError: if the store returns other bytes.
    """
    found = store.get(RECORDS, original_key(sha256))
    if hashlib.sha256(found).hexdigest() != sha256:
        raise IntegrityError(
            f"The stored bytes {sha256} are not what the register says.",
            vi=f"Nội dung lưu {sha256} không khớp sổ đăng ký.",
            remedy="Tell the administrator; `vanban audit` shows more. / Hãy báo quản trị.",
        )
    return found
