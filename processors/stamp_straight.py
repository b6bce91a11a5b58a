"""A stamp set upright: both ways if it stands on end, turned level, freed of its frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

SHEET_DPI = 300
ON_END = 1.3
"""So many times higher than wide, a stamp stands on its end."""
TALL = 12.0
"""Millimetres from which a piece of the page may hold a mark that stands on its end."""
INK = 26
"""How far from its ground, of 255, a cell is dark."""
_ANGLES = range(-20, 21, 2)


def ground_of(image: Image.Image) -> int:
    """Return the commonest of the lighter values: the paper."""
    counts = image.histogram()[:256]
    return max(range(128, 256), key=lambda value: counts[value])


def upright_ways(crop: Image.Image, dpi: int) -> list[Image.Image]:
    """Return a stamp, or, of one that stands on its end, both ways of laying it down; all three where it may be either.

    Text that a standing stamp touches makes its piece of the page as wide as high.
    """
    if crop.height >= ON_END * crop.width:
        return _both_ways(crop)
    return [crop, *_both_ways(crop)] if crop.height > TALL * dpi / 25.4 else [crop]


def laid_down(stamp: Image.Image) -> list[Image.Image]:
    """Return a straightened stamp, or both ways of laying it down if it turned out to stand on its end."""
    return _both_ways(stamp) if stamp.height > ON_END * stamp.width else [stamp]


def _both_ways(image: Image.Image) -> list[Image.Image]:
    from PIL import Image

    return [image.transpose(Image.Transpose.ROTATE_90), image.transpose(Image.Transpose.ROTATE_270)]


def straight(crop: Image.Image, dpi: int) -> Image.Image:
    """Return a stamp upright, without its frame, black on white, at ``SHEET_DPI``."""
    from PIL import Image, ImageOps

    scale = SHEET_DPI / dpi
    crop = ImageOps.autocontrast(crop, cutoff=(1, 1))
    crop = crop.resize(
        (max(1, round(crop.width * scale)), max(1, round(crop.height * scale))), Image.Resampling.BICUBIC
    )
    ground = ground_of(crop)
    padded = ImageOps.expand(crop, border=crop.height // 4 + 4, fill=ground)
    turned = padded.rotate(_tilt(padded), resample=Image.Resampling.BICUBIC, fillcolor=ground)
    return _without_frame(turned, ground)


def _tilt(image: Image.Image) -> float:
    """Return by how many degrees to turn an image so that its lines lie level: rows of ink are sharpest then."""
    import numpy as np
    from PIL import Image

    small = image.copy()
    small.thumbnail((240, 240))
    ground = ground_of(small)
    ink = Image.fromarray(np.clip(ground - np.asarray(small, dtype=np.int16), 0, 255).astype(np.uint8))

    def sharpness(angle: float) -> float:
        rows = np.asarray(ink.rotate(angle, resample=Image.Resampling.BILINEAR), dtype=np.float64).sum(axis=1)
        return float((np.diff(rows) ** 2).sum())

    best = max(_ANGLES, key=sharpness)
    return max((best - 1, best, best + 1), key=sharpness)


def _without_frame(image: Image.Image, ground: int) -> Image.Image:
    """Return an image whose long straight lines are painted over, and what is left cut out with a margin."""
    import numpy as np
    from PIL import Image, ImageOps

    pixels = np.array(image)
    inked = pixels < ground - max(INK, (ground - int(pixels.min())) // 3)
    # Only in a frame is an upright line no letter: the T of MẬT stands near the edge as well.
    if _rub_out_rows(pixels, inked, ground, share=0.6) >= 2:
        _rub_out_rows(pixels.T, inked.T, ground, share=0.8)
    rows, columns = np.flatnonzero(inked.sum(axis=1) > 1), np.flatnonzero(inked.sum(axis=0) > 1)
    if not len(rows) or not len(columns):
        return image
    cut = Image.fromarray(pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    return ImageOps.expand(cut, border=20, fill=ground)


def _rub_out_rows(pixels: Any, inked: Any, ground: int, *, share: float) -> int:
    """Paint over rows near the edge that are inked over most of the width of the ink; return how many edges had one."""
    import numpy as np

    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return 0
    first, last = int(rows[0]), int(rows[-1])
    edge = max(3, int(0.3 * (last - first + 1)))
    long = np.flatnonzero(inked.sum(axis=1) > share * (columns[-1] - columns[0] + 1))
    upper, lower = [row for row in long if row - first < edge], [row for row in long if last - row < edge]
    for row in (*upper, *lower):
        pixels[max(0, row - 2) : row + 3] = ground
        inked[max(0, row - 2) : row + 3] = False
    return bool(upper) + bool(lower)
