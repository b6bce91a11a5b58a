"""Let anyone who holds a document's code see what is public of it: ``vanban.domain.publishing`` says what that is."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.domain.errors import RefusedError
from vanban.domain.publishing import PublicCode, PublicRecord, is_code, is_issued, new_code, public_record
from vanban.ports import Clock, Register


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingOffice:
    """Everything that publishing needs."""

    register: Register
    clock: Clock
    organisation: str


def give_code(document_id: str, *, actor: str, office: PublishingOffice) -> PublicCode:
    """Return the code of an issued document, made now if it has none yet.

    Raises:
        NotFoundError: if there is no such document.
        RefusedError: if it has not been issued.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        if not is_issued(uow.documents.get(document_id)):
            raise RefusedError(
                "Only an issued document can have a public code.",
                vi="Chỉ văn bản đi đã phát hành mới có mã tra cứu.",
                remedy="Have it signed and sealed first. / Hãy hoàn tất ký và đóng dấu trước.",
            )
        if known := uow.public_codes.of(document_id):
            return known
        made = PublicCode(document_id, new_code(), now, actor)
        stored = uow.public_codes.add(made)
        if stored == made:
            # The code itself is what lets one in: the trail says only that there is one.
            uow.events.append(at=now, actor=actor, name="document.code-made", subject=document_id)
        uow.commit()
    return stored


def what_is_public(code: str, *, office: PublishingOffice) -> PublicRecord | None:
    """Return what anyone with this code may know; None if it is nobody's, whatever the reason."""
    if not is_code(code):
        return None
    with office.register.begin() as uow:
        found = uow.public_codes.find(code)
        if found is None:
            return None
        document, done = uow.documents.get(found.document_id), uow.issuing.of(found.document_id)
    return public_record(document, done, organisation=office.organisation) if is_issued(document) else None
