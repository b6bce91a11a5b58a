"""The score of the reading must not flatter: what it calls right is right, what it calls silent would pass unseen."""

from pathlib import Path

import pytest

from benchmarks.reading.cases import Case
from benchmarks.reading.judging import Outcome, compare, judge, set_f1, text_errors
from benchmarks.reading.recognised import Read
from benchmarks.reading.table import reliability, straight_through
from vanban.domain.reading import Fact


def case(**truth):
    return Case("tệp.pdf", Path("tệp.pdf"), truth, frozenset(truth), handwritten=False)


@pytest.mark.parametrize(
    ("value", "truth", "outcome"),
    [
        ("Sở Y tế", "Sở Y tế", Outcome.EXACT),
        ("ỦY BAN – XÃ HOÀ", "UỶ BAN - XÃ HÒA", Outcome.EXACT),  # kind of dash and place of tone marks
        ("SỞ Y TẺ", "SỞ Y TẾ", Outcome.FOLDED),
        ("SỞ TƯ PHÁP", "SỞ Y TẾ", Outcome.WRONG),
        (None, "SỞ Y TẾ", Outcome.ABSTAINED),
        (None, None, Outcome.ABSENT),
        ("khẩn", None, Outcome.WRONG),
        (["b", "a"], ["a", "b"], Outcome.EXACT),
        (["a"], ["a", "b"], Outcome.WRONG),
        (False, False, Outcome.EXACT),
    ],
)
def test_outcomes(value, truth, outcome):
    assert compare("issuer", value, truth) is outcome


def test_a_wrong_value_that_is_sure_is_silent_and_a_refused_file_abstains():
    (wrong,) = judge(case(symbol="QĐ-UBND"), Read({"symbol": Fact("QĐ-UBNĐ", 0.97)}))
    assert wrong.silent
    (refused,) = judge(case(symbol="QĐ-UBND"), Read({}, refused="suspect"))
    assert refused.outcome is Outcome.ABSTAINED
    assert not refused.silent


def test_reliability_counts_only_values_that_were_given():
    judged = judge(case(kind="công văn", urgency=None), Read({"kind": Fact("công văn", 0.97), "urgency": Fact()}))
    (only,) = reliability(judged)
    assert (only.count, only.right) == (1, 1.0)
    assert straight_through(judged).startswith("1 of 1 facts")


def test_f1_counts_items():
    judged = judge(case(recipients=["a", "b", "c"]), Read({"recipients": Fact(["a", "b", "x"], 0.5)}))
    assert set_f1(judged) == pytest.approx(2 / 3)


def test_text_errors_look_for_the_best_place_of_each_line_whatever_the_order():
    assert text_errors(["Độc lập - Tự do", "SỞ Y TẾ"], "SỞ Y TẾ  Độc lập – Tự do") == (0, 22)
    assert text_errors(["SỞ Y TẾ"], "abc SỞ V TẾ xyz") == (1, 7)
    assert text_errors(["SỞ Y TẾ"], "") == (7, 7)
