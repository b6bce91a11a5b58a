"""Speed of signing, side by side in one run: ``python -m benchmarks.signing``; CPU of one document and ratios.

Prints Markdown. Bounded: about 10 minutes on two free cores, four of them a batch against a slow time-stamp service.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.pipeline_table import Row, at_most, circumstances, markdown
from benchmarks.signing_batches import drafts, run_batch, slow_desk
from benchmarks.signing_files import BIG, SMALL, BenchSigner, make_pdf, make_signer
from benchmarks.signing_ways import cpu_ms, limit, ours, pdfbox, pyhanko
from vanban.services.pki_alone import DemoOffice, demo_office

PARTS = ("ways", "levels", "flat", "overlap")
SMALL_TARGET_MS = 9.0
SLOWER = 1.5


def main() -> None:
    """Measure what was asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signing", description="Measure signing.")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--count", type=int, default=100, help="documents for each way, small file")
    parser.add_argument("--largest", type=int, default=1000, help="documents of the largest batch")
    parser.add_argument("--overlap", type=int, default=100, help="documents against the slow time-stamp service")
    parser.add_argument("--tsa-seconds", type=float, default=2.0)
    options = parser.parse_args()
    logging.getLogger("signing").setLevel(logging.ERROR)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="vanban-bench-") as named:
        folder = Path(named)
        if "ways" in options.only:
            _take(rows, _ways(folder, count=options.count))
        if set(options.only) - {"ways"}:
            with demo_office(folder / "office") as office:
                if "levels" in options.only:
                    _take(rows, _levels(office, folder))
                if "flat" in options.only:
                    _take(rows, _flat(office, folder, largest=options.largest))
                if "overlap" in options.only:
                    _take(rows, _overlap(office, folder, options.overlap, options.tsa_seconds))
    sys.stdout.write(
        f"{circumstances(' '.join(['python -m benchmarks.signing', *sys.argv[1:]]))}\n\n{markdown(rows)}\n"
    )


def _take(rows: list[Row], measured: Iterator[Row]) -> None:
    for row in measured:
        sys.stderr.write(f"{row.what}: {row.value}\n")
        rows.append(row)


