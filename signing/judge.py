# mypy: disable-error-code="no-untyped-call"
"""pyHanko's judgement of one signature or document time-stamp, in our words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import SuspiciousModification
from pyhanko.sign.validation.generic_cms import cms_basic_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, async_validate_pdf_timestamp
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from signing.cms_form import form_faults
from signing.policy import signing_usage, strict_policy
from signing.proof import context, own_timestamp, without_lists
from signing.sentences import say
from signing.trust import TIMESTAMP, Trust

SUBFILTERS = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached")
_COVERAGE = {SignatureCoverageLevel.ENTIRE_FILE: "file", SignatureCoverageLevel.ENTIRE_REVISION: "revision"}
_REVOKED = {AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE, AdESFailure.REVOKED}
_OUT_OF_TIME = {
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
    AdESFailure.NOT_YET_VALID,
}


@dataclass
class Judged:
    """What was found out about one signature."""

    signer: x509.Certificate
    integrity: bool
    modified_after: bool
    coverage: str
    signed_at: dt.datetime | None = None
    timestamp: dt.datetime | None = None
    """Time of a trusted signature time-stamp."""
    stamped_by: str = ""
    moment: dt.datetime | None = None
    """As of when the certificate was judged: the earliest at which the signature is proven to have existed."""
    trust: str = "unknown"
    anchor: x509.Certificate | None = None
    revocation: str = "unknown"
    out_of_time: bool = False
    evidence_inside: bool = False
    """The file itself holds all that is needed to judge the certificate."""
    faults: list[str] = field(default_factory=list)
    """Codes of faults of the form, or of the time-stamp: with any, the signature is not valid."""
    reasons: list[str] = field(default_factory=list)


async def judge_timestamp(embedded: EmbeddedPdfSignature, *, trust: Trust, at: dt.datetime) -> Judged:
    """Judge a document time-stamp as of a moment at which it is known to have existed."""
    said = embedded.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
    trust = trust.in_force(at=said, use=TIMESTAMP)
    status = await async_validate_pdf_timestamp(
        embedded, context(trust, at=at, mode="soft-fail"), diff_policy=strict_policy()
    )
    if status.trust_problem_indic is AdESIndeterminate.TRY_LATER:
        status = await async_validate_pdf_timestamp(embedded, without_lists(trust, at), diff_policy=strict_policy())
    judged = Judged(
        signer=status.signing_cert,
        integrity=bool(status.intact and status.valid),
        modified_after=_modified(status.diff_result, status.coverage, docmdp_ok=status.docmdp_ok),
        coverage="unclear" if status.coverage is None else _COVERAGE.get(status.coverage, "unclear"),
        timestamp=status.timestamp,
        moment=at,
    )
    _note_trust(judged, status.trust_problem_indic, has_roots=bool(trust.roots))
    return judged


async def judge_signature(
    embedded: EmbeddedPdfSignature, *, inside: Trust, outside: Trust, known_at: dt.datetime, purpose: str | None
) -> Judged:
    """Judge a person's or organisation's signature.

    Args:
        embedded: The signature.
        inside: Anchors with the evidence that the file itself holds.
        outside: The same with what the trust folder holds besides.
        known_at: A moment at which the signature is known to have existed: now, or a later document time-stamp's.
        purpose: Of the anchors that count (``signing.trust.PURPOSES``); None for all.
    """
    if embedded.sig_object.get("/SubFilter") not in SUBFILTERS:
        raise ValueError("a signature of unknown type")
    embedded.compute_integrity_info(diff_policy=strict_policy())
    changes = embedded.summarise_integrity_info()
    stamp = await own_timestamp(embedded, outside, known_at)
    moment = stamp.time or known_at
    inside, outside = (one.in_force(at=moment, use=purpose) for one in (inside, outside))
    found = await _validate(embedded, context(inside, at=moment, mode="require"))
    indication, evidence_inside, revocation = found["trust_problem_indic"], True, "good"
    if indication is not None and indication not in _REVOKED:
        evidence_inside = False
        found = await _validate(embedded, context(outside, at=moment, mode="require"))
        indication = found["trust_problem_indic"]
    if indication is not None and indication not in _REVOKED:
        revocation = "unknown"
        found = await _validate(embedded, context(outside, at=moment, mode="soft-fail"))
        indication = found["trust_problem_indic"]
    judged = Judged(
        signer=embedded.signer_cert,
        integrity=bool(found["intact"] and found["valid"]),
        modified_after=_modified(changes["diff_result"], changes["coverage"], docmdp_ok=changes["docmdp_ok"]),
        coverage=_COVERAGE.get(changes["coverage"], "unclear"),
        signed_at=embedded.self_reported_timestamp,
        timestamp=stamp.time,
        stamped_by=stamp.by,
        moment=moment,
        revocation=revocation,
        evidence_inside=evidence_inside,
        faults=[*form_faults(embedded), *((stamp.fault,) if stamp.fault else ())],
    )
    path = found.get("validation_path")
    judged.anchor = getattr(path.trust_anchor, "certificate", None) if path is not None else None
    _note_trust(judged, indication, has_roots=bool(outside.roots))
    return judged


async def _validate(embedded: EmbeddedPdfSignature, judging: ValidationContext) -> dict[str, Any]:
    return await cms_basic_validation(
        embedded.signed_data,
        raw_digest=embedded.compute_digest(),
        validation_context=judging,
        key_usage_settings=signing_usage(),
    )


def _modified(diff_result: Any, coverage: Any, *, docmdp_ok: bool | None) -> bool:
    if isinstance(diff_result, SuspiciousModification) or docmdp_ok is False:
        return True
    # Without a difference analysis only the whole file is known to be unchanged.
    return diff_result is None and coverage != SignatureCoverageLevel.ENTIRE_FILE


def _note_trust(judged: Judged, indication: Any, *, has_roots: bool) -> None:
    if indication is None:
        judged.trust = "trusted"
        return
    if indication in _REVOKED:
        judged.trust, judged.revocation = "trusted", "revoked"
        judged.reasons.append(say("revoked"))
        return
    judged.trust = "untrusted" if has_roots else "unknown"
    if indication in _OUT_OF_TIME:
        judged.out_of_time = True
        judged.reasons.append(say("out-of-time"))
    elif has_roots:
        judged.reasons.append(f"{say('untrusted')} ({indication.name}).")
    else:
        judged.reasons.append(say("no-roots"))
