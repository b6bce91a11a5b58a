"""The one place where adapters and workflows are put together."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from vanban.intake.settling import Patience
from vanban.paper_rooms import PaperRooms
from vanban.settings import Settings
from vanban.workflows.account import AccountOffice
from vanban.workflows.assemble_batch import ApprovalRoom
from vanban.workflows.authorities import AuthorityOffice
from vanban.workflows.direct_document import DirectionRoom
from vanban.workflows.issue_document import IssuingRoom
from vanban.workflows.make_copy import CopyingRoom
from vanban.workflows.own_token import OwnTokenRoom
from vanban.workflows.people import PeopleOffice
from vanban.workflows.process import ReadingRoom
from vanban.workflows.publish import PublishingOffice
from vanban.workflows.receive import Reception
from vanban.workflows.register_document import RegistryOffice
from vanban.workflows.rerun import RerunRoom
from vanban.workflows.second_look import SecondLookRoom
from vanban.workflows.send_notices import NoticeRoom
from vanban.workflows.unfinished import ReminderRoom

if TYPE_CHECKING:
    from vanban.workflows.signing_results import SigningRoom


class Services(PaperRooms):
    """Adapters, and what each workflow needs of them, in one process; each is made when first asked for."""

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
    def people_office(self) -> PeopleOffice:
        """For ``workflows.people``."""
        from vanban.passwords import hash_password

        return PeopleOffice(register=self.register, clock=self.clock, hashed=hash_password)

    @cached_property
    def direction_room(self) -> DirectionRoom:
        """For ``workflows.direct_document``."""
        return DirectionRoom(register=self.register, clock=self.clock, unit_names=self.settings.unit_names)

    @cached_property
    def second_look_room(self) -> SecondLookRoom:
        """For ``workflows.second_look``."""
        return SecondLookRoom(register=self.register, clock=self.clock)

    @cached_property
    def rerun_room(self) -> RerunRoom:
        """For ``workflows.rerun``."""
        return RerunRoom(register=self.register, cabinet=self.cabinet, clock=self.clock)

    @cached_property
    def notice_room(self) -> NoticeRoom:
        """For ``workflows.send_notices``."""
        return NoticeRoom(
            register=self.register,
            clock=self.clock,
            couriers=self.couriers,
            address=self.settings.desk_url,
            due_soon_days=self.settings.due_soon_days,
        )

    @cached_property
    def issuing_room(self) -> IssuingRoom:
        """For ``workflows.issue_document``."""
        return IssuingRoom(register=self.register, clock=self.clock)

    @cached_property
    def copying_room(self) -> CopyingRoom:
        """For ``workflows.make_copy``."""
        from processors.extract_pages import SandboxedExtractor

        return CopyingRoom(
            register=self.register,
            store=self.store,
            extractor=SandboxedExtractor(limits=self.settings.limits),
            mender=self.mender,
            clock=self.clock,
            organisation=self.settings.organisation,
            organ_id=self.settings.organ_id,
        )

    @cached_property
    def publishing_office(self) -> PublishingOffice:
        """For ``workflows.publish``."""
        return PublishingOffice(register=self.register, clock=self.clock, organisation=self.settings.organisation)

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
