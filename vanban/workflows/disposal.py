"""Disposal lists: proposed by one person with reasons, approved by another. Nothing is deleted here.

What is past its term is only ever listed by people. The approved list is kept in the archive, as data and for print.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.retention import Schedule, end_of_day
from vanban.clock import HANOI
from vanban.domain.disposal import DisposalItem, DisposalList, ListState, sha256
from vanban.domain.errors import IntegrityError, RefusedError
from vanban.domain.identifiers import new_id
from vanban.ports import ARCHIVE, Clock, DisposalPage, ObjectStore, Register, UnitOfWork
from vanban.workflows.disposal_checks import Against, packages_of, still_locked, why_not
from vanban.workflows.holdings import NamedStore
from vanban.workflows.terms import current_term

PROPOSED, APPROVED, WITHDRAWN = "disposal.proposed", "disposal.approved", "disposal.withdrawn"
MOST = 500
"""Records of one list: so many a person can look at."""
CANDIDATES = 2000
"""Looked at in one listing; what was disposed of makes room for the next ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalOffice:
    """Everything that lists need."""

    register: Register
    stores: Sequence[NamedStore]
    """The archive first, then its copies."""
    clock: Clock
    schedule: Schedule
    page: DisposalPage
    organisation: str
    lock_days: int

    @property
    def store(self) -> ObjectStore:
        """The archive itself."""
        return self.stores[0].store

    def lock(self) -> dt.datetime:
        """Return until when lists and tombstones are locked at first; the nightly run extends it for ever."""
        day = self.clock.now().astimezone(HANOI).date()
        return end_of_day(day + dt.timedelta(days=max(self.lock_days, 1)))


def due_for_disposal(office: DisposalOffice) -> Iterator[DisposalItem]:
    """Yield documents that nothing stands against, as they would be listed, the oldest first.

    Only those are looked at of which the register knows no lock and no hold: so many that ``CANDIDATES`` are enough.

    Raises:
        ServiceUnavailableError: if the register or a store does not answer.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        unlocked = uow.oversight.unlocked(at=now, limit=CANDIDATES)
        free = [one for one in unlocked if not why_not(one, uow, schedule=office.schedule, now=now)]
        items = [_item(document_id, uow, office) for document_id in free]
    for item in items:
        if not still_locked(_prefixes(item.document_id, office), office.stores, now):
            yield item


def propose(document_ids: Sequence[str], *, actor: str, why: str, office: DisposalOffice) -> DisposalList:
    """List documents for disposal; the same list from the same person, while it is open, is the one that is there.

    Raises:
        NotFoundError: if there is no such document.
        RefusedError: if something stands against one of them, the list is empty or too long, or no reason is given.
    """
    reason, now = _words(why), office.clock.now()
    chosen = list(dict.fromkeys(document_ids))
    if not chosen or len(chosen) > MOST:
        raise RefusedError(
            f"A list holds 1 to {MOST} records, not {len(chosen)}.",
            vi=f"Một danh mục có từ 1 đến {MOST} tài liệu, không phải {len(chosen)}.",
            remedy=(
                "Choose from what is due (`vanban disposal due`)."
                " / Hãy chọn trong các tài liệu đã hết thời hạn (`vanban disposal due`)."
            ),
        )
    for document_id in chosen:
        _refuse_if(document_id, why_still(document_id, office))
    with office.register.begin() as uow:
        for document_id in chosen:
            _refuse_if(document_id, why_not(document_id, uow, schedule=office.schedule, now=now))
        items = tuple(_item(document_id, uow, office) for document_id in chosen)
        if (same := _proposed_already(items, actor, reason, uow)) is not None:
            return same
        listed = DisposalList(new_id(), actor, now, reason, items)
        uow.disposals.add(listed)
        data = {"list": listed.id, "records": len(items)}
        uow.events.append(at=now, actor=actor, name=PROPOSED, subject=listed.id, data=data)
        uow.commit()
    return listed


def approve(list_id: str, *, actor: str, words: str, office: DisposalOffice) -> DisposalList:
    """Approve a list that somebody else proposed, and keep it in the archive; nothing is deleted yet.

    Raises:
        NotFoundError: if there is no such list.
        RefusedError: if the same person proposed it, it was decided before, or something stands against a record now.
        ServiceUnavailableError: if the register or a store does not answer.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        listed = uow.disposals.get(list_id)
    _check_open(listed)
    if listed.proposed_by == actor:
        raise RefusedError(
            f"{actor} proposed this list; a second person approves it.",
            vi=f"{actor} đã đề nghị danh mục này; phải do người khác phê duyệt.",
            remedy=(
                "Let a colleague approve it with their own account."
                " / Hãy để đồng nghiệp phê duyệt bằng tài khoản của họ."
            ),
        )
    for item in listed.items:
        _refuse_if(item.document_id, why_still(item.document_id, office))
    decided = dataclasses.replace(listed, decided_by=actor, decided_at=now, decision=words.strip())
    manifest = decided.manifest()
    decided = dataclasses.replace(decided, manifest_sha256=sha256(manifest))
    page = office.page.draw(decided, organisation=office.organisation)
    keep(office, decided.manifest_key, manifest, "application/json")
    keep(office, decided.page_key, page, "application/pdf")
    with office.register.begin() as uow:
        for item in listed.items:
            _refuse_if(item.document_id, why_not(item.document_id, uow, schedule=office.schedule, now=now))
        mine = uow.disposals.decide(
            list_id,
            ListState.APPROVED,
            by=actor,
            at=now,
            words=words.strip(),
            manifest_sha256=decided.manifest_sha256,
            page_sha256=sha256(page),
        )
        if not mine:
            _check_open(uow.disposals.get(list_id))
        data = {"list": list_id, "manifest": decided.manifest_sha256}
        uow.events.append(at=now, actor=actor, name=APPROVED, subject=list_id, data=data)
        uow.commit()
        return uow.disposals.get(list_id)


