"""Files that a signature cannot be appended to as they are: mended if they were never signed, else refused by name.

Strict reading first, then lenient (``signing.prepare``); then, for unsigned files only, qpdf writes the structure anew,
and the result counts only if it shows the same pages. The original stays the record.
"""

from __future__ import annotations

import io
from typing import Any

from signing.prepare import UnsignableError, open_for_signing
from vanban.domain.errors import RefusedError
from vanban.pdfium import open_pdf
from vanban.signed_pdf import holds_signature

LOOK_DPI = 24
"""Fine enough to see a line of text that is missing or moved, quick enough for a thousand pages."""


class PdfMender:
    """``vanban.ports.DraftMender``. Stateless; the same input gives the same bytes."""

    def signable(self, data: bytes) -> bytes:
        """Return ``data`` if it can take a signature, else a mended copy; see ``vanban.ports.DraftMender``."""
        try:
            reader = open_for_signing(data).prev
        except UnsignableError as error:
            return _mended(data, why=str(error))
        # Strict readers refuse signatures in hybrid-reference files, as MS Word saves them: readers may differ on them.
        hybrid = reader.xrefs.hybrid_xrefs_present and not reader.embedded_signatures
        return _mended(data, why="hybrid cross-references") if hybrid else data


def _mended(data: bytes, *, why: str) -> bytes:
    import pikepdf

    if b"/ByteRange" in data:
        raise _signed(why)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if holds_signature(pdf):
                raise _signed(why)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True, encryption=False)
    except pikepdf.PasswordError as error:
        raise _refused(
            "The file needs a password.",
            "Tệp có mật khẩu.",
            "Remove the password and hand the file in anew. / Hãy bỏ mật khẩu rồi nộp lại.",
        ) from error
    except pikepdf.PdfError as error:
        raise _beyond_repair(why) from error
    mended = out.getvalue()
    try:
        open_for_signing(mended)
    except UnsignableError as error:
        raise _beyond_repair(str(error)) from error
    if not _show_the_same(data, mended):
        raise _beyond_repair("the mended file shows other pages")
    return mended


def _show_the_same(before: bytes, after: bytes) -> bool:
    import pypdfium2

    try:
        with open_pdf(before) as old, open_pdf(after) as new:
            return len(old) == len(new) and all(_picture(old[i]) == _picture(new[i]) for i in range(len(old)))
    except pypdfium2.PdfiumError:
        return False


def _picture(page: Any) -> tuple[int, int, bytes]:
    bitmap = page.render(scale=LOOK_DPI / 72, grayscale=True)
    try:
        return bitmap.width, bitmap.height, bytes(bitmap.buffer)
    finally:
        bitmap.close()
        page.close()


def _signed(why: str) -> RefusedError:
    return _refused(
        f"The file is signed and takes no further signature ({why}): it must not be rewritten.",
        "Tệp đã có chữ ký số và không nhận thêm chữ ký; không được ghi lại tệp này.",
        "Ask the sender for the file again. / Hãy xin lại tệp từ nơi gửi.",
    )


def _beyond_repair(why: str) -> RefusedError:
    return _refused(
        f"The file cannot take a signature ({why}).",
        "Tệp PDF hỏng nên không ký số được.",
        "Export or scan the file again and hand it in anew. / Hãy xuất hoặc quét lại tệp rồi nộp lại.",
    )


def _refused(en: str, vi: str, remedy: str) -> RefusedError:
    return RefusedError(en, vi=vi, remedy=remedy)
