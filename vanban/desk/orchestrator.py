"""Addresses of the orchestrator's pages: the run that a document was read in."""

from __future__ import annotations

import urllib.parse

INTAKE = "intake_documents"


def run_address(airflow_url: str, run: str) -> str:
    """Return the page of a run (``dag/run id``; without a DAG: of the intake); empty if one of the two is unknown."""
    if not airflow_url or not run:
        return ""
    dag, _, run_id = run.partition("/") if "/" in run else (INTAKE, "/", run)
    return f"{airflow_url.rstrip('/')}/dags/{dag}/runs/{urllib.parse.quote(run_id, safe='')}"