def withdraw(list_id: str, *, actor: str, why: str, office: DisposalOffice) -> DisposalList:
    """Withdraw or refuse a list that is not approved yet.

    Raises:
        NotFoundError: if there is no such list.
        RefusedError: if it was decided before, or no reason is given.
    """
    reason, now = _words(why), office.clock.now()
    with office.register.begin() as uow:
        if not uow.disposals.decide(list_id, ListState.WITHDRAWN, by=actor, at=now, words=reason):
            _check_open(uow.disposals.get(list_id))
        uow.events.append(at=now, actor=actor, name=WITHDRAWN, subject=list_id, data={"list": list_id})
        uow.commit()
        return uow.disposals.get(list_id)


def why_still(document_id: str, office: DisposalOffice) -> Against | None:
    """Return what the stores say against the disposal of a document now; None if nothing does."""
    return still_locked(_prefixes(document_id, office), office.stores, office.clock.now())


def keep(office: DisposalOffice, key: str, data: bytes, content_type: str) -> None:
    """Put something into the archive under lock, and read it back.

    Raises:
        IntegrityError: if it is not there as it was written.
    """
    stored = office.store.put(ARCHIVE, key, data, retain_until=office.lock(), content_type=content_type)
    if office.store.get(ARCHIVE, key, version_id=stored.version_id) != data:
        raise IntegrityError(
            f"{key} was not stored as it was written.",
            vi=f"Tệp {key} trong kho không đúng với tệp đã ghi.",
            remedy="Run `vanban doctor` and `vanban audit`. / Hãy báo quản trị (`vanban doctor`, `vanban audit`).",
        )


def _prefixes(document_id: str, office: DisposalOffice) -> list[str]:
    with office.register.begin() as uow:
        return [receipt.package for receipt in packages_of(document_id, uow)]


def _item(document_id: str, uow: UnitOfWork, office: DisposalOffice) -> DisposalItem:
    document = uow.documents.get(document_id)
    kept = current_term(document, uow, office.schedule)
    entry = document.entry
    number = "/".join(part for part in (entry.code_number, entry.code_notation) if part)
    return DisposalItem(
        document_id=document_id,
        kind=entry.type_name,
        number=number,
        issued=entry.issued_date.isoformat() if entry.issued_date else "",
        subject=entry.subject,
        code=kept.term.code,
        term=kept.term.shown,
        basis=kept.term.basis,
        last_day=kept.last_day.isoformat() if kept.last_day else "",
        objects={key: digest for one in packages_of(document_id, uow) for key, digest in one.objects.items()},
    )


def _proposed_already(items: tuple[DisposalItem, ...], actor: str, why: str, uow: UnitOfWork) -> DisposalList | None:
    open_ones = (one for one in uow.disposals.list() if one.state is ListState.PROPOSED)
    mine = (one for one in open_ones if (one.proposed_by, one.why) == (actor, why))
    wanted = {item.document_id for item in items}
    return next((one for one in mine if {item.document_id for item in one.items} == wanted), None)


def _refuse_if(document_id: str, reason: Against | None) -> None:
    if reason is not None:
        raise RefusedError(
            f"Document {document_id} may not be disposed of: {reason.en}.",
            vi=f"Không được tiêu hủy văn bản {document_id}: {reason.vi}.",
            remedy=(
                "Leave it out of the list; see `vanban retention show` and `vanban hold list`."
                " / Hãy bỏ khỏi danh mục; xem thời hạn và lệnh giữ (`vanban retention show`, `vanban hold list`)."
            ),
        )


def _check_open(listed: DisposalList) -> None:
    if listed.state is not ListState.PROPOSED:
        raise RefusedError(
            f"List {listed.id} is {listed.state.value} already.",
            vi=f"Danh mục {listed.id} đã ở trạng thái {listed.state.value}.",
            remedy=(
                "See the disposal lists (`vanban disposal list`)."
                " / Hãy xem các danh mục tiêu hủy (`vanban disposal list`)."
            ),
        )


def _words(why: str) -> str:
    if not why.strip():
        raise RefusedError(
            "A reason is needed.", vi="Phải ghi lý do.", remedy="Give the reason (--why). / Hãy ghi lý do (--why)."
        )
    return why.strip()
