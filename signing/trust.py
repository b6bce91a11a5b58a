"""Whom we trust, for what and since when: read from a folder of certificates and revocation lists (PEM or DER).

A plain folder will do: every self-signed certificate in it is an anchor for everything. ``anchors.toml`` beside the
certificates says more; then only what it names is an anchor. Each subfolder is read in the same way; if its name is one
of ``PURPOSES``, its anchors are for that and for time-stamps::

    trust/
      public-duty/   government-ca.pem  government-ca.crl.pem  anchors.toml
      business/      anchors.toml  ca-1.pem …
      timestamp/     tsa-root.pem

    [[anchor]]
    file = "government-ca.pem"
    name = "Government CA"
    purposes = ["public-duty", "timestamp"]
    trusted_from = 2015-01-01
    trusted_until = 2040-01-01
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from asn1crypto import crl, ocsp, pem, x509

SUFFIXES = {".pem", ".crt", ".cer", ".crl", ".der"}
MAX_FILE = 64 * 1024 * 1024
ANCHORS = "anchors.toml"
TIMESTAMP = "timestamp"
PURPOSES = frozenset({"state", "public-duty", "business", "foreign", "demo", TIMESTAMP})
"""State root; chữ ký số chuyên dùng công vụ; public authorities; other states; tests; time-stamp services."""


@dataclass(frozen=True, slots=True)
class Terms:
    """For what and when an anchor is trusted."""

    name: str = ""
    purposes: frozenset[str] = frozenset()
    """Empty: for everything."""
    trusted_from: dt.datetime | None = None
    trusted_until: dt.datetime | None = None

    def cover(self, *, at: dt.datetime, use: str | None) -> bool:
        """Return whether the anchor counts at a moment for a use: a purpose, or None for any kind of signature."""
        if (self.trusted_from and at < self.trusted_from) or (self.trusted_until and at > self.trusted_until):
            return False
        if not self.purposes:
            return True
        return bool(self.purposes - {TIMESTAMP}) if use is None else use in self.purposes


@dataclass(frozen=True, slots=True)
class Trust:
    """Trust anchors, and what helps to build and check paths to them."""

    roots: tuple[x509.Certificate, ...] = ()
    intermediates: tuple[x509.Certificate, ...] = ()
    crls: tuple[crl.CertificateList, ...] = ()
    ocsps: tuple[ocsp.OCSPResponse, ...] = ()
    unreadable: tuple[str, ...] = ()
    """Names of files in the folder that could not be read: said, never ignored."""
    terms: Mapping[bytes, Terms] = field(default_factory=dict)
    """Of the anchors that have any, by the SHA-256 of the certificate."""

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

    def in_force(self, *, at: dt.datetime, use: str | None = None) -> Trust:
        """Return the same with only the anchors that count at a moment for a use (see ``Terms.cover``)."""
        return replace(self, roots=tuple(one for one in self.roots if self.terms_of(one).cover(at=at, use=use)))

    def terms_of(self, anchor: x509.Certificate) -> Terms:
        """Return for what an anchor is trusted."""
        return self.terms.get(anchor.sha256, Terms())


def load_trust(folder: Path | None) -> Trust:
    """Return what a folder and its subfolders hold; a missing folder gives no anchors, so that nothing is trusted."""
    trust = Trust()
    if folder is None or not folder.is_dir():
        return trust
    below = (one for one in sorted(folder.iterdir()) if one.is_dir() and not one.name.startswith("."))
    for one in (folder, *below):
        trust = _joined(trust, _read_folder(one))
    return trust


def load_certificate(path: Path) -> x509.Certificate:
    """Return the first certificate of a file. Raises ``ValueError`` if there is none."""
    for one in _objects(path):
        if isinstance(one, x509.Certificate):
            return one
    raise ValueError(f"{path.name} holds no certificate")


def is_root(certificate: x509.Certificate) -> bool:
    """Return whether a certificate names itself as its issuer."""
    return bool(certificate.issuer.dump() == certificate.subject.dump())


def _joined(one: Trust, other: Trust) -> Trust:
    """Return both; an anchor that stands in two folders keeps the terms of the first."""
    known = {anchor.sha256 for anchor in one.roots}
    new = tuple(anchor for anchor in other.roots if anchor.sha256 not in known)
    terms = {anchor.sha256: other.terms[anchor.sha256] for anchor in new if anchor.sha256 in other.terms}
    return Trust(
        roots=(*one.roots, *new),
        intermediates=(*one.intermediates, *other.intermediates),
        crls=(*one.crls, *other.crls),
        unreadable=(*one.unreadable, *other.unreadable),
        terms={**one.terms, **terms},
    )


def _read_folder(folder: Path) -> Trust:
    found: dict[str, list[Any]] = {}
    unreadable = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in SUFFIXES or not path.is_file():
            continue
        try:
            found[path.name] = list(_objects(path))
        except (ValueError, OSError):
            unreadable.append(path.name)
    held = {name: [one for one in objects if isinstance(one, x509.Certificate)] for name, objects in found.items()}
    certificates = [one for ones in held.values() for one in ones]
    anchors = {one.sha256: Terms() for one in certificates if is_root(one)}
    if folder.name in PURPOSES:
        anchors = {key: Terms(purposes=_purposes_of(folder.name)) for key in anchors}
    if (folder / ANCHORS).exists():
        try:
            listed = _listed(folder / ANCHORS, default=folder.name)
        except (ValueError, KeyError, TypeError, OSError):  # a list that says nothing makes nobody trusted
            listed = {}
            unreadable.append(ANCHORS)
        unreadable.extend(name for name in listed if name not in held)
        anchors = {one.sha256: terms for name, terms in listed.items() for one in held.get(name, ())}
    return Trust(
        roots=tuple(one for one in certificates if one.sha256 in anchors),
        intermediates=tuple(one for one in certificates if one.sha256 not in anchors),
        crls=tuple(one for ones in found.values() for one in ones if isinstance(one, crl.CertificateList)),
        unreadable=tuple(unreadable),
        terms={key: terms for key, terms in anchors.items() if terms != Terms()},
    )


def _listed(path: Path, *, default: str) -> dict[str, Terms]:
    """Return the terms of each file that the list names. Raises ``ValueError``, ``KeyError`` or ``TypeError``."""
    listed = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["anchor"]:
        purposes = frozenset(entry.get("purposes", _purposes_of(default)))
        if not purposes <= PURPOSES:
            raise ValueError("unknown purpose")
        listed[str(entry["file"])] = Terms(
            name=str(entry.get("name", "")),
            purposes=purposes,
            trusted_from=_midnight(entry.get("trusted_from")),
            trusted_until=_midnight(entry.get("trusted_until")),
        )
    return listed


def _purposes_of(folder: str) -> frozenset[str]:
    """Return what a folder's name says: an authority of a purpose may give time-stamps too."""
    return frozenset({folder, TIMESTAMP}) if folder in PURPOSES else frozenset()


def _midnight(day: Any) -> dt.datetime | None:
    """Return the moment that a date or time of the list means, in UTC where it names no zone."""
    if day is None:
        return None
    if not isinstance(day, dt.date):
        raise TypeError("no date")
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


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
