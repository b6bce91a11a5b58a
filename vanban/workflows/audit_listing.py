"""The list of a store against the catalogue: what is missing, hidden, overwritten or nobody's."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vanban.domain.backup import PREFIX as BACKUPS
from vanban.domain.event_log import PREFIX as ROOTS
from vanban.domain.event_log import ROOT
from vanban.domain.findings import Finding
from vanban.domain.keeping import Holding
from vanban.ports import ARCHIVE, StoredObject
from vanban.workflows.holdings import NamedStore

SUBJECT = "archive"
"""Subject of what is about the archive as a whole."""
NOT_RECORDS = ("probe/", BACKUPS)
"""Prefixes under which no record lies."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the register says is in the archive."""

    subject_of: Mapping[str, str]
    """Key to document, case file or root."""
    finished: Mapping[str, tuple[str, ...]]
    """Document or case file to the prefixes of its whole packages."""
    known: frozenset[str]
    """Every document and case file of the register."""
    young: frozenset[str]
    """Keys that need not be in this store yet."""
    gone: tuple[str, ...] = ()
    """Key prefixes of packages that were disposed of."""

    @classmethod
    def of(
        cls,
        everything: Sequence[Holding],
        known: frozenset[str],
        place: NamedStore,
        now: dt.datetime,
        *,
        gone: tuple[str, ...] = (),
    ) -> Catalogue:
        """Return the catalogue as it must be found in a store at a moment."""
        finished: dict[str, tuple[str, ...]] = {}
        for one in everything:
            finished[one.subject] = (*finished.get(one.subject, ()), one.prefix)
        young = (one for one in everything if place.grace and one.since > now - place.grace)
        return cls(
            subject_of={key: one.subject for one in everything for key in one.objects},
            finished=finished,
            known=known,
            gone=gone,
            young=frozenset(key for one in young for key in one.objects),
        )


def check_listing(
    place: NamedStore,
    catalogue: Catalogue,
    *,
    keep_on: Callable[[], bool],
    collected: dict[str, list[StoredObject]] | None = None,
) -> list[Finding] | None:
    """Compare the list of all versions in a store with the catalogue; None if the time was up before its end.

    Args:
        place: the store.
        catalogue: what must be found there.
        keep_on: asked now and then.
        collected: the keys whose versions the caller wants; filled with them, so that they need not be listed again.

    Raises:
        ServiceUnavailableError: if the store does not answer.
    """
    found: list[Finding] = []
    there: set[str] = set()
    listed = place.store.versions(ARCHIVE)
    for count, (key, group) in enumerate(itertools.groupby(listed, key=lambda version: version.key)):
        if count % 1000 == 0 and not keep_on():
            return None
        versions = list(group)
        if collected is not None and key in collected:
            collected[key] = versions
        if key not in catalogue.subject_of:
            if catalogue.gone and key.startswith(catalogue.gone):
                found.append(Finding("not-deleted", _document_of(key), key, place.name))
            elif is_stray(key, catalogue, place):
                found.append(Finding("unexpected", _document_of(key) or SUBJECT, key, place.name))
            continue
        there.add(key)
        found += _versions_of(key, versions, catalogue.subject_of[key], place)
    for key in sorted(catalogue.subject_of.keys() - there - catalogue.young):
        if not _judged_as_root(key, place):
            found.append(Finding("missing", catalogue.subject_of[key], key, place.name))
    return found


def _versions_of(key: str, versions: Sequence[StoredObject], subject: str, place: NamedStore) -> Iterator[Finding]:
    for version in versions:
        if version.is_delete_marker:
            yield Finding("deleted", subject, key, place.name, version.version_id)
    kept = [version for version in versions if not version.is_delete_marker]
    for version in kept[:-1]:  # newest first: the oldest is the one that was archived
        yield Finding("extra-version", subject, key, place.name, version.version_id)
    latest = next((version for version in versions if version.is_latest), versions[0])
    if latest.is_delete_marker and not _judged_as_root(key, place):
        yield Finding("missing", subject, key, place.name)


def is_stray(key: str, catalogue: Catalogue, place: NamedStore) -> bool:
    """Return whether a key is nobody's.

    What belongs to a package that is being written, or that was begun and written anew as the next version, is not.
    """
    if key in catalogue.subject_of or key.startswith(NOT_RECORDS) or _judged_as_root(key, place):
        return False
    document_id = _document_of(key)
    return document_id not in catalogue.known or key.startswith(catalogue.finished.get(document_id) or "\0")


def _judged_as_root(key: str, place: NamedStore) -> bool:
    """Return whether the check of the roots says all there is to say of a key."""
    return not place.name and key.startswith(ROOTS) and key.endswith(ROOT)


def _document_of(key: str) -> str:
    parts = key.split("/")
    return parts[3] if len(parts) > 4 else ""
