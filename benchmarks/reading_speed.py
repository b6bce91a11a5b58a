"""CPU of the whole reading, searchable copy included, side by side: ``make bench-reading-speed``.

Every file goes through examination (gate included) and reading with its searchable PDF/A, each in a fork of its own, as
the product does it. In the same run bare ``tesseract`` reads the very same page images (same model and options, one
start a page), half of the files before and half after, and, with ``--ocrmypdf PROGRAM``, OCRmyPDF makes its PDF/A of
the same files. OCRmyPDF is no part of the project: install it into an environment of its own.
The command sets ``OPENBLAS_NUM_THREADS=1`` as the sandbox does.
CPU is user and system time of the processes and all that they waited for; clock times hold only on a quiet machine.
"""

from __future__ import annotations

import argparse
import gc
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.forks import NOTHING, Cost, forked, shared
from benchmarks.pipeline_table import Row, at_most, circumstances, markdown
from benchmarks.reading.cases import Case, corpus_cases
from benchmarks.reading.judging import text_errors
from processors.bounds import Bounds
from processors.child import load
from processors.inspection import examine
from processors.raster import open_pages
from processors.reading import read_file
from vanban.settings import Limits

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
_OPTIONS = ("-l", "vie", "--psm", "3", "-c", "thresholding_method=2")


def read_whole(path: Path, folder: Path) -> Cost:
    """Return what everything costs that is done to one file: examination and reading, one fork each."""
    bounds = Bounds.of(Limits()).as_arguments()
    work = folder / "work"
    work.mkdir(exist_ok=True)
    given = {"path": str(path), "file_name": "a" + path.suffix, "work": str(work), "bounds": bounds, "overruled": False}
    asked = {
        "path": str(path),
        "work": str(work),
        "bounds": bounds,
        "searchable": str(folder / f"{path.stem}.pdf"),
        "seconds": 600,
        "seconds_per_page": 600,
        "offices": [],
    }
    spent = forked(lambda: examine(given)) + forked(lambda: read_file(asked))
    for kept in work.iterdir():
        kept.unlink()
    return spent


def bare(path: Path, folder: Path) -> tuple[Cost, int]:
    """Return what bare Tesseract costs on the page images of one file, and the number of pages."""
    spent, pages = NOTHING, 0
    with open_pages(path, limits=Bounds()) as source:
        for number in range(1, source.count + 1):
            raster = source.render(number)
            image = folder / "page.bmp"  # of all formats the one that Tesseract reads quickest
            raster.image.convert("L").save(image)
            command = ["tesseract", str(image), str(folder / "out"), *_OPTIONS, "--dpi", str(raster.dpi), "tsv"]
            spent += program(command)
            pages += 1
    return spent, pages


def page_count(path: Path) -> int:
    """Return the number of pages of a scan."""
    with open_pages(path, limits=Bounds()) as source:
        return source.count


