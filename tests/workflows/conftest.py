"""Power cuts: any port behind a fuse that blows at the nth call."""

from __future__ import annotations

import contextlib
from typing import Any, Self

import pytest


class PowerCutError(BaseException):
    """The machine stops here: nothing of ours catches it."""


class Fuse:
    """Cuts the power at the nth call of any port; counts calls when it is whole."""

    def __init__(self) -> None:
        self.calls = 0
        self.cut_at: int | None = None

    def burn(self) -> None:
        self.calls += 1
        if self.cut_at is not None and self.calls == self.cut_at:
            raise PowerCutError

    def wire(self, port: Any) -> Any:
        """Return the port behind this fuse."""
        return Wired(port, self)


class Wired:
    """Any port behind a fuse: the power may go before or after each call."""

    def __init__(self, port: Any, fuse: Fuse) -> None:
        self._port, self._fuse = port, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            self._fuse.burn()
            result = found(*args, **kwargs)
            if name == "begin":
                return WiredUnit(result, self._fuse)
            if not isinstance(result, contextlib.AbstractContextManager):
                self._fuse.burn()
            return result

        return call


class WiredUnit:
    """A unit of work behind the fuse: the power may go just before or just after its commit."""

    def __init__(self, unit: Any, fuse: Fuse) -> None:
        self._unit, self._fuse = unit, fuse

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)

    def __enter__(self) -> Self:
        self._unit.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._unit.__exit__(*error)

    def commit(self) -> None:
        self._fuse.burn()
        self._unit.commit()
        self._fuse.burn()


@pytest.fixture
def new_fuse() -> type[Fuse]:
    return Fuse


@pytest.fixture
def power_cut() -> type[BaseException]:
    return PowerCutError
