"""When a DAG runs: at once when a watched folder changes, and by a sweep that finds what a lost hint left."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from vanban.settings import Settings

if TYPE_CHECKING:
    from airflow.sdk import AssetOrTimeSchedule

ZONE = "Asia/Ho_Chi_Minh"
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Start date of every DAG; none catches up."""
DEFAULT_ARGS: dict[str, Any] = {
    "owner": "vanban",
    "retries": 3,
    "retry_delay": dt.timedelta(seconds=10),
    "retry_exponential_backoff": True,
    "max_retry_delay": dt.timedelta(minutes=2),
}


def when_work_arrives(phase: str, *, sweep: str) -> AssetOrTimeSchedule:
    """Return the schedule of a phase: its folder's watcher, and a cron expression for the sweep.

    ``intake`` watches the intake folders; every other phase its bell.
    """
    from airflow.sdk import Asset, AssetOrTimeSchedule, AssetWatcher, CronTriggerTimetable

    from vanban.orchestration.trigger import DirectoryArrivalTrigger

    settings = Settings()
    folder = settings.intake if phase == "intake" else settings.bells / phase
    watcher = AssetWatcher(name=f"{phase}-folder", trigger=DirectoryArrivalTrigger(directory=str(folder)))
    return AssetOrTimeSchedule(
        timetable=CronTriggerTimetable(sweep, timezone=ZONE), assets=[Asset(f"vanban-{phase}", watchers=[watcher])]
    )
