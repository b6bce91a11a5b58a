"""Pages as people look at them: images of a bounded width, made in a child process like every parsing."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from processors.bounds import Bounds
from processors.raster import cannot_render, open_pages


def page_sizes(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"count", "sizes"}``: the number of pages, and (width, height) in PDF points of the first ``most``."""
    limits = Bounds(**arguments["bounds"])
    with open_pages(Path(arguments["path"]), limits=limits) as pages:
        shown = min(pages.count, int(arguments["most"]))
        return {"count": pages.count, "sizes": [pages.size(number) for number in range(1, shown + 1)]}


_SCREEN_QUALITY = 85
"""Of the JPEG, with whole colours: a colour scan as PNG is five times as large, and takes its CPU to pack."""


def page_image(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"image"}``: one page in base64, at most ``width`` pixels wide.

    A PNG; ``for_screen`` allows a JPEG where the page is in colour, as scans and photos are.
    """
    limits, width = Bounds(**arguments["bounds"]), int(arguments["width"])
    with open_pages(Path(arguments["path"]), limits=limits) as pages:
        number = int(arguments["page"])
        if not 1 <= number <= pages.count:
            raise cannot_render(number)
        image = pages.render(number, widest=width).image
    if image.width > width:
        from PIL import Image

        image = image.resize((width, max(1, image.height * width // image.width)), Image.Resampling.BOX)
    encoded = io.BytesIO()
    if arguments.get("for_screen") and image.mode == "RGB":
        image.save(encoded, format="JPEG", quality=_SCREEN_QUALITY, subsampling=0)
    else:
        image.save(encoded, format="PNG", compress_level=3)
    return {"image": base64.b64encode(encoded.getvalue()).decode()}
