"""The end of a lock: the term of the kind, never further than the rolling lock."""

import datetime as dt

import pytest

from storage.retention import Term, lock_end, schedule, term_for

NOW = dt.datetime(2026, 11, 22, 18, 30, tzinfo=dt.UTC)  # 23/11 in Hà Nội


def hanoi_day(at):
    return (at + dt.timedelta(hours=7)).date()


def test_the_shipped_schedule_can_be_read_and_has_a_rule_for_any_kind():
    assert term_for("quyết định", dt.date(2026, 1, 1)).years is None
    assert all(term.basis for term in schedule())
    assert len({(term.kind, term.valid_from) for term in schedule()}) == len(schedule())


def test_permanent_documents_get_the_rolling_lock():
    end = lock_end("quyết định", ended=dt.date(2026, 11, 1), now=NOW, lock_days=3650)
    assert hanoi_day(end) == dt.date(2026, 11, 23) + dt.timedelta(days=3650)


def test_a_term_ends_with_the_year():
    end = lock_end("giấy mời", ended=dt.date(2026, 2, 1), now=NOW, lock_days=36500)
    assert hanoi_day(end) == dt.date(2036, 12, 31)


def test_the_rolling_lock_caps_a_long_term():
    end = lock_end("giấy mời", ended=dt.date(2026, 2, 1), now=NOW, lock_days=30)
    assert hanoi_day(end) == dt.date(2026, 12, 23)


def test_a_term_that_is_over_still_gives_an_end_in_the_future():
    assert lock_end("giấy mời", ended=dt.date(2003, 2, 1), now=NOW, lock_days=30) > NOW


@pytest.mark.parametrize("hours", [0, 3, 22])
def test_a_repeated_run_on_one_day_says_the_same(hours):
    start = dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC)
    first = lock_end("báo cáo", ended=dt.date(2026, 1, 1), now=start, lock_days=7)
    assert lock_end("báo cáo", ended=dt.date(2026, 1, 1), now=start + dt.timedelta(hours=hours), lock_days=7) == first


def test_the_newest_rule_in_force_counts():
    terms = [
        Term("báo cáo", 5, dt.date(2020, 1, 1), "old"),
        Term("báo cáo", 20, dt.date(2025, 7, 1), "new"),
        Term("*", None, dt.date(2020, 1, 1), "any"),
    ]
    assert term_for("báo cáo", dt.date(2024, 6, 1), terms).years == 5
    assert term_for("báo cáo", dt.date(2026, 6, 1), terms).years == 20
    assert term_for("công văn", dt.date(2026, 6, 1), terms).years is None
