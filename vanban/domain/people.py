"""People of the office: their role, their account, and changes of rights that wait for a second person."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from vanban.domain.errors import RefusedError

DEFAULT_OFFICE = "van-phong"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_OFFICE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
LEAST_PASSWORD, MOST_PASSWORD = 10, 200
"""Characters of a password that a person chooses."""


class Role(StrEnum):
    """What a person does in the office; the desk allows nothing else."""

    CLERK = "clerk"
    """Văn thư: hands in, registers, returns, seals."""
    OFFICIAL = "official"
    """Lãnh đạo: looks and approves."""
    ARCHIVIST = "archivist"
    """Lưu trữ: looks, and proves that nothing is missing."""
    ADMIN = "admin"
    """Quản trị: sees counts and events by id; never a document, and never signs."""
    AUDITOR = "auditor"
    """Kiểm tra: looks at registers, documents, events and findings of every office, and changes nothing."""


OVERSEERS = frozenset({Role.ARCHIVIST, Role.AUDITOR})
"""Who looks across offices: the archive is one, and so is who inspects."""


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account."""

    name: str
    """Also the account of the signing identity (``vanban.ports.SigningIdentity.account``)."""
    role: Role
    password_hash: str
    """argon2id, encoded with its parameters."""
    office: str = DEFAULT_OFFICE
    must_change: bool = False
    """The password was given by somebody else: nothing but choosing an own one is allowed."""
    disabled: bool = False
    generation: int = 0
    """Sessions carry it: raising it ends every session of the account at once."""


class ChangeState(StrEnum):
    """How a change of rights stands."""

    WAITING = "WAITING"
    CONFIRMED = "CONFIRMED"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class RightsChange:
    """Another role or office for an account; it holds only once a second person confirmed it (Phụ lục VI, III.3)."""

    id: str
    account: str
    role: Role
    office: str
    asked_by: str
    asked_at: dt.datetime
    state: ChangeState = ChangeState.WAITING
    decided_by: str = ""
    decided_at: dt.datetime | None = None


def check_account_name(name: str) -> None:
    """Raise ``RefusedError`` unless a name can stand in addresses, file names and events."""
    if not _NAME.fullmatch(name):
        raise RefusedError(
            "An account's name has 2 to 40 characters of a-z, 0-9, dot, dash and underscore.",
            vi="Tên tài khoản gồm 2 đến 40 ký tự a-z, 0-9, dấu chấm, gạch ngang, gạch dưới.",
            remedy="Choose another name. / Hãy chọn tên khác.",
        )


def check_office(office: str) -> None:
    """Raise ``RefusedError`` unless an office's code can be the name of its intake folder."""
    if not _OFFICE.fullmatch(office):
        raise RefusedError(
            "An office's code has characters of a-z, 0-9 and dash.",
            vi="Mã đơn vị gồm các ký tự a-z, 0-9 và gạch ngang.",
            remedy="Use the name of its intake folder. / Hãy dùng tên thư mục nộp của đơn vị.",
        )


def check_password(password: str, *, name: str) -> None:
    """Raise ``RefusedError`` for a password that is too short, too long, or the account's own name."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD or password.strip().lower() == name:
        raise RefusedError(
            f"A password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters and is not the account's name.",
            vi=f"Mật khẩu có từ {LEAST_PASSWORD} đến {MOST_PASSWORD} ký tự và không trùng tên tài khoản.",
            remedy="Choose a longer one, such as four words. / Hãy chọn dài hơn, ví dụ bốn từ.",
        )


def check_second_person(change: RightsChange, *, by: Account) -> None:
    """Raise ``RefusedError`` unless ``by`` may decide: another admin, or the person concerned, but never who asked."""
    concerned = by.name == change.account
    if by.name == change.asked_by or not (concerned or by.role is Role.ADMIN):
        raise RefusedError(
            "A change of rights is confirmed by a second administrator or by the person concerned.",
            vi="Thay đổi quyền phải do quản trị viên thứ hai hoặc chính người được thay đổi xác nhận.",
            remedy="Ask one of them to confirm it. / Hãy đề nghị một trong hai người xác nhận.",
        )
