"""What copies of the archive need, put together: backup sets, restoring a site. Part of ``vanban.bootstrap``."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from vanban.archive_rooms import ArchiveRooms

if TYPE_CHECKING:
    from vanban.workflows.backup import BackupRoom
    from vanban.workflows.replicate import CopyRoom
    from vanban.workflows.restore_site import RestoreRoom


class CopyRooms(ArchiveRooms):
    """The rooms of those who look after the second copy."""

    def backup_room(self, into: Path | None = None) -> BackupRoom:
        """For ``workflows.backup``: into the second store, or into a folder on a medium of its own."""
        from vanban.site_files import files_to_keep
        from vanban.workflows.backup import BackupRoom

        return BackupRoom(
            copy=self.copy_room if into is None else self._folder_copy(into),
            log=self.log_room,
            dump=self.register_dump,
            seal=self.backup_seal,
            files=lambda: files_to_keep(self.settings),
            scratch=self.settings.run / "backup",
            keep_days=self.settings.backup_keep_days,
        )

    def restore_room(self, source: Path | None = None) -> RestoreRoom:
        """For ``workflows.restore_site``: from the second store, or from a folder."""
        from storage.folder_store import FolderStore
        from vanban.site_files import place_of
        from vanban.workflows.restore_site import RestoreRoom

        return RestoreRoom(
            register=self.register,
            dump=self.register_dump,
            store=self.store,
            source=self.copy_room.copy.store if source is None else FolderStore(source),
            seal=self.backup_seal,
            place_of=lambda name: place_of(name, self.settings),
            scratch=self.settings.run / "backup",
            clock=self.clock,
            audit=dataclasses.replace(self.audit_room, copies=()),
        )

    def _folder_copy(self, folder: Path) -> CopyRoom:
        from storage.folder_store import FolderStore
        from vanban.workflows.holdings import NamedStore
        from vanban.workflows.replicate import CopyRoom

        copy = NamedStore("folder", FolderStore(folder))
        return CopyRoom(register=self.register, store=self.store, copy=copy, clock=self.clock)
