"""The words of the desk: what states, events and reasons are called for people, in Vietnamese and English."""

from __future__ import annotations

import datetime as dt

from vanban.desk.accounts import Role
from vanban.desk.event_words import KEEPING_EVENTS
from vanban.domain import state_words
from vanban.domain.authority import CAPACITY_WORDS
from vanban.domain.batch import Capacity, ItemState, Purpose
from vanban.domain.directions import Involvement, Progress, Standing
from vanban.domain.document import Direction, State, Urgency
from vanban.domain.issuing import Act, Way
from vanban.domain.issuing import Standing as IssuingStanding
from vanban.domain.notices import KIND_WORDS, Channel, NoticeKind
from vanban.domain.reasons import in_words
from vanban.domain.second_look import Decision

Words = tuple[str, str]
"""Vietnamese and English."""

STATES = state_words.STATES
DISPOSITIONS = state_words.DISPOSITIONS
TO_CONFIRM_STATES: dict[State, Words] = {state: STATES[state] for state in (State.NEEDS_REVIEW, State.READ)}
ROLES: dict[Role, Words] = {
    Role.CLERK: ("Văn thư", "Clerk"),
    Role.OFFICIAL: ("Lãnh đạo", "Official"),
    Role.ARCHIVIST: ("Lưu trữ", "Archivist"),
    Role.ADMIN: ("Quản trị", "Admin"),
    Role.AUDITOR: ("Kiểm tra", "Auditor"),
}
DIRECTIONS: dict[Direction, Words] = {
    Direction.INCOMING: ("Đến", "Incoming"),
    Direction.OUTGOING: ("Đi", "Outgoing"),
}
PURPOSES: dict[Purpose, Words] = {
    Purpose.SIGN: ("Ký số cá nhân", "Personal signature"),
    Purpose.SEAL: ("Chữ ký số cơ quan", "Organisation's signature"),
}
NOTICES: dict[NoticeKind, Words] = KIND_WORDS
CHANNELS: dict[Channel, Words] = {
    Channel.DESK: ("Chuông trên trang này", "The bell of these pages"),
    Channel.MAIL: ("Thư điện tử", "Mail"),
    Channel.WEBHOOK: ("Hệ thống khác của cơ quan (webhook)", "Another system of the office (webhook)"),
}
CAPACITIES: dict[Capacity, Words] = CAPACITY_WORDS
ITEM_STATES: dict[ItemState, Words] = {
    ItemState.PENDING: ("Đang chờ", "Pending"),
    ItemState.DONE: ("Đã ký", "Signed"),
    ItemState.FAILED: ("Không ký được", "Not signed"),
}
URGENCIES: dict[Urgency, Words] = {
    Urgency.NORMAL: ("Thường", "Normal"),
    Urgency.URGENT: ("KHẨN", "URGENT"),
    Urgency.VERY_URGENT: ("THƯỢNG KHẨN", "VERY URGENT"),
    Urgency.EXPRESS: ("HỎA TỐC", "EXPRESS"),
}
STANDINGS: dict[Standing, Words] = {
    Standing.WAITING: ("Chờ ý kiến", "No opinion yet"),
    Standing.OPEN: ("Chưa xong, không hạn", "Open, no limit"),
    Standing.IN_TIME: ("Chưa xong, trong hạn", "Open, in time"),
    Standing.OVERDUE: ("QUÁ HẠN", "OVERDUE"),
    Standing.DONE: ("Đã giải quyết", "Done"),
    Standing.DONE_LATE: ("Đã giải quyết, quá hạn", "Done late"),
    Standing.NO_ACTION: ("Không phải giải quyết", "No action"),
}
INVOLVEMENTS: dict[Involvement, Words] = {
    Involvement.LEADS: ("Chủ trì", "Leads"),
    Involvement.ASSISTS: ("Phối hợp", "Assists"),
    Involvement.INFORMED: ("Để biết", "Informed"),
}
PROGRESSES: dict[Progress, Words] = {
    Progress.UNDER_WAY: ("Đang giải quyết", "Under way"),
    Progress.DONE: ("Đã giải quyết xong", "Done"),
}
ISSUING: dict[IssuingStanding, Words] = {
    IssuingStanding.WAITING: ("Chờ phát hành", "To be issued"),
    IssuingStanding.ISSUED: ("Đã phát hành", "Issued"),
    IssuingStanding.RECALL_DECIDED: ("Có quyết định thu hồi", "To be recalled"),
    IssuingStanding.RECALLED: ("ĐÃ THU HỒI", "RECALLED"),
}
ACTS: dict[Act, Words] = {
    Act.ISSUED: ("Phát hành", "Issued"),
    Act.RECALL_DECIDED: ("Quyết định thu hồi", "Recall decided"),
    Act.RECALLED: ("Đã thông báo thu hồi", "Recall told"),
}
WAYS: dict[Way, Words] = {
    Way.NETWORK: ("liên thông", "exchange network"),
    Way.EMAIL: ("thư điện tử", "e-mail"),
    Way.INTERNAL: ("nội bộ", "within the office"),
    Way.POST: ("bưu điện", "post"),
    Way.HAND: ("giao trực tiếp", "by hand"),
}
DECISIONS: dict[Decision, Words] = {
    Decision.ASKED: ("Chờ người thứ hai", "Waits for a second person"),
    Decision.RELEASED: ("Đã gỡ, chờ tiếp nhận lại", "Released, to be received"),
    Decision.REFUSED: ("Không gỡ", "Refused"),
}
WARNINGS: dict[str, Words] = {
    "same-identity": (
        "Trùng số, ký hiệu và cơ quan ban hành với một văn bản đã đăng ký.",
        "Number, symbol and issuer are those of a registered document.",
    ),
}
ROLES_OF_BYTES: dict[str, Words] = {
    "original": ("Bản gốc", "Original"),
    "numbered": ("Bản đã cấp số", "Numbered"),
    "mended": ("Bản đã sửa cấu trúc tệp để ký được", "Structure mended for signing"),
    "signed": ("Bản đã ký", "Signed"),
    "sealed": ("Bản đã đóng dấu", "Sealed"),
    "verification-report": ("Kết quả kiểm tra chữ ký (JSON)", "Verification report (JSON)"),
}
EVENTS: dict[str, Words] = {
    "document.received": ("Tiếp nhận", "Received"),
    "document.read": ("Đọc xong", "Read"),
    "document.viewed": ("Đã xem", "Looked at"),
    "document.registered": ("Đăng ký", "Registered"),
    "document.returned": ("Trả lại", "Returned"),
    "document.signed": ("Ký số", "Signed"),
    "document.sealed": ("Đóng dấu số", "Sealed"),
    "document.not-signed": ("Không ký được", "Not signed"),
    "document.archived": ("Lưu trữ", "Archived"),
    "document.directed": ("Lãnh đạo cho ý kiến", "Directed"),
    "document.assigned": ("Đơn vị giao người giải quyết", "Assigned"),
    "document.proposed-on": ("Đề xuất giải quyết", "Proposal"),
    "document.progressed": ("Báo tiến độ", "Progress reported"),
    "document.released": ("Gỡ nghi mật", "Released from suspicion"),
    "document.rerun": ("Cho đọc lại", "To be read again"),
    "suspect.release-asked": ("Đề nghị gỡ nghi mật", "Release asked for"),
    "suspect.released": ("Xác nhận gỡ nghi mật", "Release confirmed"),
    "suspect.refused": ("Không gỡ nghi mật", "Release refused"),
    "intake.rerun-asked": ("Đề nghị tiếp nhận lại", "To be received again"),
    "intake.reopened": ("Tiếp nhận lại", "Received again"),
    "document.copied": ("Lập bản sao", "Copied"),
    "document.issued": ("Phát hành", "Issued"),
    "document.recall-decided": ("Quyết định thu hồi", "Recall decided"),
    "document.recalled": ("Đã thông báo thu hồi", "Recall told"),
    "number.voided": ("Hủy số", "Number voided"),
    "document.redated": ("Ghi lại ngày", "Dated anew"),
    "document.paper-made": ("Lập bản xem có dấu ĐẾN hoặc phiếu", "View with stamp or slip made"),
    "search.exported": ("Xuất kết quả tìm kiếm", "Search results taken as a file"),
    "book.closed": ("Khóa sổ", "Register closed"),
    "book.written-out": ("Xuất sổ, báo cáo", "Register or report taken as a file"),
    "account.added": ("Thêm tài khoản", "Account added"),
    "account.disabled": ("Vô hiệu hóa tài khoản", "Account disabled"),
    "account.enabled": ("Mở lại tài khoản", "Account enabled"),
    "account.password-given": ("Cấp mật khẩu", "Password given"),
    "account.password-chosen": ("Đổi mật khẩu", "Password changed"),
    "account.rights-asked": ("Đề nghị đổi quyền", "Change of rights asked for"),
    "account.rights-confirmed": ("Xác nhận đổi quyền", "Change of rights confirmed"),
    "account.rights-refused": ("Từ chối đổi quyền", "Change of rights refused"),
    "document.code-made": ("Tạo mã tra cứu công khai", "Public code made"),
    "document.seal-overdue": ("Quá hạn đóng dấu", "Seal overdue"),
    **KEEPING_EVENTS,
}
TERMS: dict[str, Words] = {
    "waiting": ("Chờ tiếp nhận", "Waiting"),
    "suspect": ("Nghi có dấu mật", "Suspect"),
    "quarantined": ("Không tiếp nhận", "Quarantined"),
    "duplicate": ("Trùng", "Duplicate"),
    "in_progress": ("Đang xử lý", "In progress"),
    "archived": ("Đã lưu trữ", "Archived"),
    "returned": ("Đã trả lại", "Returned"),
}


def reason_words(code: str) -> Words:
    """Return a reason in words; see ``vanban.domain.reasons.in_words``."""
    told = in_words(code)
    return told.vi, told.en


def warning_words(code: str) -> Words:
    """Return what a document's page warns of: found at registration, or by the checks when it was received."""
    return WARNINGS.get(code) or reason_words(code)


def is_late(since: dt.datetime, now: dt.datetime, *, urgent: bool) -> bool:
    """Return whether something waits longer than it should: urgent ones go at once, others the same day (Điều 4.2c)."""
    return now - since > (dt.timedelta(minutes=15) if urgent else dt.timedelta(hours=24))


def age(since: dt.datetime, now: dt.datetime) -> Words:
    """Return how long ago something was: the largest unit that fits."""
    seconds = max(int((now - since).total_seconds()), 0)
    if seconds < 60:
        return "vừa xong", "just now"
    for size, vi, en in ((86400, "ngày", "d"), (3600, "giờ", "h")):
        if seconds >= size:
            return f"{seconds // size} {vi}", f"{seconds // size} {en}"
    return f"{seconds // 60} phút", f"{seconds // 60} min"
