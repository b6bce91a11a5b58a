"""What waits for a person, as steps with a count: the first page, so that nobody has to know where to look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vanban.bootstrap import Services
from vanban.clock import HANOI
from vanban.desk.accounts import Account, Role
from vanban.desk.slips import person_of
from vanban.desk.words import Words
from vanban.desk.working_order import whole_queue
from vanban.domain.batch import Purpose
from vanban.domain.directions import Standing
from vanban.domain.disposal import ListState
from vanban.domain.document import State
from vanban.domain.issuing import late_if_before
from vanban.domain.queue import QueueView
from vanban.workflows.assemble_batch import waiting_count, waiting_for
from vanban.workflows.case_files import due_case_files
from vanban.workflows.count_files import count_files
from vanban.workflows.standing import open_tasks
from vanban.workflows.unfinished import unfinished_signing


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person can do next."""

    path: str
    words: Words
    hint: Words
    count: int | None = None
    """How many wait; None where there is nothing to count."""
    pressing: bool = False
    """True if it has waited too long or is marked urgent."""


def steps_for(account: Account, services: Services) -> Sequence[Step]:
    """Return what an account can do next, the first thing first."""
    steps = _STEPS.get(account.role)
    if steps is None:
        return ()
    return (*_second_looks(account, services), *_given(account, services), *steps(account, services))


def _second_looks(account: Account, services: Services) -> Sequence[Step]:
    """Return the requests to release a suspect that wait for this person: another one's, in the same office."""
    if account.role not in (Role.CLERK, Role.OFFICIAL):
        return ()
    with services.register.begin() as uow:
        asked = uow.second_looks.list(open_only=True)
    mine = [look for look in asked if look.office == account.office and look.asked_by != account.name]
    if not mine:
        return ()
    return [
        Step(
            "/suspects",
            ("Chờ bạn xác nhận gỡ nghi mật", "Releases of suspects wait for you"),
            ("Xem bản giấy, rồi xác nhận hoặc giữ khóa", "Look at the paper, then confirm or leave it locked"),
            len(mine),
            pressing=True,
        )
    ]


def _given(account: Account, services: Services) -> Sequence[Step]:
    """Return the documents that this person, or the office, was given to work on."""
    if account.role not in (Role.CLERK, Role.OFFICIAL):
        return ()
    with services.register.begin() as uow:
        tasks = open_tasks(person_of(account).names, uow=uow, now=services.clock.now())
    late = sum(task.standing is Standing.OVERDUE for task in tasks)
    hint = (
        (f"{late} văn bản quá hạn", f"{late} overdue")
        if late
        else ("Ghi ý kiến đề xuất, báo đã xong", "Note your proposal, report what is done")
    )
    step = Step(
        "/directions#given",
        ("Giải quyết văn bản được giao", "Work on what was given to you"),
        hint,
        len(tasks),
        late > 0,
    )
    return [step] if tasks else []


def _clerk(account: Account, services: Services) -> Sequence[Step]:
    today = services.clock.now().astimezone(HANOI).date()
    with services.register.begin() as uow:
        first = uow.queue.after(whole_queue(account), limit=1)
        confirm = uow.queue.length(whole_queue(account))
        to_issue = uow.issuing.unissued_count(office=account.office)
        unissued_late = uow.issuing.unissued_count(office=account.office, dated_before=late_if_before(today))
        recalls = uow.issuing.recalls_to_tell(office=account.office, limit=1)
        being_read = uow.queue.length(QueueView(states=frozenset({State.RECEIVED}), office=account.office))
    seal = waiting_count(Purpose.SEAL, office=account.office, room=services.approval_room)
    late = [one for one in unfinished_signing(services.reminder_room, office=account.office).unsealed if one.overdue]
    return [
        Step(
            "/queue",
            ("Xác nhận và đăng ký văn bản", "Confirm and register documents"),
            ("Kiểm tra thông tin máy đọc được, rồi lấy số", "Check what was read, then take the number"),
            confirm,
            pressing=bool(first and first[0].urgency.rank),
        ),
        Step(
            "/batches",
            ("Đóng dấu số", "Apply the organisation's signature"),
            ("Văn bản lãnh đạo đã ký, chờ chữ ký số cơ quan", "Signed by officials, waiting for the seal"),
            seal,
            pressing=bool(late),
        ),
        Step(
            "/issuing",
            ("Phát hành văn bản đi", "Issue outgoing documents"),
            (f"{unissued_late} văn bản đã quá hạn phát hành", f"{unissued_late} should have gone out already")
            if unissued_late
            else ("Ghi nơi nhận, cách gửi; báo thu hồi nếu có", "Note recipients and way; tell of recalls"),
            to_issue,
            pressing=bool(recalls or unissued_late),
        ),
        Step(
            "/upload",
            ("Nộp tệp", "Hand in files"),
            (
                f"Chọn tệp văn bản để nộp; {being_read} văn bản đang được đọc",
                f"Choose files to hand in; {being_read} are being read",
            ),
        ),
    ]


