"""Tiếp nhận và đọc văn bản: take in what clerks dropped, then read it in chunks, the most urgent first."""

from airflow.sdk import dag, task

from vanban.orchestration import DEFAULT_ARGS, START, run_read, run_receive, when_work_arrives


@dag(
    schedule=when_work_arrives("intake", sweep="* * * * *"),
    start_date=START,
    catchup=False,
    max_active_runs=3,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    tags=["vanban"],
)
def intake_documents() -> None:
    """Receive, then read the backlog in as many chunks as are worth a task each."""
    chunks = task(run_receive, task_id="receive", pool="intake")()
    task(run_read, task_id="read", pool="reading").partial(run="{{ dag.dag_id }}/{{ run_id }}").expand(chunk=chunks)


intake_documents()
