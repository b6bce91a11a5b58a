"""Ký số và đóng dấu theo lô: have the signing worker run every batch that a person granted."""

from airflow.sdk import dag, task

from vanban.orchestration import DEFAULT_ARGS, START, granted_batch_ids, run_remind, run_sign, when_work_arrives


@dag(
    schedule=when_work_arrives("sign", sweep="*/2 * * * *"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def sign_batches() -> None:
    """Find granted batches, also those that a crash left unfinished, and run each; remind of what nobody finished."""
    batches = task(granted_batch_ids, task_id="find_granted", pool="signing")()
    task(run_sign, task_id="sign", pool="signing").expand(batch_id=batches)
    task(run_remind, task_id="remind", pool="signing")()


sign_batches()
