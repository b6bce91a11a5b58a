"""The demo PKI's shape, as certomancer's configuration: who exists, which certificates they hold, what is served."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ARCH = "thu-nghiem"
"""Label of the architecture, and the first part of every address it serves."""
CRL_DAYS = 365
CA_AGE = dt.timedelta(days=5 * CRL_DAYS + 1)
"""How old the CAs are when the PKI is issued: their CRLs then begin the day before and last for almost a year."""
ROOT_LIFE, INTERMEDIATE_LIFE, SERVICE_LIFE = (dt.timedelta(days=365 * years) for years in (30, 25, 20))
TEST_CA = "CƠ QUAN CHỨNG THỰC THỬ NGHIỆM - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
ORGANISATION = "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"
OTHER_ORGANISATION = "ỦY BAN NHÂN DÂN PHƯỜNG LÁNG GIỀNG"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody with a certificate that signs documents."""

    label: str
    """Key label and certificate label; the account's name too, unless ``account`` says otherwise."""
    name: str
    title: str
    organisation: str
    role: str
    """``official``, ``seal`` or ``test``."""
    on_token: bool = True
    """False: the key lies in a PKCS#12 file, for tests and samples only."""
    name_in_text: str = ""
    """How lines of text name an organisation; empty: by ``name``."""
    account: str = ""
    """The account that holds this beside another certificate."""
    own_token: bool = False
    """The key lies on the person's own token (ECDSA), on the person's own PC: see ``vanban agent``."""


HOLDERS = (
    Holder("lanhdao", "Nguyễn Văn Mẫu", "CHỦ TỊCH", ORGANISATION, "official"),
    Holder("pho", "Trần Thị Thử", "PHÓ CHỦ TỊCH", ORGANISATION, "official"),
    Holder("vanthu", ORGANISATION, "", ORGANISATION, "seal", name_in_text="Ủy ban nhân dân phường Mẫu"),
    Holder("co-quan-khac", "Lê Văn Láng", "CHỦ TỊCH", OTHER_ORGANISATION, "test", on_token=False),
    Holder("het-han", "Phạm Hết Hạn", "CHỦ TỊCH", ORGANISATION, "test", on_token=False),
    Holder("thu-hoi", "Hoàng Thu Hồi", "CHỦ TỊCH", ORGANISATION, "test", on_token=False),
    Holder("lanhdao-rieng", "Nguyễn Văn Mẫu", "CHỦ TỊCH", ORGANISATION, "official", account="lanhdao", own_token=True),
)
"""New ones go to the end: serial numbers are given in this order, and those that were issued must not change."""
SERVICE_KEYS = ("root", "interm", "ocsp", "tsa")


def tsa_path() -> str:
    """Return the path of the time-stamp service."""
    return f"/{ARCH}/tsa/tsa"


def configuration(*, base_url: str, issued_at: dt.datetime, holders: Sequence[Holder] = HOLDERS) -> dict[str, Any]:
    """Return certomancer's configuration.

    Args:
        base_url: ``http://127.0.0.1:port``, written into the certificates.
        issued_at: The day the certificates begin; kept with the PKI, so that every start gives the same certificates.
        holders: Whose certificates there are; a PKI that was issued before lacks the newer ones.
    """
    return {
        "external-url-prefix": base_url,
        "keysets": {ARCH: {"path-prefix": "keys", "keys": _keys(holders)}},
        "pki-architectures": {
            ARCH: {
                "keyset": ARCH,
                "entity-defaults": {"country-name": "VN"},
                "entities": _entities(holders),
                "certs": _certificates(issued_at, holders),
                "services": _services(),
            }
        },
    }


def _keys(holders: Sequence[Holder]) -> dict[str, Any]:
    held = {holder.label: {"path": f"{holder.label}.pub.pem", "public-only": True} for holder in holders}
    return {label: {"path": f"{label}.key.pem"} for label in SERVICE_KEYS} | held


