"""Parse times of the DAG files, the idle system, and the memory of the parsers on the worst inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.pipeline_cpu import descendants, living, proportional_memory, used_by_programs
from benchmarks.pipeline_system import Measured
from benchmarks.pipeline_table import Row, at_most
from processors.examination import SandboxedExaminer
from processors.process_groups import group_memory
from processors.reading import SandboxedReader
from vanban.domain.errors import VanbanError
from vanban.samples.catalogue import write_samples
from vanban.services import airflow
from vanban.services.installation import load_or_create
from vanban.settings import Limits

_PARSE = """
import importlib.util, json, sys, time
import airflow.sdk
wall, cpu = time.monotonic(), time.process_time()
spec = importlib.util.spec_from_file_location("dag_file", sys.argv[1])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
json.dump([time.monotonic() - wall, time.process_time() - cpu], sys.stdout)
"""
_LOOK_SECONDS = 0.01


def dag_files(system: Measured) -> list[Row]:
    """Return the row on parsing each DAG file in a fresh interpreter that has loaded ``airflow.sdk`` already."""
    environment = {**os.environ, **airflow.environment(load_or_create(system.home)), "VANBAN_HOME": str(system.home)}
    took: dict[str, tuple[float, float]] = {}
    for path in sorted(airflow.dags_folder().glob("*.py")):
        answer = subprocess.run(
            [sys.executable, "-c", _PARSE, str(path)], env=environment, capture_output=True, check=True, timeout=120
        )
        wall, cpu = json.loads(answer.stdout.splitlines()[-1])
        took[path.stem] = (wall, cpu)
    slowest = max(took, key=lambda name: took[name][1])
    row = at_most(f"DAG file that parses slowest ({slowest}, of {len(took)}), CPU", took[slowest][1], 0.5, "s")
    return [row, Row("the same, by the clock", f"{max(wall for wall, _ in took.values()):.2f} s")]


def idle(system: Measured, *, seconds: float) -> tuple[list[Row], float]:
    """Return the rows on the idle system, and the CPU seconds a second that it uses."""
    before, began = used_by_programs(system.instance), time.monotonic()
    time.sleep(seconds)
    used = used_by_programs(system.instance)
    rate = (sum(used.values()) - sum(before.values())) / (time.monotonic() - began)
    memory = proportional_memory(system.instance)
    return [
        at_most("idle system, memory (PSS of all processes)", memory / 1e9, 2.5, "GB"),
        Row("idle system, CPU", f"{rate * 100:.0f} % of one core"),
    ], rate


def nasty_inputs(*, seed: int = 80) -> list[Row]:
    """Return the rows on the parsers' memory: every shipped sample, the bad ones too, examined and read."""
    limits = Limits()
    examiner, reader = SandboxedExaminer(limits=limits), SandboxedReader(limits=limits)
    peaks: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="vanban-bench-nasty-") as folder:
        for number, sample in enumerate(write_samples(Path(folder) / "mau", seed=seed)):
            path, work = Path(folder) / "mau" / sample.name, Path(folder) / str(number)
            work.mkdir()

            def parse(path: Path = path, work: Path = work) -> None:
                if examiner.examine(path, file_name=path.name, work=work).outcome == "clean":
                    reader.read(path, work=work)

            peaks[path.name] = _peak_while(parse)
    worst = max(peaks, key=lambda name: peaks[name])
    what = f"a parser with its Tesseract on {len(peaks)} samples, bombs included: peak RSS of the group ({worst})"
    return [at_most(what, peaks[worst] / 1e6, 600, "MB", digits=0)]


def _peak_while(parse: Callable[[], None]) -> int:
    ended, peak = threading.Event(), 0

    def watch() -> None:
        nonlocal peak
        while not ended.wait(_LOOK_SECONDS):
            stats = living()
            groups = {stats[pid].group for pid in descendants(os.getpid(), stats)}
            peak = max([peak, *(group_memory(group) for group in groups - {os.getpgid(0)})])

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        parse()
    except VanbanError:
        pass  # refused: that is an outcome here
    finally:
        ended.set()
        thread.join()
    return peak
