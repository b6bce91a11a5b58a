"""Until when an algorithm counts as safe, from a dated table; the office may put its own beside the shipped one."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from vanban.domain.errors import RefusedError

TABLE = Path(__file__).with_name("algorithms.csv")
COLUMNS = ("algorithm", "below_bits", "until", "basis")


@dataclass(frozen=True, slots=True)
class AlgorithmEnd:
    """One row of the table."""

    algorithm: str
    """``sha1``, ``sha256`` …, or of a key ``rsa``, ``ec``."""
    below_bits: int | None
    """Only keys shorter than this; None for any."""
    until: dt.datetime
    """Its last moment."""

    def meets(self, algorithm: str, bits: int | None) -> bool:
        """Return whether the row is about this algorithm, and a key of this size."""
        if algorithm != self.algorithm:
            return False
        return self.below_bits is None or (bits is not None and bits < self.below_bits)


def load_algorithm_ends(path: Path | None = None) -> Sequence[AlgorithmEnd]:
    """Return the office's own table if there is one, else the shipped one.

    Raises:
        RefusedError: if the table has a mistake; names the line.
    """
    chosen = path if path is not None and path.exists() else TABLE
    rows, line = [], 1
    try:
        reader = csv.DictReader(io.StringIO(chosen.read_text(encoding="utf-8-sig")))
        for row in reader:
            line = reader.line_num
            rows.append(_row(row))
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise RefusedError(
            f"Table of algorithms {chosen.name}, line {line}: {error or type(error).__name__}.",
            vi=f"Bảng thuật toán {chosen.name}, dòng {line}: không đúng mẫu.",
            remedy=(
                f"Columns: {', '.join(COLUMNS)}; days as 2030-12-31; whole numbers of bits or nothing."
                " / Hãy ghi đủ các cột trên; ngày dạng 2030-12-31; số bit là số nguyên hoặc để trống."
            ),
        ) from error
    return tuple(rows)


def _row(row: Mapping[str, str]) -> AlgorithmEnd:
    day, bits = dt.date.fromisoformat(row["until"].strip()), row["below_bits"].strip()
    last = dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=dt.UTC)
    return AlgorithmEnd(row["algorithm"].strip().lower(), int(bits) if bits else None, last)


def earliest_end(
    used: Sequence[tuple[str, int | None]], ends: Sequence[AlgorithmEnd]
) -> tuple[dt.datetime | None, str]:
    """Return when the first of the algorithms in use ends, and which; None if none does."""
    found = [(end.until, name) for name, bits in used for end in ends if end.meets(name, bits)]
    return min(found, default=(None, ""))
