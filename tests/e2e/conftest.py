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
from vanban.services.system import remove_state, up


class SharedSystem:
    """Started by the first test that asks, removed after the last one here: an idle one still sweeps every minute."""

    def __init__(self) -> None:
        self._home: Path | None = None
        self._installation: Installation | None = None

    def start(self) -> Installation:
        if self._installation is None:
            self.remove()  # what a start that failed left
            self._home = Path(tempfile.mkdtemp(prefix="vanban-test-"))
            self._installation = up(self._home, progress=lambda **_: None)
        return self._installation

    def remove(self) -> None:
        home, self._home, self._installation = self._home, None, None
        if home is not None:
            remove_state(home)


_SHARED = SharedSystem()


@pytest.fixture(scope="module")
def system() -> Installation:
    """The whole system, Airflow included, started once (about 40 s) for all files of this folder.

    Whoever kills or stops something in it leaves it healthy again. ``Settings(home=system.home)`` leads to its parts.
    """
    return _SHARED.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Remove the system when the next test is none of these."""
    try:
        return (yield)
    finally:
        if nextitem is None or Path(__file__).parent not in nextitem.path.parents:
            _SHARED.remove()


def pytest_sessionfinish() -> None:
    """Remove it also where the tests were broken off."""
    _SHARED.remove()
