"""How long a signed document may wait before it is late (NĐ 30/2020, Điều 18.1)."""

import datetime as dt

import pytest

from vanban.domain.issuing import late_if_before

MONDAY = dt.date(2026, 11, 23)
FRIDAY_BEFORE = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("today", "signed_before"),
    [
        (MONDAY, FRIDAY_BEFORE),  # what was signed on Friday may go out today
        (MONDAY + dt.timedelta(days=1), MONDAY),
        (MONDAY - dt.timedelta(days=1), FRIDAY_BEFORE),
        (MONDAY - dt.timedelta(days=2), FRIDAY_BEFORE),
    ],
)
def test_what_was_signed_before_the_last_working_day_is_late(today, signed_before):
    assert late_if_before(today) == signed_before
