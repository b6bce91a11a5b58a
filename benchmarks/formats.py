"""What ``vanban read`` answers to a file of every kind, and within which limits: ``make bench-formats``.

One small whole file of each kind that is taken in (those that ``benchmarks.fuzz`` damages), and with ``--corpus`` every
office file and so many scans of it as well; each in a program of its own, as from the command line. CPU and the largest
process count everything that was started, Tesseract and LibreOffice too.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz_seeds import seeds
from benchmarks.pipeline_table import circumstances
from vanban.settings import MIB, Limits

VANBAN = Path(sys.executable).parent / "vanban"
NOTHING = "nothing"
CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one start of the command gave."""

    name: str
    exit: int
    pages: int
    """Of the file and of what is in it."""
    said: str
    seconds: float
    cpu: float
    peak: int
    """Bytes: the largest resident size of one process."""

    def within(self, limits: Limits) -> bool:
        """Return whether it answered, in the time and memory that a file of so many pages has."""
        allowed = limits.examine_seconds + limits.read_seconds + self.pages * limits.read_seconds_per_page
        return (
            self.exit in {0, 1}
            and self.said != NOTHING
            and self.seconds <= allowed
            and self.peak <= limits.child_memory_bytes
        )

    def row(self, limits: Limits) -> str:
        """Return a row of the table."""
        fits = "yes" if self.within(limits) else "**no**"
        return (
            f"| {self.name} | {self.exit} | {self.said} | {self.pages} | {self.seconds:.1f} | {self.cpu:.1f} | "
            f"{self.peak / MIB:.0f} | {fits} |"
        )


def ask(path: Path, name: str) -> Answer:
    """Read one file from the command line."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as told:
        child = subprocess.Popen([VANBAN, "read", "--json", path], stdout=told, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        lines = [json.loads(line) for line in told.read().splitlines()]
    seconds = time.monotonic() - started
    pages = sum(line.get("pages") or 0 for line in lines)
    return Answer(
        name, child.returncode, pages, said(lines), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    )


def said(lines: Sequence[dict[str, object]]) -> str:
    """Return in a word or two what was answered about a file and what is in it; nothing of its text."""
    if not lines:
        return NOTHING
    errors = [line["error"]["code"] for line in lines if isinstance(line.get("error"), dict)]  # type: ignore[index]
    if errors:
        return ", ".join(map(str, errors))
    if any(line.get("secrecy") == "suspect" for line in lines):
        return "suspect"
    inside = f", {len(lines) - 1} inside" if len(lines) > 1 else ""
    return f"read ({lines[0].get('source')}){inside}"


def _files(folder: Path, corpus: Path | None, scans: int) -> Iterator[tuple[str, Path]]:
    for group in seeds().values():
        for name, data in group:
            path = folder / name
            path.write_bytes(data)
            yield name, path
    if corpus is not None:
        for path in sorted((corpus / "office").iterdir()):
            yield f"office: {path.suffix.lower()}, {path.stat().st_size // 1024} KB", path
        for path in sorted((corpus / "scans").glob("*.pdf"))[:scans]:
            yield f"scan: {path.stat().st_size // 1024} KB", path


def main() -> int:
    """Read a file of each kind and print the table; exit 1 if one did not answer within its limits."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.formats", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, nargs="?", const=CORPUS, help="also real files (%(const)s)")
    parser.add_argument("--scans", type=int, default=5, help="so many scans of the corpus (%(default)s)")
    options = parser.parse_args()
    limits = Limits()
    print(circumstances(" ".join(["python -m benchmarks.formats", *sys.argv[1:]])))
    print("| file | exit | answer | pages | seconds | CPU s | largest process, MiB | within its limits |")
    print("|---|---|---|---|---|---|---|---|")
    done = True
    with tempfile.TemporaryDirectory() as name:
        for label, path in _files(Path(name), options.corpus, options.scans):
            answer = ask(path, label)
            done = done and answer.within(limits)
            print(answer.row(limits), flush=True)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
