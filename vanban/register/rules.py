"""What the register accepts, whichever way it is stored: pure checks on values."""

from __future__ import annotations

import dataclasses
from typing import Any

from vanban.domain.disposal import DisposalList, ListState
from vanban.domain.document import TRANSITIONS, Document, State
from vanban.domain.errors import DuplicateError, IntegrityError, NotFoundError, RefusedError, StaleStateError
from vanban.domain.intake import Disposition, IntakeItem
from vanban.domain.second_look import Decision, SecondLook
from vanban.ports import Book

REGISTERED = frozenset(
    {State.REGISTERED, State.APPROVED, State.SIGNED, State.SEAL_APPROVED, State.SEALED, State.ARCHIVED, State.DISPOSED}
)
"""States in which a document stands in the register of its year."""
DIRECTED = frozenset({State.REGISTERED, State.ARCHIVED})
"""States in which the leadership says who handles an incoming document."""
SENT_FROM = frozenset({State.SEALED, State.ARCHIVED})
"""States in which an outgoing document may be sent out."""
LINE_EVENTS = {"registered_at": "document.registered", "sealed_at": "document.sealed"}
"""Moments of a register's line, and the events that they are of."""
KEPT_WHEN_CLOSED = ("code_number", "code_notation", "issued_date", "arrival_number", "arrival_date")
"""What the closing of a year's book fixes of the documents in it."""
_FIXED = frozenset({"id", "claim_id", "sha256", "size", "direction", "received_at"})


def changed(document: Document, *, expect: State | frozenset[State], fields: dict[str, Any]) -> Document:
    """Return the document with fields changed.

    Raises:
        StaleStateError: if it is not in an expected state, or the step is not in ``TRANSITIONS``.
        RefusedError: if a field says what was received, which never changes.
    """
    expected = frozenset({expect}) if isinstance(expect, State) else expect
    if document.state not in expected:
        raise StaleStateError(
            f"Document {document.id} is {document.state}, not {' or '.join(sorted(expected))}.",
            vi=f"Văn bản {document.id} đang ở trạng thái {document.state}, không phải {' / '.join(sorted(expected))}.",
            remedy=(
                "Look at the document again: another step came first."
                " / Hãy xem lại văn bản: một bước khác đã làm trước."
            ),
        )
    target = fields.get("state", document.state)
    if target != document.state and target not in TRANSITIONS[document.state]:
        raise StaleStateError(
            f"Document {document.id} cannot go from {document.state} to {target}.",
            vi=f"Văn bản {document.id} không thể chuyển từ {document.state} sang {target}.",
        )
    after = dataclasses.replace(document, **fields)
    for name in _FIXED & fields.keys():
        if getattr(after, name) != getattr(document, name):
            raise RefusedError(
                f"{name} of a document never changes.", vi=f"Trường {name} của văn bản không bao giờ thay đổi."
            )
    return after


def check_intake_item(item: IntakeItem) -> None:
    """Refuse a suspect that says more than digest, size, time and clerk."""
    if item.disposition is Disposition.SUSPECT and (
        item.office or item.direction or item.file_name or item.document_id
    ):
        raise RefusedError(
            "A suspect keeps no office, direction, file name or document.",
            vi="Tệp nghi mật không được lưu tên tệp, đơn vị, chiều văn bản hay mã văn bản.",
        )


def check_second_look(look: SecondLook) -> None:
    """Refuse the release of a suspect by the person who asked for it."""
    if look.decision is Decision.RELEASED and look.decided_by in ("", look.asked_by):
        raise RefusedError(
            "A suspect is released by a second person.", vi="Gỡ nghi mật phải do người thứ hai xác nhận."
        )


def check_release(before: Document, after: Document, *, released: bool) -> None:
    """Refuse to take a suspect up again that nobody has released."""
    if before.state is State.SUSPECT and after.state is not State.SUSPECT and not released:
        raise StaleStateError(
            f"Document {before.id} is a suspect that two people have not released.",
            vi=f"Văn bản {before.id} nghi có dấu mật, chưa được hai người gỡ.",
            remedy="See the suspects (`vanban suspects`). / Hãy xem trang Nghi có dấu mật (`vanban suspects`).",
        )


