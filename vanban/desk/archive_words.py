"""The words of the archive's pages; ``FINDINGS`` says what each finding means and what to do."""

from __future__ import annotations

from vanban.desk.words import Words
from vanban.domain.casefile import CaseState
from vanban.domain.disposal import ItemState, ListState

TABS: tuple[tuple[str, Words], ...] = (
    ("/archive", ("Gói lưu trữ", "Packages")),
    ("/archive/case-files", ("Hồ sơ", "Case files")),
    ("/archive/hand-over", ("Nộp lưu", "Hand-over")),
    ("/archive/holds", ("Lệnh giữ", "Holds")),
    ("/archive/disposals", ("Tiêu hủy", "Disposal")),
    ("/archive/views", ("Ai đã xem", "Who looked")),
)
CASE_STATES: dict[CaseState, Words] = {
    CaseState.OPEN: ("Đang lập", "Open"),
    CaseState.CLOSED: ("Đã kết thúc, chờ đóng gói", "Closed, to be packaged"),
    CaseState.ARCHIVED: ("Đã lưu trữ", "Archived"),
}
LIST_STATES: dict[ListState, Words] = {
    ListState.PROPOSED: ("Chờ người thứ hai phê duyệt", "Waits for a second person"),
    ListState.APPROVED: ("Đã phê duyệt, chưa thực hiện", "Approved, not carried out"),
    ListState.CARRIED_OUT: ("Đã thực hiện", "Carried out"),
    ListState.WITHDRAWN: ("Đã rút", "Withdrawn"),
}
ITEM_STATES: dict[ItemState, Words] = {
    ItemState.LISTED: ("Trong danh mục", "Listed"),
    ItemState.KEPT: ("Giữ lại", "Kept"),
    ItemState.DISPOSED: ("Đang xóa", "Being deleted"),
    ItemState.DELETED: ("Đã tiêu hủy", "Disposed of"),
}
EXPORTS: dict[str, Words] = {
    "aip": ("AIP: nguyên như trong kho", "AIP: as in the archive"),
    "bagit": ("BagIt: để giao cho lưu trữ khác", "BagIt: to carry to another archive"),
    "dip": ("DIP: để đọc, kèm mục lục", "DIP: to read, with the list"),
}

_RESTORE: Words = (
    "Chạy `vanban audit` lần nữa; nếu còn, lấy lại từ bản sao thứ hai và báo quản trị. Không ghi gì vào kho.",
    "Run `vanban audit` again; if it stays, restore from the second copy and tell the admin. Write nothing there.",
)
_WHO: Words = (
    "Hỏi quản trị ai đã vào kho đối tượng ngoài hệ thống; giữ nguyên hiện trạng để lập biên bản.",
    "Ask the admin who went into the store past the system; leave everything as it is for the record.",
)
_RENEW: Words = (
    "Chạy `vanban renew`; nếu còn, xem nhật ký của DAG renew_evidence.",
    "Run `vanban renew`; if it stays, see the log of the DAG renew_evidence.",
)
_LOG: Words = (
    "Đối chiếu trang gốc nhật ký đã in; báo lãnh đạo và quản trị ngay, không sửa gì trong cơ sở dữ liệu.",
    "Compare the printed root page; tell the leadership and the admin at once, change nothing in the database.",
)
_WAIT: Words = (
    "Kiểm tra kho hoặc bản sao có chạy không (`vanban status`); lần chạy đêm sẽ kiểm tra lại.",
    "See whether the store or copy runs (`vanban status`); the nightly run checks again.",
)

FINDINGS: dict[str, tuple[Words, Words]] = {
    "missing": (("Thiếu một đối tượng của gói", "An object of the package is not there"), _RESTORE),
    "deleted": (("Một đối tượng bị đánh dấu xóa", "A delete marker lies over an object"), _WHO),
    "extra-version": (("Có phiên bản lạ đè lên đối tượng", "Another version lies over an object"), _WHO),
    "unexpected": (("Đối tượng không có trong sổ đăng ký", "An object the register does not know"), _WHO),
    "not-deleted": (
        ("Còn sót phần của văn bản đã tiêu hủy", "Something of a disposed document is still there"),
        ("Chạy lại `vanban disposal carry-out` của danh mục đó.", "Run `vanban disposal carry-out` of its list again."),
    ),
    "altered": (("Nội dung khác với lúc lưu trữ", "Other bytes than were archived"), _RESTORE),
    "unreadable": (("Kho không trả được nội dung", "The store does not give it out"), _RESTORE),
    "unlocked": (("Đối tượng không có khóa lưu trữ", "Under no lock"), _WHO),
    "short-lock": (("Khóa kết thúc sớm hơn lần trước", "The lock ends earlier than before"), _WHO),
    "lock-ended": (("Khóa đã hết mà thời hạn bảo quản còn", "The lock is over, the term is not"), _RENEW),
    "hold-missing": (("Lệnh giữ trong kho đã bị gỡ", "The store's hold was taken off"), _RENEW),
    "no-receipt": (
        ("Đã lưu trữ mà không có biên nhận", "Archived without a receipt"),
        ("Chạy `vanban audit`, báo quản trị.", "Run `vanban audit`, tell the admin."),
    ),
    "chain": (("Chuỗi nhật ký bị đứt", "A link of the event chain is broken"), _LOG),
    "clock-back": (
        ("Đồng hồ máy bị lùi", "The clock went back"),
        ("Kiểm tra đồng bộ giờ của máy chủ (NTP).", "See to the server's time synchronisation (NTP)."),
    ),
    "log-altered": (("Nhật ký khác với gốc đã công bố", "Events are not those of the published root"), _LOG),
    "root-missing": (("Thiếu một gốc nhật ký đã công bố", "A published root is gone"), _LOG),
    "root-replaced": (("Gốc nhật ký đã bị thay", "A published root was replaced"), _LOG),
    "root-unlocked": (("Gốc nhật ký không có khóa", "A published root is not locked"), _WHO),
    "overdue": (
        ("Gói chưa được đọc lại đúng hạn", "Packages were not read again in time"),
        ("Để `vanban audit` chạy lâu hơn hoặc thường hơn.", "Let `vanban audit` run longer or more often."),
    ),
    "store-away": (("Kho bản sao không trả lời", "A copy does not answer"), _WAIT),
    "not-copied": (("Chưa sao được sang kho thứ hai", "Could not be copied as archived"), _WAIT),
    "time-stamp-not-renewed": (("Dấu thời gian sắp hết chưa gia hạn được", "A time-stamp was not renewed"), _RENEW),
    "not-archived-again": (("Tệp đã gia hạn chưa được đóng gói lại", "A renewed file is not packaged again"), _RENEW),
    "lock-not-extended": (("Khóa sắp hết chưa gia hạn được", "A lock could not be extended"), _RENEW),
}
"""By the kinds of ``docs/evidence.md``: what it means, what to do."""
