# mypy: disable-error-code="no-untyped-call"
"""When a signature is proven to have existed, and by which time-stamp; and as of when certificates are judged."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.generic_cms import collect_timing_info, extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from signing.cms_form import has_timestamp
from signing.trust import TIMESTAMP, Trust

CLOCKS_DIFFER = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a signature's own time-stamp proves."""

    time: dt.datetime | None = None
    """None if there is no time-stamp, or it proves nothing."""
    by: str = ""
    fault: str = ""
    """Code of ``signing.sentences``, if there is one that proves nothing."""


def context(trust: Trust, *, at: dt.datetime, mode: str) -> ValidationContext:
    """Return a validation context that fetches nothing.

    Revocation data made after the moment count for it too: a certificate that was good later was good before.
    """
    return ValidationContext(
        trust_roots=list(trust.roots),
        other_certs=list(trust.intermediates),
        crls=list(trust.crls),
        ocsps=list(trust.ocsps),
        moment=at,
        revocation_mode=mode,
        retroactive_revinfo=True,
        allow_fetching=False,
    )


async def own_timestamp(embedded: EmbeddedPdfSignature, trust: Trust, at: dt.datetime) -> Stamp:
    """Return what the signature's own time-stamp proves; one that proves nothing is a fault, for anyone can add it."""
    if not has_timestamp(embedded):
        return Stamp()
    status: Any = None
    for token in extract_tst_data_iter(embedded.signer_info, signed=False):
        said = token["encap_content_info"]["content"].parsed["gen_time"].native
        if said > at + CLOCKS_DIFFER:
            return Stamp(fault="stamp-broken")
        trust = trust.in_force(at=said, use=TIMESTAMP)
    for judging in (context(trust, at=at, mode="soft-fail"), without_lists(trust, at)):
        timing = await collect_timing_info(embedded.signer_info, judging, raw_digest=embedded.compute_digest)
        status = timing.get("timestamp_validity")
        if status is None or not (status.intact and status.valid):
            return Stamp(fault="stamp-broken")
        if status.trusted:
            return Stamp(status.timestamp, by=common_name(status.signing_cert))
        if status.trust_problem_indic is not AdESIndeterminate.TRY_LATER:
            break
    return Stamp(fault="stamp-untrusted")


def without_lists(trust: Trust, at: dt.datetime) -> ValidationContext:
    """Return a context for a time-stamp service whose revocation lists are too old to say anything.

    Years later nobody has a fresh list for it; its certificate's own validity then bounds what it proves, and
    evidence is renewed before that ends.
    """
    return context(replace(trust, crls=(), ocsps=()), at=at, mode="soft-fail")


def common_name(certificate: x509.Certificate) -> str:
    """Return whose certificate it is; empty if it does not say."""
    name = certificate.subject.native.get("common_name", "")
    return str(name if isinstance(name, str) else next(iter(name), ""))
