"""Between a page as it is shown and its own coordinates: scans are often stored turned, or cut by a crop box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points, origin at the bottom left."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in points."""
        return self.top - self.bottom

    @property
    def centre(self) -> float:
        """The horizontal middle."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What a viewer shows of a page: its crop box, turned clockwise by ``rotation``."""

    crop: Box
    """In the page's own coordinates."""
    rotation: int
    """Degrees: 0, 90, 180 or 270 (ISO 32000-1, 7.7.3.3, Rotate)."""

    @classmethod
    def of(cls, page: Any) -> PageFrame:
        """Return the frame of a ``pypdfium2.PdfPage``."""
        left, bottom, right, top = page.get_cropbox()
        return cls(Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top)), page.get_rotation())

    @property
    def width(self) -> float:
        """Width as shown, in points."""
        return self.crop.width if self.rotation % 180 == 0 else self.crop.height

    @property
    def height(self) -> float:
        """Height as shown, in points."""
        return self.crop.height if self.rotation % 180 == 0 else self.crop.width

    def shown(self, box: Box) -> Box:
        """Return where a box of the page's own coordinates is shown."""
        return _around(*(self._shown(x, y) for x, y in _corners(box)))

    def stored(self, box: Box) -> Box:
        """Return the page's own coordinates of a box as shown."""
        return _around(*(self._stored(x, y) for x, y in _corners(box)))

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        across, up = x - self.crop.left, y - self.crop.bottom
        return {
            0: (across, up),
            90: (up, self.crop.width - across),
            180: (self.crop.width - across, self.crop.height - up),
            270: (self.crop.height - up, across),
        }[self.rotation]

    def _stored(self, x: float, y: float) -> tuple[float, float]:
        across, up = {
            0: (x, y),
            90: (self.crop.width - y, x),
            180: (self.crop.width - x, self.crop.height - y),
            270: (y, self.crop.height - x),
        }[self.rotation]
        return self.crop.left + across, self.crop.bottom + up


def upright_matrix(rotation: int) -> Sequence[int]:
    """Return the matrix that turns an appearance so that it stands upright on a page turned by ``rotation``."""
    return {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}[rotation]


def _corners(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    return (box.left, box.bottom), (box.right, box.top)


def _around(first: tuple[float, float], second: tuple[float, float]) -> Box:
    (x1, y1), (x2, y2) = first, second
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
