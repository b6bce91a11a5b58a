"""What the agent says, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.domain.authority import CAPACITY_WORDS
from vanban.domain.batch import Batch, Capacity, ItemState, Purpose
from vanban.domain.errors import VanbanError

_PURPOSE = {Purpose.SIGN: ("ký", "sign"), Purpose.SEAL: ("đóng dấu số cơ quan", "seal")}
_STATE = {
    ItemState.PENDING: ("chưa ký", "not signed yet"),
    ItemState.DONE: ("đã ký và kiểm tra", "signed and verified"),
    ItemState.FAILED: ("không ký được", "not signed"),
}


def plain(text: str) -> str:
    """Return text that can only be read: a subject must not move the cursor, hide a line or turn its direction."""
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in text)


class Words:
    """Speaks one of the two languages."""

    def __init__(self, language: str) -> None:
        self._index = 1 if language == "en" else 0

    def say(self, vi: str, en: str) -> str:
        """Return the sentence in the chosen language."""
        return (vi, en)[self._index]

    def error(self, error: VanbanError) -> str:
        """Return an error, with what to do next."""
        said = plain(self.say(f"Lỗi: {error.vi}", f"Error: {error.en}"))
        remedy = self.say(error.remedy_vi, error.remedy_en)
        return f"{said}\n→ {plain(remedy)}" if remedy else said

    def batch_line(self, position: int, batch: Batch) -> str:
        """Return one line that tells a batch from the others."""
        count = len(batch.items)
        made = batch.created_at.astimezone().strftime("%d/%m/%Y %H:%M")
        what = _PURPOSE[batch.purpose][self._index]
        return self.say(
            f"{position:3}. lập lúc {made}: {what} {count} văn bản  ({batch.id})",
            f"{position:3}. made {made}: {what} {count} documents  ({batch.id})",
        )

    def frozen_list(self, batch: Batch, *, signer: str) -> Sequence[str]:
        """Return the frozen list as lines: number, kind, subject and the exact bytes of each document."""
        what, count = _PURPOSE[batch.purpose][self._index], len(batch.items)
        lines = [self.say(f"{signer} {what} {count} văn bản:", f"{signer} is to {what} {count} documents:"), ""]
        if batch.capacity is not Capacity.DIRECT:
            behalf = f" ({batch.on_behalf_of})" if batch.on_behalf_of else ""
            lines.insert(1, f"{CAPACITY_WORDS[batch.capacity][self._index]}{behalf}")
        for position, item in enumerate(batch.items, start=1):
            lines.append(f"{position:4}. {item.number:22} {item.kind.capitalize()}: {item.subject}")
            lines.append(f"      SHA-256 {item.sha256}")
        digest = self.say("Mã băm của danh sách", "Digest of the list")
        return [plain(line) for line in (*lines, "", f"{digest} (SHA-256):", f"  {batch.manifest_sha256}", "")]

    def results(self, batch: Batch) -> Sequence[str]:
        """Return the result of each document, and the counts."""
        lines = []
        for position, item in enumerate(batch.items, start=1):
            why = self.say(item.message_vi, item.message_en) or item.reason
            state = _STATE[item.state][self._index]
            lines.append(plain(f"{position:4}. {item.number:22} {state}{f': {why}' if why else ''}"))
        done = sum(item.state is ItemState.DONE for item in batch.items)
        total = len(batch.items)
        return [
            *lines,
            self.say(f"Xong: {done}/{total} văn bản đã ký.", f"Finished: {done} of {total} documents are signed."),
        ]
