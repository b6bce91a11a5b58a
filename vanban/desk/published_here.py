"""A document's public code on its page at the desk: the address behind it, and its QR picture."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from starlette.requests import Request

from vanban.desk.desk import Desk
from vanban.domain.document import Document
from vanban.domain.publishing import is_issued
from vanban.ports import UnitOfWork

_DOTS = 6
"""Pixels of one module: about 25 mm at 300 dpi for an address of usual length."""


@dataclass(frozen=True, slots=True)
class PublishedHere:
    """What the page says of the code."""

    may_have: bool
    """Whether the document was issued, so that it may have a code."""
    address: str = ""
    """Where anyone finds it; empty: it has no code yet."""


def published_here(document: Document, *, uow: UnitOfWork, desk: Desk, request: Request) -> PublishedHere:
    """Return whether a document has, or may have, a public code."""
    if not is_issued(document):
        return PublishedHere(may_have=False)
    found = uow.public_codes.of(document.id)
    return PublishedHere(may_have=True, address=f"{_base(desk, request)}/v/{found.code}" if found else "")


def qr_png(address: str) -> bytes:
    """Return an address as a QR picture, PNG, with the quiet zone around it."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="png", scale=_DOTS, border=4)
    return out.getvalue()


def _base(desk: Desk, request: Request) -> str:
    settings = desk.services.settings
    return (settings.public_url or settings.desk_url or str(request.base_url)).rstrip("/")
