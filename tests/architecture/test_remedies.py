"""What to do next is said in Vietnamese as well, wherever an error is raised: no page falls back to English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from vanban.domain.errors import BETWEEN, RefusedError

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted(path for one in ("vanban", "processors", "signing", "storage") for path in (ROOT / one).rglob("*.py"))
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
SAYS_IT = "remedy"


SAY_NOTHING_TO_PEOPLE = ("memory_store.py", "memory_keeping.py", "searchable.py")
"""The stores in memory stand in for real ones in tests; a refusal to make a searchable copy is a code."""


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in FILES:
        where = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{where}:{node.lineno}", node


def literal(value: ast.expr) -> str | None:
    """Return the words of a literal, places of an f-string as they stand; None for what is put together elsewhere."""
    if isinstance(value, ast.Constant):
        return str(value.value)
    if isinstance(value, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "…" for one in value.values)
    return None


def remedies() -> Iterator[tuple[str, str]]:
    for where, call in calls():
        said = [one.value for one in call.keywords if one.arg == SAYS_IT]
        if isinstance(call.func, ast.Name) and call.func.id == "_refused" and len(call.args) == 3:
            said.append(call.args[2])
        for words in map(literal, said):
            if words:
                yield where, words


def test_every_remedy_is_english_then_vietnamese() -> None:
    found = list(remedies())
    assert len(found) > 250, "it looks where they are"
    wrong = []
    for where, words in found:
        en, between, vi = words.partition(BETWEEN)
        if not between or BETWEEN in vi or not VIETNAMESE.search(vi) or VIETNAMESE.search(re.sub("“[^”]*”", "", en)):
            wrong.append(f"{where}: {words}")
    assert wrong == []


def test_every_error_is_said_in_vietnamese() -> None:
    wrong = []
    for where, call in calls():
        if where.partition(":")[0].endswith(SAY_NOTHING_TO_PEOPLE):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name.endswith("Error") and call.args and isinstance(literal(call.args[0]), str) and _is_ours(name):
            vi = next((literal(one.value) for one in call.keywords if one.arg == "vi"), "")
            if vi is not None and not VIETNAMESE.search(vi):
                wrong.append(f"{where}: {literal(call.args[0])}")
    assert wrong == []


def _is_ours(name: str) -> bool:
    from vanban.domain import errors

    one = getattr(errors, name, None)
    return one is not None and one not in {errors.UnreadableError, errors.SuspectError}


@pytest.mark.parametrize(
    ("remedy", "vi", "en"),
    [
        ("Try again. / Hãy thử lại.", "Hãy thử lại.", "Try again."),
        ("", "", ""),
        ("Put it below /srv. / Hãy đặt dưới /srv.", "Hãy đặt dưới /srv.", "Put it below /srv."),
    ],
)
def test_each_language_has_its_half(remedy: str, vi: str, en: str) -> None:
    error = RefusedError("No.", vi="Không.", remedy=remedy)
    assert (error.remedy_vi, error.remedy_en) == (vi, en)
