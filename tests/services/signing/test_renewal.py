"""Archive time-stamps renewed before they end, the clock moved forward by decades; checked afterwards by others."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import subprocess
from dataclasses import dataclass

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.algorithm_ends import AlgorithmEnd, load_algorithm_ends
from signing.renewal import PdfStampKeeper
from signing.revocation import RevocationData
from signing.timestamps import TimestampError
from signing.trust import load_certificate, load_trust
from storage.check_story import check_time, stamped
from vanban.domain.errors import IntegrityError, RefusedError, ServiceUnavailableError
from vanban.domain.event_log import PublishedRoot, TreeHead

YEAR = dt.timedelta(days=365)


def in_year(year: int, month: int = 6) -> dt.datetime:
    return dt.datetime(year, month, 1, tzinfo=dt.UTC)


@dataclass
class Authority:
    """The demo's intermediate authority, as it will work in years to come: new services, new revocation lists."""

    office: object

    def __post_init__(self):
        folder = self.office.pki
        self.certificate = x509.load_pem_x509_certificate((folder / "certificates" / "interm.pem").read_bytes())
        self.key = serialization.load_pem_private_key((folder / "keys" / "interm.key.pem").read_bytes(), None)
        root = (folder / "keys" / "root.key.pem").read_bytes()
        self.root_key = serialization.load_pem_private_key(root, None)
        self.root = x509.load_pem_x509_certificate((folder / "certificates" / "root.pem").read_bytes())

    def service(self, *, first: dt.datetime, last: dt.datetime, bits: int = 3072) -> tuple:
        """Return certificate and key of a time-stamp service that begins and ends then."""
        key = rsa.generate_private_key(65537, bits)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"THỬ NGHIỆM - Dấu thời gian {first.year}")])
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(first)
            .not_valid_after(last)
            .add_extension(x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .add_extension(x509.KeyUsage(True, *[False] * 8), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.certificate.public_key()), critical=False
            )
            .sign(self.key, hashes.SHA256())
        )
        der = serialization.Encoding.DER
        private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return (
            asn1_x509.Certificate.load(built.public_bytes(der)),
            asn1_keys.PrivateKeyInfo.load(private),
        )

    def lists(self, at: dt.datetime) -> tuple[asn1_crl.CertificateList, ...]:
        """Return the revocation lists of a moment."""
        made = []
        for issuer, key in ((self.root, self.root_key), (self.certificate, self.key)):
            built = (
                x509.CertificateRevocationListBuilder()
                .issuer_name(issuer.subject)
                .last_update(at - dt.timedelta(days=1))
                .next_update(at + dt.timedelta(days=30))
                .sign(key, hashes.SHA256())
            )
            made.append(asn1_crl.CertificateList.load(built.public_bytes(serialization.Encoding.DER)))
        return tuple(made)


class Service:
    """A time-stamp service at a moment that has not come yet."""

    room = 12_000

    def __init__(self, certificate, key, chain, at):
        store = SimpleCertificateStore()
        for one in chain:
            store.register(one)
        self._dummy = DummyTimeStamper(certificate, key, certs_to_embed=store, fixed_dt=at)

    def timestamp(self, digest: bytes) -> bytes:
        return asyncio.run(self._dummy.async_timestamp(digest, "sha256")).dump()


@pytest.fixture(scope="module")
def authority(office) -> Authority:
    return Authority(office)


@pytest.fixture(scope="module")
def keeper_at(office, authority):
    """Make a keeper as it will be at a moment, with a service that lives from then for some years."""
    certificates = [load_certificate(office.pki / "certificates" / f"{name}.pem") for name in ("interm", "root")]
    trust = load_trust(office.pki / "trust").plus(certificates=certificates[:1])

    def make(at: dt.datetime, *, years: float = 4, ends=(), bits: int = 3072) -> PdfStampKeeper:
        certificate, key = authority.service(first=at - dt.timedelta(days=30), last=at + years * YEAR, bits=bits)
        return PdfStampKeeper(
            stamper=Service(certificate, key, certificates[:1], at),
            evidence=lambda wanted, pool, when: RevocationData((*wanted, *pool), (), authority.lists(when)),
            trust=trust,
            ends=ends,
        )

    return make


