"""What anyone may know of an issued document who holds its code, which stands behind its QR picture."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.domain.document import Direction, Document, State
from vanban.domain.issuing import Outgoing, Standing

ISSUED = frozenset({State.SEALED, State.ARCHIVED, State.DISPOSED})
"""An outgoing document in one of these states has left the office."""
_CODE_BYTES = 20
CODE_LENGTH = _CODE_BYTES * 8 // 5


@dataclass(frozen=True, slots=True)
class PublicCode:
    """A document's code. It is made once and stays, for it is printed and passed on."""

    document_id: str
    code: str
    made_at: dt.datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class PublicSigner:
    """One signature of an issued document."""

    name: str
    title: str = ""
    of_organisation: bool = False
    """The organisation's own signature, which is its seal."""


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """What the office says of an issued document to anyone: neither its subject, nor its text, nor its recipients."""

    kind: str
    number: str
    """Number and symbol, as printed."""
    issued_date: dt.date | None
    issuer: str
    sha256: str
    """Digest of the file as it was issued, hex."""
    pages: int
    signers: tuple[PublicSigner, ...]
    standing: Standing
    recalled_on: dt.date | None = None
    """Day of the decision to recall it."""


def new_code() -> str:
    """Return a new code: 160 random bits as 32 letters and digits, in lower case."""
    return base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode("ascii").lower()


def is_code(text: str) -> bool:
    """Return whether a text has the form of a code."""
    return len(text) == CODE_LENGTH and text.isascii() and set(text) <= set("abcdefghijklmnopqrstuvwxyz234567")


def is_issued(document: Document) -> bool:
    """Return whether a document went out, so that it may have a code."""
    return document.direction is Direction.OUTGOING and document.state in ISSUED


def public_record(document: Document, done: Outgoing, *, organisation: str) -> PublicRecord:
    """Return what anyone may know of an issued document; ``organisation`` is the office that sealed it."""
    entry = document.entry
    return PublicRecord(
        kind=entry.type_name,
        number="/".join(part for part in (entry.code_number, entry.code_notation) if part),
        issued_date=entry.issued_date,
        issuer=entry.organ_name or organisation,
        sha256=document.current_sha256,
        pages=document.pages,
        signers=tuple(_signers(document, organisation)),
        standing=done.standing,
        recalled_on=done.recall_decision.day if done.recall_decision else None,
    )


def _signers(document: Document, organisation: str) -> Sequence[PublicSigner]:
    """Return who signed: by the verdict on the issued file once there is one, before as the register says."""
    entry = document.entry
    person = PublicSigner(entry.signer_full_name, entry.signer_position) if entry.signer_full_name else None
    verdict = document.verdict or {}
    if verdict.get("sha256") != document.current_sha256:
        return [*([person] if person else []), PublicSigner(organisation, of_organisation=True)]
    return [
        person
        if person and one["signer"] == person.name
        else PublicSigner(one["signer"], of_organisation=one.get("holder") == "organisation")
        for one in verdict.get("signatures", ())
    ]
