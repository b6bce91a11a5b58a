"""Batches, frozen manifests and grants: what a person authorised to be signed, and nothing else.

A grant is one person's authorisation over one frozen manifest (document ids and SHA-256 of the exact bytes),
for one certificate, expiring, used once. The signer refuses bytes that are not in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """Whose signature the batch asks for."""

    SIGN = "sign"
    """The competent official's own (NĐ 30/2020, Phụ lục I, II.7)."""
    SEAL = "seal"
    """The organisation's, applied by the clerk (NĐ 30/2020, Điều 32)."""


class ItemState(StrEnum):
    """What became of one document of a batch."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One line of the frozen manifest, with its result."""

    document_id: str
    sha256: str
    """Digest of the exact bytes that were shown and will be signed."""
    kind: str = ""
    number: str = ""
    subject: str = ""
    state: ItemState = ItemState.PENDING
    result_sha256: str = ""
    reason: str = ""
    """Why it failed, as a short code; empty otherwise."""
    message_vi: str = ""
    message_en: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A frozen list of documents for one signature each."""

    id: str
    purpose: Purpose
    office: str
    created_by: str
    created_at: dt.datetime
    items: tuple[BatchItem, ...]
    closed_at: dt.datetime | None = None

    @property
    def manifest_sha256(self) -> str:
        """Digest of the manifest: what the signer is shown and what the grant names."""
        return manifest_digest(purpose=self.purpose, items=self.items)

    @property
    def pending(self) -> tuple[BatchItem, ...]:
        """The items without a result yet."""
        return tuple(item for item in self.items if item.state is ItemState.PENDING)


def manifest_digest(*, purpose: Purpose, items: tuple[BatchItem, ...]) -> str:
    """Return the SHA-256, hex, of the canonical manifest: purpose and each document's id, digest and description."""
    manifest = {
        "purpose": purpose.value,
        "documents": [
            {"id": i.document_id, "sha256": i.sha256, "kind": i.kind, "number": i.number, "subject": i.subject}
            for i in items
        ],
    }
    canonical = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Grant:
    """One person's authorisation over one manifest."""

    id: str
    batch_id: str
    manifest_sha256: str
    person: str
    certificate_sha256: str
    """Fingerprint of the one certificate that may be used, hex."""
    granted_at: dt.datetime
    expires_at: dt.datetime
    sealed_pin: bytes
    """The PIN, sealed to the signing worker's public key; wiped when used."""
    used_at: dt.datetime | None = None

    def is_usable(self, *, batch: Batch, now: dt.datetime) -> bool:
        """Return whether the grant still allows exactly this batch at this moment."""
        return (
            self.used_at is None
            and self.granted_at <= now < self.expires_at
            and self.batch_id == batch.id
            and self.manifest_sha256 == batch.manifest_sha256
        )
