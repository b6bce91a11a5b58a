"""Photos of the pages of one paper, joined into one PDF in their order; each page holds the camera's own data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from processors.bounds import Bounds
from processors.images import ImagePages
from processors.raster import PageError, open_pages
from processors.scan_images import image_pdf
from vanban.domain.errors import UnreadableError


def join_photos(arguments: dict[str, Any]) -> dict[str, Any]:
    """Write photos into one PDF; runs inside the child. The same photos give the same bytes.

    Args:
        arguments: ``paths`` of the photos in order; ``target``; ``bounds``, fields of ``Bounds``.

    Returns:
        ``{"pages"}``.

    Raises:
        UnreadableError: if one is no photo, too large or damaged; it says which.
    """
    import pikepdf

    bounds = Bounds(**arguments["bounds"])
    joined = pikepdf.new()
    for number, path in enumerate(arguments["paths"], start=1):
        with _photo(Path(path), number, bounds) as one:
            joined.pages.extend(one.pages)
    # Without the time of writing a second run gives the same bytes: handed in twice it is a duplicate.
    joined.save(arguments["target"], deterministic_id=True)
    return {"pages": len(joined.pages)}


def _photo(path: Path, number: int, bounds: Bounds) -> Any:
    """Return a photo as a PDF, once it is sure that it can be seen whole."""
    try:
        with open_pages(path, limits=bounds) as source:
            if not isinstance(source, ImagePages):
                raise _refused(number, vi="không phải là ảnh", en="is no photo")
            width, height = source.current.size
            if width * height > bounds.page_pixels:
                most = bounds.page_pixels // 1_000_000
                raise _refused(number, vi=f"lớn hơn {most} triệu điểm ảnh", en=f"has more than {most} million pixels")
            for frame in range(1, source.count + 1):
                source.frame(frame)
            return image_pdf(path, source)
    except PageError:
        raise _refused(number, vi="bị hỏng, không mở được", en="is damaged and cannot be opened") from None


def _refused(number: int, *, vi: str, en: str) -> UnreadableError:
    remedy = "Take it again. / Hãy chụp lại ảnh này."
    return UnreadableError("broken", vi=f"Ảnh {number} {vi}.", en=f"Photo {number} {en}.", remedy=remedy)
