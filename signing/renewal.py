# mypy: disable-error-code="no-untyped-call"
"""Archive time-stamps that stay checkable: when they end, and new ones over the old, with the old ones' evidence."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from asn1crypto import cms, tsp, x509
from pyhanko.sign.general import extract_certificate_info, extract_signer_info

from signing.algorithm_ends import AlgorithmEnd, earliest_end
from signing.complete import Stamper, add_archive_evidence
from signing.opened import UnclearError, open_to_judge
from signing.prepare import UnsignableError
from signing.revocation import RevocationData, RevocationError, chain_of
from signing.timestamps import TimestampError
from signing.trust import Trust
from vanban.domain.errors import IntegrityError, RefusedError, ServiceUnavailableError
from vanban.domain.stamps import RenewedStamp, StampEnd

Evidence = Callable[[Iterable[x509.Certificate], Iterable[x509.Certificate], dt.datetime], RevocationData]
"""Returns revocation data for certificates, with a pool to find issuers in; raises ``RevocationError``."""


class PdfStampKeeper:
    """Implements ``vanban.ports.StampKeeper``.

    Args:
        stamper: Gives time-stamps.
        evidence: Gives revocation data.
        trust: Roots and intermediates of the time-stamp services.
        ends: When algorithms end.
    """

    def __init__(self, *, stamper: Stamper, evidence: Evidence, trust: Trust, ends: Sequence[AlgorithmEnd]) -> None:
        self._stamper = stamper
        self._evidence = evidence
        self._trust = trust
        self._ends = ends

    def end_of(self, data: bytes) -> StampEnd | None:
        """Return when the newest document time-stamp of a PDF ends; None if it has none, or cannot be read."""
        newest = self._newest_in(data)
        return self._end(newest) if newest is not None else None

    def renewed(self, data: bytes, *, at: dt.datetime) -> bytes:
        """Return a PDF with evidence and a new time-stamp appended; see the port."""
        newest = self._newest_in(data)
        if newest is None:
            raise RefusedError(
                "The file has no archive time-stamp to renew.", vi="Tệp không có dấu thời gian lưu trữ để gia hạn."
            )
        try:
            return add_archive_evidence(data, revocation=self._proof_of(newest, at), timestamper=self._stamper)
        except TimestampError as error:
            raise _no_stamp(error) from error
        except UnsignableError as error:
            raise RefusedError(
                f"The file takes no further time-stamp ({error}).",
                vi="Tệp không nhận thêm dấu thời gian.",
                remedy=(
                    "Its evidence ends with its time-stamp; show it to the administrator."
                    " / Bằng chứng chấm dứt theo dấu thời gian; hãy báo quản trị."
                ),
            ) from error

    def end_of_token(self, token: bytes) -> StampEnd:
        """Return when a time-stamp token ends; see the port."""
        return self._end(_signed_data(token))

    def renewed_over(self, name: str, data: bytes, token: bytes, *, at: dt.datetime) -> RenewedStamp:
        """Return a new time-stamp over a file that holds an older token; see the port."""
        proof = self._proof_of(_signed_data(token), at)
        made = RenewedStamp(
            over=name,
            over_sha256=hashlib.sha256(data).hexdigest(),
            certificates=tuple(one.dump().hex() for one in proof.certificates),
            crls=tuple(one.dump().hex() for one in proof.crls),
            ocsps=tuple(one.dump().hex() for one in proof.ocsps),
        )
        try:
            stamp = self._stamper.timestamp(hashlib.sha256(made.canonical()).digest())
        except TimestampError as error:
            raise _no_stamp(error) from error
        return RenewedStamp(
            made.over, made.over_sha256, made.certificates, made.crls, made.ocsps, timestamp=stamp.hex()
        )

    def _newest_in(self, data: bytes) -> cms.SignedData | None:
        try:
            opened = open_to_judge(data, self._trust)
        except UnclearError:
            return None
        except Exception:  # noqa: BLE001 - what no parser reads has no time-stamp that could be renewed
            return None
        if opened is None or not opened.timestamps:
            return None
        return max(opened.timestamps, key=lambda one: one.signed_revision).signed_data

    def _end(self, signed_data: cms.SignedData) -> StampEnd:
        chain = self._chain(signed_data)
        until = min(one.not_valid_after for one in chain)
        algorithm_end, name = earliest_end(_algorithms(signed_data, chain), self._ends)
        if algorithm_end is not None and algorithm_end < until:
            return StampEnd(algorithm_end, name)
        return StampEnd(until.astimezone(dt.UTC), "certificate")

    def _chain(self, signed_data: cms.SignedData) -> tuple[x509.Certificate, ...]:
        """Return the certificate of the service and those above it, the anchor too."""
        held = extract_certificate_info(signed_data)
        pool = (*held.other_certs, *self._trust.intermediates, *self._trust.roots)
        return (held.signer_cert, *chain_of(held.signer_cert, pool))

    def _proof_of(self, signed_data: cms.SignedData, at: dt.datetime) -> RevocationData:
        chain = self._chain(signed_data)
        try:
            return self._evidence(chain[:1], (*chain[1:], *self._trust.intermediates), at)
        except RevocationError as error:
            raise ServiceUnavailableError(
                f"Revocation of the time-stamp service cannot be learnt now: {error}.",
                vi="Hiện chưa kiểm tra được tình trạng thu hồi của dịch vụ cấp dấu thời gian.",
                remedy=(
                    "Check the connection; the next run tries again. / Hãy kiểm tra kết nối; lượt chạy sau tự thử lại."
                ),
            ) from error


def _algorithms(signed_data: cms.SignedData, chain: Sequence[x509.Certificate]) -> list[tuple[str, int | None]]:
    signer: Any = extract_signer_info(signed_data)
    imprint = signed_data["encap_content_info"]["content"].parsed["message_imprint"]
    used: list[tuple[str, int | None]] = [
        (signer["digest_algorithm"]["algorithm"].native, None),
        (imprint["hash_algorithm"]["algorithm"].native, None),
    ]
    for certificate in chain:
        key = certificate.public_key
        used.append((key.algorithm, key.bit_size))
    used += [(certificate.hash_algo, None) for certificate in chain[:-1]]  # an anchor is trusted as it is
    return used


def _signed_data(token: bytes) -> cms.SignedData:
    try:
        content = cms.ContentInfo.load(token, strict=True)["content"]
        is_stamp = isinstance(content["encap_content_info"]["content"].parsed, tsp.TSTInfo)
    except Exception as error:
        raise _unreadable() from error
    if not is_stamp:
        raise _unreadable()
    return content


def _unreadable() -> IntegrityError:
    return IntegrityError(
        "A time-stamp token cannot be read.",
        vi="Không đọc được dấu thời gian.",
        remedy="Run `vanban audit`. / Hãy chạy `vanban audit`.",
    )


def _no_stamp(error: TimestampError) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"No time-stamp service answers: {error}.",
        vi="Không có dịch vụ cấp dấu thời gian nào trả lời.",
        remedy="Check the connection; the next run tries again. / Hãy kiểm tra kết nối; lượt chạy sau tự thử lại.",
    )
