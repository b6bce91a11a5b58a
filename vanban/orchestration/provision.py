"""Brings Airflow's tables up to date and creates the pools: two of Airflow's own commands in one process.

Importing Airflow is most of what each of them does. Usage: ``python -m vanban.orchestration.provision POOLS_FILE``.
"""

from __future__ import annotations

import sys

from airflow.__main__ import main as airflow


def main(pools: str) -> None:
    """Run the commands one after the other; the first that fails ends the process, as it would by itself."""
    for command in (["db", "migrate"], ["pools", "import", pools]):
        sys.argv = ["airflow", *command]
        airflow()  # type: ignore[no-untyped-call]  # as Airflow wrote it


if __name__ == "__main__":
    main(sys.argv[1])
