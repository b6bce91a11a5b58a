"""Which adapter stands behind each port, from the settings; ``vanban.bootstrap`` puts them together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vanban.bells import FileBells
from vanban.clock import SystemClock
from vanban.domain.errors import RefusedError
from vanban.domain.notices import Channel
from vanban.intake.filing import Cabinet
from vanban.ports import (
    ARCHIVE,
    RECORDS,
    Clock,
    Courier,
    DraftMender,
    DraftNumberer,
    Examiner,
    FormatChecker,
    Notifier,
    ObjectStore,
    PinSeal,
    Reader,
    Register,
    RegisterDump,
    SignaturePlaces,
    SigningDesk,
    StampKeeper,
    TimeStamps,
    Verifier,
    VersionDeleter,
)
from vanban.settings import Settings

if TYPE_CHECKING:
    from signing.desk import PdfSigningDesk
    from vanban.backup_seal import AgeSeal


class Adapters:
    """The adapters of one process, each made when first asked for: a verb pays only for what it uses."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def clock(self) -> Clock:
        """The machine's clock."""
        return SystemClock()

    @cached_property
    def notifier(self) -> Notifier:
        """Bells in the state directory."""
        return FileBells(self.settings.bells)

    @cached_property
    def couriers(self) -> Mapping[Channel, Courier]:
        """What carries notices, by channel; only of channels that are set up."""
        from vanban.couriers.smtp import SmtpCourier
        from vanban.couriers.webhook import WebhookCourier

        settings, found = self.settings, dict[Channel, Courier]()
        if settings.smtp_host and settings.mail_from:
            found[Channel.MAIL] = SmtpCourier(
                host=settings.smtp_host,
                port=settings.smtp_port,
                security=settings.smtp_security,
                sender=settings.mail_from,
                user=settings.smtp_user,
                password=settings.smtp_password.get_secret_value(),
                roots=settings.smtp_ca,
            )
        if settings.webhook_url and settings.webhook_secret.get_secret_value():
            found[Channel.WEBHOOK] = WebhookCourier(
                url=settings.webhook_url,
                secret=settings.webhook_secret.get_secret_value().encode(),
                clock=self.clock,
                private_allowed=settings.webhook_private,
            )
        return found

    @cached_property
    def register(self) -> Register:
        """The register in PostgreSQL."""
        from vanban.register.postgres_register import PostgresRegister

        return PostgresRegister(self.settings.database_url.get_secret_value())

    @cached_property
    def store(self) -> ObjectStore:
        """The S3 object store."""
        from storage.minio_store import MinioStore

        return MinioStore(
            endpoint=self.settings.s3_endpoint,
            access_key=self.settings.s3_access_key,
            secret_key=self.settings.s3_secret_key.get_secret_value(),
            secure=self.settings.s3_secure,
            region=self.settings.s3_region,
            buckets={RECORDS: self.settings.records_bucket, ARCHIVE: self.settings.archive_bucket},
        )

    @cached_property
    def second_store(self) -> ObjectStore | None:
        """The independent store of the second copy; None where the office has none."""
        if not self.settings.second_s3_endpoint:
            return None
        from storage.minio_store import MinioStore

        return MinioStore(
            endpoint=self.settings.second_s3_endpoint,
            access_key=self.settings.second_s3_access_key,
            secret_key=self.settings.second_s3_secret_key.get_secret_value(),
            secure=self.settings.second_s3_secure,
            region=self.settings.second_s3_region,
            buckets={RECORDS: self.settings.second_records_bucket, ARCHIVE: self.settings.second_archive_bucket},
        )

    @cached_property
    def register_dump(self) -> RegisterDump:
        """Writes and loads the whole register."""
        from vanban.register.dump import PostgresDump

        return PostgresDump(self.settings.database_url.get_secret_value())

    @cached_property
    def backup_seal(self) -> AgeSeal:
        """Closes backup sets."""
        from vanban.backup_seal import AgeSeal

        return AgeSeal(self.settings.secrets)

    def disposal_store(self) -> VersionDeleter:
        """Return the archive as the one identity that may delete sees it; for `vanban disposal carry-out` alone.

        Raises:
            RefusedError: if its credential is not there, or may not be read by this account.
        """
        path = self.settings.disposal_credential or self.settings.secrets / "s3-disposal.json"
        return deleting_store(
            path,
            endpoint=self.settings.s3_endpoint,
            secure=self.settings.s3_secure,
            region=self.settings.s3_region,
            buckets={RECORDS: self.settings.records_bucket, ARCHIVE: self.settings.archive_bucket},
        )

    def second_disposal_store(self) -> VersionDeleter | None:
        """Return the same for the second copy; None where its credential is not here: then the copy is left."""
        path = self.settings.second_disposal_credential or self.settings.secrets / "second_s3-disposal.json"
        if not self.settings.second_s3_endpoint or not path.exists():
            return None
        return deleting_store(
            path,
            endpoint=self.settings.second_s3_endpoint,
            secure=self.settings.second_s3_secure,
            region=self.settings.second_s3_region,
            buckets={RECORDS: self.settings.second_records_bucket, ARCHIVE: self.settings.second_archive_bucket},
        )

    @cached_property
    def examiner(self) -> Examiner:
        """Safety checks and secrecy gate, in a child process."""
        from processors.examination import SandboxedExaminer

        return SandboxedExaminer(limits=self.settings.limits)

    @cached_property
    def reader(self) -> Reader:
        """Reading, in a child process, with the signers that the register knows."""
        from processors.reading import SandboxedReader
        from vanban.register.known_signers import KnownSigners

        known = KnownSigners(self.register)
        return SandboxedReader(limits=self.settings.limits, offices=self.settings.offices, known_signers=known)

    @cached_property
    def format_checker(self) -> FormatChecker:
        """Checks the form of drafts, in a child process."""
        from processors.format_check.checking import SandboxedFormatChecker

        return SandboxedFormatChecker(limits=self.settings.limits)

    @cached_property
    def verifier(self) -> Verifier:
        """Signature verdicts, in a child process: strangers' files are verified too."""
        from processors.verification import SandboxedVerifier

        return SandboxedVerifier(
            trust=self.settings.pki / "trust",
            seconds=self.settings.limits.examine_seconds,
            memory_bytes=self.settings.limits.child_memory_bytes,
        )

    @cached_property
    def numberer(self) -> DraftNumberer:
        """Writer of number and date into drafts."""
        from processors.numbering import PdfDraftNumberer

        return PdfDraftNumberer()

    @cached_property
    def mender(self) -> DraftMender:
        """Makes damaged drafts signable."""
        from signing.mending import PdfMender

        return PdfMender()

    @cached_property
    def pin_seal(self) -> PinSeal:
        """Seals PINs to the signing worker."""
        from signing.pins import SealedPins

        return SealedPins.under(self.settings.secrets)

    @cached_property
    def signing_desk(self) -> SigningDesk:
        """Devices and identities; drives a device only inside the signing worker."""
        return self._pdf_signing_desk

    @cached_property
    def time_stamps(self) -> TimeStamps:
        """The time-stamp services of the signing desk, so that one quota is kept."""
        return self._pdf_signing_desk

    @cached_property
    def stamp_keeper(self) -> StampKeeper:
        """Renews archive time-stamps by the services of the signing desk."""
        from signing.algorithm_ends import load_algorithm_ends

        return self._pdf_signing_desk.stamp_keeper(load_algorithm_ends(self.settings.algorithm_table))

    @cached_property
    def _pdf_signing_desk(self) -> PdfSigningDesk:
        from signing.desk import PdfSigningDesk, demo_configuration

        configuration = demo_configuration(
            self.settings.pki, tsa_urls=self.settings.tsa_urls, pkcs11_module=self.settings.pkcs11_module
        )
        return PdfSigningDesk(
            replace(
                configuration,
                tsa_quotas=self.settings.tsa_quotas,
                tsa_at_once=self.settings.tsa_at_once,
                tsa_seconds=self.settings.tsa_seconds,
            )
        )

    @cached_property
    def signature_places(self) -> SignaturePlaces:
        """Finds the places of signatures for the frozen manifest."""
        from signing.identities import load_accounts
        from signing.places import PdfSignaturePlaces

        return PdfSignaturePlaces(load_accounts(self.settings.pki / "identities.json"))

    @cached_property
    def cabinet(self) -> Cabinet:
        """The folders that claims end in."""
        return Cabinet(
            spool=self.settings.spool,
            work=self.settings.work,
            done=self.settings.done,
            quarantine=self.settings.quarantine,
            duplicates=self.settings.duplicates,
            suspects=self.settings.suspects,
        )


def deleting_store(
    path: Path, *, endpoint: str, secure: bool, region: str, buckets: Mapping[str, str]
) -> VersionDeleter:
    """Return a store with the identity in a file, JSON with ``access_key`` and ``secret_key``.

    Raises:
        RefusedError: if the file cannot be read here.
    """
    from storage.minio_store import MinioStore

    try:
        kept = json.loads(path.read_text(encoding="ascii"))
        access_key, secret_key = str(kept["access_key"]), str(kept["secret_key"])
    except (OSError, ValueError, KeyError) as error:
        raise RefusedError(
            "The credential of the identity that may delete cannot be read here.",
            vi="Không đọc được thông tin định danh được phép xóa khi tiêu hủy.",
            remedy=(
                "Run this where it is kept, or set VANBAN_DISPOSAL_CREDENTIAL to its file."
                " / Hãy chạy lệnh ở nơi giữ khóa này, hoặc đặt VANBAN_DISPOSAL_CREDENTIAL là tệp của nó."
            ),
        ) from error
    return MinioStore(
        endpoint=endpoint, access_key=access_key, secret_key=secret_key, secure=secure, region=region, buckets=buckets
    )
