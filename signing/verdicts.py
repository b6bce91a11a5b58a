# mypy: disable-error-code="no-untyped-call"
"""The verdict on each signature of a file: what our parser, the raw bytes and OpenSSL say of it, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing import revisions
from signing.holders import holder_of
from signing.judge import Judged, judge_signature, judge_timestamp
from signing.opened import OpenedPdf
from signing.proof import CLOCKS_DIFFER, common_name
from signing.second_opinion import OpenSsl
from signing.sentences import parser_failed, say
from signing.trust import TIMESTAMP, Terms
from vanban.domain.evidence import SignatureVerdict

CADES = "/ETSI.CAdES.detached"


@dataclass(frozen=True, slots=True)
class Judging:
    """One file while it is judged."""

    data: bytes
    opened: OpenedPdf
    raw: Mapping[int, revisions.RawSignature]
    openssl: OpenSsl
    purpose: str | None

    def range_of(self, embedded: EmbeddedPdfSignature) -> revisions.RawSignature | None:
        """Return the byte range of a signature, if it covers what it should and leaves out its own signature only."""
        found = self.raw.get(signed_to(embedded))
        if found is None or not found.well_formed:
            return None
        same = found.padded(self.data) == embedded.pkcs7_content
        return found if same and found.is_padded_with_zeros(self.data) else None


@dataclass(frozen=True, slots=True)
class Proof:
    """When the file is known to have existed."""

    moments: tuple[tuple[int, dt.datetime, str], ...]
    """(revision, time, by whom) of each trusted document time-stamp, ascending; the present comes last, by nobody."""
    sealed_by: int
    """The last revision with a trusted document time-stamp; -1 if there is none."""
    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def of(self, revision: int) -> tuple[dt.datetime, str]:
        """Return the earliest moment at which a revision is known to have existed, and by whom."""
        return next((moment, by) for later, moment, by in self.moments if later > revision)


async def judge_timestamps(judging: Judging, *, at: dt.datetime) -> Proof:
    """Judge document time-stamps from the last to the first: each proves that what lies before it existed by then."""
    proven = [(1 << 30, at, "")]
    faults, doubts = [], []
    for one in sorted(judging.opened.timestamps, key=lambda stamp: stamp.signed_revision, reverse=True):
        known_at = proven[0][1]
        judged = await judge_timestamp(one, trust=judging.opened.outside, at=known_at)
        range_ = judging.range_of(one)
        if not judged.integrity or judged.modified_after or range_ is None or judged.timestamp is None:
            faults.append(say("timestamp-broken"))
            continue
        if judged.trust != "trusted" or judged.timestamp > known_at + CLOCKS_DIFFER:
            doubts.append(say("timestamp-untrusted"))
            continue
        signed, token = range_.signed_bytes(judging.data), range_.contents(judging.data)
        opinion = judging.openssl.timestamp(content=signed, token=token, at=known_at)
        if not opinion.agrees:
            doubts.append(f"{say('openssl')} ({opinion.why_not})")
            continue
        proven.insert(0, (one.signed_revision, judged.timestamp, common_name(judged.signer)))
    sealed_by = max((revision for revision, _, by in proven if by), default=-1)
    return Proof(tuple(proven), sealed_by, tuple(faults), tuple(doubts))


async def judge_person(
    embedded: EmbeddedPdfSignature,
    judging: Judging,
    proof: Proof,
) -> SignatureVerdict:
    """Return the verdict on a person's or organisation's signature; never raises."""
    at, by = proof.of(embedded.signed_revision)
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
        level=_level(embedded, judged, proof.sealed_by),
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
        holder=holder_of(judged.signer),
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


def signed_to(embedded: EmbeddedPdfSignature) -> int:
    """Return where the second byte range of a signature ends. Raises ``IndexError`` or ``ValueError``."""
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
