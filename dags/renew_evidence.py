"""Gia hạn bằng chứng: locks are extended before they end, and time-stamps renewed before nobody can check them."""

from airflow.sdk import CronTriggerTimetable, dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_keep_locks, run_refuse_open_errors, run_renew_evidence


@dag(
    schedule=CronTriggerTimetable("40 2 * * *", timezone="Asia/Ho_Chi_Minh"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def renew_evidence() -> None:
    """Renew what ends soon; what cannot be renewed becomes a finding, and the run ends in red."""
    locks = task(run_keep_locks, task_id="locks", pool="archive")()
    time_stamps = task(run_renew_evidence, task_id="time_stamps", pool="archive")()
    task(run_refuse_open_errors, task_id="findings", pool="archive")([locks, time_stamps])


renew_evidence()
