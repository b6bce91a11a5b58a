"""SoftHSM tokens of the demo: one per key, the key made inside and never leaving it."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

KEY_BITS = 2048
LABEL_PREFIX = "vanban-"


def token_label(account: str) -> str:
    """Return the label of an account's token."""
    return LABEL_PREFIX + account


OWN_PC = "own-pc"
"""Folder, as if it were another PC: a token there has its own SoftHSM, which the signing worker never sees."""


def write_softhsm_configuration(pki: Path) -> Path:
    """Write ``softhsm2.conf`` and its private token folder; return its path for ``SOFTHSM2_CONF``."""
    pki.mkdir(mode=0o700, parents=True, exist_ok=True)
    tokens = pki / "tokens"
    tokens.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = pki / "softhsm2.conf"
    path.write_text(
        f"directories.tokendir = {tokens}\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n"
    )
    return path


def make_token(*, module: str, configuration: Path, account: str, pin: str, so_pin: str) -> None:
    """Initialise one empty token. Must run before the module is loaded in this process."""
    environment = {**os.environ, "SOFTHSM2_CONF": str(configuration)}
    subprocess.run(
        [
            "softhsm2-util", "--init-token", "--free", "--module", module,
            "--label", token_label(account), "--pin", pin, "--so-pin", so_pin,
        ],
        env=environment, check=True, capture_output=True, timeout=60,
    )  # fmt: skip


@contextlib.contextmanager
def softhsm_of(configuration: Path, *, module: str) -> Iterator[None]:
    """Let this process see the tokens of another SoftHSM for a while: the module reads its configuration at start."""
    import pkcs11

    before = os.environ.get("SOFTHSM2_CONF", "")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    pkcs11.lib(module).reinitialize()
    try:
        yield
    finally:
        os.environ["SOFTHSM2_CONF"] = before
        pkcs11.lib(module).reinitialize()


def make_ec_key(*, module: str, account: str, pin: str) -> bytes:
    """Make an ECDSA key pair (P-256) inside the account's token; return the public key as DER."""
    import pkcs11
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

    token = pkcs11.lib(module).get_token(token_label=token_label(account))
    with token.open(user_pin=pin, rw=True) as session:
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
        public, _ = parameters.generate_keypair(store=True, label=account, id=account.encode())
        return bytes(encode_ec_public_key(public))


def make_key(*, module: str, account: str, pin: str) -> bytes:
    """Make a key pair inside the account's token; return the public key as DER (SubjectPublicKeyInfo)."""
    import pkcs11
    from asn1crypto import core, keys
    from pkcs11.util.rsa import encode_rsa_public_key

    token = pkcs11.lib(module).get_token(token_label=token_label(account))
    with token.open(user_pin=pin, rw=True) as session:
        public, _ = session.generate_keypair(
            pkcs11.KeyType.RSA, KEY_BITS, store=True, label=account, id=account.encode()
        )
        modulus = keys.RSAPublicKey.load(encode_rsa_public_key(public))
    algorithm = keys.PublicKeyAlgorithm({"algorithm": "rsa", "parameters": core.Null()})
    spki: bytes = keys.PublicKeyInfo({"algorithm": algorithm, "public_key": modulus}).dump()
    return spki


def store_certificate(*, module: str, account: str, pin: str, certificate: bytes) -> None:
    """Put the account's certificate (DER) beside its key."""
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    token = pkcs11.lib(module).get_token(token_label=token_label(account))
    with token.open(user_pin=pin, rw=True) as session:
        session.create_object(
            {
                **decode_x509_certificate(certificate),
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: account,
                pkcs11.Attribute.ID: account.encode(),
            }
        )
