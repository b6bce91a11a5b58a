"""Samples are made once for all tests of this folder."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from vanban.samples.catalogue import write_samples
from vanban.samples.contents import compose
from vanban.samples.drawing import render

TODAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="session")
def today():
    return TODAY


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """The folder with all samples, and what they are by name."""
    folder = tmp_path_factory.mktemp("samples")
    samples = write_samples(folder, seed=1, today=TODAY, foreign_signer=lambda pdf: pdf + b"%signed\n")
    return folder, {sample.name: sample for sample in samples}


@pytest.fixture(scope="session")
def letter_pdf():
    return render(compose("công văn", rng=random.Random(1)))
