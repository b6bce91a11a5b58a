"""The one place where adapters are chosen and put together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from vanban.bells import FileBells
from vanban.clock import SystemClock
from vanban.intake.filing import Cabinet
from vanban.intake.settling import Patience
from vanban.ports import (
    ARCHIVE,
    RECORDS,
    Clock,
    DraftMender,
    DraftNumberer,
    Examiner,
    Notifier,
    ObjectStore,
    PinSeal,
    Reader,
    Register,
    SignaturePlaces,
    SigningDesk,
    Verifier,
)
from vanban.settings import Settings
from vanban.workflows.account import AccountOffice
from vanban.workflows.assemble_batch import ApprovalRoom
from vanban.workflows.authorities import AuthorityOffice
from vanban.workflows.own_token import OwnTokenRoom
from vanban.workflows.process import ReadingRoom
from vanban.workflows.receive import Reception
from vanban.workflows.register_document import RegistryOffice
from vanban.workflows.unfinished import ReminderRoom

if TYPE_CHECKING:
    from vanban.workflows.archive import ArchiveRoom
    from vanban.workflows.audit import AuditRoom
    from vanban.workflows.signing_results import SigningRoom


class Services:
    """Adapters and rooms of one process, each made when first asked for: a verb pays only for what it uses."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    # --- adapters
    @cached_property
    def clock(self) -> Clock:
        """The machine's clock."""
        return SystemClock()

    @cached_property
    def notifier(self) -> Notifier:
        """Bells in the state directory."""
        return FileBells(self.settings.bells)

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
        folders = ("spool", "work", "done", "quarantine", "duplicates", "suspects")
        return Cabinet(**{name: getattr(self.settings, name) for name in folders})

    # --- rooms: what each workflow needs
    @cached_property
    def reception(self) -> Reception:
        """For ``workflows.receive``."""
        from processors.completeness import completeness

        return Reception(
            register=self.register,
            store=self.store,
            examiner=self.examiner,
            clock=self.clock,
            cabinet=self.cabinet,
            intake=self.settings.intake,
            patience=Patience(
                settle=self.settings.settle_seconds,
                without_lease=self.settings.settle_seconds_without_lease,
                incomplete=self.settings.incomplete_seconds,
            ),
            completeness=completeness,
        )

    @cached_property
    def reading_room(self) -> ReadingRoom:
        """For ``workflows.process``."""
        return ReadingRoom(
            register=self.register,
            store=self.store,
            reader=self.reader,
            verifier=self.verifier,
            clock=self.clock,
            cabinet=self.cabinet,
        )

    @cached_property
    def registry_office(self) -> RegistryOffice:
        """For ``workflows.register_document``."""
        return RegistryOffice(
            register=self.register,
            store=self.store,
            numberer=self.numberer,
            mender=self.mender,
            clock=self.clock,
            organ_id=self.settings.organ_id,
        )

    @cached_property
    def approval_room(self) -> ApprovalRoom:
        """For ``workflows.assemble_batch``."""
        return ApprovalRoom(
            register=self.register,
            store=self.store,
            places=self.signature_places,
            pin_seal=self.pin_seal,
            notifier=self.notifier,
            clock=self.clock,
            grant_lifetime=dt.timedelta(minutes=self.settings.grant_minutes),
        )

    @cached_property
    def own_token_room(self) -> OwnTokenRoom:
        """For ``workflows.own_token``."""
        return OwnTokenRoom(
            approval=self.approval_room, registry=self.registry_office, desk=self.signing_desk, store=self.store
        )

    @cached_property
    def authority_office(self) -> AuthorityOffice:
        """For ``workflows.authorities``."""
        return AuthorityOffice(register=self.register, clock=self.clock)

    @cached_property
    def reminder_room(self) -> ReminderRoom:
        """For ``workflows.unfinished``."""
        return ReminderRoom(
            register=self.register,
            clock=self.clock,
            patience=dt.timedelta(minutes=self.settings.seal_reminder_minutes),
            urgent_patience=dt.timedelta(minutes=self.settings.seal_reminder_minutes_urgent),
        )

    @cached_property
    def signing_room(self) -> SigningRoom:
        """For ``workflows.sign_batch``; only the signing worker holds the key that opens PINs."""
        from signing.pins import PinOpener
        from vanban.workflows.signing_results import SigningRoom

        return SigningRoom(
            register=self.register,
            store=self.store,
            desk=self.signing_desk,
            pins=PinOpener.under(self.settings.secrets),
            notifier=self.notifier,
            clock=self.clock,
            kept=self.settings.signed,
            at_once=self.settings.signing_at_once,
        )

    @cached_property
    def archive_room(self) -> ArchiveRoom:
        """For ``workflows.archive``."""
        from vanban.workflows.archive import ArchiveRoom

        return ArchiveRoom(
            register=self.register,
            store=self.store,
            verifier=self.verifier,
            clock=self.clock,
            lock_days=self.settings.archive_lock_days,
        )

    @cached_property
    def audit_room(self) -> AuditRoom:
        """For ``workflows.audit``."""
        from vanban.workflows.audit import AuditRoom

        return AuditRoom(
            register=self.register,
            store=self.store,
            clock=self.clock,
            release_intake_copy=self.cabinet.release_intake_copy,
        )

    @cached_property
    def account_office(self) -> AccountOffice:
        """For ``workflows.account``."""
        return AccountOffice(
            register=self.register,
            store=self.store,
            cabinet=self.cabinet,
            intake=self.settings.intake,
            clock=self.clock,
        )


def build(settings: Settings | None = None) -> Services:
    """Return the services of this process, from the environment and the state directory by default."""
    return Services(settings or Settings())
