"""Pages as people look at them: PNG images of a bounded width, made in a child process like every parsing."""

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


def page_image(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return ``{"png"}``: one page in base64, at most ``width`` pixels wide."""
    limits = Bounds(**arguments["bounds"])
    with open_pages(Path(arguments["path"]), limits=limits) as pages:
        number = int(arguments["page"])
        if not 1 <= number <= pages.count:
            raise cannot_render(number)
        image = pages.render(number).image
    width = int(arguments["width"])
    if image.width > width:
        from PIL import Image

        image = image.resize((width, max(1, image.height * width // image.width)), Image.Resampling.BOX)
    encoded = io.BytesIO()
    image.save(encoded, format="PNG", compress_level=3)
    return {"png": base64.b64encode(encoded.getvalue()).decode()}
