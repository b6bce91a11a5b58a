"""What the states of documents and files are called for people, at the desk and on the command line."""

from __future__ import annotations

from vanban.domain.document import State
from vanban.domain.intake import Disposition

Words = tuple[str, str]
"""Vietnamese and English."""

STATES: dict[State, Words] = {
    State.RECEIVED: ("Đã tiếp nhận", "Received"),
    State.READ: ("Chờ xác nhận", "To confirm"),
    State.NEEDS_REVIEW: ("Cần kiểm tra", "Needs review"),
    State.REGISTERED: ("Đã đăng ký", "Registered"),
    State.APPROVED: ("Đã duyệt, đang ký", "Approved, being signed"),
    State.SIGNED: ("Đã ký, chờ đóng dấu", "Signed, to be sealed"),
    State.SEAL_APPROVED: ("Đang đóng dấu", "Being sealed"),
    State.SEALED: ("Đã đóng dấu", "Sealed"),
    State.ARCHIVED: ("Đã lưu trữ", "Archived"),
    State.DISPOSED: ("Đã tiêu hủy", "Disposed of"),
    State.RETURNED: ("Đã trả lại", "Returned"),
    State.SUSPECT: ("Nghi có dấu mật", "Suspected secret"),
}
DISPOSITIONS: dict[Disposition, Words] = {
    Disposition.ACCEPTED: ("Đã tiếp nhận", "Accepted"),
    Disposition.QUARANTINED: ("Không tiếp nhận", "Refused"),
    Disposition.DUPLICATE: ("Trùng", "Duplicate"),
    Disposition.SUSPECT: ("Nghi có dấu mật", "Suspected secret"),
}
