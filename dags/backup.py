"""Sao lưu: a backup set of register, files and the log's root beside the copied archive, every night."""

from airflow.sdk import CronTriggerTimetable, dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_backup


@dag(
    schedule=CronTriggerTimetable("30 0 * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def backup() -> None:
    """Make a set in the second store."""
    task(run_backup, task_id="set", pool="archive")()


backup()
