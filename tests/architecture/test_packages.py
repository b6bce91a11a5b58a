"""The house: who may import whom, under which names, and how large a room may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("processors", "signing", "storage", "vanban")
LONGEST_FILE = 300
LONGEST_DAG_FILE = 60
DAG_IMPORTS = ("airflow", "pendulum", "vanban.orchestration", "__future__")
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base"}


def tracked(*patterns: str) -> list[Path]:
    """Return the files that git tracks, or would, were they added: nobody's ignored leftovers."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def modules() -> list[str]:
    """Return the dotted names of every module of the four packages."""
    names = []
    for path in tracked(*(f"{package}/*.py" for package in PACKAGES)):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_the_root_names_are_ours_alone(package: str) -> None:
    # PyPI has distributions named signing, storage and processors: installing one would shadow ours.
    assert set(packages_distributions()[package]) == {"vanban"}


def test_no_dag_file_is_named_like_a_package() -> None:
    assert {path.stem for path in tracked("dags/*.py")}.isdisjoint(PACKAGES)


def test_the_dags_folder_and_the_tests_are_no_packages() -> None:
    assert tracked("dags/__init__.py", "tests/__init__.py", "tests/**/__init__.py") == []


def test_dag_files_are_thin() -> None:
    wrong = {}
    for path in tracked("dags/*.py"):
        text = path.read_text()
        imported = [name for node in ast.walk(ast.parse(text)) for name in _imported(node)]
        foreign = [name for name in imported if not any(f"{name}.".startswith(f"{one}.") for one in DAG_IMPORTS)]
        if foreign or len(text.splitlines()) > LONGEST_DAG_FILE:
            wrong[path.name] = (foreign, len(text.splitlines()))
    assert wrong == {}


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "DAG files are loaded under a made-up name: relative imports cannot work"
        return [node.module or ""]
    return []


def test_every_module_imports_without_airflow() -> None:
    program = (
        "import sys, importlib\n"
        "sys.modules['airflow'] = None\n"
        "failed = {}\n"
        "for name in sys.argv[1:]:\n"
        "    try: importlib.import_module(name)\n"
        "    except Exception as error: failed[name] = repr(error)\n"
        "sys.exit(repr(failed) if failed else 0)\n"
    )
    # Only vanban.orchestration knows Airflow. Alembic's env.py runs migrations when it is imported.
    apart = ("vanban.orchestration", "vanban.register.migrations")
    names = [name for name in modules() if not name.startswith(apart) and not name.endswith("__main__")]
    done = subprocess.run(
        [sys.executable, "-c", program, *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [str(path.relative_to(ROOT)) for path in tracked("*.py") if path.stem in NAMES_THAT_SAY_NOTHING]
    assert found == []


def test_no_file_is_too_large_to_know() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in tracked("*.py")}
    long = {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE and "/migrations/" not in name}
    assert long == {}


def test_the_layers_hold() -> None:
    lint_imports = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
