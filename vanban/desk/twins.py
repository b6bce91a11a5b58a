"""Registered documents that another one repeats: a warning to the clerk (NĐ 30/2020, Phụ lục VI, III.1h)."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.document import Direction, Document, RegisterEntry
from vanban.ports import UnitOfWork


def registered_twins(document: Document, entry: RegisterEntry, uow: UnitOfWork) -> Sequence[Document]:
    """Return registered documents with the same number, symbol and issuer: a warning, not a refusal."""
    if not entry.code_number or not entry.organ_name or document.direction is Direction.OUTGOING:
        return []
    year = (entry.issued_date or document.received_at.date()).year
    return uow.documents.same_identity(
        number=entry.code_number, symbol=entry.code_notation, issuer=entry.organ_name, year=year, but=document.id
    )
