"""Packs page images into a PDF as scanners do: one image a page, CCITT G4 or JPEG, nothing else."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops

POINTS_PER_INCH = 72
_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_BYTES = 278, 273, 279


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One encoded page image."""

    data: bytes
    width: int
    height: int
    filter: str
    """``/CCITTFaxDecode`` or ``/DCTDecode``."""
    colour_space: str
    bits: int

    @classmethod
    def from_bits(cls, image: Image.Image) -> ScannedPage:
        """Encode a mode ``1`` image as one strip of CCITT G4."""
        tiff = io.BytesIO()
        # The fax code takes ones for black; one strip, so that it can be taken out whole.
        ImageChops.invert(image).save(tiff, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: image.height})
        with Image.open(tiff) as coded:
            tags = coded.tag_v2  # type: ignore[attr-defined]
            (offset,), (size,) = tags[_STRIP_OFFSETS], tags[_STRIP_BYTES]
        data = tiff.getvalue()[offset : offset + size]
        return cls(data, image.width, image.height, "/CCITTFaxDecode", "/DeviceGray", 1)

    @classmethod
    def from_picture(cls, image: Image.Image, *, quality: int) -> ScannedPage:
        """Encode a grey or colour image as JPEG."""
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=quality)
        space = "/DeviceGray" if image.mode == "L" else "/DeviceRGB"
        return cls(jpeg.getvalue(), image.width, image.height, "/DCTDecode", space, 8)


def write_pdf(pages: Sequence[ScannedPage], *, dpi: int) -> bytes:
    """Return a PDF with one image on each page, at its own resolution; the same pages give the same bytes."""
    import pikepdf

    with pikepdf.new() as pdf:
        for page in pages:
            width, height = (side * POINTS_PER_INCH / dpi for side in (page.width, page.height))
            image = pikepdf.Stream(pdf, page.data, _described(page))
            content = pikepdf.Stream(pdf, f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode())
            pdf.pages.append(
                pikepdf.Page(
                    pdf.make_indirect(
                        pikepdf.Dictionary(
                            Type=pikepdf.Name.Page,
                            MediaBox=pikepdf.Array([0, 0, round(width, 2), round(height, 2)]),
                            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=image)),
                            Contents=content,
                        )
                    )
                )
            )
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False)
        return out.getvalue()


def _described(page: ScannedPage) -> dict[str, object]:
    import pikepdf

    described: dict[str, object] = {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": page.width,
        "/Height": page.height,
        "/ColorSpace": pikepdf.Name(page.colour_space),
        "/BitsPerComponent": page.bits,
        "/Filter": pikepdf.Name(page.filter),
    }
    if page.bits == 1:
        described["/DecodeParms"] = pikepdf.Dictionary(K=-1, Columns=page.width, Rows=page.height)
    return described
