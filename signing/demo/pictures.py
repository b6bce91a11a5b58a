"""Pictures for the demo, drawn by code: a blue signature and a red seal, on transparent ground."""

from __future__ import annotations

import math
import random
from pathlib import Path

BLUE = (20, 60, 190, 255)
RED = (214, 24, 32, 255)
SEAL_PIXELS = 510
"""36 mm at 360 dpi."""
OVERSAMPLED = 3


def draw_signature(path: Path, *, seed: str) -> None:
    """Draw a signature-like curve, the same for the same seed; 750 by 300 pixels."""
    from PIL import Image, ImageDraw

    width, height = 750 * OVERSAMPLED, 300 * OVERSAMPLED
    image = Image.new("RGBA", (width, height), (*BLUE[:3], 0))
    pen = ImageDraw.Draw(image)
    chance = random.Random(seed)  # noqa: S311 - a drawing, not a secret
    loops = [(chance.uniform(0.25, 0.42), chance.uniform(0.7, 1.6), chance.uniform(0, math.tau)) for _ in range(3)]
    points = []
    for step in range(600):
        along = step / 599
        rise = sum(high * math.sin(math.tau * 2.2 * rate * along + phase) for high, rate, phase in loops) / 2
        sway = 0.09 * math.sin(math.tau * 5 * along + loops[0][2])
        points.append((width * (0.06 + 0.86 * along + sway * (1 - along)), height * (0.5 - rise * (1 - 0.5 * along))))
    pen.line(points, fill=BLUE, width=7 * OVERSAMPLED, joint="curve")
    pen.line([(width * 0.1, height * 0.85), (width * 0.9, height * 0.72)], fill=BLUE, width=5 * OVERSAMPLED)
    image.resize((750, 300), Image.Resampling.LANCZOS).save(path, optimize=True)


def draw_seal(path: Path) -> None:
    """Draw a round seal: rings, a star, and spokes where a real seal has its letters, so that none mistakes it."""
    from PIL import Image, ImageDraw

    size = SEAL_PIXELS * OVERSAMPLED
    image = Image.new("RGBA", (size, size), (*RED[:3], 0))
    pen = ImageDraw.Draw(image)
    centre, ring = size / 2, 10 * OVERSAMPLED
    for radius, thick in ((0.495, ring), (0.46, ring // 2), (0.33, ring // 2)):
        reach = radius * size - 1
        pen.ellipse((centre - reach, centre - reach, centre + reach, centre + reach), outline=RED, width=thick)
    for spoke in range(48):
        turn = math.tau * spoke / 48
        inner, outer = (_on(centre, share * size, turn) for share in (0.365, 0.435))
        pen.line([inner, outer], fill=RED, width=ring)
    star = [_on(centre, size * (0.2 if tip % 2 == 0 else 0.08), math.tau * (tip / 10 - 0.25)) for tip in range(10)]
    pen.polygon(star, fill=RED)
    image.resize((SEAL_PIXELS, SEAL_PIXELS), Image.Resampling.LANCZOS).save(path, optimize=True)


def _on(centre: float, radius: float, turn: float) -> tuple[float, float]:
    return centre + radius * math.cos(turn), centre + radius * math.sin(turn)
