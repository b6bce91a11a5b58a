"""How far a document has come and what happens next, in words: so that nobody has to know the states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vanban.desk.words import Words
from vanban.domain.document import Direction, Document, State

_IN: tuple[Words, ...] = (("Tiếp nhận", "Received"), ("Đăng ký", "Registered"), ("Lưu trữ", "Archived"))
_OUT: tuple[Words, ...] = (*_IN[:2], ("Ký số", "Signed"), ("Đóng dấu số", "Sealed"), _IN[2])
_ROWS = {Direction.INCOMING: _IN, Direction.OUTGOING: _OUT}
_BEHIND: dict[State, str] = {
    State.RECEIVED: "Received",
    State.READ: "Received",
    State.NEEDS_REVIEW: "Received",
    State.REGISTERED: "Registered",
    State.APPROVED: "Registered",
    State.SIGNED: "Signed",
    State.SEAL_APPROVED: "Signed",
    State.SEALED: "Sealed",
    State.ARCHIVED: "Archived",
}
"""The last stage that a state has behind it; what left the way (returned, disposed of, suspect) has none."""
NEXT: dict[State, Words] = {
    State.RECEIVED: (
        "Hệ thống đang đọc văn bản; đọc xong, văn bản hiện ở “Chờ xác nhận”.",
        "It is being read; then it appears under “To confirm”.",
    ),
    State.READ: ("Văn thư kiểm tra rồi đăng ký.", "The clerk checks it and registers it."),
    State.NEEDS_REVIEW: ("Văn thư kiểm tra rồi đăng ký.", "The clerk checks it and registers it."),
    State.REGISTERED: ("Lãnh đạo xem và ký ở “Chờ ký”.", "An official looks at it and signs it under “To sign”."),
    State.APPROVED: (
        "Hệ thống đang ký; không phải làm gì.",
        "It is being signed; nothing is to be done.",
    ),
    State.SIGNED: ("Văn thư đóng dấu số ở “Chờ đóng dấu”.", "The clerk seals it under “To seal”."),
    State.SEAL_APPROVED: (
        "Hệ thống đang đóng dấu; không phải làm gì.",
        "It is being sealed; nothing is to be done.",
    ),
    State.SEALED: (
        "Văn thư phát hành ở “Chờ phát hành”; hệ thống tự lưu trữ.",
        "The clerk issues it under “To issue”; it is archived by itself.",
    ),
    State.ARCHIVED: (
        "Văn bản đã ở trong kho có khóa; không phải làm gì thêm.",
        "It is in the archive under lock; nothing more is to be done.",
    ),
    State.RETURNED: (
        "Người nộp sửa theo lý do trên rồi nộp lại ở “Nộp tệp”.",
        "Whoever handed it in mends it and hands it in again.",
    ),
    State.DISPOSED: ("Văn bản đã tiêu hủy; chỉ còn biên bản.", "It was disposed of; only the record of that is left."),
    State.SUSPECT: (
        "Hai người xem xét ở “Nghi có dấu mật”.",
        "Two people look into it under “Suspects”.",
    ),
}
_DIRECTED: Words = (
    "Lãnh đạo cho ý kiến ở “Chỉ đạo giải quyết”; hệ thống tự lưu trữ.",
    "An official gives an opinion under “Directions”; it is archived by itself.",
)
_TO_ISSUE: Words = (
    "Văn thư ghi nơi đã gửi ở mục Phát hành dưới đây.",
    "The clerk notes below to whom it was sent.",
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the way."""

    words: Words
    done: bool
    here: bool
    """True for the one that comes next."""


def way_of(document: Document) -> Sequence[Stage]:
    """Return the stages of a document's way; empty for one that left it."""
    behind = _BEHIND.get(document.state)
    if behind is None:
        return ()
    names = _ROWS[document.direction]
    count = next((n for n, (_, en) in enumerate(names, 1) if en == behind), len(names) - 1)
    return [Stage(words, n < count, n == count) for n, words in enumerate(names)]


def next_of(document: Document, *, unissued: bool = False) -> Words:
    """Return what happens next; ``unissued`` is an outgoing document whose recipients are not on record."""
    if document.state is State.REGISTERED and document.direction is Direction.INCOMING:
        return _DIRECTED
    if unissued and document.state in (State.SEALED, State.ARCHIVED):
        return _TO_ISSUE
    return NEXT[document.state]
