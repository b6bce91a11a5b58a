"""What registers and papers need, put together. Part of ``vanban.bootstrap``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vanban.copy_rooms import CopyRooms

if TYPE_CHECKING:
    from vanban.workflows.books import BookOffice


class PaperRooms(CopyRooms):
    """The rooms of who prints registers and papers."""

    @cached_property
    def book_office(self) -> BookOffice:
        """For ``workflows.books``."""
        from vanban.workflows.books import BookOffice

        return BookOffice(
            register=self.register, clock=self.clock, cases=self.case_office, organisation=self.settings.organisation
        )
