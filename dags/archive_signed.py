"""Lưu trữ: package what is sealed or registered, lock it in the object store, and prove it by reading back."""

from airflow.sdk import dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_archive, when_work_arrives


@dag(
    schedule=when_work_arrives("archive", sweep="*/2 * * * *"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def archive_signed() -> None:
    """Archive whatever is finished."""
    task(run_archive, task_id="archive", pool="archive")()


archive_signed()
