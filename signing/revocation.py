"""Revocation: OCSP answers and CRLs, fetched once and kept until they are about to expire."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from asn1crypto import algos, crl, ocsp, x509

from signing.trust import is_root
from signing.web import Web, WebError

FRESH = dt.timedelta(minutes=5)
"""A batch begins with answers that are no older than this."""
KEEP = dt.timedelta(hours=1)
"""A fetched answer is asked for again after this, even within a batch, and even if it says it is good for longer."""
LARGE_CRL = 128 * 1024
"""Bytes: a larger list is used to check, but not put into every document where there is an OCSP answer."""


class RevocationError(Exception):
    """Indicate that revocation could not be learnt."""


@dataclass(frozen=True, slots=True)
class RevocationData:
    """What proves that certificates were good at a moment."""

    certificates: tuple[x509.Certificate, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()


@dataclass
class RevocationSource:
    """Fetches revocation data, once for a batch, and keeps it; lives as long as the desk. For several threads."""

    web: Web
    _kept: dict[tuple[str, bytes], tuple[dt.datetime, dt.datetime, Any]] = field(default_factory=dict)
    """When fetched, until when it counts, and what it is."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin_batch(self, *, at: dt.datetime) -> None:
        """Forget what is too old for a batch to begin with."""
        with self._lock:
            self._kept = {key: kept for key, kept in self._kept.items() if at - kept[0] < FRESH}

    def collect(
        self, certificates: Iterable[x509.Certificate], *, pool: Iterable[x509.Certificate], at: dt.datetime
    ) -> RevocationData:
        """Return the data for each certificate that is not a root: OCSP where it is offered, and the CRL.

        Args:
            certificates: Whose revocation is wanted; their issuers are added as far as ``pool`` has them.
            pool: Certificates among which issuers are looked for.
            at: The present moment, for the age of what is kept.

        Raises:
            RevocationError: if neither way answers for one of them.
        """
        known = {one.sha256: one for one in (*certificates, *pool)}
        wanted = _with_issuers(certificates, tuple(known.values()))
        ocsps: dict[bytes, ocsp.OCSPResponse] = {}
        crls: dict[bytes, crl.CertificateList] = {}
        for certificate in wanted:
            if is_root(certificate) or certificate.ocsp_no_check_value is not None:
                continue
            answer = self._ocsp(certificate, issuer_of(certificate, wanted), at)
            listed = self._crl(certificate, at)
            if answer is None and listed is None:
                raise RevocationError(f"no revocation data for {certificate.subject.human_friendly}")
            if answer is not None:
                ocsps[answer.dump()] = answer
            if listed is not None and (answer is None or len(listed.dump()) <= LARGE_CRL):
                crls[listed.dump()] = listed
        return RevocationData(tuple(wanted), tuple(ocsps.values()), tuple(crls.values()))

    def _crl(self, certificate: x509.Certificate, at: dt.datetime) -> Any:
        for point in certificate.crl_distribution_points:
            url = point.url
            if not url:
                continue
            try:
                return self._fetch(("crl", url.encode()), at, partial(self._load_crl, url))
            except (WebError, ValueError):
                continue
        return None

    def _load_crl(self, url: str) -> tuple[dt.datetime | None, crl.CertificateList]:
        listed = crl.CertificateList.load(self.web.get(url), strict=True)
        return listed["tbs_cert_list"]["next_update"].native, listed

    def _ocsp(self, certificate: x509.Certificate, issuer: x509.Certificate | None, at: dt.datetime) -> Any:
        if issuer is None:
            return None
        for url in certificate.ocsp_urls:
            try:
                load = partial(self._load_ocsp, url, certificate, issuer)
                return self._fetch(("ocsp", certificate.sha256), at, load)
            except (WebError, ValueError):
                continue
        return None

    def _load_ocsp(
        self, url: str, certificate: x509.Certificate, issuer: x509.Certificate
    ) -> tuple[dt.datetime | None, ocsp.OCSPResponse]:
        request = _ocsp_request(certificate, issuer)
        body = self.web.post(url, request.dump(), content_type="application/ocsp-request")
        answer = ocsp.OCSPResponse.load(body, strict=True)
        if answer["response_status"].native != "successful":
            raise ValueError("the OCSP responder refused")
        single = answer.basic_ocsp_response["tbs_response_data"]["responses"][0]
        return single["next_update"].native, answer

    def _fetch(self, key: tuple[str, bytes], at: dt.datetime, load: Any) -> Any:
        with self._lock:  # documents overlap, and all want the same
            kept = self._kept.get(key)
            if kept is not None and at < kept[1]:
                return kept[2]
            next_update, value = load()
            until = at + KEEP if next_update is None else min(at + KEEP, next_update - dt.timedelta(seconds=30))
            self._kept[key] = (at, until, value)
            return value


def issuer_of(certificate: x509.Certificate, pool: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """Return the issuer's certificate from a pool: by name, and by key identifier where both state one.

    Only a guess at the right file: the signature is checked when the path is validated.
    """
    wanted = certificate.authority_key_identifier
    for one in pool:
        if one.subject.dump() != certificate.issuer.dump():
            continue
        if wanted is None or one.key_identifier is None or one.key_identifier == wanted:
            return one
    return None


def chain_of(certificate: x509.Certificate, pool: Iterable[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Return the certificates above one, the issuer first, as far as the pool reaches."""
    available = tuple(pool)
    above: list[x509.Certificate] = []
    current = certificate
    while not is_root(current) and len(above) < 8:
        issuer = issuer_of(current, available)
        if issuer is None:
            break
        above.append(issuer)
        current = issuer
    return tuple(above)


def _with_issuers(
    certificates: Iterable[x509.Certificate], pool: tuple[x509.Certificate, ...]
) -> tuple[x509.Certificate, ...]:
    wanted: dict[bytes, x509.Certificate] = {}
    for certificate in certificates:
        for one in (certificate, *chain_of(certificate, pool)):
            wanted.setdefault(one.sha256, one)
    return tuple(wanted.values())


def _ocsp_request(certificate: x509.Certificate, issuer: x509.Certificate) -> ocsp.OCSPRequest:
    # SHA-1 names the issuer here as RFC 6960 responders expect; nothing is protected by it.
    identifier = ocsp.CertId(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha1"}),
            "issuer_name_hash": certificate.issuer.sha1,
            "issuer_key_hash": issuer.public_key.sha1,
            "serial_number": certificate.serial_number,
        }
    )
    return ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": identifier}]}})
