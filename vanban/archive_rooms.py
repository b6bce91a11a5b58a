"""What looking after the archive needs, put together: terms, holds, locks. Part of ``vanban.bootstrap``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from vanban.adapters import Adapters
from vanban.domain.errors import RefusedError

if TYPE_CHECKING:
    from storage.retention import Schedule
    from vanban.workflows.archive import ArchiveRoom
    from vanban.workflows.audit import AuditRoom
    from vanban.workflows.carry_out import CarryingOut
    from vanban.workflows.case_files import CaseOffice
    from vanban.workflows.disposal import DisposalOffice
    from vanban.workflows.event_log import LogRoom
    from vanban.workflows.export_case import ExportRoom
    from vanban.workflows.holdings import NamedStore
    from vanban.workflows.holds import HoldOffice
    from vanban.workflows.issuers import IssuersOffice
    from vanban.workflows.keep_locks import LockRoom
    from vanban.workflows.renew_evidence import RenewalRoom
    from vanban.workflows.replicate import CopyRoom
    from vanban.workflows.terms import TermOffice


COPY = "copy"
"""Name of the second store in findings and in the register."""


class ArchiveRooms(Adapters):
    """The rooms of those who look after what is archived."""

    @cached_property
    def schedule(self) -> Schedule:
        """The office's own retention schedule, else the shipped one."""
        from storage.retention import load_schedule

        return load_schedule(self.settings.retention_table)

    @cached_property
    def archive_stores(self) -> Sequence[NamedStore]:
        """Every store in which the archive lies, the archive itself first."""
        from vanban.workflows.holdings import NamedStore

        copies = () if self.second_store is None else (self.copy_room.copy,)
        return (NamedStore("", self.store), *copies)

    @cached_property
    def copy_room(self) -> CopyRoom:
        """For ``workflows.replicate``.

        Raises:
            RefusedError: if the office has no second store.
        """
        from vanban.workflows.holdings import NamedStore
        from vanban.workflows.replicate import CopyRoom

        if self.second_store is None:
            raise RefusedError(
                "There is no second store.",
                vi="Chưa cấu hình kho cho bản sao thứ hai.",
                remedy=(
                    "Set VANBAN_SECOND_S3_ENDPOINT and its keys; see docs/operations.md."
                    " / Hãy đặt VANBAN_SECOND_S3_ENDPOINT và khóa của nó; xem docs/operations.md."
                ),
            )
        copy = NamedStore(COPY, self.second_store, grace=dt.timedelta(hours=self.settings.copy_grace_hours))
        return CopyRoom(register=self.register, store=self.store, copy=copy, clock=self.clock)

    @cached_property
    def term_office(self) -> TermOffice:
        """For ``workflows.terms``."""
        from vanban.workflows.terms import TermOffice

        return TermOffice(register=self.register, schedule=self.schedule, clock=self.clock)

    @cached_property
    def hold_office(self) -> HoldOffice:
        """For ``workflows.holds``."""
        from vanban.workflows.holds import HoldOffice

        return HoldOffice(register=self.register, clock=self.clock)

    @cached_property
    def issuers_office(self) -> IssuersOffice:
        """For ``workflows.issuers``."""
        from vanban.workflows.issuers import IssuersOffice

        return IssuersOffice(register=self.register, clock=self.clock, path=self.settings.offices)

    @cached_property
    def case_office(self) -> CaseOffice:
        """For ``workflows.case_files``."""
        from vanban.workflows.case_files import CaseOffice

        return CaseOffice(
            register=self.register,
            schedule=self.schedule,
            clock=self.clock,
            organ_id=self.settings.organ_id,
            unit_names=self.settings.unit_names,
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
            schedule=self.schedule,
        )

    @cached_property
    def renewal_room(self) -> RenewalRoom:
        """For ``workflows.renew_evidence``."""
        from vanban.workflows.renew_evidence import RenewalRoom

        return RenewalRoom(
            archive=self.archive_room, keeper=self.stamp_keeper, margin_days=self.settings.evidence_margin_days
        )

    @cached_property
    def export_room(self) -> ExportRoom:
        """For ``workflows.export_case``."""
        from vanban.workflows.export_case import ExportRoom

        return ExportRoom(office=self.case_office, store=self.store, organisation=self.settings.organisation)

    @cached_property
    def disposal_office(self) -> DisposalOffice:
        """For ``workflows.disposal``."""
        from storage.disposal_page import PdfDisposalPage
        from vanban.workflows.disposal import DisposalOffice

        return DisposalOffice(
            register=self.register,
            stores=self.archive_stores,
            clock=self.clock,
            schedule=self.schedule,
            page=PdfDisposalPage(),
            organisation=self.settings.organisation,
            lock_days=self.settings.archive_lock_days,
        )

    def carrying_out(self) -> CarryingOut:
        """Return what ``workflows.carry_out`` needs, with the identity that may delete.

        Raises:
            RefusedError: if its credential cannot be read here.
        """
        from vanban.workflows.carry_out import CarryingOut

        second = self.second_disposal_store()
        return CarryingOut(
            office=self.disposal_office,
            deleters={"": self.disposal_store()} | ({COPY: second} if second is not None else {}),
            release_intake_copy=self.cabinet.release_intake_copy,
        )

    @cached_property
    def lock_room(self) -> LockRoom:
        """For ``workflows.keep_locks``."""
        from vanban.workflows.keep_locks import LockRoom

        return LockRoom(
            register=self.register,
            stores=self.archive_stores,
            clock=self.clock,
            schedule=self.schedule,
            lock_days=self.settings.archive_lock_days,
            margin_days=self.settings.archive_lock_margin_days,
        )

    @cached_property
    def log_room(self) -> LogRoom:
        """For ``workflows.event_log``."""
        from signing.log_key import Ed25519LogKey
        from storage.root_page import PdfRootPage
        from vanban.workflows.event_log import LogRoom

        return LogRoom(
            register=self.register,
            store=self.store,
            key=Ed25519LogKey(self.settings.secrets),
            time_stamps=self.time_stamps,
            page=PdfRootPage(),
            clock=self.clock,
            lock_days=self.settings.archive_lock_days,
            organ_id=self.settings.organ_id,
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
            copies=self.archive_stores[1:],
            within_days=self.settings.audit_within_days,
            schedule=self.schedule,
            lock_days=self.settings.archive_lock_days,
        )
