"""Công bố gốc nhật ký: the root of the event log, signed, time-stamped and put under lock, every night."""

from airflow.sdk import CronTriggerTimetable, dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_publish_root


@dag(
    schedule=CronTriggerTimetable("10 0 * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def publish_root() -> None:
    """Publish what the log has come to."""
    task(run_publish_root, task_id="publish", pool="archive")()


publish_root()
