"""Figures for the administrator: throughput by day, times of reading and signing, growth; as charts with tables."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from vanban.clock import HANOI
from vanban.desk.admission import Admin
from vanban.desk.charts import Chart, Column, bytes_said, chart, seconds_said
from vanban.desk.desk import DeskHere
from vanban.desk.pages import render
from vanban.domain.figures import COUNTED, DayCount, DayTimes, MonthGrowth

router = APIRouter(prefix="/admin/figures")
PERIODS = (14, 30, 90)
MONTHS = 24
_NAMES = {
    "document.received": ("Văn bản tiếp nhận", "Documents received"),
    "document.registered": ("Văn bản đăng ký", "Documents registered"),
    "document.signed": ("Văn bản ký số", "Documents signed"),
    "document.sealed": ("Văn bản đóng dấu số", "Documents sealed"),
    "document.archived": ("Văn bản lưu trữ", "Documents archived"),
}
_STEPS = {
    "read": ("Đọc văn bản: từ tiếp nhận đến đọc xong", "Reading: from reception until read"),
    "sign": ("Ký số: từ ủy quyền đến khi lưu chữ ký", "Signing: from the grant until stored"),
}
_A_DAY = ("văn bản mỗi ngày", "documents a day")
_MEDIAN = ("trung vị", "median")
_P95 = ("95% xong trong", "95 % done within")


@router.get("")
def figures_page(
    request: Request, desk: DeskHere, account: Admin, days: Annotated[int, Query(ge=1, le=90)] = 30
) -> Response:
    """Show the figures of the last so many days."""
    today = desk.services.clock.now().astimezone(HANOI).date()
    shown = [today - dt.timedelta(days=back) for back in reversed(range(days))]
    since = dt.datetime.combine(shown[0], dt.time(), tzinfo=HANOI)
    with desk.services.register.begin() as uow:
        counted, times = uow.figures.days(since=since), uow.figures.times(since=since)
        growth = uow.figures.growth()
    disk = shutil.disk_usage(desk.services.settings.home)
    return render(
        request,
        "figures.html",
        account=account,
        section="/admin",
        throughput=[_throughput(name, counted, shown) for name in COUNTED],
        times=[_times(step, times, shown) for step in _STEPS],
        growth=_growth(growth),
        disk=disk,
        bytes_said=bytes_said,
        days=days,
        periods=PERIODS,
    )


def _throughput(name: str, counted: Sequence[DayCount], shown: Sequence[dt.date]) -> Chart:
    counts = {one.day: one.count for one in counted if one.name == name}
    columns = [Column(f"{day:%d/%m}", counts.get(day, 0)) for day in shown]
    return chart(name.replace(".", "-"), _NAMES[name], columns, axis=_A_DAY)


def _times(step: str, times: Sequence[DayTimes], shown: Sequence[dt.date]) -> Chart:
    by_day = {one.day: one for one in times if one.step == step}
    columns = [
        Column(f"{day:%d/%m}", by_day[day].median, by_day[day].p95) if day in by_day else Column(f"{day:%d/%m}", 0)
        for day in shown
    ]
    return chart(step, _STEPS[step], columns, axis=_MEDIAN, said=seconds_said, behind=_P95, units=(1.0, 60.0, 3600.0))


def _growth(growth: Sequence[MonthGrowth]) -> Chart:
    sizes = {one.month: one.size for one in growth}
    months = _every_month(min(sizes), max(sizes)) if sizes else []
    totals = accumulate(sizes.get(month, 0) for month in months)
    columns = [Column(f"{month[5:]}/{month[:4]}", total) for month, total in zip(months, totals, strict=True)]
    title = ("Dung lượng bản gốc đã nhận, cộng dồn", "Size of originals taken in, summed up")
    axis = ("dung lượng", "size")
    return chart(
        "growth",
        title,
        columns[-MONTHS:],
        axis=axis,
        said=bytes_said,
        units=tuple(1024.0**power for power in (2, 3, 4)),
    )


def _every_month(first: str, last: str) -> list[str]:
    """Return the months from one to another, ``2026-11``, both included."""
    begin, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12}-{number % 12 + 1:02}" for number in range(begin, end + 1)]
