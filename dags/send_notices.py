"""Thông báo: tell people of deadlines, and send what waits in the outbox by mail and webhook."""

from airflow.sdk import CronTriggerTimetable, dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_send_notices


@dag(
    schedule=CronTriggerTimetable("*/5 * * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def send_notices() -> None:
    """Send what is due; what cannot be sent waits for a later run."""
    task(run_send_notices, task_id="send", pool="notices")()


send_notices()
