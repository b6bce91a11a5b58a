"""Sao bản thứ hai: what was archived is copied to the independent store, under the same locks, every hour."""

from airflow.sdk import CronTriggerTimetable, dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_replicate


@dag(
    schedule=CronTriggerTimetable("5 * * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def replicate() -> None:
    """Copy what is not there yet."""
    task(run_replicate, task_id="copy", pool="archive")()


replicate()
