"""Retention of one version, as S3 writes it: XML with a mode and a date, in as many shapes as there are servers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from vanban.domain.errors import RefusedError

LATEST = dt.datetime(2106, 2, 7, tzinfo=dt.UTC)
"""No lock may end later: Ceph RGW 16 keeps 32 bits of seconds, took 2126 for 1990, and the version was free to go."""

# Seconds may carry any number of decimals (Ceph RGW sends nine), the zone may be Z or an offset.
_DATE = re.compile(rb"<RetainUntilDate>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?\s*(Z|[+-]\d\d:?\d\d)\s*<")
_MODE = re.compile(rb"<Mode>\s*([A-Z]+)\s*</Mode>")


@dataclass(frozen=True, slots=True)
class Lock:
    """Mode and end of a retention; an empty mode means there is none."""

    mode: str
    until: dt.datetime | None


NO_LOCK = Lock(mode="", until=None)


def parse_retention(xml: bytes) -> Lock:
    """Return the lock in an answer to ``GET ?retention``, the date cut to microseconds and in UTC."""
    mode, date = _MODE.search(xml), _DATE.search(xml)
    if mode is None or date is None:
        return NO_LOCK
    decimals = (date[2] or b".0")[1:7].ljust(6, b"0")
    zone = date[3].replace(b"Z", b"+00:00")
    until = dt.datetime.fromisoformat((date[1] + b"." + decimals + zone).decode())
    return Lock(mode=mode[1].decode(), until=until.astimezone(dt.UTC))


def retention_xml(until: dt.datetime) -> bytes:
    """Return the body of ``PUT ?retention`` for COMPLIANCE until ``until`` (whole seconds, UTC)."""
    date = until.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"<Mode>COMPLIANCE</Mode><RetainUntilDate>{date}</RetainUntilDate></Retention>"
    ).encode()


def lock_in(headers: Mapping[str, str]) -> Lock:
    """Return the lock that the headers of an object name; ``NO_LOCK`` where they say nothing of one."""
    mode, date = headers.get("x-amz-object-lock-mode"), headers.get("x-amz-object-lock-retain-until-date")
    if not mode or not date:
        return NO_LOCK
    return parse_retention(f"<Mode>{mode}</Mode><RetainUntilDate>{date}</RetainUntilDate>".encode())


def hold_xml(*, held: bool) -> bytes:
    """Return the body of ``PUT ?legal-hold``."""
    status = "ON" if held else "OFF"
    return f'<LegalHold xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>{status}</Status></LegalHold>'.encode()


def parse_hold(xml: bytes) -> bool:
    """Return whether an answer to ``GET ?legal-hold`` says that there is one."""
    return re.search(rb"<Status>\s*ON\s*</Status>", xml) is not None


def whole_second(at: dt.datetime) -> dt.datetime:
    """Return a time in UTC, rounded up to the second: some servers keep no more, and a lock is never shortened."""
    at = at.astimezone(dt.UTC)
    return at if at.microsecond == 0 else at.replace(microsecond=0) + dt.timedelta(seconds=1)


def end_of_lock(at: dt.datetime) -> dt.datetime:
    """Return the end of a retention as it may be asked of any server, to the whole second.

    Raises:
        RefusedError: if servers could lose such a date, and the lock with it.
    """
    if at > LATEST:
        raise RefusedError(
            f"No lock may end after {LATEST:%Y-%m-%d}: some servers lose such dates, and the lock with them.",
            vi=f"Khóa lưu trữ không được hết hạn sau ngày {LATEST:%d/%m/%Y}: có máy chủ làm mất ngày đó và cả khóa.",
            remedy=(
                "Lower VANBAN_ARCHIVE_LOCK_DAYS; locks are extended before they end."
                " / Hãy giảm VANBAN_ARCHIVE_LOCK_DAYS; khóa được gia hạn trước khi hết."
            ),
        )
    return whole_second(at)
