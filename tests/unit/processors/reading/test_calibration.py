"""Measured confidences: they rise with the guess, and nothing is sure that was not seen right often enough."""

from pathlib import Path

import pytest

from benchmarks.reading.cases import Case
from benchmarks.reading.fitting import LEAST_GUESS, LEAST_VALUES, fit
from benchmarks.reading.judging import Judged, Outcome
from processors.calibration import SURE, UNCALIBRATED, Calibration, read_steps, shipped, write_steps
from processors.reading import Document
from vanban.domain.reading import Fact

CASE = Case("một.pdf", Path("một.pdf"), {}, frozenset(), handwritten=False)


def judged(confidence, right, *, how="zone-3", name="symbol", count=1):
    outcome = Outcome.EXACT if right else Outcome.WRONG
    return [Judged(CASE, name, Fact("x", confidence, how=how), "x", outcome, "ocr")] * count


def confidence(steps, guess, *, how="zone-3", name="symbol", source="ocr"):
    return Calibration(steps).calibrated(name, Fact("x", guess, how=how), source=source).confidence


def test_a_rule_that_was_always_right_is_sure_and_one_seen_seldom_is_not():
    steps = fit([*judged(0.9, True, count=LEAST_VALUES), *judged(0.97, True, how="rare", count=LEAST_VALUES - 1)])

    assert confidence(steps, 0.9) >= SURE
    assert confidence(steps, 0.97, how="rare") < SURE


def test_a_rule_that_was_wrong_more_than_once_in_a_hundred_is_never_sure():
    assert confidence(fit([*judged(0.97, True, count=98), *judged(0.97, False, count=2)]), 0.97) < SURE
    assert confidence(fit([*judged(0.97, True, count=199), *judged(0.97, False)]), 0.97) >= SURE


def test_confidence_never_falls_while_the_guess_rises():
    seen = [*judged(0.5, True, count=9), *judged(0.6, False, count=3), *judged(0.8, True, count=60)]
    shown = [confidence(fit(seen), guess / 100) for guess in range(0, 101, 5)]

    assert shown == sorted(shown)
    assert shown[-1] >= SURE


def test_nothing_is_sure_whose_words_the_engine_doubts():
    steps = fit(judged(0.4, True, count=200))

    assert confidence(steps, 0.45) < SURE
    assert confidence(steps, LEAST_GUESS) >= SURE


def test_handwriting_is_never_sure_and_facts_that_were_not_measured_keep_their_guess():
    steps = fit(judged(0.97, True, name="number", count=500))

    assert steps == []
    assert confidence(steps, 0.5, name="number") == 0.5
    assert confidence(fit(judged(0.9, True)), 0.97, name="signer") == 0.97
    assert confidence(fit(judged(0.9, True)), 0.97, source="text") == 0.97


def test_an_unknown_rule_of_a_measured_fact_is_not_sure():
    assert confidence(fit(judged(0.9, True)), 0.99, how="new rule") < SURE


def test_the_table_comes_back_as_written(tmp_path):
    steps = fit([*judged(0.5, True, count=3), *judged(0.9, True, count=99)])
    write_steps(tmp_path / "t.csv", steps)

    assert read_steps(tmp_path / "t.csv") == steps


def test_the_shipped_table_makes_no_handwritten_fact_sure(decision):
    table = read_steps(Path(__file__).parents[4] / "processors" / "calibration.csv")

    assert table
    assert not {fact for (fact, _, _), _ in table} & {"number", "issued_on"}
    document = Document()
    document.take(decision.page())
    assert document.facts()["kind"].confidence >= SURE
    for fact in ("number", "issued_on"):
        assert document.facts()[fact].confidence <= 0.5
    assert document.facts(calibration=UNCALIBRATED)["kind"].confidence == pytest.approx(0.97)
    assert shipped() is shipped()
