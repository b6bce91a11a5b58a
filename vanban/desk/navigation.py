"""The pages that a person finds at the top of every page: one line for each, in the order they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vanban.desk.accounts import Role
from vanban.desk.words import Words

CLERK, OFFICIAL, ARCHIVIST = Role.CLERK, Role.OFFICIAL, Role.ARCHIVIST
ADMIN, AUDITOR = Role.ADMIN, Role.AUDITOR


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the navigation."""

    path: str
    words: Words
    roles: frozenset[Role]
    """Who sees it; who may open it is said by the route itself."""
    group: Words | None
    """The heading that it stands under on a wide screen."""


WORK: Words = ("Xử lý văn bản", "Work")
INTAKE: Words = ("Tiếp nhận", "Intake")
LOOK_UP: Words = ("Tra cứu", "Look up")
KEEP: Words = ("Lưu trữ, kiểm tra", "Keeping")
RUN: Words = ("Quản trị", "Administration")


def _link(group: Words | None, path: str, vi: str, en: str, *roles: Role) -> Link:
    return Link(path, (vi, en), frozenset(roles), group)


NAVIGATION: tuple[Link, ...] = (
    _link(None, "/", "Việc của tôi", "My work", *Role),
    _link(WORK, "/queue", "Chờ xác nhận", "To confirm", CLERK),
    _link(WORK, "/batches", "Chờ đóng dấu", "To seal", CLERK),
    _link(WORK, "/batches", "Chờ ký", "To sign", OFFICIAL),
    _link(WORK, "/issuing", "Chờ phát hành", "To issue", CLERK),
    _link(WORK, "/directions", "Chỉ đạo giải quyết", "Directions", CLERK, OFFICIAL),
    _link(INTAKE, "/upload", "Nộp tệp", "Hand in", CLERK),
    _link(INTAKE, "/queue/refused", "Không tiếp nhận", "Not taken in", CLERK),
    _link(INTAKE, "/suspects", "Nghi có dấu mật", "Suspects", CLERK, OFFICIAL),
    _link(LOOK_UP, "/documents", "Tất cả văn bản", "All documents", CLERK),
    _link(LOOK_UP, "/documents", "Văn bản đi", "Outgoing", OFFICIAL),
    _link(LOOK_UP, "/documents", "Văn bản", "Documents", ARCHIVIST, AUDITOR),
    _link(LOOK_UP, "/registers", "Sổ và báo cáo", "Registers", CLERK, ARCHIVIST, AUDITOR),
    _link(LOOK_UP, "/search", "Tìm kiếm", "Search", CLERK, OFFICIAL, ARCHIVIST, AUDITOR),
    _link(LOOK_UP, "/verify", "Kiểm tra chữ ký", "Verify a file", CLERK, ARCHIVIST),
    _link(KEEP, "/archive", "Kho lưu trữ", "Archive", ARCHIVIST, AUDITOR),
    _link(KEEP, "/account", "Đối soát", "Account", ARCHIVIST, AUDITOR),
    _link(KEEP, "/inspection", "Kiểm tra", "Inspection", ARCHIVIST, AUDITOR),
    _link(RUN, "/admin", "Hệ thống", "System", ADMIN),
    _link(RUN, "/admin/users", "Người dùng", "Users", ADMIN),
    _link(RUN, "/authorities", "Thẩm quyền ký", "Rights to sign", OFFICIAL, ADMIN, AUDITOR),
)


def links_for(role: Role) -> Sequence[Link]:
    """Return the pages that a role works with."""
    return [link for link in NAVIGATION if role in link.roles]


def current_link(links: Sequence[Link], path: str) -> Link | None:
    """Return the page of the navigation that a path belongs to: the longest that it begins with."""
    fitting = [one for one in links if path == one.path or (one.path != "/" and path.startswith(f"{one.path}/"))]
    return max(fitting, key=lambda link: len(link.path), default=None)
