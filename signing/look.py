"""What a signature shows, and where: a person's picture, the organisation's seal, or lines of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pyhanko.stamp.base import BaseStampStyle

from signing.appearance import Picture, picture_style
from signing.info_block import InfoBlock, block_style, first_page_frame, info_block, place_block, signing_time
from signing.placement import Place, place_seal, place_signature
from vanban.domain.batch import BatchItem
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
