"""Carry out an approved disposal list: the tombstone first, then the register, then the deletion, record by record.

Everything is asked once more at the last moment: a hold that was placed meanwhile wins. From the moment the register
says DISPOSED nothing can hold the record any more, and what is left of it is deleted, by this run or by the next one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vanban.domain.disposal import DisposalItem, DisposalList, ItemState, ListState, sha256, tombstone
from vanban.domain.document import State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.findings import Finding
from vanban.domain.identifiers import original_key
from vanban.ports import ARCHIVE, RECORDS, UnitOfWork, VersionDeleter
from vanban.workflows.disposal import DisposalOffice, keep, why_still
from vanban.workflows.disposal_checks import packages_of, why_not
from vanban.workflows.findings import note_findings

DISPOSED, CARRIED_OUT, KEPT = "document.disposed", "disposal.carried-out", "disposal.record-kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryingOut:
    """Everything that carrying a list out needs."""

    office: DisposalOffice
    deleters: Mapping[str, VersionDeleter]
    """By the name of the store; the archive's own has the empty name."""
    release_intake_copy: Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What became of a list."""

    deleted: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    """Document to why it was kept."""


def carry_out(list_id: str, *, actor: str, room: CarryingOut) -> Outcome:
    """Delete what an approved list names; safe to run again, also after it was cut off.

    Raises:
        NotFoundError: if there is no such list.
        RefusedError: if it is not approved, or another run is at it.
        ServiceUnavailableError: if the register or a store does not answer; the next run goes on.
    """
    outcome, office = Outcome(), room.office
    with office.register.hold(f"disposal:{list_id}") as mine:
        with office.register.begin() as uow:
            listed = uow.disposals.get(list_id)
        if not mine or listed.state not in {ListState.APPROVED, ListState.CARRIED_OUT}:
            raise RefusedError(
                f"List {list_id} is {listed.state.value}, or being carried out by another run.",
                vi=f"Danh mục {list_id} đang ở trạng thái {listed.state.value}, hoặc đang được thực hiện.",
                remedy=(
                    "It must be approved by a second person first: `vanban disposal approve`."
                    " / Danh mục phải được người thứ hai phê duyệt trước: `vanban disposal approve`."
                ),
            )
        for item in listed.items:
            _carry_out_one(listed, item, actor, room, outcome)
        with office.register.begin() as uow:
            if uow.disposals.get(list_id).state is ListState.APPROVED:
                now = office.clock.now()
                uow.disposals.close(list_id, at=now)
                data = {"list": list_id, "deleted": len(outcome.deleted), "kept": len(outcome.kept)}
                uow.events.append(at=now, actor=actor, name=CARRIED_OUT, subject=list_id, data=data)
                uow.commit()
    return outcome


def _carry_out_one(listed: DisposalList, item: DisposalItem, actor: str, room: CarryingOut, outcome: Outcome) -> None:
    if item.state is ItemState.LISTED:
        item = _decide(listed, item, actor, room)
    if item.state is ItemState.KEPT:
        outcome.kept[item.document_id] = item.note
        return
    if item.state is ItemState.DISPOSED:
        _delete(listed, item, room)
    outcome.deleted.append(item.document_id)


def _decide(listed: DisposalList, item: DisposalItem, actor: str, room: CarryingOut) -> DisposalItem:
    """Put the tombstone into the archive and have the register say DISPOSED, or that the record is kept."""
    office, now = room.office, room.office.clock.now()
    with office.register.begin() as uow:
        against = why_not(item.document_id, uow, schedule=office.schedule, now=now)
        records = _records(item.document_id, uow)
    against = against or why_still(item.document_id, office)
    mark = b"" if against is not None else _tombstone(listed, item, records, actor, office)
    with office.register.begin() as uow:
        # In one unit of work with the change of state: a hold that was placed until now wins, a later one is refused.
        against = against or why_not(item.document_id, uow, schedule=office.schedule, now=now)
        if against is not None:
            decided = dataclasses.replace(item, state=ItemState.KEPT, note=against.vi, settled_at=now)
            data = {"list": listed.id}
            uow.events.append(at=now, actor=actor, name=KEPT, subject=item.document_id, data=data)
        else:
            decided = dataclasses.replace(item, state=ItemState.DISPOSED, tombstone_sha256=sha256(mark), settled_at=now)
            uow.documents.change(item.document_id, expect=State.ARCHIVED, state=State.DISPOSED, reading=None)
            data = {"list": listed.id, "tombstone": decided.tombstone_sha256}
            uow.events.append(at=now, actor=actor, name=DISPOSED, subject=item.document_id, data=data)
        uow.disposals.settle(listed.id, decided)
        uow.commit()
    return decided


def _tombstone(
    listed: DisposalList, item: DisposalItem, records: dict[str, str], actor: str, office: DisposalOffice
) -> bytes:
    """Return the tombstone that lies in the archive, this run's or that of one that was cut off."""
    key = listed.tombstone_key(item.document_id)
    if office.store.stat(ARCHIVE, key) is not None:
        return office.store.get(ARCHIVE, key)
    mark = tombstone(listed, item, records=records, by=actor, at=office.clock.now())
    keep(office, key, mark, "application/json")
    return mark


def _records(document_id: str, uow: UnitOfWork) -> dict[str, str]:
    """Return role to digest of the document's working files."""
    return {"original": uow.documents.get(document_id).sha256, **dict(uow.evidence.list(document_id))}


def _delete(listed: DisposalList, item: DisposalItem, room: CarryingOut) -> None:
    """Delete every version of every package and working file; note where something had to be left."""
    office = room.office
    with office.register.begin() as uow:
        document = uow.documents.get(item.document_id)
        prefixes = [receipt.package for receipt in packages_of(document.id, uow)]
        files = [sha for sha in set(_records(document.id, uow).values()) if _only_of(document.id, sha, uow)]
    left = []
    for place in office.stores:
        deleter = room.deleters.get(place.name)
        if deleter is None:
            left.append(place.name)
            continue
        keys = [(ARCHIVE, prefix) for prefix in prefixes] + [(RECORDS, original_key(sha)) for sha in files]
        for bucket, prefix in keys:
            for version in list(place.store.versions(bucket, prefix)):
                _delete_version(deleter, bucket, version.key, version.version_id)
    office.register.search_text(document.id, [])
    room.release_intake_copy(document.claim_id)
    note = f"còn trong: {', '.join(left)}" if left else ""
    scopes = [f"{kind}:{place.name}" for kind in ("package", "locks") for place in office.stores] + ["stamp"]
    nothing: dict[str, list[Finding]] = {f"{scope}:{prefix}": [] for scope in scopes for prefix in prefixes}
    note_findings(nothing, register=office.register, clock=office.clock)
    with office.register.begin() as uow:
        for prefix in prefixes:
            uow.custody.forget(prefix)
        uow.disposals.settle(listed.id, dataclasses.replace(item, state=ItemState.DELETED, note=note))
        uow.commit()


def _only_of(document_id: str, sha: str, uow: UnitOfWork) -> bool:
    """Return whether no other document that is kept has the same bytes."""
    others = [uow.documents.get(one) for one in uow.evidence.holders(sha) if one != document_id]
    return all(other.state is State.DISPOSED for other in others)


def _delete_version(deleter: VersionDeleter, bucket: str, key: str, version_id: str) -> None:
    try:
        deleter.delete_version(bucket, key, version_id=version_id)
    except NotFoundError:
        return  # a run that was cut off came before
