"""Files that are small on disk and huge when opened, made in milliseconds: nothing of the huge size is ever held.

A deflate block that ends in a full flush may be repeated, so one compressed block of zeros stands for any number.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

MIB = 1024 * 1024
_BLOCK = 4 * MIB


def deflated_zeros(size: int) -> bytes:
    """Return a zlib stream of about size/1000 bytes that grows to ``size`` zeros."""
    return b"".join(_zlib_zeros(size))


def _zlib_zeros(size: int) -> Iterator[bytes]:
    yield b"\x78\xda"
    yield from _deflate_zeros(size)
    # Adler-32 of n zeros: the low half stays 1, the high half counts them.
    yield struct.pack(">HH", size % 65521, 1)


def _deflate_zeros(size: int) -> Iterator[bytes]:
    whole, rest = divmod(size, _BLOCK)
    if whole:
        coder = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = coder.compress(bytes(_BLOCK)) + coder.flush(zlib.Z_FULL_FLUSH)
        yield block * whole
    coder = zlib.compressobj(9, zlib.DEFLATED, -15)
    yield coder.compress(bytes(rest)) + coder.flush(zlib.Z_FINISH)


def stream_bomb_pdf(size: int = 4096 * MIB) -> bytes:
    """Return a one-page PDF whose page content is deflated twice and grows to ``size`` bytes."""
    import pikepdf

    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.Contents = pikepdf.Stream(
            pdf,
            zlib.compress(deflated_zeros(size), 9),
            {"/Filter": pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])},
        )
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def image_bomb_pdf(side: int = 60_000) -> bytes:
    """Return a one-page PDF with a 1-bit image of ``side`` by ``side`` pixels."""
    import pikepdf

    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        image = pikepdf.Stream(
            pdf,
            deflated_zeros((side + 7) // 8 * side),
            {
                "/Type": pikepdf.Name.XObject,
                "/Subtype": pikepdf.Name.Image,
                "/Width": side,
                "/Height": side,
                "/ColorSpace": pikepdf.Name.DeviceGray,
                "/BitsPerComponent": 1,
                "/Filter": pikepdf.Name.FlateDecode,
            },
        )
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image))
        page.obj.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return out.getvalue()


def pixel_bomb_png(side: int = 50_000) -> bytes:
    """Return a valid 1-bit grey PNG of ``side`` by ``side`` pixels, all black."""
    row = 1 + (side + 7) // 8
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", deflated_zeros(row * side)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def zip_bomb(size: int = 1000 * MIB) -> bytes:
    """Return a ZIP whose one member grows to ``size`` zeros (below 4 GiB).

    ``zipfile`` would compress all of it; here the one block is repeated and the headers are written by hand.
    """
    data, name = b"".join(_deflate_zeros(size)), b"van-ban.pdf"
    crc = _crc_of_zeros(size)
    common = struct.pack("<HHHHHIIIHH", 20, 0x800, zipfile.ZIP_DEFLATED, 0, 0x21, crc, len(data), size, len(name), 0)
    local = b"PK\x03\x04" + common + name
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(data), 0)
    return local + data + central + end


def _crc_of_zeros(size: int) -> int:
    crc, block = 0, bytes(16 * MIB)
    for start in range(0, size, len(block)):
        crc = zlib.crc32(block[: size - start], crc)
    return crc


def many_pages_pdf(pages: int = 5000) -> bytes:
    """Return a PDF of so many pages that all show the same short content."""
    content = b"BT /F1 14 Tf 72 770 Td (Trang) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(b"%d 0 R" % (i + 5) for i in range(pages))),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    ]
    resources = b"/Resources << /Font << /F1 4 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R " + resources + b" >>"
    return written_pdf([*objects, *([page] * pages)])


def written_pdf(objects: list[bytes]) -> bytes:
    """Return a PDF with these objects, numbered from 1, the first being its catalogue."""
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()
