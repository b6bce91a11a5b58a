"""Whom we trust: roots, intermediates and revocation lists, read from a folder of PEM or DER files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, pem, x509

SUFFIXES = {".pem", ".crt", ".cer", ".crl", ".der"}
MAX_FILE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Trust:
    """Trust anchors, and what helps to build and check paths to them."""

    roots: tuple[x509.Certificate, ...] = ()
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    unreadable: tuple[str, ...] = ()
    """Names of files in the folder that could not be read: said, never ignored."""

    def plus(
        self,
        *,
        certificates: Iterable[x509.Certificate] = (),
        crls: Iterable[crl.CertificateList] = (),
        ocsps: Iterable[ocsp.OCSPResponse] = (),
    ) -> Trust:
        """Return the same anchors with more to build and check paths with. Certificates given here are no anchors."""
        return replace(
            self,
            intermediates=(*self.intermediates, *certificates),
            crls=(*self.crls, *crls),
            ocsps=(*self.ocsps, *ocsps),
        )


def load_trust(folder: Path | None) -> Trust:
    """Return what a folder holds: self-signed certificates are anchors, others intermediates; and revocation lists.

    A missing folder gives no anchors, so that nothing is trusted.
    """
    found: list[Any] = []
    unreadable: list[str] = []
    files = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    for path in files:
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        try:
            found.extend(_objects(path))
        except (ValueError, OSError):
            unreadable.append(path.name)
    certificates = [one for one in found if isinstance(one, x509.Certificate)]
    return Trust(
        roots=tuple(one for one in certificates if is_root(one)),
        intermediates=tuple(one for one in certificates if not is_root(one)),
        crls=tuple(one for one in found if isinstance(one, crl.CertificateList)),
        unreadable=tuple(unreadable),
    )


def load_certificate(path: Path) -> x509.Certificate:
    """Return the first certificate of a file. Raises ``ValueError`` if there is none."""
    for one in _objects(path):
        if isinstance(one, x509.Certificate):
            return one
    raise ValueError(f"{path.name} holds no certificate")


def is_root(certificate: x509.Certificate) -> bool:
    """Return whether a certificate names itself as its issuer."""
    return bool(certificate.issuer.dump() == certificate.subject.dump())


def _objects(path: Path) -> Iterator[x509.Certificate | crl.CertificateList]:
    if path.stat().st_size > MAX_FILE:
        raise ValueError("too large")
    data = path.read_bytes()
    if pem.detect(data):
        for kind, _, der in pem.unarmor(data, multiple=True):
            if kind in {"CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"}:
                yield x509.Certificate.load(der, strict=True)
            elif kind == "X509 CRL":
                yield crl.CertificateList.load(der, strict=True)
    elif path.suffix.lower() == ".crl":
        yield crl.CertificateList.load(data, strict=True)
    else:
        yield x509.Certificate.load(data, strict=True)
