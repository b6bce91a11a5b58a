"""Airflow's local executor, made safe against the killing of one of its workers.

Its workers share two queues whose locks are taken by whoever reads or writes. A worker that is killed while it waits
for work, which is nearly always, takes the lock along: the others then wait for ever, while the scheduler counts as
healthy (seen with Airflow 3.3.2 in the fault run). So a scheduler that misses a worker ends itself, its supervisor
starts it again with new queues, and the tasks that ran are tried again.
"""

from __future__ import annotations

import importlib
import os

from airflow.executors.local_executor import LocalExecutor

FOR_TASKS = (
    "vanban.bootstrap",
    "vanban.register.postgres_register",
    "storage.minio_store",
    "processors.examination",
    "processors.reading",
)
"""What nearly every task imports; none of it opens a file or a connection, or starts a thread, by being imported."""


class WatchedLocalExecutor(LocalExecutor):
    """``LocalExecutor`` that ends its scheduler when a worker was killed. Workers never end while it runs."""

    def start(self) -> None:
        """Fork the workers, with what tasks import: each task is a fork of a worker, and would import it anew."""
        for name in FOR_TASKS:
            importlib.import_module(name)
        super().start()

    def sync(self) -> None:
        """Look after the workers, then do what the executor does at each heartbeat."""
        dead = [pid for pid, worker in self.workers.items() if not worker.is_alive()]
        if dead:
            self.log.error("executor workers were killed, so the scheduler starts again: %s", dead)
            # At once: an orderly end would wait for workers that wait for a lock that nobody holds any more.
            os._exit(1)
        super().sync()
