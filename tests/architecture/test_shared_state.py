"""What one test file leaves behind meets the next: CI runs many of them in one process, in whatever order."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.test_packages import ROOT, tracked

FOR_ALL = {
    "os.chdir", "os.putenv", "os.unsetenv", "locale.setlocale", "time.tzset", "signal.signal", "logging.disable",
    "os.environ.update", "os.environ.setdefault", "os.environ.pop", "os.environ.clear", "random.seed",
    "pdfmetrics.registerFontFamily", "registerFontFamily",
}  # fmt: skip
"""Calls that change the whole process; ``monkeypatch`` undoes what a test needs of it."""
BY_ITSELF = "tests/unit/test_typefaces.py"
"""Tries what the rule is against, and mends it."""


def changes(tree: ast.Module) -> Iterator[str]:
    """Yield what a file does to the process that the files after it share."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
            targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            wholes = [ast.unparse(one.value) for one in targets if isinstance(one, ast.Subscript)]
            yield from (f"{node.lineno}: sets {whole}" for whole in wholes if whole == "os.environ")
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in FOR_ALL or (called.endswith("registerFont") and "Face." in _name_of_font(node)):
                yield f"{node.lineno}: calls {called}"


def _name_of_font(node: ast.Call) -> str:
    font = node.args[0]
    named = ast.unparse(font.args[0]) if isinstance(font, ast.Call) and font.args else ""
    return named.replace("face.value", "Face.")


def test_no_test_changes_what_the_tests_after_it_share() -> None:
    files = {str(path.relative_to(ROOT)): path for path in tracked("tests/*.py") if path.exists()}
    found = {name: list(changes(ast.parse(path.read_text()))) for name, path in files.items() if name != BY_ITSELF}
    assert {name: what for name, what in found.items() if what} == {}


def test_the_rule_sees_what_it_is_against() -> None:
    wrong = (
        "os.environ['A'] = 'b'", "del os.environ['A']", "os.environ.update(A='b')", "os.chdir('/')",
        "pdfmetrics.registerFont(TTFont(face.value, file))", "pdfmetrics.registerFont(TTFont(Face.BOLD, file))",
    )  # fmt: skip
    assert [len(list(changes(ast.parse(one)))) for one in wrong] == [1] * len(wrong)
    right = "monkeypatch.setenv('A', 'b'); pdfmetrics.registerFont(TTFont('Serif', face_file(Face.REGULAR)))"
    assert list(changes(ast.parse(right))) == []
