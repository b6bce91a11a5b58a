"""What the agent asks the desk for, as values."""

from __future__ import annotations

import base64
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vanban.agent.line import Line
from vanban.domain.batch import Batch
from vanban.domain.batch_json import batch_from_json
from vanban.domain.errors import RefusedError
from vanban.domain.own_token import Approval


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """One batch as the desk tells it now."""

    batch: Batch
    signer: str
    """Name in the registered certificate."""
    certificate_sha256: str
    challenge: str
    """To be signed with the approval; empty once the batch is granted."""
    granted: bool
    """Whether a grant of this person for this certificate can be used now."""
    ready: frozenset[str]
    """Documents that are prepared and wait for the token's signature."""


class DeskLine:
    """The desk's answers, checked for what they must hold."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def batches(self) -> Sequence[Batch]:
        """Return the batches that this account may still sign with its own token."""
        return [_batch(one) for one in self._line.get("/agent/batches")["batches"]]

    def ceremony(self, batch_id: str) -> Ceremony:
        """Return a batch with its progress.

        Raises:
            RefusedError: if the desk shows another list than the one whose digest it names.
        """
        told = self._line.get(f"/agent/batches/{_quoted(batch_id)}")
        try:
            found = Ceremony(
                batch=_batch(told["batch"]),
                signer=str(told["signer"]),
                certificate_sha256=str(told["certificate_sha256"]),
                challenge=str(told["challenge"]),
                granted=bool(told["granted"]),
                ready=frozenset(map(str, told["ready"])),
            )
        except (KeyError, TypeError) as error:
            raise _other_version() from error
        if found.batch.manifest_sha256 != told.get("manifest_sha256"):
            raise RefusedError(
                "The list does not have the digest that the desk names for it.",
                vi="Danh sách không khớp với mã băm mà hệ thống đưa ra.",
                remedy=(
                    "Update this program to the desk's version; if it stays so, tell the administrator."
                    " / Hãy cập nhật chương trình này cho khớp phiên bản của máy chủ; nếu vẫn lỗi, hãy báo quản trị."
                ),
            )
        return found

    def approve(self, approval: Approval, signature: bytes) -> None:
        """Grant the batch with the token's signature over the approval."""
        said = {
            "manifest_sha256": approval.manifest_sha256,
            "certificate_sha256": approval.certificate_sha256,
            "challenge": approval.challenge,
            "signature": _text(signature),
        }
        self._line.post(f"/agent/batches/{_quoted(approval.batch_id)}/approval", said)

    def prepared(self, batch_id: str, document_id: str) -> bytes:
        """Return a prepared document."""
        path = f"/agent/batches/{_quoted(batch_id)}/documents/{_quoted(document_id)}/prepared"
        return self._line.get_bytes(path)

    def hand_in(self, batch_id: str, document_id: str, signature: bytes) -> None:
        """Send one signature value."""
        path = f"/agent/batches/{_quoted(batch_id)}/documents/{_quoted(document_id)}/signature"
        self._line.post(path, {"signature": _text(signature)})

    def refuse(self, batch_id: str, document_ids: Sequence[str], *, why: str) -> str:
        """Return documents to the clerk with a reason; return the id of the list of the rest, empty if none is left."""
        path = f"/agent/batches/{_quoted(batch_id)}/refusal"
        return str(self._line.post(path, {"documents": list(document_ids), "why": why})["batch"])


def _batch(value: Mapping[str, Any]) -> Batch:
    try:
        return batch_from_json(value)
    except ValueError as error:
        raise _other_version() from error


def _other_version() -> RefusedError:
    return RefusedError(
        "The desk speaks another version than this program.",
        vi="Hệ thống dùng phiên bản khác với chương trình này.",
        remedy=(
            "Update this program to the desk's version. / Hãy cập nhật chương trình này cho khớp phiên bản của máy chủ."
        ),
    )


def _quoted(identifier: str) -> str:
    return urllib.parse.quote(identifier, safe="")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
