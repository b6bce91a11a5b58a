"""The round seal on a signature (box 8 of NĐ 30/2020): where it lies, and the page without its rings.

A seal has rings of known size (26 to 38 mm across) and thin lines. Names and titles that it covers cross those lines or
run thick beside them, so the rings can be taken away without the letters, on a black-and-white scan too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from processors.ink import Mask

_RADII = (12.5, 19.5)
"""Millimetres."""
_CELLS_PER_INCH = 50
_QUICK = 32
_FAITH = 0.5
"""Share of a ring that must be inked: part of a seal may lie off the page or be pale."""
_ANGLES = 720
_LINE = 1.5
"""Millimetres that a ring's line is thick, at most."""
_SPAN = 60
"""Angles to both sides over which a ring must go on to be one."""
_GOES_ON = 0.6
_CROSSING = 1.5


@dataclass(frozen=True, slots=True)
class Seal:
    """A ring: centre and radius in pixels."""

    x: float
    y: float
    radius: float


def find_seal(mask: Mask, *, dpi: int) -> Seal | None:
    """Return the outer ring of the seal on a mask, or None."""
    import numpy as np

    cell = max(1, round(dpi / _CELLS_PER_INCH))
    high, wide = mask.shape[0] // cell, mask.shape[1] // cell
    if not high or not wide:
        return None
    whole = mask[: high * cell, : wide * cell]
    rows = np.logical_or.reduce([whole[row::cell] for row in range(cell)])
    grid = np.logical_or.reduce([rows[:, column::cell] for column in range(cell)])
    per_mm = dpi / 25.4 / cell
    # Room for a seal that lies partly off the image; lengths that are quick to transform.
    room = tuple(_QUICK * int(np.ceil((side + 2 * _RADII[1] * per_mm) / _QUICK)) for side in (high, wide))
    spectrum = np.fft.rfft2(grid.astype(np.float32), room)
    best = (_FAITH, 0.0, 0.0, 0.0)
    for radius in np.arange(_RADII[0] * per_mm, _RADII[1] * per_mm, 1.0):
        reach = int(radius) + 2
        down, across = np.mgrid[-reach : reach + 1, -reach : reach + 1]
        ring = (np.abs(np.hypot(down, across) - radius) < 0.7).astype(np.float32)
        match = np.fft.irfft2(spectrum * np.conj(np.fft.rfft2(ring, room)), room) / ring.sum()
        y, x = divmod(int(match.argmax()), room[1])
        if match[y, x] > best[0]:
            centre = [
                at + reach if at + reach < side else at + reach - side for at, side in ((x, room[1]), (y, room[0]))
            ]
            best = (float(match[y, x]), centre[0], centre[1], float(radius))
    return Seal(best[1] * cell, best[2] * cell, best[3] * cell) if best[3] else None


def without_rings(mask: Mask, seal: Seal, *, dpi: int) -> Mask:
    """Return the mask without the rings of the seal: thin lines around its centre that go on for 60 degrees."""
    import numpy as np

    low, high = int(seal.radius * 0.55), int(seal.radius * 1.15)
    angles = np.arange(_ANGLES) * 2 * np.pi / _ANGLES
    radii = np.arange(low, high)
    x = np.rint(seal.x + np.outer(radii, np.cos(angles))).astype(int)
    y = np.rint(seal.y + np.outer(radii, np.sin(angles))).astype(int)
    inside = (x >= 0) & (x < mask.shape[1]) & (y >= 0) & (y < mask.shape[0])
    unrolled = np.zeros(x.shape, bool)
    unrolled[inside] = mask[y[inside], x[inside]]
    lengths = _lengths(unrolled)
    thin = unrolled & (lengths <= _LINE * dpi / 25.4)
    along = _around(_steadied(thin))
    # A stroke that crosses a ring is longer than the ring is thick thereabouts.
    usual = _around(lengths * thin) / np.maximum(_around(thin.astype(int)), 1e-6)
    lines = thin & (along > _GOES_ON) & (lengths <= _CROSSING * usual + 1)
    down, across = np.nonzero(mask)
    ring = np.rint(np.hypot(down - seal.y, across - seal.x)).astype(int) - low
    angle = np.rint(np.arctan2(down - seal.y, across - seal.x) / (2 * np.pi) * _ANGLES).astype(int) % _ANGLES
    near = (ring >= 0) & (ring < high - low)
    gone = np.zeros(len(down), bool)
    gone[near] = lines[ring[near], angle[near]]
    cleared = mask.copy()
    cleared[down[gone], across[gone]] = False
    return cleared


def _lengths(unrolled: NDArray[Any]) -> NDArray[Any]:
    """Return for each inked place how far the ink goes on along the radius."""
    import numpy as np

    inward, whole = np.zeros(unrolled.shape, int), np.zeros(unrolled.shape, int)
    run = np.zeros(unrolled.shape[1], int)
    for index in range(len(unrolled)):
        run = np.where(unrolled[index], run + 1, 0)
        inward[index] = run
    run[:] = 0
    for index in range(len(unrolled) - 1, -1, -1):
        run = np.where(unrolled[index], np.maximum(run, inward[index]), 0)
        whole[index] = run
    return whole


def _steadied(thin: NDArray[Any]) -> NDArray[Any]:
    """Return the ink widened along the radius: rings wobble by two pixels."""
    near = thin.copy()
    for step in (1, 2):
        near[step:] |= thin[:-step]
        near[:-step] |= thin[step:]
    return near


def _around(values: NDArray[Any]) -> NDArray[Any]:
    """Return for each place the mean along the ring through it, 30 degrees to both sides."""
    import numpy as np

    looped = np.concatenate([values[:, -_SPAN:], values, values[:, :_SPAN]], axis=1).astype(np.int32)
    sums = np.cumsum(np.pad(looped, ((0, 0), (1, 0))), axis=1)
    width = values.shape[1]
    mean: NDArray[Any] = (sums[:, 2 * _SPAN :][:, :width] - sums[:, :width]) / (2 * _SPAN)
    return mean
