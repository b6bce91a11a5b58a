"""Our own collection of tampered files: none is called valid; and no good control is refused."""

from __future__ import annotations

from collections import Counter

import pytest

from signing.demo.tampering.case import Bench
from signing.demo.tampering.catalogue import catalogue
from signing.verify import PdfVerifier

FEW = {"overlay on the page", "page removed", "script on opening", "title changed", "pages in the evidence store"}
CASES = [case for case in catalogue() if case.family != "increment on B-LTA" or case.name in FEW]
"""The rest of that family runs with ``make bench-verification``."""


@pytest.fixture(scope="module")
def bench():
    return Bench()


@pytest.fixture(scope="module")
def verifier(bench, tmp_path_factory):
    return PdfVerifier.from_folder(bench.authority.write_trust(tmp_path_factory.mktemp("trust")))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.family}: {case.name}")
def test_case(bench, verifier, case):
    verdict = verifier.verify(case.build(bench))
    if case.good:
        assert verdict.verdict == "valid", verdict
        assert all(one.verdict == "valid" for one in verdict.signatures)
    else:
        assert verdict.verdict in {"invalid", "indeterminate", "unsigned"}, verdict
        assert verdict.reasons or any(one.reasons for one in verdict.signatures)


def test_every_case_has_a_name_of_its_own():
    assert not [name for name, times in Counter((one.family, one.name) for one in CASES).items() if times > 1]
