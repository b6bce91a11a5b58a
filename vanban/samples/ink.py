"""What people put on paper by hand, drawn by code: written digits, a signature, a red seal with a star and letters.

Everything is drawn on a white layer that darkens the page below it, as ink does.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from vanban.typefaces import Face, face_file

BLUE_INK = (28, 52, 150)
SEAL_INK = (206, 32, 44)
SEAL_MM = 35
"""Diameter of an office's round seal."""
_FINE = 3
"""Strokes are drawn this many times larger and then reduced, for soft edges."""

Point = tuple[float, float]
_DIGITS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "0": (((0.55, 0.02), (0.15, 0.3), (0.12, 0.72), (0.5, 1.0), (0.88, 0.66), (0.85, 0.28), (0.5, 0.0)),),
    "1": (((0.22, 0.3), (0.62, 0.0), (0.5, 1.0)),),
    "2": (((0.1, 0.25), (0.42, 0.0), (0.85, 0.2), (0.6, 0.58), (0.05, 1.0), (0.5, 0.92), (0.95, 0.98)),),
    "3": (((0.1, 0.1), (0.6, 0.0), (0.82, 0.22), (0.4, 0.45), (0.9, 0.7), (0.5, 1.0), (0.05, 0.88)),),
    "4": (((0.55, 0.0), (0.05, 0.65), (0.95, 0.6)), ((0.72, 0.35), (0.62, 1.0))),
    "5": (((0.3, 0.03), (0.15, 0.42), (0.7, 0.45), (0.85, 0.8), (0.4, 1.0), (0.05, 0.88)), ((0.3, 0.03), (0.9, 0.0))),
    "6": (((0.75, 0.0), (0.25, 0.4), (0.1, 0.8), (0.5, 1.0), (0.85, 0.78), (0.5, 0.55), (0.15, 0.75)),),
    "7": (((0.05, 0.05), (0.9, 0.0), (0.45, 1.0)), ((0.28, 0.5), (0.78, 0.47))),
    "8": (((0.8, 0.15), (0.4, 0.0), (0.2, 0.25), (0.75, 0.68), (0.55, 1.0), (0.15, 0.82), (0.4, 0.48), (0.8, 0.15)),),
    "9": (((0.85, 0.2), (0.45, 0.0), (0.12, 0.25), (0.45, 0.5), (0.85, 0.2), (0.8, 0.6), (0.5, 1.0)),),
}
"""Pen strokes in a unit box, origin at the top left."""


def write_digits(layer: Image.Image, text: str, box: tuple[float, float, float, float], rng: random.Random) -> None:
    """Write digits into a box of pixels (left, top, right, bottom), a little slanted and uneven."""
    left, top, right, bottom = box
    height = (bottom - top) * 1.12
    width = min(0.55 * height, (right - left) / max(1, len(text)) * 0.95)
    x = left + max(0.0, (right - left - width * len(text)) / 2)
    for digit in text:
        size = height * rng.uniform(0.92, 1.06)
        base = bottom + rng.uniform(-0.05, 0.03) * height
        for stroke in _DIGITS.get(digit, ()):
            shaken = [(px + rng.gauss(0, 0.035), py + rng.gauss(0, 0.025)) for px, py in stroke]
            points = [
                (x + (px * 0.82 + 0.14 * (1 - py)) * width, base - (1 - py) * size)
                for px, py in _smooth(shaken, steps=9)
            ]
            _draw(layer, points, BLUE_INK, pen=height / 13)
        x += width


def sign(layer: Image.Image, box: tuple[float, float, float, float], rng: random.Random) -> None:
    """Draw a signature-like scribble into a box of pixels."""
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    points = [(0.02, 0.65)]
    for step in range(1, 9):
        up = step % 2 == 1
        points.append(
            (0.02 + 0.1 * step + rng.uniform(-0.05, 0.03), rng.uniform(0.05, 0.3) if up else rng.uniform(0.6, 0.9))
        )
    points += [(0.95, 0.35), (0.55, 0.8), (0.2, 0.95), (0.98, 0.7)]
    scaled = [(left + px * width, top + py * height) for px, py in _smooth(points, steps=14)]
    _draw(layer, scaled, BLUE_INK, pen=height / 26)


def seal(diameter: int, *, around: str, below: str) -> Image.Image:
    """Return a round seal on white: rings, letters around, a star, and ``below`` under it, turned a little."""
    size = diameter * _FINE
    image = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(image)
    for share, thick in ((0.495, 0.016), (0.47, 0.006), (0.33, 0.006)):
        reach = share * size
        edges = (size / 2 - reach, size / 2 - reach, size / 2 + reach, size / 2 + reach)
        pen.ellipse(edges, outline=SEAL_INK, width=max(1, round(thick * size)))
    tips = [_on(size / 2, size * (0.17 if tip % 2 == 0 else 0.066), math.tau * (tip / 10 - 0.25)) for tip in range(10)]
    pen.polygon([(x, y - 0.03 * size) for x, y in tips], fill=SEAL_INK)
    small = ImageFont.truetype(face_file(Face.BOLD), round(0.062 * size))
    pen.text((size / 2, 0.73 * size), below, font=small, fill=SEAL_INK, anchor="mm")
    _letters_around(image, around, ImageFont.truetype(face_file(Face.BOLD), round(0.085 * size)))
    return image.resize((diameter, diameter), Image.Resampling.LANCZOS)


def _letters_around(image: Image.Image, text: str, font: ImageFont.FreeTypeFont) -> None:
    size = image.width
    sweep = min(math.tau * 0.92, math.tau * 0.03 * len(text))
    for index, letter in enumerate(text):
        turn = -math.pi / 2 - sweep / 2 + sweep * index / max(1, len(text) - 1)
        tile = Image.new("L", (round(0.16 * size),) * 2, 0)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height * 0.55), letter, font=font, fill=255, anchor="mm")
        tile = tile.rotate(-math.degrees(turn + math.pi / 2), resample=Image.Resampling.BICUBIC)
        x, y = _on(size / 2, 0.4 * size, turn)
        image.paste(SEAL_INK, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)


def _draw(layer: Image.Image, points: Sequence[Point], ink: tuple[int, int, int], *, pen: float) -> None:
    margin = round(pen) + 2
    left, top = (math.floor(min(p[axis] for p in points)) - margin for axis in (0, 1))
    right, bottom = (math.ceil(max(p[axis] for p in points)) + margin for axis in (0, 1))
    mask = Image.new("L", ((right - left) * _FINE, (bottom - top) * _FINE), 0)
    line = [((x - left) * _FINE, (y - top) * _FINE) for x, y in points]
    ImageDraw.Draw(mask).line(line, fill=235, width=max(2, round(pen * _FINE)), joint="curve")
    mask = mask.resize((right - left, bottom - top), Image.Resampling.LANCZOS)
    layer.paste(ink, (left, top), mask)


def _smooth(points: Sequence[Point], *, steps: int) -> list[Point]:
    """Return a curve through the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                (_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)),
            )
    return [*curve, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))


def _on(centre: float, radius: float, turn: float) -> Point:
    return centre + radius * math.cos(turn), centre + radius * math.sin(turn)
