"""The DAG files parse under Airflow, quickly, and hold nothing but wiring. Runs apart: Airflow is heavy to import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

DAGS = Path(__file__).parents[2] / "dags"
_SCRIPT = """
import json, sys, time
import airflow.sdk
from airflow.dag_processing.dagbag import DagBag
found = {}
for path in sys.argv[1:]:
    began = time.process_time()
    bag = DagBag(dag_folder=path)
    spent = time.process_time() - began
    dags = {d.dag_id: {t.task_id: t.pool for t in d.tasks} for d in bag.dags.values()}
    found[path.rsplit("/", 1)[1]] = {"errors": list(bag.import_errors.values()), "seconds": spent, "dags": dags}
print("RESULT" + json.dumps(found))
"""


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    home = tmp_path_factory.mktemp("airflow")
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "VANBAN_HOME": str(home / "state"),
    }
    files = [str(f) for f in sorted(DAGS.glob("*.py"))]
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, *files],
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return json.loads(done.stdout.rsplit("RESULT", 1)[1])


def test_every_file_holds_the_dag_of_its_name(parsed: dict[str, dict]) -> None:
    assert {name: found["errors"] for name, found in parsed.items() if found["errors"]} == {}
    assert {f"{dag}.py" for found in parsed.values() for dag in found["dags"]} == set(parsed)


def test_each_phase_has_a_pool_of_its_own(parsed: dict[str, dict]) -> None:
    pools = {dag: set(tasks.values()) for found in parsed.values() for dag, tasks in found["dags"].items()}
    assert pools == {
        "intake_documents": {"intake", "reading"},
        "read_urgent": {"urgent"},
        "sign_batches": {"signing"},
        "archive_signed": {"archive"},
        "audit_archive": {"archive"},
        "publish_root": {"archive"},
        "replicate": {"archive"},
        "backup": {"archive"},
        "send_notices": {"notices"},
        "renew_evidence": {"archive"},
    }