def _entities(holders: Sequence[Holder]) -> dict[str, Any]:
    authority = {"organization-name": TEST_CA}
    people = {
        holder.label: {
            "organization-name": holder.organisation,
            "common-name": holder.name,
            **({"title": holder.title} if holder.title else {}),
        }
        for holder in holders
    }
    return {
        "root": {**authority, "common-name": "THỬ NGHIỆM - CA gốc"},
        "interm": {**authority, "common-name": "THỬ NGHIỆM - CA cấp dưới"},
        "ocsp": {**authority, "common-name": "THỬ NGHIỆM - OCSP"},
        "tsa": {**authority, "common-name": "THỬ NGHIỆM - Dấu thời gian"},
        **people,
    }


def _validity(first: dt.datetime, last: dt.datetime) -> dict[str, str]:
    return {"valid-from": first.isoformat(), "valid-to": last.isoformat()}


def _key_usage(*usages: str) -> dict[str, Any]:
    smart = {"schema": "key-usage", "params": list(usages)}
    return {"id": "key_usage", "critical": True, "smart-value": smart}


def _ca(path_length: int | None) -> list[dict[str, Any]]:
    constraint = {"ca": True} | ({} if path_length is None else {"path-len-constraint": path_length})
    return [
        {"id": "basic_constraints", "critical": True, "value": constraint},
        _key_usage("digital_signature", "key_cert_sign", "crl_sign"),
    ]


def _crl(issuer: str) -> dict[str, Any]:
    smart = {"schema": "crl-dist-url", "params": {"crl-repo-names": [issuer]}}
    return {"id": "crl_distribution_points", "smart-value": smart}


def _ocsp() -> dict[str, Any]:
    smart = {"schema": "aia-urls", "params": {"ocsp-responder-names": ["interm"]}}
    return {"id": "authority_information_access", "smart-value": smart}


def _service_certificate(validity: dict[str, str], purpose: str, *extra: dict[str, Any]) -> dict[str, Any]:
    usage = {"id": "extended_key_usage", "critical": True, "value": [purpose]}
    return {
        "issuer": "interm",
        "validity": validity,
        "extensions": [_key_usage("digital_signature"), usage, *extra],
    }


def _certificates(issued_at: dt.datetime, holders: Sequence[Holder]) -> dict[str, Any]:
    begun = issued_at - CA_AGE
    service = _validity(begun, issued_at + SERVICE_LIFE)
    first = issued_at - dt.timedelta(days=400)
    valid = _validity(first, issued_at + dt.timedelta(days=5 * 365))
    expired = _validity(first, issued_at - dt.timedelta(days=35))
    revoked = {"revoked-since": (issued_at - dt.timedelta(days=200)).isoformat(), "reason": "key_compromise"}
    extensions = [_key_usage("digital_signature", "non_repudiation"), _crl("interm"), _ocsp()]
    people: dict[str, Any] = {
        holder.label: {"issuer": "interm", "validity": valid, "extensions": extensions} for holder in holders
    }
    people["het-han"]["validity"] = expired
    people["thu-hoi"]["revocation"] = revoked
    return {
        "root": {
            "subject": "root",
            "subject-key": "root",
            "issuer": "root",
            "authority-key": "root",
            "validity": _validity(begun, issued_at + ROOT_LIFE),
            "extensions": [*_ca(None), _crl("root")],  # OpenSSL asks for the root's own list too
        },
        "interm": {
            "issuer": "root",
            "validity": _validity(begun, issued_at + INTERMEDIATE_LIFE),
            "extensions": [*_ca(0), _crl("root")],
        },
        "ocsp": _service_certificate(service, "ocsp_signing", {"id": "ocsp_no_check"}),
        "tsa": _service_certificate(service, "time_stamping", _crl("interm")),
        **people,
    }


def _services() -> dict[str, Any]:
    return {
        "ocsp": {"interm": {"for-issuer": "interm", "responder-cert": "ocsp", "signing-key": "ocsp"}},
        "crl-repo": {
            issuer: {"for-issuer": issuer, "signing-key": issuer, "simulated-update-schedule": f"P{CRL_DAYS}D"}
            for issuer in ("root", "interm")
        },
        "cert-repo": {"root": {"for-issuer": "root"}, "interm": {"for-issuer": "interm"}},
        "time-stamping": {"tsa": {"signing-key": "tsa", "signing-cert": "tsa"}},
    }
