"""The bad input that an intake folder meets, each made on purpose.

One function for each: it returns bytes or a file name, or puts something at a path that is no regular file. Bombs are
in ``vanban.samples.bombs``.
"""

from __future__ import annotations

import io
import os
import re
import time
import unicodedata
from pathlib import Path

PASSWORD = "mat-khau-mau"  # noqa: S105  the sample's own, written in its name
NAME_BYTES = 255
"""The longest name of ext4, XFS and most others."""


# --- bytes


def truncated(pdf: bytes, *, share: float = 0.6) -> bytes:
    """Return the first part of a PDF, as an interrupted copy leaves it."""
    return pdf[: int(share * len(pdf))]


def password_protected(pdf: bytes) -> bytes:
    """Return the PDF encrypted (AES-256), to be opened only with ``PASSWORD``."""
    return _encrypted(pdf, user=PASSWORD)


def owner_protected(pdf: bytes) -> bytes:
    """Return the PDF encrypted (AES-256) with an empty user password: anybody can read it, no one may change it."""
    return _encrypted(pdf, user="")


def _encrypted(pdf: bytes, *, user: str) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        out = io.BytesIO()
        allowed = pikepdf.Permissions(modify_other=False, modify_assembly=False)
        document.save(out, encryption=pikepdf.Encryption(owner="chu-so-huu", user=user, R=6, allow=allowed))
        return out.getvalue()


def broken_xref(pdf: bytes) -> bytes:
    """Return the PDF with all offsets of its cross-reference table and its ``startxref`` wrong; readers can mend it."""
    broken = re.sub(rb"(?m)^\d{10} (\d{5}) n", rb"0000000007 \1 n", pdf)
    return re.sub(rb"startxref\s+\d+", b"startxref\n77", broken)


def random_tail(pdf: bytes) -> bytes:
    """Return a PDF whose head is right and whose rest is noise, so that no reader can mend it."""
    noise = bytes((index * 197 + index // 251) % 256 for index in range(4096))
    return pdf[:20] + noise.replace(b"obj", b"xyz") + b"\nstartxref\n12\n%%EOF\n"


# --- names


def newline_name(stem: str = "cong van\nso 12") -> str:
    """Return a file name with a line break in it."""
    return f"{stem}.pdf"


def nfd_name(stem: str = "Quyết định của Ủy ban") -> str:
    """Return a file name in decomposed Unicode, as macOS writes it."""
    return unicodedata.normalize("NFD", f"{stem}.pdf")


def climbing_name() -> str:
    r"""Return a name that would leave the folder if anyone took ``%2f`` or ``\`` for a separator."""
    return "cong-van-..%2f..%2f..\\..\\etc\\passwd.pdf"


def longest_name(stem: str = "Báo cáo kết quả thực hiện nhiệm vụ ") -> str:
    """Return a name of exactly ``NAME_BYTES`` bytes in UTF-8."""
    room = NAME_BYTES - len(".pdf")
    text = (stem * 40).encode()[:room].decode(errors="ignore")
    return text + "x" * (room - len(text.encode())) + ".pdf"


# --- things at a path


def put_symlink(path: Path, *, target: str = "/etc/hostname") -> None:
    """Put a symbolic link there."""
    path.symlink_to(target)


def put_fifo(path: Path) -> None:
    """Put a named pipe there, which hangs whoever opens it to read."""
    os.mkfifo(path)


def put_directory(path: Path) -> None:
    """Put a folder there that is named like a document."""
    path.mkdir()
    (path / "trang-1.txt").write_text("Trang 1\n", encoding="utf-8")


# --- writers


def write_slowly(path: Path, data: bytes, *, pause: float, pieces: int = 2) -> None:
    """Write a file in pieces, holding it open and pausing this many seconds between them."""
    step = -(-len(data) // pieces)
    with path.open("wb") as file:
        for start in range(0, len(data), step):
            if start:
                time.sleep(pause)
            file.write(data[start : start + step])
            file.flush()


def write_reopening(path: Path, data: bytes, *, pause: float, pieces: int = 2) -> None:
    """Write a file in pieces, closing it for this many seconds between them and opening it again."""
    step = -(-len(data) // pieces)
    path.write_bytes(b"")
    for start in range(0, len(data), step):
        if start:
            time.sleep(pause)
        with path.open("ab") as file:
            file.write(data[start : start + step])
