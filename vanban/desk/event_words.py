"""What the events of archive, case files, rights and log are called for people."""

from __future__ import annotations

KEEPING_EVENTS: dict[str, tuple[str, str]] = {
    "hold.placed": ("Ra lệnh giữ", "Hold placed"),
    "hold.released": ("Gỡ lệnh giữ", "Hold released"),
    "term.decided": ("Quyết định thời hạn bảo quản", "Term decided"),
    "casefile.opened": ("Mở hồ sơ", "Case file opened"),
    "casefile.document-added": ("Đưa văn bản vào hồ sơ", "Document filed"),
    "casefile.document-removed": ("Rút văn bản khỏi hồ sơ", "Document taken out"),
    "casefile.closed": ("Kết thúc hồ sơ", "Case file closed"),
    "casefile.archived": ("Lưu trữ hồ sơ", "Case file archived"),
    "casefile.handed-over": ("Nộp lưu hồ sơ", "Case file handed over"),
    "casefile.exported": ("Xuất hồ sơ", "Case file exported"),
    "disposal.proposed": ("Đề nghị tiêu hủy", "Disposal proposed"),
    "disposal.approved": ("Phê duyệt tiêu hủy", "Disposal approved"),
    "disposal.withdrawn": ("Rút danh mục tiêu hủy", "Disposal list withdrawn"),
    "archive.lock-kept": ("Gia hạn khóa lưu trữ", "Locks kept"),
    "audit.finding": ("Kiểm tra phát hiện", "Finding"),
    "audit.finding-gone": ("Phát hiện đã hết", "Finding gone"),
    "log.root": ("Công bố gốc nhật ký", "Root of the log published"),
    "issuers.changed": ("Thay danh bạ cơ quan", "Directory of issuers changed"),
    "desk.login": ("Đăng nhập", "Logged in"),
}
