"""Batches, frozen manifests and grants: what a person authorised to be signed, and nothing else.

A grant is one person's authorisation over one frozen manifest (document ids, SHA-256 of the exact bytes, places of the
signatures, capacity of the signer), for one certificate, expiring, used once. The signer refuses bytes that are not in
it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Purpose(StrEnum):
    """Whose signature the batch asks for."""

    SIGN = "sign"
    """The competent official's own (NĐ 30/2020, Phụ lục I, II.7)."""
    SEAL = "seal"
    """The organisation's, applied by the clerk (NĐ 30/2020, Điều 32)."""


class Capacity(StrEnum):
    """In what capacity a person signs: what is printed before the title (NĐ 30/2020, Điều 13; Phụ lục I, II.7.b)."""

    DIRECT = "direct"
    """Trực tiếp: the head in the head's own right; nothing is printed before the title. Also of the seal."""
    TM = "TM"
    """Thay mặt: for the body that decides together."""
    KT = "KT"
    """Ký thay: a deputy for the head."""
    TL = "TL"
    """Thừa lệnh: the head of a unit, by order of the head."""
    TUQ = "TUQ"
    """Thừa ủy quyền: by written, limited authorisation."""
    Q = "Q"
    """Quyền: acting head."""

    @property
    def printed(self) -> str:
        """As it stands before the title: ``TM.``; empty for a direct signature."""
        return "" if self is Capacity.DIRECT else f"{self.value}."


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a signature will be seen."""

    page: int
    """From 1."""
    box: tuple[float, float, float, float]
    """Left, bottom, right and top in points, in the page's own coordinates, origin bottom left."""


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
    place: SignaturePlace | None = None
    """Where the signature will be seen; None where nothing is shown."""
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
    capacity: Capacity = Capacity.DIRECT
    on_behalf_of: str = ""
    """Account of the person who delegated the signature; empty where nobody did."""

    @property
    def manifest_sha256(self) -> str:
        """Digest of the manifest: what the signer is shown and what the grant names."""
        return manifest_digest(
            purpose=self.purpose, items=self.items, capacity=self.capacity, on_behalf_of=self.on_behalf_of
        )

    @property
    def pending(self) -> tuple[BatchItem, ...]:
        """The items without a result yet."""
        return tuple(item for item in self.items if item.state is ItemState.PENDING)


def manifest_digest(
    *,
    purpose: Purpose,
    items: tuple[BatchItem, ...],
    capacity: Capacity = Capacity.DIRECT,
    on_behalf_of: str = "",
) -> str:
    """Return the SHA-256, hex, of the canonical manifest: purpose, capacity, and each document as the signer sees it.

    What is usual is left out (a direct signature, nobody behind it, no place), so that manifests frozen before these
    were known keep the digest that their grants and events name.
    """
    manifest: dict[str, Any] = {"purpose": purpose.value, "documents": [_line(item) for item in items]}
    if capacity is not Capacity.DIRECT:
        manifest["capacity"] = capacity.value
    if on_behalf_of:
        manifest["on_behalf_of"] = on_behalf_of
    canonical = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _line(item: BatchItem) -> dict[str, Any]:
    line: dict[str, Any] = {
        "id": item.document_id,
        "sha256": item.sha256,
        "kind": item.kind,
        "number": item.number,
        "subject": item.subject,
    }
    if item.place is not None:
        line["place"] = {"page": item.place.page, "box": list(item.place.box)}
    return line


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
    capacity: Capacity = Capacity.DIRECT
    on_behalf_of: str = ""
    """Account of the person who delegated the signature; empty where nobody did."""

    def is_usable(self, *, batch: Batch, now: dt.datetime) -> bool:
        """Return whether the grant still allows exactly this batch at this moment."""
        return (
            self.used_at is None
            and self.granted_at <= now < self.expires_at
            and self.batch_id == batch.id
            and self.manifest_sha256 == batch.manifest_sha256
            and (self.capacity, self.on_behalf_of) == (batch.capacity, batch.on_behalf_of)
        )
