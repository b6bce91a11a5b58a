# mypy: disable-error-code="no-untyped-call"
"""Verdicts on signed PDFs, by code that did not make the signatures; works offline.

Nothing is valid unless four agree: pyHanko with a strict policy for later changes, the raw bytes, the pages as PDFium
draws them, and OpenSSL.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing import policy, revisions
from signing.judge import Judged, judge_signature, judge_timestamp
from signing.opened import OpenedPdf, UnclearError, open_to_judge
from signing.page_comparison import NotDrawnError, SignedRevision, changed_pages
from signing.proof import CLOCKS_DIFFER, common_name
from signing.running import run_to_end
from signing.second_opinion import OpenSsl
from signing.sentences import looks_changed, parser_failed, say
from signing.structure import structure_faults
from signing.trust import TIMESTAMP, Terms, Trust, load_trust
from vanban.domain.evidence import FileVerdict, SignatureVerdict

CADES = "/ETSI.CAdES.detached"


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
            judging = _Judging(data, opened, raw, openssl, self._purpose)
            known_at, sealed_by = await _judge_timestamps(judging, at=at, reasons=reasons)
            verdicts = [
                await _judge_person(one, judging, known_at=known_at, sealed_by=sealed_by) for one in opened.people
            ]
        if not verdicts:
            verdict = "invalid" if reasons else "unsigned"
            return FileVerdict(sha256, verdict, reasons=tuple(reasons) or (say("only-timestamps"),))
        if changes:
            # Nobody can tell what a reader makes of such a file: no signature in it stands for what is shown.
            verdicts = [_spoilt(one, changes) for one in verdicts]
        if self._compare_pages:
            verdicts = _compare_pages(data, opened, verdicts)
        return FileVerdict(sha256, _worst(verdicts, broken=bool(reasons)), tuple(verdicts), tuple(reasons))


@dataclass(frozen=True, slots=True)
class _Judging:
    """One file while it is judged."""

    data: bytes
    opened: OpenedPdf
    raw: Mapping[int, revisions.RawSignature]
    openssl: OpenSsl
    purpose: str | None

    def range_of(self, embedded: EmbeddedPdfSignature) -> revisions.RawSignature | None:
        """Return the byte range of a signature, if it covers what it should and leaves out its own signature only."""
        found = self.raw.get(_signed_to(embedded))
        if found is None or not found.well_formed:
            return None
        same = found.padded(self.data) == embedded.pkcs7_content
        return found if same and found.is_padded_with_zeros(self.data) else None


def _look_faults(opened: OpenedPdf) -> list[str]:
    """Return what is wrong with how later fields show themselves, as codes."""
    first = min(one.signed_revision for one in (*opened.people, *opened.timestamps))
    before = policy.empty_visible_fields(opened.reader.get_historical_resolver(first))
    covering = policy.empty_visible_fields(opened.reader) - before or policy.visible_timestamps(opened.reader)
    return ["covering"] if covering else []


async def _judge_timestamps(
    judging: _Judging, *, at: dt.datetime, reasons: list[str]
) -> tuple[list[tuple[int, dt.datetime, str]], int]:
    """Judge document time-stamps from the last to the first: each proves that what lies before it existed by then.

    Returns:
        (revision, time, by whom) of each trusted one with the present as the last, ascending; and the last trusted
        revision.
    """
    proven = [(1 << 30, at, "")]
    sealed_by = -1
    for one in sorted(judging.opened.timestamps, key=lambda stamp: stamp.signed_revision, reverse=True):
        judged = await judge_timestamp(one, trust=judging.opened.outside, at=proven[0][1])
        range_ = judging.range_of(one)
        if not judged.integrity or judged.modified_after or range_ is None:
            reasons.append(say("timestamp-broken"))
            continue
        if judged.trust != "trusted" or judged.timestamp is None or judged.timestamp > proven[0][1] + CLOCKS_DIFFER:
            continue
        signed, token = range_.signed_bytes(judging.data), range_.contents(judging.data)
        opinion = judging.openssl.timestamp(content=signed, token=token, at=proven[0][1])
        if not opinion.agrees:
            reasons.append(f"{say('openssl')} ({opinion.why_not})")
            continue
        proven.insert(0, (one.signed_revision, judged.timestamp, common_name(judged.signer)))
        sealed_by = max(sealed_by, one.signed_revision)
    return proven, sealed_by


async def _judge_person(
    embedded: EmbeddedPdfSignature,
    judging: _Judging,
    *,
    known_at: list[tuple[int, dt.datetime, str]],
    sealed_by: int,
) -> SignatureVerdict:
    at, by = next((moment, by) for revision, moment, by in known_at if revision > embedded.signed_revision)
    opened = judging.opened
    try:
        judged = await judge_signature(
            embedded, inside=opened.inside, outside=opened.outside, known_at=at, purpose=judging.purpose
        )
        range_ = judging.range_of(embedded)
    except Exception as error:  # noqa: BLE001 - one unreadable signature must not hide the others
        return _unreadable(embedded, parser_failed(error))
    verdict = _verdict(judged)
    if range_ is None:
        judged.coverage = "unclear"
        judged.reasons.append(say("range"))
        verdict = "invalid"
    elif verdict == "valid":
        opinion = judging.openssl.signature(
            content=range_.signed_bytes(judging.data),
            signature=range_.contents(judging.data),
            at=judged.moment or at,
            cades=embedded.sig_object.get("/SubFilter") == CADES,
        )
        if not opinion.agrees:
            judged.reasons.append(f"{say('openssl')} ({opinion.why_not})")
            verdict = "indeterminate"
    terms = opened.outside.terms_of(judged.anchor) if judged.anchor is not None else Terms()
    trusted = judged.trust == "trusted"
    return SignatureVerdict(
        field=str(embedded.field_name),
        signer=common_name(judged.signer),
        signed_at=_iso(judged.signed_at),
        timestamp=_iso(judged.timestamp),
        level=_level(embedded, judged, sealed_by),
        integrity=judged.integrity,
        trust=judged.trust,
        revocation=judged.revocation,
        coverage=judged.coverage,
        modified_after=judged.modified_after,
        verdict=verdict,
        reasons=tuple(judged.reasons),
        proven_at=_iso(judged.timestamp or (at if by else None)),
        proven_by=judged.stamped_by or by,
        anchor=(terms.name or common_name(judged.anchor)) if trusted and judged.anchor is not None else "",
        purposes=tuple(sorted(terms.purposes - {TIMESTAMP})) if trusted else (),
    )


def _compare_pages(data: bytes, opened: OpenedPdf, verdicts: list[SignatureVerdict]) -> list[SignatureVerdict]:
    """Return the verdicts, worse where the pages that were signed look different now."""
    signed = [SignedRevision(str(one.field_name), one.signed_revision, _signed_to(one)) for one in opened.people]
    try:
        changed = changed_pages(data, opened.reader, signed)
    except NotDrawnError:
        doubt = [replace(one, verdict="indeterminate", reasons=(*one.reasons, say("not-drawn"))) for one in verdicts]
        return [old if old.verdict == "invalid" else new for old, new in zip(verdicts, doubt, strict=True)]
    return [_spoilt(one, (), looks_changed(changed[one.field])) if changed.get(one.field) else one for one in verdicts]


def _spoilt(one: SignatureVerdict, codes: Sequence[str], *more: str) -> SignatureVerdict:
    reasons = (*one.reasons, *(say(code) for code in codes), *more)
    return replace(one, verdict="invalid", modified_after=True, reasons=reasons)


def _verdict(judged: Judged) -> str:
    """Return the verdict, adding the reason where none is noted yet."""
    if not judged.integrity:
        judged.reasons.insert(0, say("broken"))
        return "invalid"
    if judged.modified_after:
        judged.reasons.insert(0, say("modified"))
        return "invalid"
    if judged.revocation == "revoked" or (judged.out_of_time and judged.timestamp is not None):
        return "invalid"
    if judged.coverage == "unclear":
        judged.reasons.append(say("range"))
        return "invalid"
    judged.reasons.extend(say(code) for code in judged.faults)
    if "stamp-broken" in judged.faults or "attached" in judged.faults:
        return "invalid"
    if judged.trust == "trusted" and judged.revocation != "good":
        judged.reasons.append(say("no-revocation"))
    proven = judged.trust == "trusted" and judged.revocation == "good" and not judged.faults
    return "valid" if proven else "indeterminate"


def _level(embedded: EmbeddedPdfSignature, judged: Judged, sealed_by: int) -> str:
    if embedded.sig_object.get("/SubFilter") != CADES:
        return "other"
    if judged.timestamp is None:
        return "B-B"
    if not (judged.evidence_inside and judged.revocation == "good"):
        return "B-T"
    return "B-LTA" if sealed_by > embedded.signed_revision else "B-LT"


def _worst(verdicts: Sequence[SignatureVerdict], *, broken: bool) -> str:
    found = {one.verdict for one in verdicts}
    if broken or "invalid" in found:
        return "invalid"
    return "indeterminate" if "indeterminate" in found else "valid"


def _signed_to(embedded: EmbeddedPdfSignature) -> int:
    numbers = [int(number) for number in embedded.byte_range]
    return numbers[2] + numbers[3]


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _unreadable(embedded: EmbeddedPdfSignature, reason: str) -> SignatureVerdict:
    return SignatureVerdict(
        field=str(embedded.field_name), signer="", signed_at=None, timestamp=None, level="other", integrity=False,
        trust="unknown", revocation="unknown", coverage="unclear", modified_after=False, verdict="indeterminate",
        reasons=(reason,),
    )  # fmt: skip
