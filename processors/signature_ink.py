"""The printed and stamped letters of a signature, freed of seal, pen strokes and dust, as masks of ink.

Black and red are looked at apart where the scan has colour: without red, a black name comes out from under a red seal;
alone, red shows a name or title that was stamped. On a black-and-white scan the rings go by their shape and the strokes
of the pen by theirs: large, thin, with much white around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from processors.ink import Blots, blots, thick
from processors.seal import Seal, find_seal, without_rings

if TYPE_CHECKING:
    from PIL.Image import Image

    from processors.ink import Mask

RED = 45
"""How much redder than green and blue a point is to be ink of a seal or stamp."""
_DARK = 0.65
"""Share of the paper's brightness below which a point is ink."""
_TALL, _LONG = 20.0, 75.0
"""Points: what is larger and thin is a stroke of the pen, not a letter."""
_FULL = 0.2
"""Share of its box that a group of letters covers at least; strokes cover less."""
_STEM = 1.45
"""Points that the stem of a bold letter is thick (names and titles are bold: II.7); pens write thinner."""
_DUST = 0.8
_LEAST = 40.0
"""Square points of ink without which a plane is empty."""


def letter_masks(image: Image, *, dpi: int) -> list[Mask]:
    """Return the letters of an image, one mask for black ink and one for red ink where there is any.

    Args:
        image: the zone of the signature, grey or RGB.
        dpi: its resolution.
    """
    least = _LEAST * (dpi / 72) ** 2
    return [_letters(mask, dpi) for mask in _planes(image) if mask.sum() > least]


def _planes(image: Image) -> list[Mask]:
    import numpy as np

    grey = np.asarray(image.convert("L"))
    paper = float(np.percentile(grey, 80))
    dark = grey < _DARK * paper
    if image.mode != "RGB":
        return [dark]
    colours = np.asarray(image).astype(np.int16)
    red = colours[..., 0] - np.maximum(colours[..., 1], colours[..., 2]) > RED
    return [dark & ~red, red]


def _letters(mask: Mask, dpi: int) -> Mask:
    point = dpi / 72
    seal = find_seal(mask, dpi=dpi)
    if seal is not None:
        mask = without_rings(mask, seal, dpi=dpi)
    found = blots(mask)
    strokes = _strokes(found, point)
    if strokes.any():
        # A stroke may run through a letter: what is thick in it stays.
        mask = found.drawn(~strokes) | thick(found.drawn(strokes), max(2, round(_STEM * point)))
        found = blots(mask)
        strokes = _strokes(found, point)
    dropped = strokes | (found.area < (_DUST * point) ** 2)
    if seal is not None:
        dropped |= _within(found, seal)
    return found.drawn(~dropped)


def _strokes(found: Blots, point: float) -> Mask:
    large = (found.height > _TALL * point) | (found.width > _LONG * point)
    thin: Mask = large & (found.area < _FULL * found.width * found.height)
    return thin


def _within(found: Blots, seal: Seal) -> Mask:
    """Return which parts lie inside the rings: the seal's own letters."""
    import numpy as np

    across = np.maximum(np.abs(found.left - seal.x), np.abs(found.right - seal.x))
    down = np.maximum(np.abs(found.top - seal.y), np.abs(found.bottom - seal.y))
    inside: Mask = np.hypot(across, down) < 0.95 * seal.radius
    return inside
