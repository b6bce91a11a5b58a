"""Scanned pages through the whole path, from drop to READ, against bare Tesseract on the same page images."""

from __future__ import annotations

import io
import itertools
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pipeline_cpu import TaskWatch, used_by_programs
from benchmarks.pipeline_system import READ, Measured
from benchmarks.pipeline_table import Row, at_most
from processors.bounds import Bounds
from processors.raster import open_pages
from vanban.samples.bulk import bulk
from vanban.samples.scan import Depth, ScanStyle
from vanban.settings import Limits

PAGES_OF_A_DOCUMENT = (1, 2, 1, 4, 2, 3, 1, 2)
READERS = 2
"""As many Tesseracts at once as the pool ``reading`` has slots: they share the caches in the same way."""
_SECONDS_PER_PAGE = 30
_DEPTHS = (Depth.BITONAL, Depth.GREY)


@dataclass(frozen=True, slots=True)
class ScannedFile:
    """One document of the heap."""

    name: str
    data: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page, rendered as the pipeline renders it."""

    path: Path
    dpi: int


def scanned_files(pages: int, seed: int) -> list[ScannedFile]:
    """Return at least so many pages in documents of 1 to 4, sealed and signed, half of them 1-bit, half grey."""
    letters = {
        depth: (letter.data for letter in bulk(pages, seed + turn, scans=True, style=ScanStyle(depth=depth)))
        for turn, depth in enumerate(_DEPTHS)
    }
    files: list[ScannedFile] = []
    for turn, wanted in enumerate(itertools.cycle(PAGES_OF_A_DOCUMENT)):
        if sum(file.pages for file in files) >= pages:
            break
        data, count = _with_annexes(letters[_DEPTHS[turn % 2]], wanted)
        files.append(ScannedFile(f"quet-{seed}-{turn + 1:04d}.pdf", data, count))
    return files


def _with_annexes(letters: Iterator[bytes], wanted: int) -> tuple[bytes, int]:
    """Return a letter with others behind it as annexes, until it has as many pages as wanted."""
    import pikepdf

    with pikepdf.open(io.BytesIO(next(letters))) as document:
        while len(document.pages) < wanted:
            with pikepdf.open(io.BytesIO(next(letters))) as annex:
                document.pages.extend(annex.pages)
                out = io.BytesIO()
                document.save(out, deterministic_id=True)
        if len(document.pages) > max(wanted, 1) and wanted > 1:
            del document.pages[wanted:]
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
        return out.getvalue(), len(document.pages)


def page_images(files: Sequence[ScannedFile], folder: Path) -> list[PageImage]:
    """Render every page once, as the pipeline does, and keep the images."""
    bounds, images = Bounds.of(Limits()), []
    for file in files:
        path = folder / file.name
        path.write_bytes(file.data)
        with open_pages(path, limits=bounds) as source:
            for number in range(1, source.count + 1):
                raster = source.render(number)
                image = PageImage(folder / f"{path.stem}-{number}.pgm", raster.dpi)
                raster.image.convert("L").save(image.path, format="PPM")
                images.append(image)
    return images


def bare_seconds(images: Sequence[PageImage]) -> float:
    """Return the CPU seconds of the ``tesseract`` command on page images, with the pipeline's model and options."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with ThreadPoolExecutor(READERS) as pool:
        list(pool.map(_tesseract, images))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _tesseract(image: PageImage) -> None:
    options = ["-l", "vie", "--psm", "3", "--dpi", str(image.dpi), "-c", "thresholding_method=2", "tsv"]
    subprocess.run(
        ["tesseract", str(image.path), "-", *options],
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=_SECONDS_PER_PAGE * 4,
    )


def measure(system: Measured, *, pages: int, idle_rate: float, seed: int = 20) -> list[Row]:
    """Return the rows on scanned pages.

    Half of the pages go through bare Tesseract before and half after the pipeline, so that what else the machine does
    weighs on both.

    Args:
        system: the installation, idle.
        pages: how many.
        idle_rate: CPU seconds a second that it uses when idle, which are not the pages'.
        seed: of the documents.
    """
    files = scanned_files(pages, seed)
    with tempfile.TemporaryDirectory(prefix="vanban-bench-pages-") as folder:
        images = page_images(files, Path(folder))
        bare = bare_seconds(images[::2])
        run = _through_the_pipeline(system, files)
        bare += bare_seconds(images[1::2])
    count = len(images)
    whole = run.whole_seconds - idle_rate * run.seconds
    of = f"{count} scanned pages in {len(files)} files"
    return [
        Row("bare `tesseract`, CPU a page", f"{bare / count:.2f} s"),
        at_most(f"{of}: all processes less idle, CPU against bare", whole / bare, 1.5, "×"),
        at_most(f"{of}: tasks with all they start, CPU against bare", run.tasks_seconds / bare, 1.5, "×"),
        at_most(f"{of}: parsers and Tesseract only, CPU against bare", run.parsers_seconds / bare, 1.5, "×"),
        Row("CPU a page: all processes", f"{whole / count:.2f} s"),
        Row("pages a minute, drop to READ", f"{count / run.seconds * 60:.0f} ({run.tasks} tasks)"),
        Row("memory of a reading task with its parsers (PSS, peak)", f"{run.memory_bytes / 1e6:.0f} MB"),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    seconds: float
    whole_seconds: float
    tasks_seconds: float
    parsers_seconds: float
    tasks: int
    memory_bytes: int


def _through_the_pipeline(system: Measured, files: Sequence[ScannedFile]) -> _Run:
    after = system.last_event()
    before = used_by_programs(system.instance)
    with TaskWatch(system.instance) as watch:
        began = time.monotonic()
        for file in files:
            system.drop(file.name, file.data)
        allowed = 120 + _SECONDS_PER_PAGE * sum(file.pages for file in files)
        system.wait(lambda events: sum(e.name == READ for e in events) >= len(files), after=after, seconds=allowed)
        seconds = time.monotonic() - began
    used = used_by_programs(system.instance)
    return _Run(
        seconds=seconds,
        whole_seconds=sum(used.values()) - sum(before.values()),
        tasks_seconds=watch.tasks_seconds,
        parsers_seconds=watch.parsers_seconds,
        tasks=watch.tasks,
        memory_bytes=watch.memory_bytes,
    )
