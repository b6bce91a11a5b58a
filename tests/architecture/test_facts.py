"""A reader finds the rule for any fact in one file named after it, and the design says which."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from vanban.domain.reading import FACT_NAMES

ROOT = Path(__file__).resolve().parents[2]
FIELDS = ROOT / "processors" / "fields"


def test_every_fact_has_its_file_and_every_file_its_fact() -> None:
    assert {path.stem for path in FIELDS.glob("*.py")} - {"__init__"} == set(FACT_NAMES)


def test_every_file_says_where_it_looks_and_reads_one_fact() -> None:
    for name in FACT_NAMES:
        module = ast.parse((FIELDS / f"{name}.py").read_text())
        public = {item.name for item in module.body if isinstance(item, ast.FunctionDef)}
        assert ast.get_docstring(module), name
        assert public & {"read", "merge"}, name


def test_the_design_tells_the_file_of_every_fact() -> None:
    design = (ROOT / "docs" / "design.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| `(processors/fields/\w+\.py)` \|", design, re.MULTILINE)
    assert rows == [(name, f"processors/fields/{name}.py") for name in FACT_NAMES]
    for other in re.findall(r"`(processors/[\w/]+\.py)`", design):
        assert (ROOT / other).is_file(), other
