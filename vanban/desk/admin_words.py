"""The words of the administrator's pages, in Vietnamese and English."""

from __future__ import annotations

from vanban.desk.words import Words
from vanban.domain.document import State

TABS: tuple[tuple[str, Words], ...] = (
    ("/admin", ("Tổng quan", "Overview")),
    ("/admin/figures", ("Số liệu", "Figures")),
    ("/admin/troubles", ("Lỗi và chạy lại", "Failures")),
    ("/admin/services", ("Dịch vụ", "Services")),
    ("/admin/issuers", ("Danh bạ cơ quan", "Issuers")),
    ("/admin/retention", ("Bảng thời hạn", "Retention table")),
)
AGES: tuple[Words, ...] = (
    ("dưới 1 ngày", "under a day"),
    ("1–7 ngày", "1–7 days"),
    ("7–30 ngày", "7–30 days"),
    ("trên 30 ngày", "over 30 days"),
)
"""By the groups of ``vanban.domain.figures``."""
_READ_AGAIN: Words = (
    "Văn thư kiểm tra bằng mắt; sửa xong nguyên nhân thì cho đọc lại.",
    "The clerk checks it by eye; once the cause is mended, have it read again.",
)
_SIGN_AGAIN: Words = (
    "Văn bản đã về hàng chờ: lãnh đạo hoặc văn thư duyệt lại trong lô mới.",
    "It is back in the queue: the official or clerk approves it again in a new batch.",
)
_BY_ITSELF: Words = (
    "Lượt chạy sau tự làm lại; nếu còn, xem nhật ký của lượt chạy trong Airflow.",
    "The next run tries again by itself; if it stays, see the run's log in Airflow.",
)
NEXT_STEPS: dict[State, Words] = {
    State.RECEIVED: _BY_ITSELF,
    State.READ: _READ_AGAIN,
    State.NEEDS_REVIEW: _READ_AGAIN,
    State.REGISTERED: _SIGN_AGAIN,
    State.APPROVED: _BY_ITSELF,
    State.SIGNED: _SIGN_AGAIN,
    State.SEAL_APPROVED: _BY_ITSELF,
    State.SEALED: _BY_ITSELF,
}
"""What is done about a document with a reason, by its state."""
REFUSED: Words = ("Tệp không tiếp nhận", "Files not taken in")
REFUSED_NEXT: Words = (
    "Văn thư xem ở “Không tiếp nhận”: nộp lại bản khác, hoặc cho tiếp nhận lại.",
    "The clerk looks at “Not taken in”: another copy, or receive it again.",
)