def test_the_end_of_a_sealed_file_is_its_time_stamps_certificates(office, sealed, signed, keeper_at, draft):
    keeper = keeper_at(in_year(2027))
    stamp = load_certificate(office.pki / "certificates" / "tsa.pem")
    end = keeper.end_of(sealed)
    assert (end.until, end.why) == (stamp.not_valid_after, "certificate")
    assert keeper.end_of(signed) is None, "B-LT has no archive time-stamp"
    assert keeper.end_of(draft()) is None
    assert keeper.end_of(b"%PDF-1.7 torn") is None


def test_an_algorithm_may_end_before_the_certificate(sealed, keeper_at):
    soon = in_year(2031)
    end = keeper_at(in_year(2027), ends=[AlgorithmEnd("rsa", 4096, soon)]).end_of(sealed)
    assert (end.until, end.why) == (soon, "rsa")
    weak = keeper_at(in_year(2027), ends=[AlgorithmEnd("rsa", 3072, soon), AlgorithmEnd("sha1", None, soon)])
    assert weak.end_of(sealed).why == "certificate"


def test_the_shipped_table_of_algorithms_can_be_read_and_a_mistake_is_named(tmp_path):
    assert {end.algorithm for end in load_algorithm_ends()} >= {"sha1", "rsa", "ec"}
    own = tmp_path / "algorithms.csv"
    own.write_text("algorithm,below_bits,until,basis\nsha256,,31/12/2040,x\n")
    with pytest.raises(RefusedError, match="line 2"):
        load_algorithm_ends(own)
    own.write_text("algorithm,until\nsha256,2040-12-31\n")
    with pytest.raises(RefusedError):
        load_algorithm_ends(own)


def test_a_renewed_file_is_valid_long_after_the_first_time_stamp_has_ended(office, sealed, keeper_at):
    verifier = office.verifier
    first_end = keeper_at(in_year(2027)).end_of(sealed).until
    at = first_end - dt.timedelta(days=200)
    renewed = keeper_at(at).renewed(sealed, at=at)
    assert renewed.startswith(sealed), "what was signed stays as it was"
    later = first_end + dt.timedelta(days=500)
    for moment in (at + dt.timedelta(days=1), later):
        verdict = verifier.verify(renewed, at=moment)
        assert verdict.verdict == "valid", (moment, verdict.reasons)
        assert [one.level for one in verdict.signatures] == ["B-LTA", "B-LTA"]
    assert verifier.verify(sealed, at=later).verdict != "valid", "without it nobody could check any more"


def test_renewed_again_and_again_it_stays_valid(office, sealed, keeper_at):
    data, keeper, moments = sealed, keeper_at(in_year(2027)), []
    for _ in range(2):
        at = keeper.end_of(data).until - dt.timedelta(days=100)
        keeper = keeper_at(at, years=2)
        data = keeper.renewed(data, at=at)
        moments.append(at)
    last = keeper.end_of(data).until
    assert last > moments[1] > moments[0] > in_year(2045)
    verdict = office.verifier.verify(data, at=last - dt.timedelta(days=1))
    assert verdict.verdict == "valid", verdict.reasons
    assert data.count(b"/DocTimeStamp") == sealed.count(b"/DocTimeStamp") + 2


