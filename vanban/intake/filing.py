"""Where a payload goes once its outcome is in the register; every move may run twice."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.intake import Claim, Disposition, IntakeItem
from vanban.domain.reasons import reason
from vanban.intake.looking import look_at
from vanban.intake.spool import CLAIM, PAYLOAD, forget_name, write_claim

_REASON = "reason.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinet:
    """The folders of the state directory that claims end in."""

    spool: Path
    work: Path
    done: Path
    quarantine: Path
    duplicates: Path
    suspects: Path

    def folder_of(self, disposition: Disposition) -> Path:
        """Return the folder whose sub-folders, named by claim, hold the payloads of a disposition."""
        return {
            Disposition.ACCEPTED: self.done,
            Disposition.QUARANTINED: self.quarantine,
            Disposition.DUPLICATE: self.duplicates,
            Disposition.SUSPECT: self.suspects,
        }[disposition]

    def file_away(self, item: IntakeItem) -> None:
        """Move a claim's folder out of the spool to the place of its outcome."""
        claimed = self.spool / item.claim_id
        if not claimed.exists():
            return
        if item.disposition is Disposition.SUSPECT:
            self._lock_suspect(claimed)
        elif item.disposition is not Disposition.ACCEPTED:
            self._explain(claimed, item)
        filed = claimed.rename(self.folder_of(item.disposition) / item.claim_id)
        if item.disposition is Disposition.SUSPECT:
            (filed / CLAIM).unlink(missing_ok=True)

    def take_back(self, claim: Claim, *, disposition: Disposition) -> bool:
        """Move a claim's folder back into the spool, to be received anew; False if its file is gone."""
        folder = self.spool / claim.id
        if look_at(folder / PAYLOAD) is None:
            filed = self.folder_of(disposition) / claim.id
            if look_at(filed / PAYLOAD) is None:
                return False
            write_claim(filed, claim)
            (filed / _REASON).unlink(missing_ok=True)
            filed.rename(folder)
        if disposition is Disposition.SUSPECT:
            # Only now: whatever lies in the suspects' folder is locked at any moment.
            write_claim(folder, claim)
            (folder / PAYLOAD).chmod(0o600)
        return True

    def _lock_suspect(self, claimed: Path) -> None:
        # The name may tell what the paper says: only the locked bytes stay. The rest of the claim is needed by the
        # next pass if this one is killed before the folder has moved.
        shutil.rmtree(self.work / claimed.name, ignore_errors=True)
        forget_name(claimed)
        (claimed / PAYLOAD).chmod(0o000)

    def _explain(self, claimed: Path, item: IntakeItem) -> None:
        shutil.rmtree(self.work / claimed.name, ignore_errors=True)
        why = reason(item.reason)
        told = {"code": why.code, "vi": why.vi, "en": why.en, "sha256": item.sha256}
        (claimed / _REASON).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def work_folder(self, claim_id: str) -> Path:
        """Return the private folder for a claim's page-1 pass, created if need be."""
        folder = self.work / claim_id
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def forget_pass(self, claim_id: str) -> None:
        """Remove what an earlier look at a claim left for the reading, so that all of it is read anew."""
        shutil.rmtree(self.work / claim_id, ignore_errors=True)

    def release_intake_copy(self, claim_id: str) -> None:
        """Remove an intake copy; only after its document is archived."""
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(self.done / claim_id)
        shutil.rmtree(self.work / claim_id, ignore_errors=True)

    def held(self, disposition: Disposition) -> set[str]:
        """Return the claims whose payload lies in the folder of a disposition."""
        folder = self.folder_of(disposition)
        return {f.name for f in folder.iterdir()} if folder.exists() else set()
