"""``vanban read``: one line a file, whatever the file is."""

import hashlib
import json

import pytest
from click.testing import CliRunner

from vanban.cli.read import command
from vanban.domain.reading import FACT_NAMES


@pytest.fixture
def run():
    def call(*arguments):
        return CliRunner().invoke(command, [str(argument) for argument in arguments])

    return call


def test_json_is_the_contract(tmp_path, run, decision):
    path = tmp_path / "đến.pdf"
    path.write_bytes(decision.pdf())

    result = run(path, "--json")

    line = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(line) == ["file", "sha256", "pages", "source", "facts", "tasks", "secrecy", "layers"]
    assert line["layers"] == [{"page": 1, "used": True, "reason": "vietnamese", "turned": 0, "hidden": 0}]
    assert line["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (line["source"], line["pages"], line["secrecy"]) == ("text", 1, "none")
    assert tuple(line["facts"]) == FACT_NAMES
    assert all(set(fact) == {"value", "confidence", "page", "box", "how"} for fact in line["facts"].values())


def test_a_suspect_shows_nothing_more(tmp_path, run, letter):
    path = tmp_path / "in.pdf"
    path.write_bytes(letter(stamp="TUYỆT MẬT").pdf())

    result = run(path, "--json")

    line = json.loads(result.stdout)
    assert line == {"file": str(path), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "secrecy": "suspect"}


def test_a_refused_file_does_not_stop_the_rest_but_fails_the_command(tmp_path, run, decision):
    bad, good = tmp_path / "bad.pdf", tmp_path / "good.pdf"
    bad.write_bytes(b"")
    good.write_bytes(decision.pdf())

    result = run(bad, tmp_path / "none.pdf", good, "--json")

    empty, missing, read = (json.loads(line) for line in result.stdout.splitlines())
    assert result.exit_code == 1
    assert (empty["error"]["code"], missing["error"]["code"]) == ("empty", "not-a-file")
    assert empty["error"]["vi"] != empty["error"]["en"]
    assert read["facts"]["kind"]["value"] == "quyết định"


def test_people_get_a_table_with_vietnamese_labels(tmp_path, run, decision):
    path = tmp_path / "in.pdf"
    path.write_bytes(decision.pdf())

    result = run(path)

    assert result.exit_code == 0
    assert "Loại văn bản" in result.stdout
    assert "quyết định" in result.stdout
    assert "Trang 1: dùng lớp chữ (tiếng Việt đọc được)" in result.stdout
    assert "Độ khẩn" not in result.stdout


def test_paths_may_be_relative(tmp_path, run, decision, monkeypatch):
    (tmp_path / "in.pdf").write_bytes(decision.pdf())
    monkeypatch.chdir(tmp_path)

    result = run("in.pdf", "--json")

    assert json.loads(result.stdout)["file"] == "in.pdf"
    assert result.exit_code == 0


def test_without_files_the_usage_is_wrong(run):
    assert run().exit_code == 2
