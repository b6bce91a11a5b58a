"""What is said where a request ends before a workflow could say anything."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from vanban.desk.admission import ROLE_REFUSED
from vanban.domain.errors import VanbanError

UNREADABLE_REQUEST = VanbanError(
    "What was sent cannot be read.",
    vi="Không đọc được yêu cầu.",
    remedy="Look at what was filled in and send it again. / Hãy xem lại nội dung đã nhập rồi gửi lại.",
)
UNFORESEEN = VanbanError(
    "Something went wrong here that nobody foresaw.",
    vi="Hệ thống gặp lỗi ngoài dự kiến.",
    remedy="Tell the administrator what you did. / Hãy báo quản trị việc vừa làm.",
)


def for_status(error: HTTPException) -> VanbanError:
    """Return the words for an HTTP status."""
    if error.status_code == 403 and error.detail == "csrf":
        return VanbanError(
            "This form is out of date.",
            vi="Biểu mẫu đã hết hiệu lực.",
            remedy="Go back, reload the page and send it again. / Hãy tải lại trang rồi gửi lại.",
        )
    if error.status_code == 403 and error.detail != ROLE_REFUSED:
        return VanbanError(
            "This is not yours to do.",
            vi="Việc này không thuộc quyền của bạn.",
            remedy="Another person has begun it, or another office has it. / Người khác hoặc đơn vị khác đang làm.",
        )
    if error.status_code == 403:
        return VanbanError(
            "Your role does not allow this.",
            vi="Vai trò của bạn không được phép làm việc này.",
            remedy="If you need it, ask the administrator for the right. / Nếu cần, hãy đề nghị quản trị đổi quyền.",
        )
    if error.status_code == 404:
        return VanbanError(
            "There is no such page.",
            vi="Không có trang này.",
            remedy="Check the address, or begin from your work. / Hãy kiểm tra địa chỉ, hoặc bắt đầu từ Việc của tôi.",
        )
    return VanbanError(
        "The request cannot be answered.",
        vi="Không xử lý được yêu cầu.",
        remedy="Go back and try again. / Hãy quay lại trang trước rồi thử lại.",
    )
