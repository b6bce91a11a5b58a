"""CPU of the reading against bare Tesseract, on the same page images, one after the other."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
from pathlib import Path

from processors.bounds import Bounds
from processors.raster import open_pages
from processors.reading import Document
from processors.tesseract import TesseractOcr


def compare_speed(paths: list[Path], pages: int) -> str:
    """Return the CPU seconds a page of rendering, reading and facts, of bare Tesseract, and their ratio."""
    ours = bare = 0.0
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / "page.pgm"
        for path in paths[:pages]:
            before = _cpu()
            document = Document()
            with open_pages(path, limits=Bounds()) as source:
                raster, size = source.render(1), source.size(1)
            document.take(
                TesseractOcr().read_page(raster.image, number=1, dpi=raster.dpi, width=size[0], height=size[1])
            )
            document.facts()
            middle = _cpu()
            raster.image.convert("L").save(image, format="PPM")
            options = ["-l", "vie", "--psm", "3", "--dpi", str(raster.dpi), "-c", "thresholding_method=2"]
            start = _cpu()
            subprocess.run(
                ["tesseract", str(image), str(image.with_suffix("")), *options],
                check=True,
                capture_output=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
            ours += middle - before
            bare += _cpu() - start
            done += 1
    return (
        f"pages {done}: reading {ours / done:.2f} CPU s a page, bare tesseract {bare / done:.2f}, "
        f"ratio {ours / bare:.2f}"
    )


def _cpu() -> float:
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
