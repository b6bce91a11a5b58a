"""Kiểm tra kho lưu trữ: re-read packages, their locks, the catalogue, the event log and the account, every night."""

from airflow.sdk import CronTriggerTimetable, dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_account, run_audit, run_refuse_open_errors


@dag(
    schedule=CronTriggerTimetable("30 1 * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def audit_archive() -> None:
    """Audit, leave every finding in the register, and end in red while an error is open."""
    audited = task(run_audit, task_id="audit", pool="archive")()
    task(run_account, task_id="account", pool="archive")(audited)
    task(run_refuse_open_errors, task_id="findings", pool="archive")(audited)


audit_archive()
