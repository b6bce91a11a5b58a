# mypy: disable-error-code="no-untyped-call"
"""What is asked of a time-stamp service (RFC 3161), and whether its answer can be used."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace

from asn1crypto import algos, tsp, x509
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data

from signing.proof import context
from signing.running import run_to_end
from signing.trust import Trust

CLOCK_DIFFERENCE = dt.timedelta(minutes=10)
"""A time-stamp further from our own clock proves the wrong time, whichever of the two is wrong."""


class BadAnswerError(Exception):
    """Indicate an answer that is no time-stamp over what was asked, by someone who may give one; says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request for a time-stamp over a SHA-256 digest, with a nonce that the answer must repeat."""

    digest: bytes
    nonce: int

    @property
    def encoded(self) -> bytes:
        """DER of the request."""
        algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
        imprint = tsp.MessageImprint({"hash_algorithm": algorithm, "hashed_message": self.digest})
        request = {"version": 1, "message_imprint": imprint, "nonce": self.nonce, "cert_req": True}
        der: bytes = tsp.TimeStampReq(request).dump()
        return der


@dataclass(frozen=True, slots=True)
class Token:
    """A time-stamp that was checked."""

    encoded: bytes
    """DER of the CMS object."""
    certificates: tuple[x509.Certificate, ...]


def ask_over(digest: bytes) -> Question:
    """Return a request with a nonce of its own: of 8 bytes, always as long."""
    return Question(digest, (1 << 62) | secrets.randbits(62))


def checked(answer: bytes, question: Question, *, trust: Trust, at: dt.datetime) -> Token:
    """Return the token in an answer.

    Raises:
        BadAnswerError: if the service refused, answered something else, or is not trusted.
    """
    try:
        return _checked(tsp.TimeStampResp.load(answer, strict=True), question, trust=trust, at=at)
    except BadAnswerError:
        raise
    except Exception as error:
        raise BadAnswerError(f"no time-stamp could be read from the answer ({type(error).__name__})") from error


def _checked(answer: tsp.TimeStampResp, question: Question, *, trust: Trust, at: dt.datetime) -> Token:
    status = answer["status"]["status"].native
    if status not in {"granted", "granted_with_mods"}:
        raise BadAnswerError(f"the service refused: {status} {answer['status']['fail_info'].native or ''}".strip())
    token = answer["time_stamp_token"]
    signed_data = token["content"]
    info = signed_data["encap_content_info"]["content"].parsed
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256" or imprint["hashed_message"].native != question.digest:
        raise BadAnswerError("the time-stamp is over another digest")
    if info["nonce"].native != question.nonce:
        raise BadAnswerError("the answer is to another request (wrong nonce)")
    if abs(info["gen_time"].native - at) > CLOCK_DIFFERENCE:
        raise BadAnswerError("the service's clock and ours differ by more than 10 minutes")
    # Whether its certificate was revoked is judged with the evidence, when the document is verified.
    judging = context(replace(trust, crls=(), ocsps=()), at=at, mode="soft-fail")
    found = run_to_end(validate_tst_signed_data(signed_data, judging, lambda _: question.digest))
    if not (found["intact"] and found["valid"]):
        raise BadAnswerError("the time-stamp's own signature is broken")
    if found["trust_problem_indic"] is not None:
        raise BadAnswerError(f"the service's certificate is not trusted ({found['trust_problem_indic'].name})")
    return Token(token.dump(), tuple(choice.chosen for choice in signed_data["certificates"]))
