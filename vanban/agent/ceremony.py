"""The ceremony at the person's PC: look at the frozen list, approve it with the token, check and sign each document.

The first document goes alone. Whatever stops the rest, the same command goes on where it stopped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from vanban.agent.checks import checked_digest
from vanban.agent.desk_line import Ceremony, DeskLine
from vanban.domain.batch import Batch
from vanban.domain.errors import RefusedError, ServiceUnavailableError
from vanban.domain.own_token import Approval

LOOK_EVERY = 0.5
PATIENCE_SECONDS = 300.0
"""How long nothing may move at the desk before the person is told to come back later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """The token as the ceremony uses it: logged in, with one key."""

    certificate: bytes
    """DER."""
    sign: Callable[[bytes], bytes]
    """Signs a SHA-256 digest; raises ``RefusedError`` when the token is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clockwork:
    """Time, so that tests need not wait."""

    now: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep


def approve(shown: Ceremony, hand: Hand, desk: DeskLine) -> None:
    """Approve exactly the list that was shown: the token signs its digest, the desk grants it.

    Raises:
        RefusedError: if the desk does not grant it.
    """
    approval = Approval(
        batch_id=shown.batch.id,
        manifest_sha256=shown.batch.manifest_sha256,
        certificate_sha256=shown.certificate_sha256,
        challenge=shown.challenge,
    )
    signature = hand.sign(approval.to_sign)
    try:
        desk.approve(approval, signature)
    except RefusedError:
        # The answer to an earlier try may have been lost: then the grant is there.
        if not desk.ceremony(shown.batch.id).granted:
            raise


def sign_all(
    approved: Batch, hand: Hand, desk: DeskLine, *, progress: Callable[[Batch], None], clock: Clockwork | None = None
) -> Batch:
    """Sign what the desk prepares until every document has its result; return the batch with the results.

    Args:
        approved: The list as the person saw and approved it: nothing outside it is signed, whatever the desk says.
        hand: The token.
        desk: The desk.
        progress: Told of the batch whenever it moved.
        clock: Time.

    Raises:
        RefusedError: if a document does not belong to the list, the token is gone, or the grant ended.
        ServiceUnavailableError: if nothing moves at the desk for some minutes.
    """
    clock = clock or Clockwork()
    items = {item.document_id: item for item in approved.items}
    handed_in: set[str] = set()
    left, moved_at = len(items) + 1, clock.now()
    while True:
        now = desk.ceremony(approved.id)
        if now.batch.manifest_sha256 != approved.manifest_sha256:
            raise _another_list()
        if len(now.batch.pending) < left:
            left, moved_at = len(now.batch.pending), clock.now()
            progress(now.batch)
        if not now.batch.pending or now.batch.closed_at is not None:
            return now.batch
        waiting = [item for name, item in items.items() if name in now.ready and name not in handed_in]
        for item in waiting:
            digest = checked_digest(desk.prepared(approved.id, item.document_id), item, certificate=hand.certificate)
            desk.hand_in(approved.id, item.document_id, hand.sign(digest))
            handed_in.add(item.document_id)
            moved_at = clock.now()
        if not waiting:
            if clock.now() - moved_at > PATIENCE_SECONDS:
                raise _desk_is_slow()
            clock.pause(LOOK_EVERY)


def _another_list() -> RefusedError:
    return RefusedError(
        "The desk changed the list after it was approved. Nothing more was signed.",
        vi="Hệ thống đã đổi danh sách sau khi duyệt. Đã dừng ký.",
        remedy=(
            "Tell the administrator: the desk may have been tampered with."
            " / Hãy báo quản trị: máy chủ có thể đã bị can thiệp."
        ),
    )


def _desk_is_slow() -> ServiceUnavailableError:
    return ServiceUnavailableError(
        "The desk has not gone on for some minutes.",
        vi="Hệ thống không xử lý tiếp trong nhiều phút.",
        remedy=(
            "Run the same command again later: it goes on where it stopped. Nothing is signed twice."
            " / Lát nữa hãy chạy lại lệnh này: việc ký tiếp tục từ chỗ dừng, không văn bản nào bị ký hai lần."
        ),
    )
