"""Sign and seal on real tokens, with a real PKI; the results judged by us, OpenSSL and poppler."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import io
import json
import stat
import subprocess

import pytest

from signing.desk import PdfSigningDesk, demo_configuration
from signing.verify import PdfVerifier
from signing.web import Web, WebError
from vanban.domain.batch import BatchItem, Purpose
from vanban.domain.errors import CertificateError, PinError, ServiceUnavailableError
from vanban.ports import SigningResult


def test_demo_accounts_are_private_and_plainly_a_test(office):
    path = office.secrets / "demo-accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    accounts = {one["account"]: one for one in json.loads(path.read_text())}
    assert set(accounts) == {"lanhdao", "pho", "vanthu"}
    assert all(len(one["pin"]) == 8 and one["pin"].isdigit() for one in accounts.values())
    assert not any(pin in (office.pki / "identities.json").read_text() for pin in office.pins.values())
    subject = _openssl("x509", "-in", str(office.pki / "trust" / "root.pem"), "-noout", "-subject", "-nameopt", "utf8")
    assert "THỬ NGHIỆM" in subject
    assert not list((office.pki / "keys").glob("lanhdao.key*")), "the official's key must live on the token only"


def test_identities_name_people_and_purposes(office):
    official, seal = office.identity("lanhdao"), office.identity("vanthu")
    assert (official.purpose, official.title) == (Purpose.SIGN, "CHỦ TỊCH")
    assert seal.purpose is Purpose.SEAL
    assert official.not_after > dt.datetime.now(tz=dt.UTC)


def test_signed_then_sealed_is_valid_from_the_root_alone(signed, sealed, draft, root_only):
    verdict = PdfVerifier.from_folder(root_only).verify(sealed)
    assert verdict.verdict == "valid", verdict
    assert verdict.reasons == ()
    assert [(one.signer, one.level) for one in verdict.signatures] == [
        ("Nguyễn Văn Mẫu", "B-LTA"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG MẪU", "B-LTA"),
    ]
    for one in verdict.signatures:
        assert (one.integrity, one.trust, one.revocation, one.modified_after) == (True, "trusted", "good", False)
        assert one.timestamp is not None
        assert one.coverage == "revision"
    assert sealed.startswith(signed)


def test_the_officials_file_is_valid_alone(signed, root_only):
    verdict = PdfVerifier.from_folder(root_only).verify(signed)
    assert (verdict.verdict, verdict.signatures[0].level) == ("valid", "B-LT")


def test_poppler_finds_both_signatures_intact(sealed, tmp_path):
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    said = subprocess.run(["pdfsig", str(path)], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid") == 2, said


def test_openssl_accepts_both_signatures_against_the_root(sealed, office, tmp_path):
    from signing.revisions import raw_signatures

    trust = b"".join(path.read_bytes() for path in sorted((office.pki / "trust").iterdir()))
    (tmp_path / "trust.pem").write_bytes(trust)
    accepted = 0
    for number, one in enumerate(raw_signatures(sealed)[:2]):
        (tmp_path / f"{number}.content").write_bytes(one.signed_bytes(sealed))
        (tmp_path / f"{number}.der").write_bytes(one.contents(sealed))
        done = subprocess.run(
            [
                *("openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-purpose", "any"),
                *("-in", str(tmp_path / f"{number}.der"), "-content", str(tmp_path / f"{number}.content")),
                *("-CAfile", str(tmp_path / "trust.pem"), "-crl_check_all", "-extended_crl", "-out", "/dev/null"),
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        accepted += 1
    assert accepted == 2


def test_bytes_that_were_not_granted_are_refused(office, draft):
    data = draft()
    granted = BatchItem("d0", hashlib.sha256(b"other bytes").hexdigest())
    result = office.desk.prepare(office.identity("lanhdao"), granted, data)
    assert isinstance(result, SigningResult)
    assert (result.signed, result.code, result.stop) == (None, "not-granted", False)
    assert result.message_vi
    assert result.message_en


def test_a_wrong_pin_is_tried_once(office):
    import pkcs11

    identity = office.identity("pho")
    wrong = "00000000" if office.pins["pho"] != "00000000" else "11111111"
    with pytest.raises(PinError) as refused:
        office.desk.open(identity, pin=wrong)
    assert wrong not in str(refused.value)
    token = pkcs11.lib("/usr/lib/softhsm/libsofthsm2.so").get_token(token_label="vanban-pho")
    assert not token.flags & pkcs11.TokenFlag.USER_PIN_LOCKED
    with office.desk.open(identity, pin=office.pins["pho"]):
        pass


def test_one_broken_document_leaves_the_rest(office, draft):
    good = draft()
    results = office.sign("lanhdao", good[: len(good) // 2], b"", b"%PDF-1.7\njunk", good)
    assert [one.code for one in results] == ["broken", "broken", "broken", ""]
    assert not any(one.stop for one in results)
    assert office.verifier.verify(results[-1].signed).verdict == "valid"


def test_the_same_certificate_never_signs_twice(office, signed):
    [result] = office.sign("lanhdao", signed)
    assert (result.signed, result.code) == (None, "not-granted")


def test_two_officials_can_sign_one_document(office, signed):
    [result] = office.sign("pho", signed)
    verdict = office.verifier.verify(result.signed)
    assert verdict.verdict == "valid"
    assert [one.signer for one in verdict.signatures] == ["Nguyễn Văn Mẫu", "Trần Thị Thử"]


def test_the_seal_goes_only_on_what_an_official_signed(office, draft):
    [result] = office.sign("vanthu", draft())
    assert (result.signed, result.code) == (None, "not-granted")
    assert "Điều 32" in result.message_vi


def test_a_file_encrypted_with_an_empty_password_is_signed(office, draft, tmp_path):
    import pikepdf

    with pikepdf.open(io.BytesIO(draft())) as document:
        document.save(tmp_path / "e.pdf", encryption=pikepdf.Encryption(owner="chu", user="", R=6))
    [result] = office.sign("lanhdao", (tmp_path / "e.pdf").read_bytes())
    assert result.code == "", result.message_en
    assert office.verifier.verify(result.signed).verdict == "valid"


def test_requests_per_document_are_only_time_stamps(office, draft):
    """One for an official's signature, two for the seal; nothing else after the batch's first document."""
    tools = office.desk._tools
    stamps, revocation = tools.timestamper._web, tools.revocation.web
    data = [draft(pages=pages) for pages in (1, 3, 4)]
    for account, each in (("lanhdao", 1), ("vanthu", 2)):
        identity = office.identity(account)
        office.desk.preflight(identity, at=dt.datetime.now(tz=dt.UTC))
        counted = []
        with office.desk.open(identity, pin=office.pins[account]) as session:
            for number, one in enumerate(data):
                data[number] = office.sign_in(session, account, one).signed
                counted.append((stamps.requests_made, revocation.requests_made))
        after_first = [(s - counted[0][0], r - counted[0][1]) for s, r in counted[1:]]
        assert after_first == [(each, 0), (2 * each, 0)]


@pytest.mark.parametrize(("account", "word"), [("het-han", "hết hạn"), ("thu-hoi", "thu hồi")])
def test_expired_and_revoked_are_refused_before_a_pin(office, account, word):
    with pytest.raises(CertificateError) as refused:
        office.desk.preflight(office.identity(account), at=dt.datetime.now(tz=dt.UTC))
    assert word in refused.value.vi


def test_a_certificate_is_refused_after_its_end(office):
    with pytest.raises(CertificateError):
        office.desk.preflight(
            office.identity("lanhdao"), at=office.identity("lanhdao").not_after + dt.timedelta(days=1)
        )


def test_an_identity_that_is_not_here_is_refused(office):
    forged = dataclasses.replace(office.identity("lanhdao"), certificate_sha256="0" * 64)
    with pytest.raises(CertificateError):
        office.desk.open(forged, pin="12345678")


def test_preflight_says_when_revocation_cannot_be_learnt(office):
    from signing.revocation import RevocationSource

    desk = PdfSigningDesk(demo_configuration(office.pki, tsa_urls=[office.tsa_url]))
    desk.__dict__["_tools"] = dataclasses.replace(desk._tools, revocation=RevocationSource(DeadWeb()))
    with pytest.raises(ServiceUnavailableError):
        desk.preflight(office.identity("lanhdao"), at=dt.datetime.now(tz=dt.UTC))


def test_without_time_stamps_a_document_waits(office, draft):
    from signing.timestamps import SharedTimeStamper
    from signing.trust import Trust

    desk = PdfSigningDesk(demo_configuration(office.pki, tsa_urls=[]))
    stamper = SharedTimeStamper(urls=["http://127.0.0.1:9/none"], web=Web(), trust=Trust(), pause=lambda _: None)
    desk.__dict__["_tools"] = dataclasses.replace(desk._tools, timestamper=stamper)
    data = draft()
    identity = office.identity("lanhdao")
    with desk.open(identity, pin=office.pins["lanhdao"]) as session:
        result = dataclasses.replace(office, desk=desk).sign_in(session, "lanhdao", data)
    assert (result.signed, result.code, result.stop, result.later) == (None, "timestamp", False, True)


def test_the_second_time_stamp_service_is_used(office, draft):
    desk = PdfSigningDesk(demo_configuration(office.pki, tsa_urls=["http://127.0.0.1:9/none", office.tsa_url]))
    data = draft()
    identity = office.identity("lanhdao")
    with desk.open(identity, pin=office.pins["lanhdao"]) as session:
        assert dataclasses.replace(office, desk=desk).sign_in(session, "lanhdao", data).code == ""


class DeadWeb(Web):
    """Nothing answers."""

    def _request(self, method, url, **_):
        raise WebError("nothing answers")


def _openssl(*arguments: str) -> str:
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=True).stdout


def test_an_open_token_lets_nobody_in_without_the_pin(office):
    identity = office.identity("pho")
    with office.desk.open(identity, pin=office.pins["pho"]), pytest.raises((PinError, ServiceUnavailableError)):
        office.desk.open(identity, pin="not-the-pin")
    with office.desk.open(identity, pin=office.pins["pho"]):
        pass


def test_a_long_document_is_signed_and_verified_in_bounded_time(office, draft):
    import time

    before = time.process_time()
    [result] = office.sign("lanhdao", draft(pages=300))
    assert result.code == "", result.message_en
    assert time.process_time() - before < 20, "CPU seconds for 300 pages"