def _official(account: Account, services: Services) -> Sequence[Step]:
    waiting = waiting_count(Purpose.SIGN, office=account.office, room=services.approval_room)
    most_urgent = waiting_for(Purpose.SIGN, office=account.office, room=services.approval_room, limit=1)
    with services.register.begin() as uow:
        first = uow.directions.undirected(office=account.office, limit=1)
        undirected = uow.directions.undirected_count(office=account.office)
    return [
        Step(
            "/batches",
            ("Ký văn bản", "Sign documents"),
            ("Xem từng trang, chọn, duyệt một lần bằng mã PIN", "Look at each page, choose, approve once with the PIN"),
            waiting,
            pressing=any(document.urgency.rank for document in most_urgent),
        ),
        Step(
            "/directions",
            ("Cho ý kiến về văn bản đến", "Give an opinion on incoming documents"),
            ("Giao ai chủ trì, ai phối hợp, thời hạn", "Who leads, who assists, and by when"),
            undirected,
            pressing=bool(first and first[0].urgency.rank),
        ),
        Step(
            "/authorities",
            ("Thẩm quyền ký và ủy quyền", "Rights to sign and delegation"),
            ("Ai được ký thay, từ ngày nào đến ngày nào", "Who may sign in your place, from when until when"),
        ),
    ]


def _keeper(account: Account, services: Services) -> Sequence[Step]:
    taken = count_files(services.account_office)  # the first page of many: the proof file by file has its own page
    page = "/admin" if account.role is Role.ADMIN else "/account"
    return [
        Step(
            page,
            ("Đối soát", "Account"),
            ("Các tổng khớp nhau; mở để đối soát từng tệp", "The sums agree; open it to prove each file")
            if taken.balanced
            else ("KHÔNG cân đối: hãy xem các dòng báo lỗi", "NOT balanced: see the lines there"),
            len(taken.problems),
            pressing=not taken.balanced,
        ),
    ]


def _admin(account: Account, services: Services) -> Sequence[Step]:
    with services.register.begin() as uow:
        failures = sum(cause.count for cause in uow.figures.causes())
    return [
        *_keeper(account, services),
        Step(
            "/admin/troubles",
            ("Lỗi và chạy lại", "Failures"),
            ("Văn bản và tệp gặp lỗi, nguyên nhân và cách xử lý", "What went wrong, why, and what to do about it"),
            failures,
        ),
        Step(
            "/admin/services",
            ("Dịch vụ", "Services"),
            ("Xem mọi dịch vụ có chạy tốt không", "Look whether every service is well"),
        ),
        Step(
            "/admin/users",
            ("Người dùng", "Users"),
            ("Thêm tài khoản, cấp mật khẩu, đề nghị đổi quyền", "Add accounts, give passwords, ask for other rights"),
        ),
    ]


def _inspector(account: Account, services: Services) -> Sequence[Step]:
    with services.register.begin() as uow:
        standing = uow.findings.count()
    return [
        *_keeper(account, services),
        Step(
            "/inspection",
            ("Kiểm tra", "Inspection"),
            ("Phát hiện còn mở và nhật ký sự kiện", "Open findings, and the log of events"),
            sum(standing.values()),
            pressing=standing.get("error", 0) > 0,
        ),
    ]


def _archivist(account: Account, services: Services) -> Sequence[Step]:
    due = due_case_files(office=services.case_office)
    today = services.clock.now().astimezone(HANOI).date()
    with services.register.begin() as uow:
        open_lists = [one for one in uow.disposals.list() if one.state is ListState.PROPOSED]
    to_approve = sum(one.proposed_by != account.name for one in open_lists)
    return [
        Step(
            "/archive/hand-over",
            ("Nộp lưu hồ sơ", "Hand case files over"),
            ("Hồ sơ đến hạn trong 30 ngày, quá hạn đứng trước", "Due within 30 days, overdue ones first"),
            len(due),
            pressing=any(one.due < today for one in due),
        ),
        Step(
            "/archive/disposals",
            ("Phê duyệt danh mục tiêu hủy", "Approve disposal lists"),
            ("Danh mục người khác đề nghị, chờ bạn phê duyệt", "Proposed by somebody else, waiting for you"),
            to_approve,
        ),
        *_inspector(account, services),
    ]


_STEPS: Mapping[Role, Callable[[Account, Services], Sequence[Step]]] = {
    Role.CLERK: _clerk,
    Role.OFFICIAL: _official,
    Role.ARCHIVIST: _archivist,
    Role.ADMIN: _admin,
    Role.AUDITOR: _inspector,
}
