"""One batch on one unlocked device: each document signed, completed, verified; nothing counts before that."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from asn1crypto import x509

from signing.appearance import Picture
from signing.complete import add_archive_evidence, complete_signature, prepare_signature
from signing.devices.port import Device, DeviceError
from signing.look import Look, seal_look, signature_look, text_look
from signing.page_frame import Box
from signing.placement import Place
from signing.prepare import UnsignableError, open_for_signing
from signing.profile import Profile
from signing.refusals import refusal
from signing.revocation import RevocationData, RevocationError, RevocationSource
from signing.timestamps import SharedTimeStamper, TimestampError
from signing.trust import Trust, is_root
from signing.verify import PdfVerifier
from vanban.domain.batch import BatchItem, Purpose
from vanban.domain.errors import PinError
from vanban.domain.evidence import FileVerdict
from vanban.domain.sealed_alone import sealed_alone
from vanban.ports import SigningResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a session borrows from its desk."""

    timestamper: SharedTimeStamper
    revocation: RevocationSource
    trust: Trust
    now: Callable[[], dt.datetime]


class PdfSigningSession:
    """Implements ``vanban.ports.SigningSession``."""

    def __init__(
        self,
        *,
        device: Device,
        purpose: Purpose,
        name: str,
        title: str,
        name_in_text: str,
        profile: Profile,
        picture: Picture | None,
        tools: Tools,
    ) -> None:
        self._device = device
        self._purpose = purpose
        self._name = name
        self._title = title
        self._name_in_text = name_in_text
        self._profile = profile
        self._picture = picture
        self._tools = tools

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._device.__exit__(kind, error, trace)

    def sign(self, item: BatchItem, data: bytes) -> SigningResult:
        """Sign one document; see ``vanban.ports.SigningSession.sign``. Never raises for one document."""
        if hashlib.sha256(data).hexdigest() != item.sha256:
            return refusal(item, "not-granted")
        try:
            return self._sign(item, data)
        except DeviceError as error:
            return refusal(item, "device", str(error), stop=True)
        except PinError as error:  # of a remote service, which is told the PIN with each use
            return SigningResult(item.document_id, None, "pin", error.vi, error.en, stop=True)
        except TimestampError as error:
            return refusal(item, "timestamp", str(error), stop=True)
        except RevocationError as error:
            return refusal(item, "certificate", str(error), stop=True)
        except UnsignableError as error:
            return refusal(item, "broken", str(error))
        except Exception as error:  # noqa: BLE001 - parsers throw anything at broken files; the batch goes on
            return refusal(item, "broken", type(error).__name__)

    def _sign(self, item: BatchItem, data: bytes) -> SigningResult:
        before = _signatures(data)
        refused = self._not_allowed(item, before)
        if refused is not None:
            return refused
        signed, trust = self._produce(item, data, before)
        verdict = PdfVerifier(trust=trust).verify(signed)
        why = _not_counting(verdict, data=data, signed=signed, before=len(before), level=self._profile.level)
        if why:
            return refusal(item, "not-verified", why)
        return SigningResult(item.document_id, signed)

    def _not_allowed(self, item: BatchItem, before: list[Any]) -> SigningResult | None:
        mine = self._device.chain.certificate.sha256
        if any(one.signer_cert.sha256 == mine for one in before):
            return refusal(item, "not-granted", "already-signed")
        if self._purpose is Purpose.SEAL and not before and sealed_alone(item.kind) is None:
            # NĐ 30/2020, Điều 32.2: the seal goes only on what the competent person has signed.
            return refusal(item, "not-granted", "unsigned")
        return None

    def _produce(self, item: BatchItem, data: bytes, before: list[Any]) -> tuple[bytes, Trust]:
        """Return the signed file, and the trust to verify it with."""
        now = self._tools.now()
        prepared = prepare_signature(
            open_for_signing(data),
            chain=self._device.chain,
            field_prefix=self._profile.field_prefix,
            look=self._look(item, data, before, at=now),
            at=now,
            token_room=self._tools.timestamper.room,
        )
        signature = self._device.sign_digest(prepared.to_sign)
        signed = complete_signature(prepared, signature, stamp=self._tools.timestamper.timestamp)
        evidence = self._evidence(before, now)
        if self._profile.with_revocation:
            stamper = self._tools.timestamper if self._profile.with_archive_timestamp else None
            signed = add_archive_evidence(signed, revocation=evidence, timestamper=stamper)
        trust = self._tools.trust.plus(certificates=evidence.certificates, crls=evidence.crls, ocsps=evidence.ocsps)
        return signed, trust

    def _evidence(self, before: list[Any], now: dt.datetime) -> RevocationData:
        """Return the revocation data of all signatures of the file and of the time-stamps."""
        chain = self._device.chain
        own = [chain.certificate, *self._tools.timestamper.certificates]
        earlier = [one.signer_cert for one in before]
        pool = [*chain.above, *self._tools.trust.roots, *self._tools.trust.intermediates, *_embedded(before)]
        stamps = [one for one in _embedded(before) if _is_timestamping(one)]
        return self._tools.revocation.collect([*own, *earlier, *stamps], pool=pool, at=now)

    def _look(self, item: BatchItem, data: bytes, before: list[Any], *, at: dt.datetime) -> Look | None:
        if self._purpose is Purpose.SEAL and sealed_alone(item.kind) is not None:
            return text_look(data, item, organisation=self._name_in_text, at=at)
        if self._picture is None:
            return None
        if self._purpose is Purpose.SEAL:
            return seal_look(data, self._picture, signature=_last_shown(before))
        return signature_look(data, self._picture, name=self._name, title=self._title)


def _signatures(data: bytes) -> list[Any]:
    """Return the signatures that are there, by revision, document time-stamps left out."""
    from pyhanko.sign.validation.pdf_embedded import collect_embedded_signatures

    reader = open_for_signing(data).prev
    return [one for one in collect_embedded_signatures(reader) if one.sig_object_type == "/Sig"]


def _last_shown(before: Iterable[Any]) -> Place | None:
    """Return the place of the last signature that shows something."""
    for one in reversed(list(before)):
        if not {"/Rect", "/P"} <= one.sig_field.keys():
            continue
        rect = [float(number) for number in one.sig_field["/Rect"]]  # by [], which decrypts; get() does not
        if len(rect) == 4 and rect[2] > rect[0] and rect[3] > rect[1]:
            index = _page_index(one.reader, one.sig_field.raw_get("/P").reference)
            if index is not None:
                return Place(index, Box(*rect), found=True)
    return None


def _page_index(reader: Any, wanted: Any) -> int | None:
    for index in range(int(reader.root["/Pages"]["/Count"])):
        if reader.find_page_for_modification(index)[0].reference == wanted:
            return index
    return None


def _embedded(before: Iterable[Any]) -> list[x509.Certificate]:
    """Return the certificates inside signatures and their time-stamps."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    found: list[x509.Certificate] = []
    for one in before:
        found.extend(one.other_embedded_certs)
        for token in extract_tst_data_iter(one.signer_info, signed=False):
            found.extend(choice.chosen for choice in token["certificates"])
    return found


def _is_timestamping(certificate: x509.Certificate) -> bool:
    usage = certificate.extended_key_usage_value
    return not is_root(certificate) and usage is not None and "time_stamping" in usage.native


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
