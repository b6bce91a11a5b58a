# mypy: disable-error-code="no-untyped-call"
"""Compares the pages of each signed revision with those of the whole file, as they are drawn.

Every page that an increment touched is compared for every signature, and the first pages of the file in any case:
there a reader that follows the bytes differently from our parser is caught too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

from signing.drawn import DrawnFile, DrawnPage, differs

ALWAYS = 20
"""Pages from the first that are compared even if no increment touched them."""
MOST_DRAWN = 4000
"""Pages drawn for one file; beyond, no verdict is given."""


class NotDrawnError(Exception):
    """Indicate that pages could not be compared."""


@dataclass(frozen=True, slots=True)
class SignedRevision:
    """What one signature is over."""

    field: str
    revision: int
    signed_to: int
    """Bytes from the beginning of the file that make up the revision."""


def changed_pages(
    data: bytes, reader: PdfFileReader, signed: Sequence[SignedRevision]
) -> Mapping[str, tuple[int, ...]]:
    """Return the pages (from 1) that look different now, by the field of the signature; 0 stands for their number.

    Raises:
        NotDrawnError: if a page cannot be drawn, or there are too many.
    """
    import pypdfium2

    earlier = sorted((one for one in signed if data[one.signed_to :].strip(b"\x00\t\n\x0c\r ")), key=_by_end)
    if not earlier:
        return {}
    try:
        with ExitStack() as opened:
            now = opened.enter_context(DrawnFile(data, length=len(data)))
            before = [opened.enter_context(DrawnFile(data, length=one.signed_to)) for one in earlier]
            return _compare(now, before, earlier, signed, reader)
    except pypdfium2.PdfiumError as error:
        raise NotDrawnError from error


def _by_end(one: SignedRevision) -> int:
    return one.signed_to


def _compare(
    now: DrawnFile,
    before: Sequence[DrawnFile],
    earlier: Sequence[SignedRevision],
    signed: Sequence[SignedRevision],
    reader: PdfFileReader,
) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {
        one.field: (0,) for one, drawn in zip(earlier, before, strict=True) if drawn.count != now.count
    }
    asked = [_asked(one, reader, now.count, first=position == 0) for position, one in enumerate(earlier)]
    if sum(map(len, asked)) > MOST_DRAWN:
        raise NotDrawnError
    for number in sorted(set().union(*asked)):
        comparing = [
            (one, drawn)
            for one, drawn, pages in zip(earlier, before, asked, strict=True)
            if number in pages and 0 not in found.get(one.field, ())
        ]
        if not comparing:
            continue
        with now.page(number) as page:
            pixels = page.pixels()
            for one, drawn in comparing:
                later = {other.field for other in signed if other.revision > one.revision}
                if _differs(drawn, number, page, pixels, later):
                    found[one.field] = (*found.get(one.field, ()), number + 1)
    return found


def _differs(drawn: DrawnFile, number: int, page: DrawnPage, pixels: Any, later: set[str]) -> bool:
    with drawn.page(number) as old:
        if old.shape != page.shape:
            return True
        return differs(old.pixels(), pixels, page.boxes(later, like=pixels))


def _asked(one: SignedRevision, reader: PdfFileReader, count: int, *, first: bool) -> frozenset[int]:
    """Return the pages to compare for a signature, from 0."""
    touched = _touched(reader, one.revision, count)
    return touched | frozenset(range(min(count, ALWAYS))) if first else touched


def _touched(reader: PdfFileReader, revision: int, count: int) -> frozenset[int]:
    """Return the pages that reach an object which a later revision defines anew; all if that cannot be told."""
    old = reader.get_historical_resolver(revision)
    old._load_reverse_xref_cache()  # noqa: SLF001 - the difference analysis has filled it already
    leaves = {path: number for number, path in enumerate(_leaves(old))}
    everything = frozenset(range(count))
    if len(leaves) != count:
        return everything
    found = set()
    for later in range(revision + 1, reader.xrefs.total_revisions):
        for reference in reader.xrefs.explicit_refs_in_revision(later):
            for usage in old._get_usages_of_ref(reference):  # noqa: SLF001
                steps = tuple(usage.path)
                if steps[:2] != ("/Root", "/Pages"):
                    continue
                number = next((leaves[steps[:end]] for end in range(2, len(steps) + 1) if steps[:end] in leaves), None)
                if number is None:
                    return everything
                found.add(number)
    return frozenset(found)


def _leaves(handler: HistoricalResolver) -> list[tuple[str | int, ...]]:
    """Return the path of each page, in order."""
    found: list[tuple[str | int, ...]] = []
    waiting: list[tuple[tuple[str | int, ...], Any]] = [(("/Root", "/Pages"), handler.root["/Pages"])]
    while waiting:
        path, node = waiting.pop()
        if "/Kids" not in node:
            found.append(path)
            continue
        if len(path) > 2 * 64 or len(found) > 100_000:
            return []
        kids = [((*path, "/Kids", position), kid.get_object()) for position, kid in enumerate(node["/Kids"])]
        waiting.extend(reversed(kids))
    return found
