"""Pages of a PDF as a file of their own, for extracts (trích sao): flattened, no fields, signatures or scripts."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors.bounds import Bounds
from processors.sandbox import run_child
from vanban.domain.errors import UnreadableError

if TYPE_CHECKING:
    from vanban.settings import Limits

_SECONDS = 60
_LEFT_OUT = ("/AcroForm", "/OpenAction", "/AA", "/Names", "/Perms", "/DSS", "/Outlines", "/StructTreeRoot", "/Dests")
"""Entries of the catalogue that mean the whole file, or act."""


def extract_pages(arguments: dict[str, Any]) -> dict[str, Any]:
    """Write some pages of a PDF to another file; runs inside the child.

    Args:
        arguments: ``path``; ``output``; ``pages``, 1-based; ``bounds``, fields of ``Bounds``.

    Returns:
        ``{"pages"}``: how many were written.

    Raises:
        UnreadableError: if the file cannot be taken apart, or has no such page.
    """
    import pikepdf

    wanted = sorted({int(number) for number in arguments["pages"]})
    limits = Bounds(**arguments["bounds"])
    try:
        with pikepdf.open(arguments["path"], suppress_warnings=True) as pdf:
            if not wanted or wanted[-1] > min(len(pdf.pages), limits.pages) or wanted[0] < 1:
                raise UnreadableError("broken")
            # The look of a signature stays on the page; what made it a signature goes with the whole file.
            pdf.flatten_annotations("all")
            for number in range(len(pdf.pages), 0, -1):
                if number not in wanted:
                    del pdf.pages[number - 1]
            for name in _LEFT_OUT:
                if name in pdf.Root:
                    del pdf.Root[name]
            for page in pdf.pages:
                for name in ("/Annots", "/AA", "/StructParents"):
                    if name in page.obj:
                        del page.obj[name]
            pdf.remove_unreferenced_resources()
            pdf.save(arguments["output"], deterministic_id=True, encryption=False)
    except pikepdf.PdfError as error:
        raise UnreadableError("broken") from error
    return {"pages": len(wanted)}


class SandboxedExtractor:
    """Takes pages out in a child process; implements ``vanban.ports.PageExtractor``."""

    def __init__(self, *, limits: Limits) -> None:
        self._limits = limits

    def extract(self, data: bytes, *, pages: Sequence[int]) -> bytes:
        """Return a PDF of these pages; see ``vanban.ports.PageExtractor``."""
        with tempfile.TemporaryDirectory(prefix="extract-") as folder:
            path, output = Path(folder) / "whole.pdf", Path(folder) / "extract.pdf"
            path.write_bytes(data)
            run_child(
                "extract-pages",
                {
                    "path": str(path),
                    "output": str(output),
                    "pages": list(pages),
                    "bounds": Bounds.of(self._limits).as_arguments(),
                },
                seconds=_SECONDS,
                memory_bytes=self._limits.child_memory_bytes,
                scratch=Path(folder),
            )
            return output.read_bytes()
