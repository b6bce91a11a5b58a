"""Where a signature will be seen, for the frozen manifest: found as signing itself finds it, before anyone approves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from signing.identities import Account
from vanban.domain.batch import BatchItem, Purpose, SignaturePlace

if TYPE_CHECKING:
    from signing.appearance import Picture


class PdfSignaturePlaces:
    """Implements ``vanban.ports.SignaturePlaces``. Safe for several threads."""

    def __init__(self, accounts: tuple[Account, ...]) -> None:
        self._accounts = accounts
        self._pictures: dict[Path, Picture] = {}

    def place(self, item: BatchItem, data: bytes, *, account: str, purpose: Purpose) -> SignaturePlace | None:
        """Return where the account's signature would be seen; None if nowhere, or the file cannot be read."""
        from signing.look import Signer, look_for, shown_place
        from signing.signatures_there import signatures_there

        mine = next((one for one in self._accounts if (one.account, one.purpose) == (account, purpose)), None)
        if mine is None:
            return None
        who = Signer(
            purpose=purpose,
            name=mine.name,
            title=mine.title,
            name_in_text=mine.name_in_text or mine.name,
            picture=self._picture(mine),
        )
        try:
            before = signatures_there(data)
            return shown_place(look_for(item, data, who=who, before=before, at=dt.datetime.now(tz=dt.UTC)))
        except Exception:  # noqa: BLE001 - parsers throw anything at broken files; signing says why, for this document
            return None

    def _picture(self, account: Account) -> Picture | None:
        from signing.appearance import load_picture

        if account.picture is None:
            return None
        if account.picture not in self._pictures:
            self._pictures[account.picture] = load_picture(account.picture)
        return self._pictures[account.picture]
