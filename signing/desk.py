"""The signing desk: who can sign here, the check before a PIN, and sessions on unlocked devices.

Importing this module is cheap; pyHanko and the PKCS#11 library are loaded when a session or a check needs them.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from signing.identities import Account, load_accounts
from vanban.domain.batch import BatchItem
from vanban.domain.errors import CertificateError, ServiceUnavailableError
from vanban.ports import PreparedDocument, SigningIdentity, SigningResult, SigningSession

if TYPE_CHECKING:
    from signing.algorithm_ends import AlgorithmEnd
    from signing.appearance import Picture
    from signing.devices.port import CertificateChain, Device
    from signing.renewal import PdfStampKeeper
    from signing.steps import SigningSteps, Tools

SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskConfiguration:
    """Everything a desk is built from."""

    accounts: tuple[Account, ...]
    trust: Path
    """Folder of trusted roots, as ``vanban verify --trust`` takes it."""
    chain: tuple[Path, ...]
    """Certificates between the signers' and the roots, PEM or DER."""
    tsa_urls: tuple[str, ...]
    """Time-stamp services, the preferred first."""
    tsa_quotas: tuple[str, ...] = ()
    """What each allows, as ``20/1200``: see ``signing.quota``."""
    tsa_at_once: int = 4
    tsa_seconds: float = 180.0
    """Time-out of one request: answers of the Government CA's service were seen to take up to 131 s."""
    pkcs11_module: str = SOFTHSM
    softhsm_configuration: Path | None = None


def demo_configuration(
    pki: Path, *, tsa_urls: Sequence[str], pkcs11_module: str = SOFTHSM, with_test_identities: bool = False
) -> DeskConfiguration:
    """Return the configuration for the demo PKI in ``pki`` (``<home>/pki``), made by ``vanban.services.pki.prepare``.

    ``with_test_identities`` adds the expired, the revoked and the other office's, for tests.
    """
    accounts = load_accounts(pki / "identities.json")
    if with_test_identities:
        accounts += load_accounts(pki / "test-identities.json")
    return DeskConfiguration(
        accounts=accounts,
        trust=pki / "trust",
        chain=(pki / "certificates" / "interm.pem",),
        tsa_urls=tuple(tsa_urls),
        pkcs11_module=pkcs11_module,
        softhsm_configuration=pki / "softhsm2.conf",
    )


