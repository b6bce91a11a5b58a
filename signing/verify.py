# mypy: disable-error-code="no-untyped-call"
"""Verdicts on signed PDFs, by code that did not make the signatures; works offline.

Nothing is valid unless three agree: pyHanko with a strict policy for later changes, the raw bytes, and OpenSSL.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing import policy, revisions
from signing.judge import Judged, judge_signature, judge_timestamp
from signing.opened import OpenedPdf, UnclearError, open_to_judge
from signing.running import run_to_end
from signing.second_opinion import OpenSsl
from signing.sentences import parser_failed, say
from signing.trust import Trust, load_trust
from vanban.domain.evidence import FileVerdict, SignatureVerdict

CADES = "/ETSI.CAdES.detached"


class PdfVerifier:
    """Implements ``vanban.ports.Verifier``.

    Args:
        trust: Whom to trust, from ``signing.trust.load_trust``.
    """

    def __init__(self, *, trust: Trust) -> None:
        self._trust = trust
        # Its warnings quote what stands in the document, which must not reach a log.
        logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
        logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

    @classmethod
    def from_folder(cls, folder: Path | None) -> PdfVerifier:
        """Return a verifier that trusts the roots in a folder; None or a missing folder trusts nobody."""
        return cls(trust=load_trust(folder))

    def verify(self, data: bytes, *, at: dt.datetime | None = None) -> FileVerdict:
        """Return the verdict, as of now or of a given moment; never raises."""
        sha256 = hashlib.sha256(data).hexdigest()
        try:
            return run_to_end(_verify(data, sha256, self._trust, at or dt.datetime.now(tz=dt.UTC)))
        except UnclearError as unclear:
            return FileVerdict(sha256, "indeterminate", reasons=(str(unclear),))
        except Exception as error:  # noqa: BLE001 - whatever a parser throws at hostile bytes is no verdict
            return FileVerdict(sha256, "indeterminate", reasons=(parser_failed(error),))


async def _verify(data: bytes, sha256: str, trust: Trust, at: dt.datetime) -> FileVerdict:
    opened = open_to_judge(data, trust)
    if opened is None:
        return FileVerdict(sha256, "unsigned")
    reasons = _file_reasons(data, opened)
    raw = {one.signed_to: one for one in revisions.raw_signatures(data)}
    with OpenSsl(opened.outside) as openssl:
        known_at, sealed_by = await _judge_timestamps(opened, raw, data, openssl, at=at, reasons=reasons)
        verdicts = [
            await _judge_person(one, opened, raw, data, openssl, known_at=known_at, sealed_by=sealed_by)
            for one in opened.people
        ]
    if not verdicts:
        verdict = "invalid" if reasons else "unsigned"
        return FileVerdict(sha256, verdict, reasons=tuple(reasons) or (say("only-timestamps"),))
    return FileVerdict(sha256, _worst(verdicts, broken=bool(reasons)), tuple(verdicts), tuple(reasons))


def _file_reasons(data: bytes, opened: OpenedPdf) -> list[str]:
    """Return what is wrong with the file as a whole."""
    reasons = []
    if revisions.ends_at(data) != opened.reader.last_startxref:
        reasons.append(say("tail"))
    first = min(one.signed_revision for one in (*opened.people, *opened.timestamps))
    before = policy.empty_visible_fields(opened.reader.get_historical_resolver(first))
    if policy.empty_visible_fields(opened.reader) - before or policy.visible_timestamps(opened.reader):
        reasons.append(say("covering"))
    return reasons


async def _judge_timestamps(
    opened: OpenedPdf,
    raw: dict[int, revisions.RawSignature],
    data: bytes,
    openssl: OpenSsl,
    *,
    at: dt.datetime,
    reasons: list[str],
) -> tuple[list[tuple[int, dt.datetime]], int]:
    """Judge document time-stamps from the last to the first: each proves that what lies before it existed by then.

    Returns:
        (revision, time) of each trusted one with the present as the last, ascending; and the last trusted revision.
    """
    proven = [(1 << 30, at)]
    sealed_by = -1
    for one in sorted(opened.timestamps, key=lambda stamp: stamp.signed_revision, reverse=True):
        judged = await judge_timestamp(one, trust=opened.outside, at=proven[0][1])
        range_ = raw.get(_signed_to(one))
        if not judged.integrity or judged.modified_after or range_ is None or not range_.well_formed:
            reasons.append(say("timestamp-broken"))
            continue
        if judged.trust != "trusted" or judged.timestamp is None:
            continue
        opinion = openssl.timestamp(content=range_.signed_bytes(data), token=range_.contents(data), at=proven[0][1])
        if not opinion.agrees:
            reasons.append(f"{say('openssl')} ({opinion.why_not})")
            continue
        proven.insert(0, (one.signed_revision, judged.timestamp))
        sealed_by = max(sealed_by, one.signed_revision)
    return proven, sealed_by


async def _judge_person(
    embedded: EmbeddedPdfSignature,
    opened: OpenedPdf,
    raw: dict[int, revisions.RawSignature],
    data: bytes,
    openssl: OpenSsl,
    *,
    known_at: list[tuple[int, dt.datetime]],
    sealed_by: int,
) -> SignatureVerdict:
    at = next(moment for revision, moment in known_at if revision > embedded.signed_revision)
    try:
        judged = await judge_signature(embedded, inside=opened.inside, outside=opened.outside, known_at=at)
    except Exception as error:  # noqa: BLE001 - one unreadable signature must not hide the others
        return _unreadable(embedded, parser_failed(error))
    range_ = raw.get(_signed_to(embedded))
    verdict = _verdict(judged)
    if range_ is None or not range_.well_formed:
        judged.coverage = "unclear"
        judged.reasons.append(say("range"))
        verdict = "invalid"
    elif verdict == "valid":
        opinion = openssl.signature(
            content=range_.signed_bytes(data),
            signature=range_.contents(data),
            at=judged.moment or at,
            cades=embedded.sig_object.get("/SubFilter") == CADES,
        )
        if not opinion.agrees:
            judged.reasons.append(f"{say('openssl')} ({opinion.why_not})")
            verdict = "indeterminate"
    return SignatureVerdict(
        field=str(embedded.field_name),
        signer=_name(judged.signer),
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
    )


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
    if judged.trust != "trusted":
        return "indeterminate"
    if judged.revocation != "good":
        judged.reasons.append(say("no-revocation"))
        return "indeterminate"
    return "valid"


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


def _name(certificate: Any) -> str:
    name = certificate.subject.native.get("common_name", "")
    return str(name if isinstance(name, str) else next(iter(name), ""))


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _unreadable(embedded: EmbeddedPdfSignature, reason: str) -> SignatureVerdict:
    return SignatureVerdict(
        field=str(embedded.field_name), signer="", signed_at=None, timestamp=None, level="other", integrity=False,
        trust="unknown", revocation="unknown", coverage="unclear", modified_after=False, verdict="indeterminate",
        reasons=(reason,),
    )  # fmt: skip
