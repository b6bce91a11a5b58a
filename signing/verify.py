# mypy: disable-error-code="no-untyped-call"
"""Verdicts on signed PDFs, by code that did not make the signatures; works offline.

Nothing is valid unless four agree: pyHanko with a strict policy for later changes, the raw bytes, the pages as PDFium
draws them, and OpenSSL.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from signing import policy, revisions
from signing.opened import OpenedPdf, UnclearError, open_to_judge
from signing.page_comparison import NotDrawnError, SignedRevision, changed_pages
from signing.running import run_to_end
from signing.second_opinion import OpenSsl
from signing.sentences import looks_changed, parser_failed, say
from signing.structure import structure_faults
from signing.trust import Trust, load_trust
from signing.verdicts import Judging, judge_person, judge_timestamps, signed_to
from vanban.domain.evidence import FileVerdict, SignatureVerdict


class PdfVerifier:
    """Implements ``vanban.ports.Verifier``.

    Args:
        trust: Whom to trust, from ``signing.trust.load_trust``.
        purpose: Of the anchors that count for signatures (``signing.trust.PURPOSES``); None for all.
        compare_pages: Draw the pages of each signed revision and compare. A hostile file may crash what draws, so
            leave it to a child process (``processors.verification``).
    """

    def __init__(self, *, trust: Trust, purpose: str | None = None, compare_pages: bool = True) -> None:
        self._trust = trust
        self._purpose = purpose
        self._compare_pages = compare_pages
        # Its warnings quote what stands in the document, which must not reach a log.
        logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
        logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

    @classmethod
    def from_folder(cls, folder: Path | None, *, purpose: str | None = None) -> PdfVerifier:
        """Return a verifier that trusts the roots in a folder; None or a missing folder trusts nobody."""
        return cls(trust=load_trust(folder), purpose=purpose)

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        """Return the verdict, as of now or of a given moment; never raises."""
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            return run_to_end(self._verify(data, sha256, at or dt.datetime.now(tz=dt.UTC)))
        except UnclearError as unclear:
            return FileVerdict(sha256, "indeterminate", reasons=(str(unclear),))
        except Exception as error:  # noqa: BLE001 - whatever a parser throws at hostile bytes is no verdict
            return FileVerdict(sha256, "indeterminate", reasons=(parser_failed(error),))

    async def _verify(self, data: bytes, sha256: str, at: dt.datetime) -> FileVerdict:
        opened = open_to_judge(data, self._trust)
        if opened is None:
            return FileVerdict(sha256, "unsigned")
        signatures = revisions.raw_signatures(data)
        raw = {one.signed_to: one for one in signatures}
        changes = (*structure_faults(data, opened.reader, signatures), *_look_faults(opened))
        reasons = [say(code) for code in changes]
        with OpenSsl(opened.outside) as openssl:
            judging = Judging(data, opened, raw, openssl, self._purpose)
            proof = await judge_timestamps(judging, at=at)
            verdicts = [await judge_person(one, judging, proof) for one in opened.people]
        reasons += proof.faults
        if not verdicts:
            verdict = "invalid" if reasons else "unsigned"
            return FileVerdict(sha256, verdict, reasons=tuple(reasons) or (say("only-timestamps"),))
        if changes:
            # Nobody can tell what a reader makes of such a file: no signature in it stands for what is shown.
            verdicts = [_spoilt(one, changes) for one in verdicts]
        if self._compare_pages:
            verdicts = _compare_pages(data, opened, verdicts)
        worst = _worst(verdicts, broken=bool(reasons), doubtful=bool(proof.doubts))
        return FileVerdict(sha256, worst, tuple(verdicts), (*reasons, *proof.doubts))


def _look_faults(opened: OpenedPdf) -> list[str]:
    """Return what is wrong with how later fields show themselves, as codes."""
    first = min(one.signed_revision for one in (*opened.people, *opened.timestamps))
    before = policy.empty_visible_fields(opened.reader.get_historical_resolver(first))
    covering = policy.empty_visible_fields(opened.reader) - before or policy.visible_timestamps(opened.reader)
    return ["covering"] if covering else []


def _compare_pages(data: bytes, opened: OpenedPdf, verdicts: list[SignatureVerdict]) -> list[SignatureVerdict]:
    """Return the verdicts, worse where the pages that were signed look different now."""
    signed = [SignedRevision(str(one.field_name), one.signed_revision, signed_to(one)) for one in opened.people]
    try:
        changed = changed_pages(data, opened.reader, signed)
    except NotDrawnError:
        doubt = [replace(one, verdict="indeterminate", reasons=(*one.reasons, say("not-drawn"))) for one in verdicts]
        return [old if old.verdict == "invalid" else new for old, new in zip(verdicts, doubt, strict=True)]
    return [_spoilt(one, (), looks_changed(changed[one.field])) if changed.get(one.field) else one for one in verdicts]


def _spoilt(one: SignatureVerdict, codes: Sequence[str], *more: str) -> SignatureVerdict:
    reasons = (*one.reasons, *(say(code) for code in codes), *more)
    return replace(one, verdict="invalid", modified_after=True, reasons=reasons)


def _worst(verdicts: Sequence[SignatureVerdict], *, broken: bool, doubtful: bool) -> str:
    found = {one.verdict for one in verdicts}
    if broken or "invalid" in found:
        return "invalid"
    return "indeterminate" if doubtful or "indeterminate" in found else "valid"
