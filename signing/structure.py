# mypy: disable-error-code="no-untyped-call"
"""Is what was appended to a signed file exactly the revisions that our parser knows, and nothing besides?

Readers that follow the bytes in another way (recovery, hybrid cross-references, a second ``startxref``) see what is
hidden there; incremental-saving attacks live from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.revisions import RawSignature, ends_at, follow_each_other

_STARTXREF = re.compile(rb"startxref\s+(\d{1,12})")
_OBJECT = re.compile(rb"(?<![0-9A-Za-z])(\d{1,10})\s+(\d{1,5})\s+obj\b")


def structure_faults(data: bytes, reader: PdfFileReader, signatures: Sequence[RawSignature]) -> list[str]:
    """Return what is wrong with how the revisions are put together, as codes of ``signing.sentences``.

    Args:
        data: The file.
        reader: It, as parsed.
        signatures: Its byte ranges, by where they end.
    """
    revisions = range(reader.xrefs.total_revisions)
    known = {reader.xrefs.get_startxref_for_revision(revision) for revision in revisions}
    faults = []
    if ends_at(data) != reader.last_startxref:
        faults.append("tail")
    if not follow_each_other(tuple(signatures)):
        faults.append("order")
    if any(ends_at(data[: one.signed_to]) not in known for one in signatures):
        faults.append("not-a-revision")
    signed_to = min(one.signed_to for one in signatures)
    appended = data[signed_to:]
    ends = [int(match.group(1)) for match in _STARTXREF.finditer(appended)]
    if sorted(ends) != sorted(one for one in known if one >= signed_to) or b"/XRefStm" in appended:
        faults.append("hidden-revision")
    elif _hides_objects(data, reader, signed_to):
        faults.append("hidden-objects")
    return faults


def _hides_objects(data: bytes, reader: PdfFileReader, signed_to: int) -> bool:
    """Return whether an object stands behind the first signature that no cross-reference leads to."""
    xrefs = reader.xrefs
    revisions = range(xrefs.total_revisions)
    tables = {xrefs.get_startxref_for_revision(revision) for revision in revisions}
    for match in _OBJECT.finditer(data, signed_to):
        reference = Reference(int(match.group(1)), int(match.group(2)))
        at = match.start()
        if at not in tables and not any(xrefs.get_historical_ref(reference, one) == at for one in revisions):
            return True
    return False
