"""One contract for every device that signs digests: tokens with RSA and ECDSA, a key file, a remote service."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from signing.demo.issue import OWN_TOKENS
from signing.demo.tokens import softhsm_of
from signing.desk import SOFTHSM
from signing.devices.own_token import find_own_token
from signing.devices.pkcs11 import open_pkcs11
from signing.devices.pkcs12 import open_pkcs12
from signing.devices.port import CertificateChain, Device, DeviceError
from signing.trust import load_certificate

DEVICES = ("pkcs11-rsa", "pkcs11-ec", "pkcs12", "csc", "own-token")


def chain(office, label: str) -> CertificateChain:
    folder = office.pki / "certificates"
    return CertificateChain(load_certificate(folder / f"{label}.pem"), (load_certificate(folder / "interm.pem"),))


def own_token(office) -> dict[str, str]:
    [described] = json.loads((office.secrets / OWN_TOKENS).read_text())
    return described


@pytest.fixture(params=DEVICES)
def device(request, office, remote) -> Iterator[Device]:
    if request.param == "pkcs11-rsa":
        opened: Any = open_pkcs11(
            module=SOFTHSM, softhsm_configuration=office.pki / "softhsm2.conf", token_label="vanban-lanhdao",
            pin=office.pins["lanhdao"], chain=chain(office, "lanhdao"),
        )  # fmt: skip
    elif request.param == "pkcs11-ec":
        own = own_token(office)
        with softhsm_of(Path(own["softhsm_configuration"]), module=SOFTHSM), open_pkcs11(
            module=SOFTHSM, softhsm_configuration=None, token_label=own["token"],
            pin=own["pin"], chain=chain(office, "lanhdao-rieng"),
        ) as opened:  # fmt: skip
            yield opened
        return
    elif request.param == "own-token":  # as the agent opens it, at another PC
        own = own_token(office)
        wanted = chain(office, "lanhdao-rieng").certificate.sha256.hex()
        with (
            softhsm_of(Path(own["softhsm_configuration"]), module=SOFTHSM),
            find_own_token(module=SOFTHSM, certificate_sha256=wanted).open(pin=own["pin"]) as opened,
        ):
            yield opened
        return
    elif request.param == "pkcs12":
        password = json.loads((office.secrets / "demo-pkcs12.json").read_text())["co-quan-khac"]
        opened = open_pkcs12(office.pki / "certificates" / "co-quan-khac.p12", password=password)
    else:
        opened = remote.open()
    with opened:
        yield opened


def digests(count: int) -> list[bytes]:
    return [hashlib.sha256(f"văn bản {n}".encode()).digest() for n in range(count)]


def holds(device: Device, digest: bytes, signature: bytes) -> bool:
    """Judge a signature by the certificate alone, with a library that made none of them."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
    from cryptography.hazmat.primitives.hashes import SHA256

    key = x509.load_der_x509_certificate(device.chain.certificate.dump()).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, digest, padding.PKCS1v15(), Prehashed(SHA256()))
        else:
            key.verify(signature, digest, ec.ECDSA(Prehashed(SHA256())))
    except InvalidSignature:
        return False
    return True


def test_a_device_says_how_many_one_authorisation_covers(device, request):
    remote = "csc" in request.node.callspec.id
    assert device.together == (3 if remote else 1)


def test_a_digest_is_signed_by_the_key_of_the_certificate(device):
    one, other = digests(2)
    signature = device.sign_digest(one)
    assert holds(device, one, signature)
    assert not holds(device, other, signature)


def test_a_batch_is_signed_in_its_order(device):
    batch = digests(8)
    signatures = list(device.sign_digests(batch))
    assert len(signatures) == 8
    assert all(holds(device, digest, signature) for digest, signature in zip(batch, signatures, strict=True))
    assert list(device.sign_digests([])) == []


@pytest.mark.parametrize("device", [one for one in DEVICES if one != "own-token"], indirect=True)
def test_the_chain_leads_from_the_signer_to_its_issuer(device):
    assert device.chain.above, "every device knows the issuer"
    assert device.chain.certificate.issuer == device.chain.above[0].subject


@pytest.mark.parametrize("wrong", [b"", b"short", bytes(20), bytes(64)], ids=len)
def test_only_sha256_digests_are_signed(device, wrong):
    with pytest.raises(DeviceError):
        device.sign_digest(wrong)
    with pytest.raises(DeviceError):
        list(device.sign_digests([*digests(1), wrong]))


def test_a_device_that_was_left_signs_nothing(device):
    device.__exit__(None, None, None)
    with pytest.raises(DeviceError):
        device.sign_digest(digests(1)[0])
    with pytest.raises(DeviceError):
        list(device.sign_digests(digests(2)))
