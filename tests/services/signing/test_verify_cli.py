"""``vanban verify`` as a person and as a program call it."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from processors.verification import SandboxedVerifier
from vanban.cli.verify import command

KEYS = {
    "field", "signer", "signed_at", "timestamp", "level", "integrity", "trust", "revocation", "coverage",
    "modified_after", "verdict", "reasons", "proven_at", "proven_by", "anchor", "purposes", "holder",
}  # fmt: skip


def run(*arguments: object):
    return CliRunner().invoke(command, [str(one) for one in arguments])


def test_valid_files_exit_0(office, sealed, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sealed)
    done = run(tmp_path / "a.pdf", "--json", "--trust", office.pki / "trust")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert set(said) == {"file", "sha256", "verdict", "signatures", "reasons"}
    assert said["verdict"] == "valid"
    assert [set(one) for one in said["signatures"]] == [KEYS, KEYS]


def test_each_file_gets_its_line_and_one_bad_file_exits_1(office, sealed, draft, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sealed)
    (tmp_path / "b.pdf").write_bytes(draft())
    done = run(
        tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "missing.pdf", "--json", "--trust", office.pki / "trust"
    )
    assert done.exit_code == 1
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["valid", "unsigned", "indeterminate"]


def test_a_person_reads_vietnamese(office, sealed, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sealed)
    done = run(tmp_path / "a.pdf", "--trust", office.pki / "trust")
    assert "HỢP LỆ" in done.stdout
    assert "Nguyễn Văn Mẫu" in done.stdout


def test_wrong_usage_exits_2():
    assert run().exit_code == 2


def test_a_purpose_that_the_trust_folder_does_not_name_makes_nobody_trusted(office, sealed, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sealed)
    given = (tmp_path / "a.pdf", "--json", "--trust", office.pki / "trust", "--purpose")
    assert run(*given, "demo").exit_code == 0
    refused = run(*given, "public-duty")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["verdict"] == "indeterminate"


@pytest.mark.parametrize(
    ("bounds", "why"),
    [
        ({"seconds": 0.0, "memory_bytes": 600 << 20}, r"\[time-limit\]"),
        # Where memory runs out decides who notices: the child as a whole, or the parser of one signature.
        ({"seconds": 60, "memory_bytes": 1 << 20}, r"\[memory-limit\]|\(MemoryError\)"),
    ],
)
def test_a_child_out_of_bounds_gives_no_verdict(office, sealed, bounds, why):
    verdict = SandboxedVerifier(trust=office.pki / "trust", **bounds).verify(sealed)
    assert verdict.verdict == "indeterminate"
    assert re.search(why, verdict.reasons[0])


def test_the_report_says_who_vouches(office, sealed, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sealed)
    said = json.loads(run(tmp_path / "a.pdf", "--json", "--trust", office.pki / "trust").stdout)
    assert [one["purposes"] for one in said["signatures"]] == [["demo"], ["demo"]]
    assert all(one["proven_by"] and one["proven_at"] and one["anchor"] for one in said["signatures"])
