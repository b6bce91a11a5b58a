"""The remote signing service: authorised for exactly the batch's digests, and every way it can fail."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest

from signing.desk import PdfSigningDesk, demo_configuration
from signing.devices.csc import CscService, open_csc
from signing.devices.port import DeviceError
from signing.trust import load_certificate
from signing.web import Web
from vanban.domain.errors import CertificateError, PinError, ServiceUnavailableError
from vanban.services.pki_alone import item_of


def digests(count: int) -> list[bytes]:
    return [hashlib.sha256(f"văn bản {n}".encode()).digest() for n in range(count)]


def certificate(office, label: str) -> Any:
    return load_certificate(office.pki / "certificates" / f"{label}.pem")


def test_each_authorisation_names_exactly_its_digests(remote):
    batch = digests(8)
    with remote.open() as device:
        remote.asked.clear()
        list(device.sign_digests(batch))
    asked = [(method, given["hash"]) for method, given in remote.asked]
    assert [method for method, _ in asked] == ["credentials/authorize", "signatures/signHash"] * 3
    assert [len(hashes) for _, hashes in asked] == [3, 3, 3, 3, 2, 2]
    assert all(asked[n][1] == asked[n + 1][1] for n in range(0, 6, 2))
    assert all("PIN" not in given for method, given in remote.asked if method != "credentials/authorize")


def test_the_service_signs_nothing_beyond_its_authorisation(remote):
    """The server's own hash pinning: what was not authorised is refused, whoever asks."""
    first, second = digests(2)
    with remote.open() as device:
        sad = device._ask(
            "credentials/authorize", {"numSignatures": 1, "hash": [_b64(first)], "PIN": remote.pin}
        )["SAD"]  # fmt: skip
        order = {"hash": [_b64(second)], "hashAlgo": "2.16.840.1.101.3.4.2.1", "signAlgo": "1.2.840.113549.1.1.11"}
        with pytest.raises(DeviceError):
            device._ask("signatures/signHash", {"SAD": sad, **order})


def test_a_wrong_pin_of_the_service_is_asked_once_and_says_so(remote):
    with remote.open(pin="0000") as device:
        remote.asked.clear()
        with pytest.raises(PinError) as refused:
            list(device.sign_digests(digests(5)))
    assert len(remote.asked) == 1
    assert "mã PIN" in refused.value.vi
    assert "0000" not in str(refused.value)


def test_a_service_that_goes_away_half_way_leaves_the_signatures_that_were_made(remote):
    made = []

    def sign_until_it_is_gone(device) -> None:
        for signature in device.sign_digests(digests(5)):
            made.append(signature)
            remote.down = len(made) == 3

    try:
        with remote.open() as device, pytest.raises(DeviceError):
            sign_until_it_is_gone(device)
        assert len(made) == 3
    finally:
        remote.down = False


@pytest.mark.parametrize(
    "answer",
    [{"signatures": []}, {"signatures": ["@"]}, {"signatures": "x"}, {}],
    ids=["none", "junk", "text", "empty"],
)
def test_an_odd_answer_of_the_service_is_no_signature(remote, answer):
    with remote.open() as device:
        remote.answers["signatures/signHash"] = answer
        try:
            with pytest.raises(DeviceError):
                device.sign_digest(digests(1)[0])
        finally:
            remote.answers.clear()


def test_the_service_must_hold_the_certificate_that_was_granted(remote, office):
    with remote.open(certificate=certificate(office, "co-quan-khac")):
        pass
    with pytest.raises(CertificateError):
        remote.open(certificate=certificate(office, "pho"))


def test_a_service_out_of_reach_or_without_access_is_unavailable(remote):
    with pytest.raises(ServiceUnavailableError):
        remote.open(access="another")
    away = CscService(url="http://127.0.0.1:9/csc/v1", credential="x")
    with pytest.raises(ServiceUnavailableError):
        open_csc(away, pin="1", certificate=None, web=Web())


def test_a_pin_never_goes_over_plain_http_to_another_machine():
    class NoWeb(Web):
        def _request(self, *args: Any, **kwargs: Any) -> bytes:
            raise AssertionError("asked")

    service = CscService(url="http://ky-so.example/csc/v1", credential="x")
    with pytest.raises(ServiceUnavailableError):
        open_csc(service, pin="1", certificate=None, web=NoWeb())


def test_a_batch_through_the_remote_service_verifies(office, remote, draft, tmp_path):
    (tmp_path / "token").write_text(remote.access + "\n")
    configuration = demo_configuration(office.pki, tsa_urls=[office.tsa_url], with_test_identities=True)
    accounts = [
        replace(
            one, pkcs12=None, csc_url=remote.url, csc_credential=remote.credential,
            csc_token=tmp_path / "token",
        )
        for one in configuration.accounts
        if one.account == "co-quan-khac"
    ]  # fmt: skip
    desk = PdfSigningDesk(replace(configuration, accounts=tuple(accounts)))
    [identity] = desk.identities()
    files = [draft(pages=n, name=identity.name, title=identity.title) for n in (1, 2)]
    there = replace(office, desk=desk)
    with desk.open(identity, pin=remote.pin) as session:
        results = [there.sign_in(session, "co-quan-khac", data, f"d{n}") for n, data in enumerate(files)]
    assert [one.code for one in results] == ["", ""], results
    for one in results:
        verdict = office.verifier.verify(one.signed)
        assert (verdict.verdict, verdict.signatures[0].signer) == ("valid", "Lê Văn Láng")
    documents = []
    for n, data in enumerate(files):
        item = replace(item_of(data, f"g{n}"), subject="")
        documents.append((item, desk.prepare(identity, item, data)))
    with desk.open(identity, pin=remote.pin) as session:
        assert session.together == 3
        remote.asked.clear()
        signatures = list(session.sign_together(documents))
    named = [given["hash"] for method, given in remote.asked if method == "credentials/authorize"]
    assert named == [[_b64(prepared.to_sign) for _, prepared in documents]], "one authorisation, for exactly these"
    completed = [
        desk.complete(identity, item, prepared.state, signature)
        for (item, prepared), signature in zip(documents, signatures, strict=True)
    ]
    assert [office.verifier.verify(one.signed).verdict for one in completed] == ["valid", "valid"]
    with desk.open(identity, pin="0000") as session:
        refused = there.sign_in(session, "co-quan-khac", files[0])
    assert (refused.signed, refused.code, refused.stop) == (None, "pin", True)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
