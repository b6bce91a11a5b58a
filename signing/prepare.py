# mypy: disable-error-code="no-untyped-call"
"""Opens a PDF for appending a signature. What is there is never rewritten: every output begins with its input."""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields


class UnsignableError(Exception):
    """Indicate that a file cannot take a signature as it is."""


def open_for_signing(data: bytes) -> IncrementalPdfFileWriter:
    """Return a writer that appends to ``data``: read strictly, else leniently.

    Lenient reading is for hybrid-reference files, as MS Word writes them.

    Raises:
        UnsignableError: if the file cannot be read, or needs a password.
    """
    try:
        return _open(data, strict=True)
    except UnsignableError:
        raise
    except Exception:  # noqa: BLE001 - pyHanko lets AssertionError, OSError and others escape on broken input
        try:
            return _open(data, strict=False)
        except UnsignableError:
            raise
        except Exception as error:
            raise UnsignableError(f"the file cannot be read: {type(error).__name__}") from error


def _open(data: bytes, *, strict: bool) -> IncrementalPdfFileWriter:
    writer = IncrementalPdfFileWriter.from_reader(PdfFileReader(BytesIO(data), strict=strict))
    if writer.prev.encrypted:
        _unlock(writer)
    _ = writer.root["/Pages"]["/Count"]  # broken page trees are found before a device is asked
    return writer


def _unlock(writer: IncrementalPdfFileWriter) -> None:
    try:
        result = writer.encrypt(b"")
    except Exception as error:
        raise UnsignableError("the file needs a password or a key") from error
    if result.status is AuthStatus.FAILED:  # pyHanko tells, and goes on
        raise UnsignableError("the file needs a password")


def free_field_name(writer: IncrementalPdfFileWriter, prefix: str) -> str:
    """Return a name for a new field: every signature gets its own, so that no earlier one is touched."""
    taken = {name for name, _, _ in enumerate_sig_fields(writer.prev)}
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"
