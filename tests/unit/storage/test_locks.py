"""Retention dates in every shape that servers send."""

import datetime as dt

import pytest

from storage.locks import NO_LOCK, parse_retention, retention_xml, whole_second


@pytest.mark.parametrize(
    ("date", "microsecond"),
    [
        ("2036-11-22T03:04:05Z", 0),
        ("2036-11-22T03:04:05.123Z", 123000),
        ("2036-11-22T03:04:05.123456789Z", 123456),
        ("2036-11-22T10:04:05+07:00", 0),
        ("2036-11-22T10:04:05.000000000+0700", 0),
    ],
)
def test_dates_of_any_server(date, microsecond):
    xml = (
        f"<?xml version='1.0'?><Retention><Mode>COMPLIANCE</Mode><RetainUntilDate>{date}</RetainUntilDate></Retention>"
    )
    lock = parse_retention(xml.encode())
    assert lock.mode == "COMPLIANCE"
    assert lock.until == dt.datetime(2036, 11, 22, 3, 4, 5, microsecond, tzinfo=dt.UTC)


def test_no_retention():
    assert parse_retention(b"<Retention></Retention>") == NO_LOCK
    assert parse_retention(b"") == NO_LOCK


def test_what_is_written_is_read():
    until = dt.datetime(2226, 1, 1, tzinfo=dt.UTC)
    assert parse_retention(retention_xml(until)).until == until


def test_rounded_up_never_down():
    at = dt.datetime(2026, 1, 1, 0, 0, 59, 1, tzinfo=dt.UTC)
    assert whole_second(at) == dt.datetime(2026, 1, 1, 0, 1, tzinfo=dt.UTC)
    assert whole_second(whole_second(at)) == whole_second(at)
