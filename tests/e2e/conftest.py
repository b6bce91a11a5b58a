"""The whole system, for the files that share one.

They run in the order of their names, in one process (``tests/conftest.py``): the faults on an installation of their
own, then on the shared one its own starting and stopping, while it is still empty, the main job, and a day at the desk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from vanban.services.installation import Installation
from vanban.services.system import down, remove_state, up


@pytest.fixture(scope="package")
def system() -> Iterator[Installation]:
    """The whole system, Airflow included, started once (about 40 s) and removed after the last test of this package.

    It ends there because an idle one still sweeps every minute, and whatever comes next would pay for it.
    Whoever kills or stops something in it leaves it healthy again. ``Settings(home=system.home)`` leads to its parts.
    """
    home = Path(tempfile.mkdtemp(prefix="vanban-test-"))
    try:
        yield up(home, progress=lambda **_: None)
        down(home, progress=lambda **_: None)
    finally:
        remove_state(home)