def no_disposal_list(list_id: str) -> NotFoundError:
    """Return the error for an unknown disposal list."""
    return NotFoundError(
        f"There is no disposal list {list_id}.",
        vi=f"Không có danh mục tiêu hủy {list_id}.",
        remedy=(
            "See the disposal lists (`vanban disposal list`). / Hãy xem các danh mục tiêu hủy (`vanban disposal list`)."
        ),
    )


def check_second_person(listed: DisposalList, state: ListState, by: str) -> None:
    """Refuse the approval of a list by the person who proposed it."""
    if state is ListState.APPROVED and by == listed.proposed_by:
        raise RefusedError(
            f"{by} proposed this list; a second person approves it.",
            vi=f"{by} đã đề nghị danh mục này; phải do người khác phê duyệt.",
            remedy=(
                "Let a colleague approve it with their own account."
                " / Hãy để đồng nghiệp phê duyệt bằng tài khoản của họ."
            ),
        )


def no_hold(hold_id: str) -> NotFoundError:
    """Return the error for an unknown hold."""
    return NotFoundError(
        f"There is no hold {hold_id}.",
        vi=f"Không có lệnh giữ {hold_id}.",
        remedy="See the holds (`vanban hold list`). / Hãy xem các lệnh giữ (`vanban hold list`).",
    )


def no_document(document_id: str) -> NotFoundError:
    """Return the error for an unknown document."""
    return NotFoundError(
        f"There is no document {document_id}.",
        vi=f"Không có văn bản {document_id}.",
        remedy=(
            "Open it from a list, or look it up (`vanban documents`)."
            " / Hãy mở từ danh sách hoặc tìm kiếm (`vanban documents`)."
        ),
    )


def no_batch(batch_id: str) -> NotFoundError:
    """Return the error for an unknown batch."""
    return NotFoundError(
        f"There is no batch {batch_id}.",
        vi=f"Không có lô ký {batch_id}.",
        remedy=(
            "Open it from the list of batches (`vanban batches`). / Hãy mở từ danh sách các lô (`vanban batches`)."
        ),
    )


def no_number(document_id: str) -> NotFoundError:
    """Return the error for a document without a number in a book."""
    return NotFoundError(
        f"Document {document_id} has no number in this register.",
        vi=f"Văn bản {document_id} chưa có số trong sổ này.",
    )


def grant_exists(batch_id: str) -> RefusedError:
    """Return the error for a second grant of a batch."""
    return RefusedError(
        f"Batch {batch_id} already has a grant that can be used.",
        vi=f"Lô ký {batch_id} đã có một lượt cho phép ký còn hiệu lực.",
        remedy=(
            "Let it be used, or wait until it expires. / Hãy để lượt duyệt đó được dùng, hoặc đợi đến khi hết hạn."
        ),
    )


def check_void_reason(reason: str) -> None:
    """Refuse to void a number without saying why."""
    if not reason.strip():
        raise RefusedError(
            "A number is voided only with a reason.",
            vi="Phải nêu lý do khi hủy số.",
            remedy="Say why the number is not used. / Hãy ghi lý do không dùng số này.",
        )


def not_in_manifest(batch_id: str, document_id: str) -> RefusedError:
    """Return the error for a result that no line of the frozen manifest asks for."""
    return RefusedError(
        f"Document {document_id} with these bytes is not in batch {batch_id}.",
        vi=f"Văn bản {document_id} với nội dung này không có trong lô ký {batch_id}.",
    )


def no_grant(grant_id: str) -> NotFoundError:
    """Return the error for an unknown grant."""
    return NotFoundError(f"There is no grant {grant_id}.", vi=f"Không có lượt cho phép ký {grant_id}.")


