"""Issues the demo PKI once, and refreshes its trust folder: ``python -m signing.demo.issue``.

Runs as a process of its own, because a PKCS#11 module reads its configuration once per process.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import secrets as randomness
import shutil
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from signing.demo import architecture, pictures, tokens
from signing.demo.architecture import HOLDERS, Holder
from signing.trust import ANCHORS
from vanban.durable_files import write_whole

ISSUED = "issued.json"
"""Written last: its presence says that the PKI is complete."""
ACCOUNTS = "demo-accounts.json"
P12_PASSWORDS = "demo-pkcs12.json"
OWN_TOKENS = "demo-own-tokens.json"
"""The tokens that people sign with at their own PC: {account, token, module, softhsm_configuration, pin} each."""
CRL_ISSUERS = ("root", "interm")
FRESH = dt.timedelta(days=10)


def issue(*, pki: Path, secrets: Path, port: int, module: str) -> None:
    """Make keys, tokens, certificates and account lists; half-made ones are thrown away first."""
    shutil.rmtree(pki, ignore_errors=True)
    for folder in (pki, pki / "keys", pki / "certificates", pki / "trust", pki / "pictures", secrets):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    issued_at = dt.datetime.now(tz=dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    base_url = f"http://127.0.0.1:{port}"
    _make_service_keys(pki / "keys")
    pins = _make_holder_keys(pki, module=module)
    certificates = _certificates(pki, base_url=base_url, issued_at=issued_at)
    for label, der in certificates.items():
        _write_pem(pki / "certificates" / f"{label}.pem", "CERTIFICATE", der)
    for holder in HOLDERS:
        if holder.on_token:
            with _softhsm(pki, holder, module=module):
                tokens.store_certificate(
                    module=module, account=holder.label, pin=pins[holder.label], certificate=certificates[holder.label]
                )
    _write_accounts(pki, secrets, pins, module=module)
    kept = {"base_url": base_url, "issued_at": issued_at.isoformat(), "tsa_url": base_url + architecture.tsa_path()}
    _write_json(pki / ISSUED, kept)


def refresh_trust(pki: Path) -> None:
    """Write ``trust/``: the root, for what it counts, and the newest CRLs, as ``vanban verify --trust`` takes them."""
    from certomancer.registry import CertLabel, ServiceLabel

    authority = load_architecture(pki)
    trust = pki / "trust"
    trust.mkdir(exist_ok=True)
    _write_pem(trust / "root.pem", "CERTIFICATE", authority.get_cert(CertLabel("root")).dump())
    write_whole(trust / ANCHORS, '[[anchor]]\nfile = "root.pem"\npurposes = ["demo", "timestamp"]\n', mode=0o644)
    for issuer in CRL_ISSUERS:
        crl = authority.service_registry.get_crl(ServiceLabel(issuer), dt.datetime.now(tz=dt.UTC))
        _write_pem(trust / f"{issuer}.crl.pem", "X509 CRL", crl.dump())


def trust_is_fresh(pki: Path) -> bool:
    """Return whether ``trust/`` is complete and its CRLs are good for some days more."""
    from asn1crypto import crl, pem

    soon = dt.datetime.now(tz=dt.UTC) + FRESH
    lists = [pki / "trust" / f"{issuer}.crl.pem" for issuer in CRL_ISSUERS]
    if not all(path.exists() for path in (*lists, pki / "trust" / "root.pem")):
        return False
    loaded = [crl.CertificateList.load(pem.unarmor(path.read_bytes())[2]) for path in lists]
    return all(one["tbs_cert_list"]["next_update"].native > soon for one in loaded)


def load_architecture(pki: Path) -> Any:
    """Return certomancer's architecture of an issued PKI."""
    kept = json.loads((pki / ISSUED).read_text())
    return _architecture(pki, base_url=kept["base_url"], issued_at=dt.datetime.fromisoformat(kept["issued_at"]))


def _architecture(pki: Path, *, base_url: str, issued_at: dt.datetime) -> Any:
    from certomancer.registry import ArchLabel, CertomancerConfig

    known = [holder for holder in HOLDERS if (pki / "keys" / f"{holder.label}.pub.pem").exists()]
    described = architecture.configuration(base_url=base_url, issued_at=issued_at, holders=known)
    return CertomancerConfig(described, key_search_dir=str(pki), lazy_load_keys=True).get_pki_arch(
        ArchLabel(architecture.ARCH)
    )


def _certificates(pki: Path, *, base_url: str, issued_at: dt.datetime) -> dict[str, bytes]:
    from certomancer.registry import CertLabel

    made = _architecture(pki, base_url=base_url, issued_at=issued_at)
    labels = (*architecture.SERVICE_KEYS, *(holder.label for holder in HOLDERS))
    return {label: made.get_cert(CertLabel(label)).dump() for label in labels}


