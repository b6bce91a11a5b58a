"""What runs Tesseract is held to one contract: the machine's program and the library within the process."""

from __future__ import annotations

import importlib
import shutil
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from processors import tesseract
from processors.tesseract import ENGINES, Picture, TesseractOcr
from vanban.domain.errors import ServiceUnavailableError, UnreadableError

if TYPE_CHECKING:
    from vanban.domain.reading import Page

pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="apt-get install tesseract-ocr tesseract-ocr-vie"
)
DPI = 200
FONT = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"


@pytest.fixture(params=sorted(ENGINES))
def ocr(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> TesseractOcr:
    pytest.importorskip(request.param, reason="make tesserocr")
    monkeypatch.setenv(tesseract.ENGINE, request.param)
    assert tesseract.engine() is importlib.import_module(ENGINES[request.param])
    return TesseractOcr()


@pytest.fixture
def scan() -> Image.Image:
    """A4: a title of 14 pt in the middle at 700 pt from below, 20 lines under it."""
    image = Image.new("L", (1654, 2339), 255)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, 14 * DPI // 72)
    draw.text((1654 // 2, _down(700)), "QUYẾT ĐỊNH", fill=0, font=font, anchor="ms")
    for row in range(20):
        text = "Điều này quy định trách nhiệm của các đơn vị trong việc thực hiện"
        draw.text((240, _down(660 - 20 * row)), text, fill=0, font=font, anchor="ls")
    return image


def _down(points: float) -> int:
    return round((842 - points) * DPI / 72)


def read(ocr: TesseractOcr, image: Image.Image, **options: float) -> Page:
    width, height = (side * 72 / DPI for side in image.size)
    return ocr.read_page(image, number=3, dpi=DPI, width=width, height=height, **options)


def line(text: str) -> Image.Image:
    """A line of 14 pt on a slip of paper."""
    image = Image.new("L", (1200, 400), 255)
    ImageDraw.Draw(image).text((60, 200), text, fill=0, font=ImageFont.truetype(FONT, 39), anchor="ls")
    return image


def text_of(page: Page) -> str:
    return " ".join(word.text for word in page.words)


def test_words_come_with_places_and_confidences(ocr: TesseractOcr, scan: Image.Image) -> None:
    page = read(ocr, scan)
    assert (page.number, page.source) == (3, "ocr")
    word = next(word for word in page.words if word.text == "QUYẾT")
    assert 245 < word.box[0] < word.box[2] < 305
    assert 695 < word.box[1] < word.box[3] < 718
    assert 0.5 < word.confidence <= 1.0
    assert word.line < next(word for word in page.words if word.text == "trách").line


def test_both_read_the_same(scan: Image.Image) -> None:
    """To the letter, box and confidence: what was measured and calibrated with one holds for the other."""
    pytest.importorskip("tesserocr", reason="make tesserocr")
    askew = scan.rotate(0.6, fillcolor=255).filter(ImageFilter.GaussianBlur(1))
    told = ("block_num", "line_num", "left", "top", "width", "height", "conf", "text")
    for psm, images in ((3, [scan, askew]), (6, [line("Nguyễn Thị Mỹ Hạnh")]), (11, [line("HỎA TỐC")])):
        program, library = (
            [
                tuple(row[name] for name in told)
                for table in importlib.import_module(name).tables(images, dpi=DPI, psm=psm, seconds=300)
                for row in table
            ]
            for name in ENGINES.values()
        )
        assert len(program) > 3
        assert program == library


def test_an_empty_page_has_no_words(ocr: TesseractOcr) -> None:
    assert read(ocr, Image.new("RGB", (400, 400), "white")).words == ()


def test_a_picture_of_a_few_dots_is_no_failure(ocr: TesseractOcr) -> None:
    assert read(ocr, Image.new("L", (1, 1), 0)).words == ()


def test_several_pages_come_in_their_order_each_by_its_own_resolution(ocr: TesseractOcr) -> None:
    texts = ("Điều thứ nhất", "Khoản thứ hai", "Điểm thứ ba")
    pictures = [
        Picture(line(text), number=number, dpi=dpi, width=1200 * 72 / dpi, height=400 * 72 / dpi)
        for number, (text, dpi) in enumerate(zip(texts, (200, 200, 300), strict=True), start=1)
    ]
    pages = ocr.read_pages(pictures, psm=6)
    assert [page.number for page in pages] == [1, 2, 3]
    assert [text_of(page) for page in pages] == list(texts)


def test_nothing_of_a_page_stays_for_the_next(ocr: TesseractOcr, scan: Image.Image) -> None:
    alone = read(ocr, line("Kính gửi: Ủy ban nhân dân phường"), psm=6)
    read(ocr, scan)
    assert read(ocr, Image.new("L", (1200, 400), 255)).words == ()
    assert read(ocr, line("Kính gửi: Ủy ban nhân dân phường"), psm=6) == alone


def test_colour_is_read_as_grey(ocr: TesseractOcr) -> None:
    grey = read(ocr, line("HỎA TỐC"), psm=6)
    assert text_of(grey) == "HỎA TỐC"
    assert read(ocr, line("HỎA TỐC").convert("RGB"), psm=6) == grey


def test_what_takes_too_long_is_stopped(ocr: TesseractOcr, scan: Image.Image) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(ocr, scan, seconds=0.05)
    assert caught.value.code == "time-limit"
    assert "QUYẾT" in {word.text for word in read(ocr, scan).words}


def test_a_machine_without_the_model_is_told_what_to_install(ocr: TesseractOcr, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    forget = getattr(tesseract.engine(), "library", None)
    if forget:
        forget.cache_clear()
    with pytest.raises(ServiceUnavailableError) as caught:
        read(ocr, line("Điều 1"))
    assert "make tesserocr" in caught.value.remedy or "tesseract-ocr-vie" in caught.value.remedy


def test_an_engine_that_there_is_not_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tesseract.ENGINE, "tesserorc")
    with pytest.raises(ServiceUnavailableError) as caught:
        read(TesseractOcr(), line("Điều 1"))
    assert "tesserorc" in caught.value.en
    assert "pytesseract, tesserocr" in caught.value.remedy
