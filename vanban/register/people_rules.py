"""What the register says of accounts that are not there, whichever way they are stored."""

from __future__ import annotations

from vanban.domain.errors import NotFoundError, RefusedError


def name_taken(name: str) -> RefusedError:
    """Return the error for a second account of one name."""
    return RefusedError(
        f"There is an account {name} already.",
        vi=f"Đã có tài khoản {name}.",
        remedy="Choose another name; a disabled account keeps its own. / Hãy chọn tên khác.",
    )


def no_account(name: str) -> NotFoundError:
    """Return the error for an unknown account."""
    return NotFoundError(
        f"There is no account {name}.",
        vi=f"Không có tài khoản {name}.",
        remedy="See the list of users (`vanban user list`). / Hãy xem danh sách người dùng (`vanban user list`).",
    )


def no_change(change_id: str) -> NotFoundError:
    """Return the error for an unknown change of rights."""
    return NotFoundError(
        f"There is no change of rights {change_id}.",
        vi=f"Không có thay đổi quyền {change_id}.",
        remedy="See the list of users (`vanban user list`). / Hãy xem danh sách người dùng (`vanban user list`).",
    )
