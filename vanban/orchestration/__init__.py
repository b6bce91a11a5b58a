"""What the DAGs call; nothing else of the library knows of Airflow. Tasks carry ids and counts only."""

from vanban.orchestration.schedules import DEFAULT_ARGS, START, when_work_arrives
from vanban.orchestration.tasks import (
    granted_batch_ids,
    run_account,
    run_archive,
    run_audit,
    run_backup,
    run_keep_locks,
    run_publish_root,
    run_read,
    run_read_urgent,
    run_receive,
    run_refuse_open_errors,
    run_remind,
    run_renew_evidence,
    run_replicate,
    run_send_notices,
    run_sign,
)

__all__ = [
    "DEFAULT_ARGS",
    "START",
    "granted_batch_ids",
    "run_account",
    "run_archive",
    "run_audit",
    "run_backup",
    "run_keep_locks",
    "run_publish_root",
    "run_read",
    "run_read_urgent",
    "run_receive",
    "run_refuse_open_errors",
    "run_remind",
    "run_renew_evidence",
    "run_replicate",
    "run_send_notices",
    "run_sign",
    "when_work_arrives",
]