def _make_service_keys(folder: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    for label in ("root", "interm"):
        _write_private(folder / f"{label}.key.pem", rsa.generate_private_key(65537, 3072))
    for label in ("ocsp", "tsa"):
        _write_private(folder / f"{label}.key.pem", ec.generate_private_key(ec.SECP256R1()))


def _make_holder_keys(pki: Path, *, module: str) -> dict[str, str]:
    """Make each holder's key where it belongs; return PINs (token) and passwords (PKCS#12) by account."""
    from cryptography.hazmat.primitives.asymmetric import rsa

    shared = tokens.write_softhsm_configuration(pki)
    own = tokens.write_softhsm_configuration(pki / tokens.OWN_PC)
    pins = {holder.label: f"{randomness.randbelow(10**8):08d}" for holder in HOLDERS}
    for holder in HOLDERS:
        if holder.on_token:
            tokens.make_token(
                module=module, configuration=own if holder.own_token else shared, account=holder.label,
                pin=pins[holder.label], so_pin=f"{randomness.randbelow(10**8):08d}",
            )  # fmt: skip
    for holder in HOLDERS:
        if holder.on_token:
            make = tokens.make_ec_key if holder.own_token else tokens.make_key
            with _softhsm(pki, holder, module=module):
                public = make(module=module, account=holder.label, pin=pins[holder.label])
        else:
            key = rsa.generate_private_key(65537, tokens.KEY_BITS)
            _write_private(pki / "keys" / f"{holder.label}.key.pem", key)
            public = _public_der(key)
        _write_pem(pki / "keys" / f"{holder.label}.pub.pem", "PUBLIC KEY", public)
    return pins


def _softhsm(pki: Path, holder: Holder, *, module: str) -> AbstractContextManager[None]:
    """Return the context in which the holder's token can be seen."""
    if not holder.own_token:
        return nullcontext()
    return tokens.softhsm_of(pki / tokens.OWN_PC / "softhsm2.conf", module=module)


def _public_der(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    der: bytes = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return der


def _write_accounts(pki: Path, secrets: Path, pins: dict[str, str], *, module: str) -> None:
    """Write the demo accounts with their PINs (0600), and the list of identities without."""
    on_token = [_described(pki, holder) for holder in HOLDERS if holder.on_token and not holder.own_token]
    own = [holder for holder in HOLDERS if holder.own_token]
    others = [_described(pki, holder) for holder in HOLDERS if not holder.on_token]
    for holder in HOLDERS:
        if not holder.on_token:
            _write_pkcs12(pki, holder.label, pins[holder.label])
    _write_json(pki / "identities.json", [*on_token, *(_described(pki, holder) for holder in own)])
    _write_json(pki / "test-identities.json", others)
    _write_json(secrets / ACCOUNTS, [{**entry, "pin": pins[entry["account"]]} for entry in on_token])
    _write_json(
        secrets / OWN_TOKENS,
        [
            {
                "account": holder.account,
                "token": tokens.token_label(holder.label),
                "module": module,
                "softhsm_configuration": str(pki / tokens.OWN_PC / "softhsm2.conf"),
                "pin": pins[holder.label],
            }
            for holder in own
        ],
    )
    _write_json(secrets / P12_PASSWORDS, {entry["account"]: pins[entry["account"]] for entry in others})


def _described(pki: Path, holder: Holder) -> dict[str, Any]:
    picture = pki / "pictures" / f"{holder.label}.png"
    if holder.role == "seal":
        pictures.draw_seal(picture)
    else:
        pictures.draw_signature(picture, seed=holder.name)
    return {
        "account": holder.account or holder.label,
        "role": holder.role,
        "name": holder.name,
        "name_in_text": holder.name_in_text,
        "title": holder.title,
        "token": tokens.token_label(holder.label) if holder.on_token and not holder.own_token else "",
        "own_token": holder.own_token,
        "pkcs12": "" if holder.on_token else str(pki / "certificates" / f"{holder.label}.p12"),
        "certificate": str(pki / "certificates" / f"{holder.label}.pem"),
        "picture": str(picture),
    }


def _write_json(path: Path, value: Any) -> None:
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _write_private(path: Path, key: Any) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    write_whole(path, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _write_pkcs12(pki: Path, account: str, password: str) -> None:
    """Pack key and chain, and remove the bare key: only the packed one stays."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, load_pem_private_key, pkcs12

    def certificate(label: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate((pki / "certificates" / f"{label}.pem").read_bytes())

    bare = pki / "keys" / f"{account}.key.pem"
    key: Any = load_pem_private_key(bare.read_bytes(), None)
    chain = [certificate("interm"), certificate("root")]
    packed = pkcs12.serialize_key_and_certificates(
        account.encode(), key, certificate(account), chain, BestAvailableEncryption(password.encode())
    )
    write_whole(pki / "certificates" / f"{account}.p12", packed)
    bare.unlink()


def _write_pem(path: Path, kind: str, der: bytes) -> None:
    from asn1crypto import pem

    write_whole(path, pem.armor(kind, der), mode=0o644)


def main() -> None:
    """Issue the PKI unless it is there, then refresh the trust folder."""
    import os

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pki", type=Path, required=True)
    parser.add_argument("--secrets", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--module", required=True)
    given = parser.parse_args()
    if not (given.pki / ISSUED).exists():
        os.environ["SOFTHSM2_CONF"] = str(given.pki / "softhsm2.conf")
        issue(pki=given.pki, secrets=given.secrets, port=given.port, module=given.module)
    if not trust_is_fresh(given.pki):
        refresh_trust(given.pki)


if __name__ == "__main__":
    main()