def test_a_renewed_file_that_was_changed_is_not_valid(office, sealed, keeper_at):
    at = in_year(2046)
    renewed = bytearray(keeper_at(at).renewed(sealed, at=at))
    renewed[len(sealed) // 3] ^= 1
    assert office.verifier.verify(bytes(renewed), at=at).verdict != "valid"


def test_without_a_service_or_without_lists_nothing_is_renewed(sealed, signed, keeper_at):
    keeper = keeper_at(in_year(2046))

    class Silent:
        room = 12_000

        def timestamp(self, digest):
            raise TimestampError("nobody answers")

    keeper._stamper = Silent()
    with pytest.raises(ServiceUnavailableError):
        keeper.renewed(sealed, at=in_year(2046))
    with pytest.raises(RefusedError):
        keeper.renewed(signed, at=in_year(2046))


def test_the_desk_renews_by_its_own_services(office, sealed):
    keeper = office.desk.stamp_keeper(())
    now = dt.datetime.now(tz=dt.UTC)
    renewed = keeper.renewed(sealed, at=now)
    assert office.verifier.verify(renewed).verdict == "valid"
    assert keeper.end_of(renewed).until > now


def published(office) -> PublishedRoot:
    head = TreeHead(log="000.00.00.H26", size=7, root="ab" * 32, at="2026-11-27T15:00:00+00:00")
    token = office.desk.token(hashlib.sha256(head.canonical()).digest())
    return PublishedRoot(head, "00", "11", token.hex())


def openssl(folder, office, *, digest: bytes, token: bytes, at: dt.datetime) -> bool:
    (folder / "token.der").write_bytes(token)
    (folder / "others.pem").write_bytes((office.pki / "certificates" / "interm.pem").read_bytes())
    command = ["openssl", "ts", "-verify", "-token_in", "-in", str(folder / "token.der"), "-digest", digest.hex()]
    command += ["-CAfile", str(office.pki / "trust" / "root.pem"), "-untrusted", str(folder / "others.pem")]
    command += ["-attime", str(int(at.timestamp()))]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_time_stamp_of_a_root_is_renewed_over_the_file_before(office, keeper_at, tmp_path):
    root = published(office)
    token = bytes.fromhex(root.timestamp)
    end = keeper_at(in_year(2027)).end_of_token(token)
    at = end.until - dt.timedelta(days=200)
    made = keeper_at(at).renewed_over("root.json", root.as_bytes(), token, at=at)
    assert made.over_sha256 == hashlib.sha256(root.as_bytes()).hexdigest()
    assert type(made).from_bytes(made.as_bytes()) == made
    assert made.crls, "what proves the older one's certificate lies beside it"
    assert made.certificates
    later = end.until + dt.timedelta(days=500)
    digest = hashlib.sha256(made.canonical()).digest()
    head = hashlib.sha256(root.head.canonical()).digest()
    assert openssl(tmp_path, office, digest=digest, token=bytes.fromhex(made.timestamp), at=later)
    assert openssl(tmp_path, office, digest=head, token=token, at=at), "the older one, when the newer was made"
    assert not openssl(tmp_path, office, digest=head, token=token, at=later), "which alone proves nothing any more"
    assert not openssl(tmp_path, office, digest=head, token=bytes.fromhex(made.timestamp), at=later)
    assert keeper_at(at).end_of_token(bytes.fromhex(made.timestamp)).until > end.until


@pytest.mark.parametrize("token", [b"", b"token over something", bytes.fromhex("3000")])
def test_what_is_no_token_has_no_end(keeper_at, token):
    with pytest.raises(IntegrityError):
        keeper_at(in_year(2027)).end_of_token(token)


def test_a_stranger_checks_a_roots_renewed_time_stamps_in_years_to_come(office, keeper_at, tmp_path):
    root = published(office)
    token, name, data = bytes.fromhex(root.timestamp), "root.json", root.as_bytes()
    (tmp_path / name).write_bytes(data)
    keeper = keeper_at(in_year(2027))
    for number in (1, 2):
        end = keeper.end_of_token(token).until
        at = end - dt.timedelta(days=100)
        keeper = keeper_at(at, years=2)
        made = keeper.renewed_over(name, data, token, at=at)
        token, name, data = bytes.fromhex(made.timestamp), f"renewed-{number}.json", made.as_bytes()
        (tmp_path / name).write_bytes(data)
    bundle = tmp_path / "ca.pem"
    certificates = office.pki / "certificates"
    bundle.write_bytes(b"".join((certificates / f"{one}.pem").read_bytes() for one in ("root", "interm")))
    later = (keeper.end_of_token(token).until - dt.timedelta(days=1)).timestamp()
    head = {"head": root.head.as_json(), "timestamp": root.timestamp}
    assert check_time(stamped(tmp_path, head), bundle, at=later) == []
    (tmp_path / "renewed-2.json").unlink()
    assert check_time(stamped(tmp_path, head), bundle, at=later) == ["the time-stamp of the root does not hold"]
    (tmp_path / "renewed-2.json").write_bytes(data)
    (tmp_path / "root.json").write_bytes(root.as_bytes() + b" ")
    assert check_time(stamped(tmp_path, head), bundle, at=later) == ["renewed-1.json is over another file"]
