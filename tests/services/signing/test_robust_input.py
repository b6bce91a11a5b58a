"""Files as offices really have them: each is signed and valid, or refused with a reason; never half of either."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from signing.mending import PdfMender
from signing.prepare import UnsignableError, open_for_signing
from vanban.domain.errors import RefusedError


def saved(data: bytes, **options) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, **options)
        return out.getvalue()


def hybrid(data: bytes) -> bytes:
    """A hybrid-reference file as MS Word writes it: a table for old readers, and a stream it points to."""
    table = saved(data, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = int(table[table.rindex(b"startxref") + 9 :].split()[0])
    trailer = table.index(b"trailer", start)
    size = int(table[trailer:].split(b"/Size", 1)[1].split()[0])
    root = table[trailer:].split(b"/Root", 1)[1].split(b"R", 1)[0].strip() + b" R"
    stream_at = len(table)
    hidden = b"<</Producer (Word)>>"
    container = b"%d 0 obj\n<</Type/ObjStm/N 1/First %d/Length %d>>stream\n%s\nendstream\nendobj\n"
    # Object `size` lies hidden in an object stream `size + 1`; only the cross-reference stream names it.
    packed = b"%d 0 " % size + hidden
    object_stream = container % (size + 1, len(b"%d 0 " % size), len(packed), packed)
    stream_offset = stream_at
    xref_at = stream_at + len(object_stream)
    rows = (
        bytes([2]) + (size + 1).to_bytes(4, "big") + b"\0"
        + bytes([1]) + stream_offset.to_bytes(4, "big") + b"\0"
        + bytes([1]) + xref_at.to_bytes(4, "big") + b"\0"
    )  # fmt: skip
    xref = (
        b"%d 0 obj\n<</Type/XRef/W[1 4 1]/Index[%d 3]/Size %d/Root %s/Length %d>>stream\n%s\nendstream\nendobj\n"
        % (size + 2, size, size + 3, root, len(rows), rows)
    )  # fmt: skip
    update_at = xref_at + len(xref)
    update = (
        b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size %d/Root %s/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (size + 3, root, start, xref_at, update_at)
    )  # fmt: skip
    return table + object_stream + xref + update


def pages(count: int) -> bytes:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(595, 842))
    for number in range(count):
        page.drawString(85, 700, f"Page {number + 1}")
        page.showPage()
    page.save()
    return out.getvalue()


GOOD = {
    "object streams": lambda d: saved(d, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linearised": lambda d: saved(d, linearize=True),
    "uncompressed": lambda d: saved(d, qdf=True),
    "PDF 1.4": lambda d: saved(d, force_version="1.4"),
}
ENCRYPTED = {
    "AES-256, empty password": lambda d: saved(d, encryption=pikepdf.Encryption(owner="o", user="", R=6)),
    "RC4, empty password": lambda d: saved(
        d, encryption=pikepdf.Encryption(owner="o", user="", R=3, aes=False, metadata=False)
    ),
}
BROKEN = {
    "hybrid cross-references": hybrid,
    "wrong startxref": lambda d: d[: d.rindex(b"startxref")] + b"startxref\n12\n%%EOF\n",
    "cut before the end": lambda d: d[: d.rindex(b"startxref")],
    "words before the header": lambda d: b"HTTP/1.1 200 OK\r\n\r\n" + d,
    "an object without its end": lambda d: d.replace(b"endobj", b"", 1),
}


@pytest.mark.parametrize("how", GOOD)
def test_what_is_a_good_pdf_is_signed_and_sealed_as_it_is(office, draft, how):
    data = GOOD[how](draft())
    assert PdfMender().signable(data) is data
    [signed] = office.sign("lanhdao", data)
    assert signed.signed is not None, signed
    assert signed.signed.startswith(data)
    [sealed] = office.sign("vanthu", signed.signed)
    assert sealed.signed is not None, sealed
    assert office.verifier.verify(sealed.signed).verdict == "valid"


@pytest.mark.parametrize("how", ENCRYPTED)
def test_an_encrypted_file_that_opens_without_a_password_is_signed(office, draft, how):
    [signed] = office.sign("lanhdao", ENCRYPTED[how](draft()))
    assert signed.signed is not None, signed


@pytest.mark.parametrize("how", sorted(set(BROKEN) - {"hybrid cross-references"}))
def test_the_damage_is_one_that_a_signature_cannot_be_appended_to(draft, how):
    with pytest.raises(UnsignableError):
        open_for_signing(BROKEN[how](draft()))


def test_the_hybrid_file_is_one_and_still_opens(draft):
    assert open_for_signing(hybrid(draft())).prev.xrefs.hybrid_xrefs_present


@pytest.mark.parametrize("how", BROKEN)
def test_a_damaged_draft_is_mended_shows_the_same_and_can_be_signed(office, draft, how):
    data = BROKEN[how](draft())
    mended = PdfMender().signable(data)
    assert PdfMender().signable(data) == mended, "the same each time"
    with pypdfium2.PdfDocument(draft()) as whole, pypdfium2.PdfDocument(mended) as other:
        assert [whole[0].render().to_pil().tobytes()] == [other[0].render().to_pil().tobytes()]
    [result] = office.sign("lanhdao", mended)
    assert result.signed is not None, result


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "cannot take a signature"),
        (b"%PDF-1.7\n%%EOF", "cannot take a signature"),
        (b"no pdf at all", "cannot take a signature"),
    ],
)
def test_what_cannot_be_mended_is_refused(data, words):
    with pytest.raises(RefusedError, match=words):
        PdfMender().signable(data)


def test_a_password_is_named(office, draft):
    locked = saved(draft(), encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(RefusedError, match="password"):
        PdfMender().signable(locked)
    [result] = office.sign("lanhdao", locked)
    assert (result.signed, result.code) == (None, "broken")


def test_a_damaged_signed_file_is_never_rewritten(signed):
    damaged = signed[: signed.rindex(b"startxref")] + b"startxref\n12\n%%EOF\n"
    with pytest.raises(RefusedError, match="signed"):
        PdfMender().signable(damaged)


def test_a_file_beyond_a_hundred_million_bytes(office):
    """Nine digits in the byte range: pyHanko once wrote such files broken."""
    import os

    with pikepdf.open(io.BytesIO(pages(1))) as pdf:
        pdf.Root.Ballast = pdf.make_stream(os.urandom(100_500_000))
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
    [result] = office.sign("lanhdao", out.getvalue())
    assert result.signed is not None, result
    assert len(result.signed) > 100_000_000


def test_a_thousand_pages(office):
    data = pages(1000)
    [result] = office.sign("lanhdao", data)
    assert result.signed is not None, result
