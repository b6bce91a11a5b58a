"""What happens to one document before and after the device: nothing counts before the result is verified."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from signing.appearance import Picture
from signing.complete import add_archive_evidence, complete_signature, prepare_signature
from signing.devices.port import CertificateChain, DeviceError
from signing.look import Look, Signer, look_for, shown_place
from signing.prepare import UnsignableError, open_for_signing
from signing.prepared import PreparedSignature
from signing.profile import Profile
from signing.refusals import refusal
from signing.revocation import RevocationData, RevocationError, RevocationSource
from signing.signatures_there import Present, signatures_there
from signing.timestamps import SharedTimeStamper, TimestampError
from signing.trust import Trust
from signing.verify import PdfVerifier
from vanban.domain.batch import BatchItem, Purpose
from vanban.domain.evidence import FileVerdict
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import PreparedDocument, SigningResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What is shared by all documents of a desk."""

    timestamper: SharedTimeStamper
    revocation: RevocationSource
    trust: Trust
    now: Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Whose signature it is, and what it looks like."""

    chain: CertificateChain
    purpose: Purpose
    name: str
    title: str
    name_in_text: str
    profile: Profile
    picture: Picture | None


class SigningSteps:
    """Prepares and completes documents for one signatory. Safe for several threads."""

    def __init__(self, signatory: Signatory, *, tools: Tools) -> None:
        self._who = signatory
        self._tools = tools

    def prepare(self, item: BatchItem, data: bytes) -> PreparedDocument | SigningResult:
        """See ``vanban.ports.SigningDesk.prepare``."""
        if hashlib.sha256(data).hexdigest() != item.sha256:
            return refusal(item, "not-granted")
        try:
            before = signatures_there(data)
            refused = self._not_allowed(item, before)
            if refused is not None:
                return refused
            at = self._tools.now()
            look = self._look(item, data, before, at=at)
            if item.place is not None and shown_place(look) != item.place:
                return refusal(item, "not-granted", "elsewhere")
            prepared = prepare_signature(
                open_for_signing(data),
                chain=self._who.chain,
                field_prefix=self._who.profile.field_prefix,
                look=look,
                at=at,
                token_room=self._tools.timestamper.room,
            )
        except UnsignableError as error:
            return refusal(item, "broken", str(error))
        except Exception as error:  # noqa: BLE001 - parsers throw anything at broken files; the batch goes on
            return refusal(item, "broken", type(error).__name__)
        return PreparedDocument(item.document_id, prepared.to_sign, prepared.to_bytes())

    def complete(self, item: BatchItem, state: bytes, signature: bytes) -> SigningResult:
        """See ``vanban.ports.SigningDesk.complete``."""
        try:
            return self._complete(item, PreparedSignature.from_bytes(state), signature)
        except DeviceError as error:
            return refusal(item, "device", str(error), stop=True)
        except TimestampError as error:
            return refusal(item, "timestamp", str(error), later=True)
        except RevocationError as error:
            return refusal(item, "certificate", str(error), later=True)
        except Exception as error:  # noqa: BLE001 - as above
            return refusal(item, "broken", type(error).__name__)

    def _complete(self, item: BatchItem, prepared: PreparedSignature, signature: bytes) -> SigningResult:
        data = prepared.original
        if hashlib.sha256(data).hexdigest() != item.sha256:
            return refusal(item, "not-granted")
        before = signatures_there(data)
        signed = complete_signature(prepared, signature, stamp=self._tools.timestamper.timestamp)
        evidence = self._evidence(before)
        if self._who.profile.with_revocation:
            stamper = self._tools.timestamper if self._who.profile.with_archive_timestamp else None
            signed = add_archive_evidence(signed, revocation=evidence, timestamper=stamper)
        trust = self._tools.trust.plus(certificates=evidence.certificates, crls=evidence.crls, ocsps=evidence.ocsps)
        verdict = PdfVerifier(trust=trust, compare_pages=False).verify(signed)
        why = _not_counting(verdict, data=data, signed=signed, before=len(before), level=self._who.profile.level)
        if why:
            return refusal(item, "not-verified", why)
        return SigningResult(item.document_id, signed)

    def _not_allowed(self, item: BatchItem, before: Present) -> SigningResult | None:
        mine = self._who.chain.certificate.sha256
        if any(one.sha256 == mine for one in before.signers):
            return refusal(item, "not-granted", "already-signed")
        if self._who.purpose is Purpose.SEAL and not len(before) and sealed_alone(item.kind) is None:
            # NĐ 30/2020, Điều 32.2: the seal goes only on what the competent person has signed.
            return refusal(item, "not-granted", "unsigned")
        return None

    def _evidence(self, before: Present) -> RevocationData:
        """Return the revocation data of all signatures of the file and of the time-stamps."""
        chain, trust = self._who.chain, self._tools.trust
        own = [chain.certificate, *self._tools.timestamper.certificates]
        pool = [*chain.above, *trust.roots, *trust.intermediates, *before.certificates]
        wanted = [*own, *before.signers, *before.timestamping]
        return self._tools.revocation.collect(wanted, pool=pool, at=self._tools.now())

    def _look(self, item: BatchItem, data: bytes, before: Present, *, at: dt.datetime) -> Look | None:
        who = self._who
        signer = Signer(
            purpose=who.purpose, name=who.name, title=who.title, name_in_text=who.name_in_text, picture=who.picture
        )
        return look_for(item, data, who=signer, before=before, at=at)


def _not_counting(verdict: FileVerdict, *, data: bytes, signed: bytes, before: int, level: str) -> str:
    """Return why an output does not count; empty when it does."""
    if not signed.startswith(data):
        return "the input was rewritten"
    if verdict.verdict != "valid":
        return "; ".join((verdict.verdict, *verdict.reasons, *(r for s in verdict.signatures for r in s.reasons)))
    if len(verdict.signatures) != before + 1:
        return "not exactly one signature was added"
    if verdict.signatures[-1].level != level:
        return f"the level is {verdict.signatures[-1].level}, not {level}"
    return ""
