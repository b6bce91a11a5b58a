"""Pages of PDFs and images come out at the resolution, in the colours and within the pixels that were asked for."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from processors.bounds import Bounds
from processors.raster import PageError, open_pages

RED = (200, 20, 30)


def _scan_pdf(path, image, *, dpi):
    image.save(path, "PDF", resolution=dpi)
    return path


def _first(path, **bounds):
    with open_pages(path, limits=Bounds(**bounds)) as source:
        return source.render(1), source.size(1), source.count


@pytest.mark.parametrize(("dpi", "rendered"), [(100, 200), (150, 150), (200, 200), (300, 300), (600, 300)])
def test_a_scan_keeps_its_resolution_between_150_and_300(tmp_path, dpi, rendered):
    image = Image.new("1", (round(8.27 * dpi), round(11.69 * dpi)), 1)
    raster, size, count = _first(_scan_pdf(tmp_path / "a.pdf", image, dpi=dpi))
    assert raster.dpi == rendered
    assert raster.image.mode == "L"
    assert raster.image.width == pytest.approx(8.27 * rendered, abs=2)
    assert size == pytest.approx((595.4, 841.7), abs=1)
    assert count == 1


def test_only_what_has_colour_is_rendered_in_colour(tmp_path, letter):
    image = Image.new("RGB", (1654, 2339), "white")
    assert _first(_scan_pdf(tmp_path / "a.pdf", image, dpi=200))[0].image.mode == "L"
    image.paste(RED, (300, 400, 420, 440))
    assert _first(_scan_pdf(tmp_path / "a.pdf", image, dpi=200))[0].image.mode == "RGB"
    raster, _, _ = _first(letter())
    assert (raster.image.mode, raster.dpi) == ("L", 200)


def test_a_huge_page_stays_within_the_pixels(tmp_path, letter):
    path = tmp_path / "huge.pdf"
    with pikepdf.open(letter()) as document:
        document.pages[0].MediaBox = pikepdf.Array([0, 0, 1_000_000, 14_000])
        document.save(path)
    raster, size, _ = _first(path, page_pixels=4_000_000)
    assert raster.image.width * raster.image.height <= 4_000_000
    assert max(size) <= 14_400


def test_the_longest_page_is_no_longer_than_tesseract_can_count(tmp_path, letter):
    path = tmp_path / "long.pdf"
    with pikepdf.open(letter()) as document:
        document.pages[0].MediaBox = pikepdf.Array([0, 0, 100, 14_400])
        document.save(path)
    raster, _, _ = _first(path)
    assert 32_000 < max(raster.image.size) <= 32_767


def test_an_image_beyond_the_pixels_is_not_decoded(tmp_path):
    Image.new("L", (3000, 3000)).save(tmp_path / "a.png")
    with pytest.raises(PageError):
        _first(tmp_path / "a.png", page_pixels=8_000_000)


def test_images_of_every_kind(tmp_path):
    image = Image.new("RGB", (1654, 2339), "white")
    image.paste(RED, (300, 400, 600, 480))
    for name, options in (("a.png", {}), ("a.jpg", {"dpi": (200, 200)}), ("a.bmp", {}), ("a.tif", {"dpi": (200, 200)})):
        image.save(tmp_path / name, **options)
    import pillow_heif

    pillow_heif.from_pillow(image.reduce(2)).save(tmp_path / "a.heic")
    for name in ("a.png", "a.jpg", "a.bmp", "a.tif", "a.heic"):
        raster, size, count = _first(tmp_path / name)
        assert (raster.image.mode, raster.dpi, count) == ("RGB", 100 if name == "a.heic" else 200, 1), name
        assert size == pytest.approx((595, 842), abs=1.5)


def test_modes_that_are_neither_grey_nor_colour(tmp_path):
    for mode in ("1", "LA", "P", "RGBA", "I;16", "CMYK"):
        path = tmp_path / ("a.tif" if mode == "CMYK" else "a.png")
        Image.new(mode, (800, 1100)).save(path)
        assert _first(path)[0].image.mode in {"L", "RGB"}, mode


def test_a_photograph_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("L", (1200, 800), 200).save(out, "JPEG", exif=exif, dpi=(72, 72))
    (tmp_path / "a.jpg").write_bytes(out.getvalue())
    raster, size, _ = _first(tmp_path / "a.jpg")
    assert raster.image.size == (800, 1200)
    assert size == pytest.approx((595, 892.5), abs=1)


def test_every_page_of_a_tiff(tmp_path):
    frames = [Image.new("1", (1654, 2339), index % 2) for index in range(3)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:], dpi=(200, 200), compression="group4")
    with open_pages(tmp_path / "a.tif", limits=Bounds()) as source:
        assert source.count == 3
        assert source.document is None
        assert [source.render(number).image.getpixel((5, 5)) for number in (1, 2, 3)] == [0, 255, 0]
        with pytest.raises(PageError):
            source.render(4)


def test_a_broken_pdf_is_opened_through_a_copy(tmp_path, letter):
    data = letter(pages=2).read_bytes()
    path = tmp_path / "broken.pdf"
    path.write_bytes(data[: data.rindex(b"xref\n0")] + b"trailer\n<</Size 9>>\nstartxref\n7\n%%EOF\n")
    assert _first(path)[2] == 2
    path.write_bytes(b"%PDF-1.7\nnothing\n%%EOF\n")
    with pytest.raises(PageError) as caught:
        _first(path)
    assert caught.value.code == "broken"
    (tmp_path / "text.png").write_bytes(b"no picture")
    with pytest.raises(PageError):
        _first(tmp_path / "text.png")
