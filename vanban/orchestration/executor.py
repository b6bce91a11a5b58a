"""Airflow's local executor, made safe against the killing of one of its workers.

Its workers share two queues whose locks are taken by whoever reads or writes. A worker that is killed while it waits
for work, which is nearly always, takes the lock along: the others then wait for ever, while the scheduler counts as
healthy (seen with Airflow 3.3.2 in the fault run). So a scheduler that misses a worker ends itself, its supervisor
starts it again with new queues, and the tasks that ran are tried again.
"""

from __future__ import annotations

import os

from airflow.executors.local_executor import LocalExecutor


class WatchedLocalExecutor(LocalExecutor):
    """``LocalExecutor`` that ends its scheduler when a worker was killed. Workers never end while it runs."""

    def sync(self) -> None:
        """Look after the workers, then do what the executor does at each heartbeat."""
        dead = [pid for pid, worker in self.workers.items() if not worker.is_alive()]
        if dead:
            self.log.error("executor workers were killed, so the scheduler starts again: %s", dead)
            # At once: an orderly end would wait for workers that wait for a lock that nobody holds any more.
            os._exit(1)
        super().sync()
