"""The rules of who may sign what, against NĐ 30/2020, Điều 13 and 32."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.authority import (
    Asked,
    Authority,
    Basis,
    check_delegation,
    check_row,
    contradicts_print,
    covering,
    offered,
)
from vanban.domain.batch import Capacity, Purpose
from vanban.domain.errors import AuthorityError, RefusedError

DAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
HEAD = Authority(
    id="head", account="lanhdao", office="van-phong", capacity=Capacity.DIRECT, valid_from=dt.date(2026, 1, 1),
    given_by="quantri", given_at=NOW,
)  # fmt: skip
DEPUTY = replace(
    HEAD, id="kt", account="pho", capacity=Capacity.KT, on_behalf_of="lanhdao", basis=Basis("05", "QĐ-UBND"),
    sphere="Văn hóa – Xã hội",
)  # fmt: skip
AUTHORISED = replace(
    HEAD, id="tuq", account="truongphong", capacity=Capacity.TUQ, on_behalf_of="lanhdao", kinds=("giấy mời",),
    valid_from=dt.date(2026, 11, 1), valid_until=dt.date(2026, 11, 30), basis=Basis("12", "GUQ-UBND", DAY),
    delegated_from="head",
)  # fmt: skip
ROWS = (HEAD, DEPUTY, AUTHORISED)


def asked(row: Authority, **changes) -> Asked:
    usual = {
        "account": row.account, "office": row.office, "purpose": row.purpose, "kind": "giấy mời",
        "sphere": "Văn hóa – Xã hội", "day": DAY, "capacity": row.capacity, "on_behalf_of": row.on_behalf_of,
    }  # fmt: skip
    return Asked(**usual | changes)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_each_row_covers_what_it_says(row) -> None:
    assert covering(ROWS, asked(row)) is row
    assert covering(ROWS, asked(row, kind="GIẤY  MỜI")) is row


@pytest.mark.parametrize(
    ("question", "vi"),
    [
        (asked(HEAD, account="nobody"), "chưa được giao thẩm quyền"),
        (asked(HEAD, office="phong-khac"), "chưa được giao thẩm quyền"),
        (asked(HEAD, capacity=Capacity.TM), "chọn tư cách ký khác"),
        (asked(HEAD, purpose=Purpose.SEAL), "chưa được giao thẩm quyền ký số của cơ quan"),
        (asked(HEAD, day=dt.date(2025, 12, 31)), "chỉ có hiệu lực từ 01/01/2026"),
        (asked(AUTHORISED, day=dt.date(2026, 12, 1)), "đã hết hiệu lực ngày 30/11/2026"),
        (asked(AUTHORISED, kind="quyết định"), "chỉ gồm: giấy mời"),
        (asked(DEPUTY, sphere="Kinh tế"), "lĩnh vực Văn hóa – Xã hội"),
        (asked(DEPUTY, sphere=""), "chưa ghi lĩnh vực"),
        (asked(AUTHORISED, on_behalf_of="another"), "chưa được giao thẩm quyền"),
    ],
)
def test_what_is_outside_is_refused_with_its_reason(question, vi) -> None:
    with pytest.raises(AuthorityError) as refused:
        covering(ROWS, question)
    assert vi in refused.value.vi


def test_the_last_day_counts_and_an_ended_row_does_not() -> None:
    assert covering(ROWS, asked(AUTHORISED, day=dt.date(2026, 11, 30))) is AUTHORISED
    ended = replace(HEAD, ended_at=NOW)
    with pytest.raises(AuthorityError, match="was ended on 20/11/2026"):
        covering((ended, DEPUTY), asked(HEAD))


@pytest.mark.parametrize("source", [replace(HEAD, ended_at=NOW), replace(HEAD, valid_until=dt.date(2026, 11, 21))])
def test_what_was_delegated_lapses_with_its_source(source) -> None:
    with pytest.raises(AuthorityError, match="lapsed with the authority of lanhdao"):
        covering((source, AUTHORISED), asked(AUTHORISED))
    with pytest.raises(AuthorityError):
        covering((AUTHORISED,), asked(AUTHORISED))
    assert offered((source, AUTHORISED), asked(AUTHORISED)) == ()


def test_offers_are_what_is_in_force() -> None:
    more = (
        *ROWS,
        replace(HEAD, id="tm", capacity=Capacity.TM),
        replace(HEAD, id="q", capacity=Capacity.Q, ended_at=NOW),
    )
    assert offered(more, asked(HEAD)) == ((Capacity.DIRECT, ""), (Capacity.TM, ""))
    assert offered(more, asked(DEPUTY)) == ((Capacity.KT, "lanhdao"),)


@pytest.mark.parametrize(
    ("row", "vi"),
    [
        (replace(HEAD, account=" "), "tài khoản"),
        (replace(AUTHORISED, valid_until=dt.date(2026, 10, 1)), "Ngày hết hiệu lực"),
        (replace(AUTHORISED, valid_until=None), "giới hạn thời gian"),
        (replace(AUTHORISED, kinds=(), sphere=""), "giới hạn thời gian"),
        (replace(AUTHORISED, basis=Basis()), "căn cứ"),
        (replace(DEPUTY, basis=Basis()), "căn cứ"),
        (replace(DEPUTY, on_behalf_of=""), "người được ký thay"),
        (replace(HEAD, on_behalf_of="pho"), "người được ký thay"),
        (replace(DEPUTY, on_behalf_of="pho"), "chính mình"),
        (replace(HEAD, capacity=Capacity.Q), "căn cứ"),
        (replace(HEAD, purpose=Purpose.SEAL, capacity=Capacity.TM), "Điều 32"),
    ],
)
def test_a_row_that_says_too_little_is_refused(row, vi) -> None:
    with pytest.raises(RefusedError) as refused:
        check_row(row)
    assert vi in refused.value.vi


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_rows_that_say_enough_are_taken(row) -> None:
    check_row(row)


@pytest.mark.parametrize(
    ("row", "source", "vi"),
    [
        (replace(AUTHORISED, on_behalf_of="truongphong"), AUTHORISED, "không được ủy quyền lại"),
        (replace(AUTHORISED, on_behalf_of="pho"), DEPUTY, "một lần"),
        (AUTHORISED, replace(HEAD, delegated_from="x"), "một lần"),
        (AUTHORISED, replace(HEAD, purpose=Purpose.SEAL), "Con dấu"),
        (AUTHORISED, replace(HEAD, account="another"), "chính mình"),
        (AUTHORISED, replace(HEAD, ended_at=NOW), "hết hiệu lực"),
        (AUTHORISED, replace(HEAD, valid_until=dt.date(2026, 11, 25)), "Thời hạn"),
        (replace(AUTHORISED, kinds=()), replace(HEAD, kinds=("giấy mời",)), "rộng hơn"),
        (AUTHORISED, replace(HEAD, kinds=("công văn",)), "rộng hơn"),
        (AUTHORISED, replace(HEAD, sphere="Kinh tế"), "rộng hơn"),
    ],
)
def test_nobody_passes_on_more_than_they_have(row, source, vi) -> None:
    with pytest.raises(RefusedError) as refused:
        check_delegation(row, source=source, day=DAY)
    assert vi in refused.value.vi


def test_by_order_is_passed_on_once_to_the_deputy() -> None:
    by_order = replace(HEAD, id="tl", account="chanhvp", capacity=Capacity.TL, on_behalf_of="lanhdao")
    to_deputy = replace(DEPUTY, account="phochanhvp", on_behalf_of="chanhvp", delegated_from="tl")
    check_delegation(to_deputy, source=by_order, day=DAY)
    with pytest.raises(RefusedError):
        check_delegation(replace(to_deputy, capacity=Capacity.TL), source=by_order, day=DAY)


def test_print_contradicts_only_when_it_names_another_capacity() -> None:
    assert contradicts_print(Capacity.DIRECT, ("TM",))
    assert contradicts_print(Capacity.TM, ("KT",))
    assert not contradicts_print(Capacity.KT, ("TM", "KT"))
    assert not contradicts_print(Capacity.TM, ())
