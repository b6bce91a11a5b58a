"""PDFium within a process that has threads: one at a time.

PDFium keeps state of its own for the whole process and is not made for threads: two of them in it at once end the
process or find good files broken. Children that parse strangers' files have one thread and need none of this.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_IN_USE = threading.RLock()


@contextmanager
def open_pdf(data: bytes) -> Iterator[PdfDocument]:
    """Open a PDF; until the context ends no other thread is in PDFium. Pages and bitmaps end with it.

    Raises:
        pypdfium2.PdfiumError: if it cannot be opened.
    """
    import pypdfium2

    with _IN_USE:
        document = pypdfium2.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