class PdfSigningDesk:
    """Implements ``vanban.ports.SigningDesk`` and ``TimeStamps``; keeps its clients for its whole life."""

    def __init__(self, configuration: DeskConfiguration) -> None:
        self._configuration = configuration
        self._made: dict[SigningIdentity, SigningSteps] = {}
        self._making = threading.Lock()

    def identities(self) -> Sequence[SigningIdentity]:
        """Return who can sign on this installation."""
        return [self._identity(account) for account in self._configuration.accounts]

    def preflight(self, identity: SigningIdentity, *, at: dt.datetime) -> None:
        """Check validity, usage, chain and revocation, before any PIN is used."""
        from signing.preflight import check_certificate

        chain = self._chain(self._account(identity))
        tools = self._tools
        tools.revocation.begin_batch(at=at)
        check_certificate(chain, name=identity.name, trust=tools.trust, revocation=tools.revocation, at=at)

    def prepare(self, identity: SigningIdentity, item: BatchItem, data: bytes) -> PreparedDocument | SigningResult:
        """Leave room for a signature and say what is to be signed."""
        return self._steps(identity).prepare(item, data)

    def complete(self, identity: SigningIdentity, item: BatchItem, state: bytes, signature: bytes) -> SigningResult:
        """Put the signature in, with its evidence, and verify the result."""
        return self._steps(identity).complete(item, state, signature)

    def is_signed_by(self, identity: SigningIdentity, digest: bytes, signature: bytes) -> bool:
        """Return whether a signature over a SHA-256 digest is by the key of the identity's certificate."""
        from signing.signed_data import template_for

        chain = self._chain(self._account(identity))
        encoded = tuple(one.dump() for one in (chain.certificate, *chain.above))
        return template_for(encoded).is_by_signer(signature, digest)

    def open(self, identity: SigningIdentity, *, pin: str) -> SigningSession:
        """Unlock the device: exactly one try."""
        from signing.session import PdfSigningSession

        return PdfSigningSession(self._device(self._account(identity), pin))

    def _steps(self, identity: SigningIdentity) -> SigningSteps:
        """Return the steps of an identity, made once."""
        from signing.profile import profile_for
        from signing.steps import Signatory, SigningSteps

        with self._making:
            if identity not in self._made:
                account = self._account(identity)
                signatory = Signatory(
                    chain=self._chain(account),
                    purpose=account.purpose,
                    name=account.name,
                    title=account.title,
                    name_in_text=account.name_in_text or account.name,
                    profile=profile_for(account.purpose),
                    picture=self._picture(account),
                )
                self._made[identity] = SigningSteps(signatory, tools=self._tools)
            return self._made[identity]

    def token(self, sha256: bytes) -> bytes:
        """Return a time-stamp token over a digest; see ``vanban.ports.TimeStamps``."""
        from signing.timestamps import TimestampError

        try:
            return self._tools.timestamper.timestamp(sha256)
        except TimestampError as error:
            raise ServiceUnavailableError(
                f"No time-stamp service answers: {error}.",
                vi="Không có dịch vụ cấp dấu thời gian nào trả lời.",
                remedy=(
                    "Check the connection; the next run tries again. / Hãy kiểm tra kết nối; lượt chạy sau tự thử lại."
                ),
            ) from error

    def stamp_keeper(self, ends: Sequence[AlgorithmEnd]) -> PdfStampKeeper:
        """Return what renews archive time-stamps, with the services of this desk."""
        from signing.renewal import PdfStampKeeper
        from signing.trust import load_certificate

        tools = self._tools
        return PdfStampKeeper(
            stamper=tools.timestamper,
            evidence=lambda certificates, pool, at: tools.revocation.collect(certificates, pool=pool, at=at),
            trust=tools.trust.plus(certificates=[load_certificate(path) for path in self._configuration.chain]),
            ends=ends,
        )

    @cached_property
    def _tools(self) -> Tools:
        from signing.quota import Quota
        from signing.revocation import RevocationSource
        from signing.steps import Tools
        from signing.timestamps import SharedTimeStamper
        from signing.trust import load_certificate, load_trust
        from signing.web import Web

        # Its warnings quote what stands in documents and certificates, which must not reach a log.
        logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
        trust = load_trust(self._configuration.trust)
        return Tools(
            timestamper=SharedTimeStamper(
                urls=self._configuration.tsa_urls,
                web=Web(read_seconds=self._configuration.tsa_seconds),
                trust=trust.plus(certificates=[load_certificate(path) for path in self._configuration.chain]),
                quotas=[Quota.parse(text) for text in self._configuration.tsa_quotas],
                at_once=self._configuration.tsa_at_once,
            ),
            revocation=RevocationSource(Web()),
            trust=trust,
            now=lambda: dt.datetime.now(tz=dt.UTC),
        )

    def _device(self, account: Account, pin: str) -> Device:
        if account.pkcs12 is not None:
            from signing.devices.pkcs12 import open_pkcs12

            return open_pkcs12(account.pkcs12, password=pin)
        if account.csc_url:
            return self._remote(account, pin)
        if account.own_token:
            raise CertificateError(
                f"The key of {account.name} is on a token at the person's own PC; no device here can use it.",
                vi=f"Khóa của {account.name} nằm trong thiết bị riêng, hệ thống này không ký thay được.",
                remedy="Sign with `vanban agent` on that PC. / Hãy ký bằng `vanban agent` trên máy cắm thiết bị.",
            )
        from signing.devices.pkcs11 import open_pkcs11

        return open_pkcs11(
            module=self._configuration.pkcs11_module,
            softhsm_configuration=self._configuration.softhsm_configuration,
            token_label=account.token,
            pin=pin,
            chain=self._chain(account),
        )

    def _remote(self, account: Account, pin: str) -> Device:
        from signing.devices.csc import CscService, open_csc
        from signing.trust import load_certificate
        from signing.web import Web

        token = account.csc_token.read_text(encoding="utf-8").strip() if account.csc_token else ""
        service = CscService(url=account.csc_url, credential=account.csc_credential, access_token=token)
        return open_csc(service, pin=pin, certificate=load_certificate(account.certificate), web=Web())

    def _picture(self, account: Account) -> Picture | None:
        from signing.appearance import load_picture

        if account.picture is None:
            return None
        return load_picture(account.picture)

    def _chain(self, account: Account) -> CertificateChain:
        from signing.devices.port import CertificateChain
        from signing.revocation import chain_of
        from signing.trust import load_certificate

        certificate = load_certificate(account.certificate)
        pool = [load_certificate(path) for path in self._configuration.chain]
        return CertificateChain(certificate, chain_of(certificate, pool))

    def _account(self, identity: SigningIdentity) -> Account:
        for account in self._configuration.accounts:
            if account.account == identity.account and self._identity(account) == identity:
                return account
        raise CertificateError(
            f"{identity.name} has no such certificate on this installation.",
            vi=f"{identity.name} không có chứng thư số này trên hệ thống.",
            remedy="Choose one of the listed certificates. / Hãy chọn một chứng thư số trong danh sách.",
        )

    def _identity(self, account: Account) -> SigningIdentity:
        from signing.trust import load_certificate

        certificate = load_certificate(account.certificate)
        return SigningIdentity(
            account=account.account,
            purpose=account.purpose,
            name=account.name,
            title=account.title,
            certificate_sha256=certificate.sha256.hex(),
            not_after=certificate.not_valid_after,
            own_token=account.own_token,
        )
