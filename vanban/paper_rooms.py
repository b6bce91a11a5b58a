"""What registers and papers need, put together. Part of ``vanban.bootstrap``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from vanban.copy_rooms import CopyRooms

if TYPE_CHECKING:
    from vanban.workflows.arrival_papers import PaperRoom
    from vanban.workflows.books import BookOffice
    from vanban.workflows.searches import SearchOffice


class PaperRooms(CopyRooms):
    """The rooms of who prints registers and papers."""

    @cached_property
    def book_office(self) -> BookOffice:
        """For ``workflows.books``."""
        from vanban.workflows.books import BookOffice

        return BookOffice(
            register=self.register,
            store=self.store,
            clock=self.clock,
            cases=self.case_office,
            organisation=self.settings.organisation,
            unit_names=self.settings.unit_names,
        )

    @cached_property
    def paper_room(self) -> PaperRoom:
        """For ``workflows.arrival_papers``."""
        from processors.page_pictures import PagePictures
        from vanban.workflows.arrival_papers import PaperRoom

        return PaperRoom(
            register=self.register,
            store=self.store,
            pictures=PagePictures(limits=self.settings.limits, scratch=self.settings.run / "pages"),
            clock=self.clock,
            organisation=self.settings.organisation,
            unit_names=self.settings.unit_names,
        )

    @cached_property
    def search_office(self) -> SearchOffice:
        """For ``workflows.searches``."""
        from vanban.workflows.searches import SearchOffice

        return SearchOffice(register=self.register, clock=self.clock, organisation=self.settings.organisation)
