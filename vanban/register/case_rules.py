"""What the register accepts of case files, whichever way it is stored: pure checks on values."""

from __future__ import annotations

import dataclasses
from typing import Any

from vanban.domain.casefile import CASE_TRANSITIONS, CaseFile, CaseState, FileCode
from vanban.domain.errors import NotFoundError, RefusedError, StaleStateError

_FIXED = frozenset({"id", "code", "opened_by", "opened_at"})


def changed_case(case_file: CaseFile, *, expect: CaseState | frozenset[CaseState], fields: dict[str, Any]) -> CaseFile:
    """Return the case file with fields changed.

    Raises:
        StaleStateError: if it is not in an expected state, or the step is not in ``CASE_TRANSITIONS``.
        RefusedError: if a field never changes.
    """
    expected = frozenset({expect}) if isinstance(expect, CaseState) else expect
    target = fields.get("state", case_file.state)
    if case_file.state not in expected:
        raise not_in_state(case_file, expected)
    if target != case_file.state and target not in CASE_TRANSITIONS[case_file.state]:
        raise StaleStateError(
            f"Case file {case_file.code} cannot go from {case_file.state} to {target}.",
            vi=f"Hồ sơ {case_file.code} không thể chuyển từ {case_file.state} sang {target}.",
        )
    after = dataclasses.replace(case_file, **fields)
    for name in _FIXED & fields.keys():
        if getattr(after, name) != getattr(case_file, name):
            raise RefusedError(
                f"{name} of a case file never changes.", vi=f"Trường {name} của hồ sơ không bao giờ thay đổi."
            )
    return after


def not_in_state(case_file: CaseFile, expected: frozenset[CaseState]) -> StaleStateError:
    """Return the error for a case file that stands elsewhere."""
    return StaleStateError(
        f"Case file {case_file.code} is {case_file.state}, not {' or '.join(sorted(expected))}.",
        vi=f"Hồ sơ {case_file.code} đang ở trạng thái {case_file.state}, không phải {' / '.join(sorted(expected))}.",
        remedy=(
            "Look at the case file; a document that comes after closing is added with a reason (--why)."
            " / Hãy xem lại hồ sơ; văn bản bổ sung sau khi kết thúc phải ghi lý do (--why)."
        ),
    )


def no_case_file(case_file_id: str) -> NotFoundError:
    """Return the error for an unknown case file."""
    return NotFoundError(
        f"There is no case file {case_file_id}.",
        vi=f"Không có hồ sơ {case_file_id}.",
        remedy=(
            "Open it from the list of case files (`vanban casefile list`)."
            " / Hãy mở từ danh sách hồ sơ (`vanban casefile list`)."
        ),
    )


def code_taken(code: FileCode) -> RefusedError:
    """Return the error for a second case file of one code."""
    return RefusedError(
        f"The list of case files {code.file_catalog} has {code.file_notation} already.",
        vi=f"Danh mục hồ sơ năm {code.file_catalog} đã có hồ sơ {code.file_notation}.",
        remedy=(
            "Take the next number of the office's list; the list of case files shows what is taken."
            " / Hãy dùng số tiếp theo trong Danh mục hồ sơ; danh sách hồ sơ cho biết số đã dùng."
        ),
    )
