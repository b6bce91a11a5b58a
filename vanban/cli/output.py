"""How every verb speaks: one JSON object a line with ``--json``, and errors that say what to do next."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from vanban.domain.errors import VanbanError

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")


def print_json(value: Mapping[str, Any]) -> None:
    """Print one object on one line, Vietnamese letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


def report_error(error: VanbanError) -> None:
    """Print an error in Vietnamese and English, with its remedy, on standard error."""
    sys.stderr.write(f"Lỗi: {error.vi}\n" if error.vi != error.en else "")
    sys.stderr.write(f"Error: {error.en}\n")
    if error.remedy:
        sys.stderr.write(f"→ {error.remedy}\n")