def _ways(folder: Path, *, count: int) -> Iterator[Row]:
    signer = make_signer(folder)
    for name, (pages, size), times in (("small", SMALL, count), ("big", BIG, max(count // 5, 5))):
        data = make_pdf(pages, size)
        file = folder / f"{name}.pdf"
        file.write_bytes(data)
        yield from _ways_of(signer, file, data, label=f"{name} ({pages} pages, {len(data) // 1000} KB)", count=times)


def _ways_of(signer: BenchSigner, file: Path, data: bytes, *, label: str, count: int) -> Iterator[Row]:
    page = 2
    least = cpu_ms(limit(signer), data, count)
    own = cpu_ms(ours(signer, page=page), data, count)
    invisible = cpu_ms(ours(signer, page=page, shown=False), data, count)
    known = cpu_ms(pyhanko(signer, page=page, room_known=True), data, max(count // 4, 3))
    stock = cpu_ms(pyhanko(signer, page=page, room_known=False), data, max(count // 4, 3))
    java = pdfbox(signer, file, count=count)
    again = cpu_ms(ours(signer, page=page), data, count)
    best = min(own, again)
    yield Row(f"{label}: read, SHA-256, RSA-2048, write", f"{least:.2f} ms")
    if file.stem == "small":
        yield at_most(f"**{label}: vanban, B-B with picture, key held**", best, SMALL_TARGET_MS, "ms")
    else:
        yield Row(f"**{label}: vanban, B-B with picture, key held**", f"{best:.2f} ms")
    yield Row(f"{label}: vanban, nothing shown", f"{invisible:.2f} ms")
    yield Row(f"{label}: pyHanko with picture, key file held, size known", _times(known, best))
    yield Row(f"{label}: pyHanko with picture, key file held, as in its manual", _times(stock, best))
    if not java:
        yield Row(f"{label}: PDFBox 2", "not measured: no javac or no libpdfbox2-java, libbcpkix-java")
        return
    yield Row(f"{label}: PDFBox 2, nothing shown, plain CMS, warm JVM", _times(java["invisible"], best))
    yield Row(f"{label}: PDFBox 2, with picture, plain CMS, warm JVM", _times(java["visible"], best))


def _times(value: float, ours_ms: float) -> str:
    return f"{value:.2f} ms ({value / ours_ms:.1f} × vanban's)"


def _levels(office: DemoOffice, folder: Path) -> Iterator[Row]:
    """CPU of one document on the token, by step, documents one after the other."""
    count = 20
    files: list[bytes] = drafts(count, 1)
    for account, level in (("lanhdao", "official, B-LT"), ("vanthu", "seal, B-LTA")):
        run = run_batch(office, account, files, at_once=1, folder=folder / "kept")
        each = 1000 / run.documents
        rest = run.cpu - run.prepare - run.verify
        yield Row(f"{level}: CPU a document, all steps", f"{run.cpu * each:.0f} ms")
        yield Row(f"{level}: preparing, with finding the place by its text", f"{run.prepare * each:.1f} ms")
        yield Row(f"{level}: token, time-stamps, evidence", f"{rest * each:.1f} ms")
        yield Row(f"{level}: verification (without `openssl`'s own)", f"{run.verify * each:.0f} ms")
        stamps = run.stamps / run.documents
        expected = 1 if account == "lanhdao" else 2
        yield Row(f"{level}: time-stamp requests a document", f"{stamps:g}", f"{expected}", stamps == expected)
        yield Row(f"{level}: revocation requests of the whole batch", f"{run.revocation}")
        files = list(run.signed)


def _flat(office: DemoOffice, folder: Path, *, largest: int) -> Iterator[Row]:
    """CPU of one document by the size of the batch."""
    sizes = [size for size in (10, 100, 300, 1000) if size < largest] + [largest]
    costs = []
    for size in sizes:
        run = run_batch(office, "lanhdao", drafts(size, size), at_once=6, folder=folder / f"kept-{size}")
        costs.append(run.cpu * 1000 / size)
        yield Row(
            f"batch of {size}, official, 6 at once: CPU a document",
            f"{costs[-1]:.0f} ms; {run.seconds:.0f} s in all, {run.revocation} revocation requests",
        )
    yield at_most("cost of a document in the largest batch against the smallest", costs[-1] / costs[0], 1.1, "×")


def _overlap(office: DemoOffice, folder: Path, count: int, tsa_seconds: float) -> Iterator[Row]:
    """A batch of seals against a slow service: its time against what the parallel limit or the quota allows."""
    signed = list(run_batch(office, "lanhdao", drafts(count, 77), at_once=6, folder=folder / "kept-o").signed)
    requests, at_once = 2 * count, 4
    slow = DemoOffice(
        installation=office.installation, pins=office.pins, tsa_url=office.tsa_url, server=office.server,
        desk=slow_desk(office, seconds=tsa_seconds, at_once=at_once),
    )  # fmt: skip
    run = run_batch(slow, "vanthu", signed, at_once=6, folder=folder / "kept-slow")
    allowed = requests * tsa_seconds / at_once
    yield Row(f"{count} seals, service takes {tsa_seconds:g} s, {at_once} at once", f"{run.seconds:.0f} s")
    yield at_most(f"the same against the {allowed:.0f} s that the limit allows", run.seconds / allowed, SLOWER, "×")
    few, quota, stretch = min(count, 20), 10, 15
    slow = DemoOffice(
        installation=office.installation, pins=office.pins, tsa_url=office.tsa_url, server=office.server,
        desk=slow_desk(office, seconds=tsa_seconds, at_once=at_once, quotas=[f"{quota}/{stretch}"]),
    )  # fmt: skip
    run = run_batch(slow, "vanthu", signed[:few], at_once=6, folder=folder / "kept-quota")
    allowed = (2 * few // quota - 1) * stretch + 2 * tsa_seconds
    yield Row(f"{few} seals, quota {quota} in {stretch} s, service takes {tsa_seconds:g} s", f"{run.seconds:.0f} s")
    yield at_most(f"the same against the {allowed:.0f} s that the quota allows", run.seconds / allowed, SLOWER, "×")


if __name__ == "__main__":
    main()