def already_added(document_id: str) -> DuplicateError:
    """Return the error for a document or claim that is in the register."""
    return DuplicateError(
        f"Document {document_id}, or its claim, is in the register already.",
        vi=f"Văn bản {document_id} hoặc lượt tiếp nhận của nó đã có trong sổ đăng ký.",
        document_id=document_id,
    )


def taken_in_before(document_id: str) -> DuplicateError:
    """Return the error for bytes that another claim brought in."""
    return DuplicateError(
        f"The same bytes were taken in before, as document {document_id}.",
        vi=f"Tệp giống hệt đã được tiếp nhận trước đó: văn bản {document_id}.",
        document_id=document_id,
    )


def batch_exists(batch_id: str) -> RefusedError:
    """Return the error for a batch that is stored already: a frozen manifest is never replaced."""
    return RefusedError(f"Batch {batch_id} is frozen already.", vi=f"Lô ký {batch_id} đã được chốt.")


def no_signing_request(batch_id: str, document_id: str) -> NotFoundError:
    """Return the error for a signature that nothing was handed out for."""
    return NotFoundError(
        f"Batch {batch_id} does not wait for a signature of document {document_id}.",
        vi=f"Lô ký {batch_id} không chờ chữ ký cho văn bản {document_id}.",
    )


def no_paired_pc(pc_id: str) -> NotFoundError:
    """Return the error for a PC that the account never paired."""
    return NotFoundError(f"There is no paired PC {pc_id}.", vi=f"Không có máy đã ghép nối {pc_id}.")


def no_authority(authority_id: str) -> NotFoundError:
    """Return the error for an unknown right to sign."""
    return NotFoundError(
        f"There is no authority {authority_id}.",
        vi=f"Không có thẩm quyền ký {authority_id}.",
        remedy=(
            "Open it from the rights to sign (`vanban authority list`)."
            " / Hãy mở từ trang Thẩm quyền ký (`vanban authority list`)."
        ),
    )


def authority_exists(authority_id: str) -> RefusedError:
    """Return the error for a right to sign that is stored already: it is never replaced."""
    return RefusedError(f"Authority {authority_id} is there already.", vi=f"Thẩm quyền {authority_id} đã có.")


def no_subtree(node: tuple[int, int]) -> IntegrityError:
    """Return the error for a part of the event log's tree that should be there."""
    return IntegrityError(
        f"The event log's tree has no subtree {node[0]}/{node[1]}.",
        vi=f"Cây băm của nhật ký thiếu nút {node[0]}/{node[1]}.",
        remedy=(
            "Run `vanban audit`; the tree can be made anew from the events."
            " / Hãy chạy `vanban audit`; cây mã băm lập lại được từ các sự kiện."
        ),
    )


def copy_exists(request_id: str) -> RefusedError:
    """Return the refusal of a second copy for one request."""
    return RefusedError(
        f"A copy was made for request {request_id}.",
        vi="Bản sao này đã được lập.",
        remedy="Open it on the document's page. / Hãy mở tại trang văn bản.",
    )


def book_closed(book: Book) -> RefusedError:
    """Return the error for a number of a book that was closed."""
    named = f"{book.office}/{book.direction}/{book.year}"
    return RefusedError(
        f"The register {named} is closed: no number of it is given, voided or changed.",
        vi=f"Sổ {named} đã khóa: không cấp, hủy hay sửa số nào của sổ này nữa.",
        remedy="See the closed book under “Sổ và báo cáo”, or `vanban book list`. / Xem sổ đã khóa ở trang này.",
    )


def book_moved_on(book: Book) -> StaleStateError:
    """Return the error for a closing whose figures are not those of the book any more."""
    return StaleStateError(
        f"The register {book.office}/{book.direction}/{book.year} changed while it was being closed.",
        vi=f"Sổ {book.office}/{book.direction}/{book.year} vừa thay đổi trong lúc khóa.",
        remedy="Close it again. / Hãy khóa lại.",
    )
