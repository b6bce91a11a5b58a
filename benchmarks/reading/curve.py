"""The reliability curve as an SVG: what was claimed across, what was right up, the diagonal between."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.reading.table import Bin
from processors.calibration import Key, Step

Steps = tuple[Key, Step]
_SIZE, _MARGIN = 320, 44
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" '
    'font-family="sans-serif" font-size="11">'
)


def svg(bins: Sequence[Bin]) -> str:
    """Return the curve; a circle's area grows with the number of values."""
    side = _SIZE + 2 * _MARGIN
    most = max((one.count for one in bins), default=1)
    parts = [
        _HEAD.format(w=side, h=side),
        f'<rect width="{side}" height="{side}" fill="white"/>',
        f'<path d="M{_x(0)} {_y(0)}H{_x(1)}M{_x(0)} {_y(0)}V{_y(1)}" stroke="#333" fill="none"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4 3" fill="none"/>',
        f'<text x="{_x(0.5)}" y="{side - 8}" text-anchor="middle">mean confidence shown</text>',
        f'<text x="12" y="{_y(0.5)}" text-anchor="middle" transform="rotate(-90 12 {_y(0.5)})">share right</text>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(f'<text x="{_x(tick)}" y="{_y(0) + 14}" text-anchor="middle">{tick:g}</text>')
        parts.append(f'<text x="{_x(0) - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:g}</text>')
    line = " ".join(f"{_x(one.claimed)},{_y(one.right)}" for one in bins)
    parts.append(f'<polyline points="{line}" stroke="#0b5cad" stroke-width="1.5" fill="none"/>')
    for one in bins:
        radius = 3 + 9 * (one.count / most) ** 0.5
        parts.append(
            f'<circle cx="{_x(one.claimed)}" cy="{_y(one.right)}" r="{radius:.1f}" fill="#0b5cad" fill-opacity="0.45">'
            f"<title>{one.count} values, shown {one.claimed:.3f}, right {one.right:.3f}</title></circle>"
        )
    return "\n".join([*parts, "</svg>", ""])


def _x(value: float) -> float:
    return round(_MARGIN + _SIZE * value, 1)


def _y(value: float) -> float:
    return round(_MARGIN + _SIZE * (1 - value), 1)
