"""The retention schedule: the shipped one, the office's own, and the end of a lock."""

import datetime as dt

import pytest

from storage.retention import Schedule, load_schedule, lock_end
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.keeping import Term

NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)  # 23/11 in Hà Nội
HEADER = "code,kind,group,term,valid_from,basis\n"
ANY = "CXD,*,,undecided,2020-01-01,any\n"
SHIPPED = load_schedule()


def hanoi_day(at):
    return (at + dt.timedelta(hours=7)).date()


def kind(name, ended=dt.date(2026, 2, 1)):
    return SHIPPED.for_kind(name, ended)


def test_the_shipped_schedule_decides_nothing_without_a_basis():
    found = kind("quyết định")
    assert (found.decided, found.permanent, found.years) == (False, False, None)
    assert all(term.basis for term in SHIPPED.terms)
    assert SHIPPED.named("VV", dt.date(2026, 1, 1)).permanent


def test_what_has_no_end_gets_the_rolling_lock():
    end = lock_end(kind("quyết định").last_day(dt.date(2026, 11, 1)), now=NOW, lock_days=3650)
    assert hanoi_day(end) == dt.date(2026, 11, 23) + dt.timedelta(days=3650)


def test_a_term_ends_with_the_year():
    end = lock_end(kind("giấy mời").last_day(dt.date(2026, 2, 1)), now=NOW, lock_days=36500)
    assert hanoi_day(end) == dt.date(2036, 12, 31)


def test_the_rolling_lock_caps_a_long_term():
    end = lock_end(kind("giấy mời").last_day(dt.date(2026, 2, 1)), now=NOW, lock_days=30)
    assert hanoi_day(end) == dt.date(2026, 12, 23)


def test_a_term_that_is_over_still_gives_an_end_in_the_future():
    assert lock_end(kind("giấy mời").last_day(dt.date(2003, 2, 1)), now=NOW, lock_days=30) > NOW


@pytest.mark.parametrize("hours", [0, 3, 22])
def test_a_repeated_run_on_one_day_says_the_same(hours):
    start = dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)
    first = lock_end(kind("báo cáo").last_day(dt.date(2026, 1, 1)), now=start, lock_days=7)
    later = start + dt.timedelta(hours=hours)
    assert lock_end(kind("báo cáo").last_day(dt.date(2026, 1, 1)), now=later, lock_days=7) == first


def test_the_newest_rule_in_force_counts():
    old, new = (
        Term("BC", "báo cáo", "", 5, dt.date(2020, 1, 1), "old"),
        Term("BC", "báo cáo", "", 20, dt.date(2025, 7, 1), "new"),
    )
    anything = Term("*", "*", "", None, dt.date(2020, 1, 1), "any")
    schedule = Schedule((old, new, anything))
    assert schedule.for_kind("báo cáo", dt.date(2024, 6, 1)) == old
    assert schedule.for_kind("báo cáo", dt.date(2026, 6, 1)) == new
    assert schedule.named("BC", dt.date(2024, 6, 1)) == old
    assert schedule.for_kind("công văn", dt.date(2026, 6, 1)) == anything
    assert not schedule.for_kind("công văn", dt.date(2019, 6, 1)).decided
    with pytest.raises(NotFoundError):
        schedule.named("BC", dt.date(2019, 6, 1))


def test_the_offices_own_table_counts_instead(tmp_path):
    own = tmp_path / "retention.csv"
    assert load_schedule(own).terms == SHIPPED.terms
    # As a spreadsheet with Vietnamese settings writes it: a mark at the beginning, semicolons.
    text = (HEADER + ANY + "QD1,Quyết định,Tổ chức cán bộ,permanent,2026-01-01,QĐ 12/2026\n").replace(",", ";")
    own.write_text(text, encoding="utf-8-sig")
    schedule = load_schedule(own)
    assert schedule.for_kind("quyết định", dt.date(2026, 3, 1)).permanent
    assert not schedule.for_kind("giấy mời", dt.date(2026, 3, 1)).decided


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("code,kind,term\n", "group, valid_from, basis"),
        (HEADER + "A,*,,mười năm,2020-01-01,b\n", "line 2"),
        (HEADER + "A,*,,0,2020-01-01,b\n", "neither 1 to 100"),
        (HEADER + "A,*,,1000,2020-01-01,b\n", "neither 1 to 100"),
        (HEADER + "A,*,,10,01/01/2020,b\n", "valid_from"),
        (HEADER + "A,*,,10,2020-01-01,\n", "basis is empty"),
        (HEADER + ",*,,10,2020-01-01,b\n", "code is empty"),
        (HEADER + ANY + "A,,,10,2020-01-01,b\n", "neither kind nor group"),
        (HEADER + ANY + "A,báo cáo,,10,2020-01-01,b\nB,báo cáo,,5,2020-01-01,b\n", "line 3 already"),
        (HEADER + ANY + "CXD,,khác,10,2020-01-01,b\n", "line 2 already"),
        (HEADER + "A,báo cáo,,10,2020-01-01,b\n", "any kind"),
        ("", "no column"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, text, says):
    own = tmp_path / "retention.csv"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(RefusedError, match=says) as caught:
        load_schedule(own)
    assert "Bảng thời hạn" in caught.value.vi
    assert "retention check" in caught.value.remedy


def test_a_table_that_is_no_text_is_named(tmp_path):
    own = tmp_path / "retention.csv"
    own.write_bytes(b"\xd0\xcf\x11\xe0 a spreadsheet")
    with pytest.raises(RefusedError, match="UTF-8"):
        load_schedule(own)
