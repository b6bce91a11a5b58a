"""Whether a PDF may be rewritten: not if there is any sign of a signature in it (``docs/design.md``, invariant 1).

What is looked at here is the opened file; who has its raw bytes also looks for ``/ByteRange`` in them, which finds what
a damaged structure hides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pikepdf


def holds_signature(pdf: pikepdf.Pdf) -> bool:
    """Return whether SigFlags are set, or any object is a signature or a signed field, wherever it hangs."""
    import pikepdf

    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and int(form.get("/SigFlags", 0)):
        return True
    return any(_is_signature(entry) for entry in pdf.objects)


def _is_signature(entry: Any) -> bool:
    import pikepdf

    if not isinstance(entry, pikepdf.Dictionary):
        return False
    return "/ByteRange" in entry or (entry.get("/FT") == pikepdf.Name.Sig and "/V" in entry)
