"""A ZIP or an e-mail as one document: the pages of its files one after the other, the facts of the main one."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from processors.containers import Part, part_folder, unpacked
from processors.pages import wipe_pages
from vanban.domain.errors import SuspectError, UnreadableError
from vanban.domain.reading import FACT_NAMES, Attachment, Fact, Reading

if TYPE_CHECKING:
    from vanban.settings import Limits

MAIN = 0.9
"""The most for a fact of the one official document among the files: a clerk confirms that it is what was sent."""
ONE_OF_SEVERAL = 0.5
"""The most where several files look like official documents."""
HEADER = 0.5
"""For what stands in the header of an e-mail and not in a document."""


class Read(Protocol):
    """Reads one file of a container; see ``vanban.ports.Reader.read``."""

    def __call__(self, path: Path, *, work: Path, overruled: bool = False) -> Reading:
        """Return what is read."""


def read_container(path: Path, *, work: Path, limits: Limits, read: Read, overruled: bool = False) -> Reading:
    """Read every file of a container that can be read.

    Raises:
        UnreadableError: if it cannot be taken apart, or nothing in it can be read.
        SuspectError: if any of its files shows a mark of state secrecy; nothing is kept in ``work`` then.
    """
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    try:
        with unpacked(path, work=work, limits=limits, overruled=overruled) as content:
            attachments = tuple(_attachment(part, work, partial(read, overruled=overruled)) for part in content.parts)
    except SuspectError:
        wipe_pages(work)
        raise
    readings = [attachment.reading for attachment in attachments if attachment.reading is not None]
    if not readings:
        raise UnreadableError("part-refused")
    main, ceiling = _main(readings)
    facts = _facts(readings, main, ceiling)
    if content.message and not facts["subject"].value and content.message["subject"]:
        facts["subject"] = Fact(content.message["subject"], HEADER, None, None, "message-header")
    return Reading(
        sha256=sha256,
        pages=sum(reading.pages for reading in readings),
        source=readings[main].source if main is not None else readings[0].source,
        facts=facts,
        text=tuple(page for reading in readings for page in reading.text),
        seconds=round(sum(reading.seconds for reading in readings), 3),
        layers=tuple(layer for reading in readings for layer in reading.layers),
        attachments=attachments,
        message=content.message,
    )


def _attachment(part: Part, work: Path, read: Callable[..., Reading]) -> Attachment:
    about = Attachment(part.name, part.sha256, part.media_type)
    if part.refusal:
        return dataclasses.replace(about, reason=part.refusal)
    if part.text is not None:
        layers = (None,)
        text = Reading(part.sha256, 1, "text", dict.fromkeys(FACT_NAMES, Fact()), (part.text,), layers=layers)
        return dataclasses.replace(about, reading=text)
    try:
        return dataclasses.replace(about, reading=read(part.path, work=part_folder(work, part)))
    except UnreadableError as error:
        return dataclasses.replace(about, reason=error.code)


def _main(readings: Sequence[Reading]) -> tuple[int | None, float]:
    """Return which file is the document that was sent, and the most that its facts may be worth."""
    official = [place for place, reading in enumerate(readings) if _is_official(reading)]
    if official:
        return official[0], MAIN if len(official) == 1 else ONE_OF_SEVERAL
    some = (place for place, reading in enumerate(readings) if any(fact.value for fact in reading.facts.values()))
    return next(some, None), ONE_OF_SEVERAL


def _is_official(reading: Reading) -> bool:
    found = _value_of(reading)
    return bool(found("kind") and (found("symbol") or found("issuer")))


def _value_of(reading: Reading) -> Callable[[str], object]:
    return lambda name: reading.facts.get(name, Fact()).value


def _facts(readings: Sequence[Reading], main: int | None, ceiling: float) -> dict[str, Fact]:
    """Return the facts of the main file, their pages counted through all files."""
    if main is None:
        return dict.fromkeys(FACT_NAMES, Fact())
    before = sum(reading.pages for reading in readings[:main])
    return {
        name: dataclasses.replace(
            fact, confidence=min(fact.confidence, ceiling), page=fact.page + before if fact.page else None
        )
        for name, fact in readings[main].facts.items()
    }
