"""What a signature shows, and where: a person's picture, the organisation's seal, or lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pyhanko.stamp.base import BaseStampStyle

from signing.appearance import Picture, picture_style
from signing.info_block import InfoBlock, block_style, first_page_frame, info_block, place_block, signing_time
from signing.placement import Place, place_seal, place_signature
from signing.signatures_there import Present
from vanban.domain.batch import BatchItem, Purpose, SignaturePlace
from vanban.domain.sealed_alone import SealedAlone, sealed_alone

SIGNATURE_SHAPE = 2.5
"""Width by height of a signature's picture, where one has to be imagined to place a seal."""


@dataclass(frozen=True, slots=True)
class Look:
    """A picture or text at a place."""

    content: Picture | InfoBlock
    place: Place

    @property
    def style(self) -> BaseStampStyle:
        """The stamp style for pyHanko, upright on a page that is shown turned."""
        if isinstance(self.content, Picture):
            return picture_style(self.content, rotation=self.place.rotation)
        return block_style(self.content, rotation=self.place.rotation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """What of a signatory decides the look."""

    purpose: Purpose
    name: str
    title: str
    name_in_text: str
    """How lines of text name the organisation."""
    picture: Picture | None


def look_for(item: BatchItem, data: bytes, *, who: Signer, before: Present, at: dt.datetime) -> Look | None:
    """Return what a document's next signature shows, and where; None if it shows nothing.

    Raises:
        UnsignableError: if the typeface lacks a letter of the lines of text.
    """
    if who.purpose is Purpose.SEAL and sealed_alone(item.kind) is not None:
        return text_look(data, item, organisation=who.name_in_text, at=at)
    if who.picture is None:
        return None
    if who.purpose is Purpose.SEAL:
        return seal_look(data, who.picture, signature=before.last_shown())
    return signature_look(data, who.picture, name=who.name, title=who.title)


def shown_place(look: Look | None) -> SignaturePlace | None:
    """Return the place as the frozen manifest names it: the page from 1, the box to a hundredth of a point."""
    if look is None:
        return None
    box = look.place.box
    left, bottom, right, top = (round(edge, 2) for edge in (box.left, box.bottom, box.right, box.top))
    return SignaturePlace(look.place.page + 1, (left, bottom, right, top))


def signature_look(data: bytes, picture: Picture, *, name: str, title: str) -> Look:
    """Return the person's picture between title and name (NĐ 30/2020, Phụ lục I, II.7.d)."""
    return Look(picture, place_signature(data, name=name, title=title, shape=picture.shape))


def seal_look(data: bytes, picture: Picture, *, signature: Place | None) -> Look:
    """Return the seal over the left third of the signature (NĐ 30/2020, Phụ lục I, II.8.a)."""
    beneath = signature or place_signature(data, name="", title="", shape=SIGNATURE_SHAPE)
    return Look(picture, place_seal(beneath, data=data))


def text_look(data: bytes, item: BatchItem, *, organisation: str, at: dt.datetime) -> Look:
    """Return the lines for a copy or an annex that only the organisation signs.

    Raises:
        UnsignableError: if the typeface lacks a letter.
    """
    block = info_block(_parts(item, organisation, at), page_width=first_page_frame(data).width)
    return Look(block, place_block(data, block))


def _parts(item: BatchItem, organisation: str, at: dt.datetime) -> Sequence[str]:
    form = sealed_alone(item.kind)
    if form is SealedAlone.ANNEX:
        return item.number, signing_time(at)
    return form.shown if form else item.kind, organisation, signing_time(at)
