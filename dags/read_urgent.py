"""Đọc văn bản khẩn: read urgent documents in a pool of their own, so that they never wait behind the others."""

from airflow.sdk import dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_read_urgent, when_work_arrives


@dag(
    schedule=when_work_arrives("urgent", sweep="*/5 * * * *"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def read_urgent() -> None:
    """Read what is urgent and not read yet."""
    task(run_read_urgent, task_id="read", pool="urgent", priority_weight=100)(run="{{ dag.dag_id }}/{{ run_id }}")


read_urgent()