def program(command: Sequence[str]) -> Cost:
    """Return what a program costs."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.monotonic() - started, 0)


def scans(cases: Sequence[Case], ocrmypdf: str, folder: Path) -> list[Row]:
    """Return the rows on scans."""
    ours = theirs = engine = NOTHING
    pages = 0
    made, other = folder / "ours", folder / "other"
    made.mkdir()
    other.mkdir()
    for index, case in enumerate(cases):
        order = [0, 1] if index % 2 else [1, 0]
        for which in order:
            if which:
                ours += read_whole(case.path, made)
            else:
                spent, count = bare(case.path, folder)
                engine, pages = engine + spent, pages + count
        if ocrmypdf:
            options = ["-l", "vie", "--deskew", "--rotate-pages", "--output-type", "pdfa", "-j", "1", "--quiet"]
            # Both work without Ghostscript, and are the faster ones.
            options += ["--rasterizer", "pypdfium", "--pdfa-backend", "internal"]
            theirs += program([ocrmypdf, *options, "--force-ocr", str(case.path), str(other / f"{case.path.stem}.pdf")])
    rows = [
        Row(f"bare tesseract, CPU a page ({pages} pages of {len(cases)} files)", f"{engine.cpu / pages:.2f} s"),
        Row("gate, rendering, OCR, zones, facts, searchable PDF/A: CPU a page", f"{ours.cpu / pages:.2f} s"),
        at_most("… against bare tesseract", ours.cpu / engine.cpu, 1.25, "×"),
        at_most("… largest process", ours.peak / 1e6, 400, "MB", digits=0),
        Row("… characters wrong in the searchable copies of typed pages", _errors(cases, made)),
    ]
    if ocrmypdf:
        faster = theirs.cpu / ours.cpu
        rows += [
            Row("OCRmyPDF --deskew --rotate-pages --output-type pdfa: CPU a page", f"{theirs.cpu / pages:.2f} s"),
            Row("… against ours (pages a CPU minute)", f"{faster:.2f} ×", "≥ 2.5 ×", faster >= 2.5),
            Row(
                "… pages a minute of the clock, one file after the other, one core each",
                f"{pages / theirs.wall * 60:.0f}",
            ),
            Row("… ours", f"{pages / ours.wall * 60:.0f}", "≥ 2.5 ×", theirs.wall >= 2.5 * ours.wall),
            Row("… characters wrong in its copies of typed pages", _errors(cases, other)),
        ]
    return rows


def _errors(cases: Sequence[Case], folder: Path) -> str:
    """Return the share of characters of typed first pages that the copies in a folder have wrong."""
    wrong = whole = 0
    for case in cases:
        copy = folder / f"{case.path.stem}.pdf"
        if case.page_text and copy.exists():
            told = subprocess.run(["pdftotext", "-l", "1", str(copy), "-"], capture_output=True, text=True, check=True)
            one, length = text_errors(case.page_text, told.stdout)
            wrong, whole = wrong + one, whole + length
    return f"{100 * wrong / whole:.2f} %" if whole else "no typed page among them"


def two_workers(paths: Sequence[Path], folder: Path) -> Row:
    """Return the row on two processes against one: each takes the next file, the longest first, from one queue.

    The two get every file twice, so that the work can be halved evenly whatever the files: 2 is what can be reached.
    """
    homes = [folder / "one", folder / "first", folder / "second"]
    for home in homes:
        home.mkdir()
    alone = {path: read_whole(path, homes[0]).wall for path in paths}
    queue = sorted((*paths, *paths), key=lambda path: -alone[path])

    def reads_into(home: Path) -> Callable[[int], Cost]:
        return lambda number: read_whole(queue[number], home)

    together = shared(len(queue), [reads_into(home) for home in homes[1:]])
    gain = 2 * sum(alone.values()) / together
    return Row("two workers against one, pages a minute", f"{gain:.2f} ×", "≥ 1.8 ×", gain >= 1.8)


def write_bulk(folder: Path, count: int, *, seed: int, scans: bool) -> None:
    """Write made files into a folder; in a fork, so that what makes them does not weigh on the forks that read them."""
    from vanban.samples.bulk import bulk

    for index, file in enumerate(bulk(count, seed=seed, scans=scans)):
        (folder / f"{index:04d}.pdf").write_bytes(file.data)


def born_digital(count: int, folder: Path) -> Row:
    """Return the row on files with text of their own."""
    made = folder / "born-digital"
    made.mkdir()
    forked(lambda: write_bulk(made, count, seed=11, scans=False))
    spent = NOTHING
    for path in sorted(made.iterdir()):
        spent += read_whole(path, folder)
    rate = count / spent.cpu
    return Row(f"born-digital, documents a second of one core ({count} files)", f"{rate:.1f}", "≥ 15", rate >= 15)


def many_pages(count: int, folder: Path) -> list[Row]:
    """Return the rows on one file of many pages: the largest process after a tenth of them and after all."""
    import pikepdf

    one_page = folder / "one-page"
    one_page.mkdir()
    forked(lambda: write_bulk(one_page, 1, seed=5, scans=True))
    peaks = []
    for pages in (count // 10, count):
        path = folder / f"{pages}.pdf"
        with pikepdf.new() as pdf:
            with pikepdf.open(one_page / "0000.pdf") as one:
                for _ in range(pages):
                    pdf.pages.append(one.pages[0])
            pdf.save(path)
        peaks.append(read_whole(path, folder).peak / 1e6)
    return [
        at_most(f"memory of a worker, file of {count} pages", peaks[1], 400, "MB", digits=0),
        at_most("… against a file of a tenth of the pages", peaks[1] / peaks[0], 1.2, "×"),
    ]


def main() -> int:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.reading_speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--corpus", type=Path, default=Path(os.environ.get("VANBAN_CORPUS", CORPUS)))
    parser.add_argument("--files", type=int, default=16, help="scans to read (%(default)s)")
    parser.add_argument("--of-pages", default="1-9999", metavar="N-M", help="only scans of so many pages (%(default)s)")
    parser.add_argument("--ocrmypdf", default="", metavar="PROGRAM", help="measure this OCRmyPDF too")
    parser.add_argument("--pages", type=int, default=0, help="also read one file of so many pages")
    parser.add_argument("--born-digital", type=int, default=60, metavar="N")
    parser.add_argument("--workers", action="store_true", help="also two workers against one; wants a quiet machine")
    options = parser.parse_args()
    fewest, most = (int(bound) for bound in options.of_pages.split("-"))
    cases = [case for case in corpus_cases(options.corpus) if fewest <= page_count(case.path) <= most]
    cases = sorted(cases, key=lambda case: not case.page_text)[: options.files]
    for operation in ("examine", "read") * 2:
        load(operation)  # as the nursery of the product does before each file
    gc.freeze()
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows += scans(cases, options.ocrmypdf, folder)
        if options.born_digital:
            rows.append(born_digital(options.born_digital, folder))
        if options.pages:
            rows += many_pages(options.pages, folder)
        if options.workers:
            rows.append(two_workers([case.path for case in cases[:8]], folder))
    print(circumstances(" ".join(["python -m benchmarks.reading_speed", *sys.argv[1:]])))
    print(markdown(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
