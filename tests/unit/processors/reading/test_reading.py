"""The whole reading, through the sandbox and through Tesseract, on pages made here."""

import io

import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from processors.pages import load_page, save_page
from processors.reading import SandboxedReader
from processors.tesseract import TesseractOcr, normalise
from vanban.domain.errors import SuspectError, UnreadableError
from vanban.domain.reading import FACT_NAMES
from vanban.settings import Limits


@pytest.fixture
def work(tmp_path):
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def reader():
    return SandboxedReader(limits=Limits())


def scan(pdf: bytes, *, dpi: int = 200) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72, grayscale=True).to_pil()


def image_pdf(*images: Image.Image) -> bytes:
    stream = io.BytesIO()
    images[0].save(stream, format="PDF", resolution=200, save_all=True, append_images=images[1:])
    return stream.getvalue()


def test_a_born_digital_file_is_read_from_its_text(tmp_path, work, reader, decision):
    path = tmp_path / "in.pdf"
    path.write_bytes(decision.pdf())

    reading = reader.read(path, work=work)

    assert (reading.source, reading.pages, len(reading.text)) == ("text", 1, 1)
    assert set(reading.facts) == set(FACT_NAMES)
    assert reading.facts["number"].value == "15"
    assert reading.facts["signer"].value == "Trần Thị Bình Minh"
    assert reading.facts["subject"].confidence >= 0.95
    assert decision.body[0] in reading.text[0]
    assert load_page(work, 1) is None


def test_a_scan_is_recognised_once_and_gives_the_same_facts(tmp_path, work, reader, decision):
    path = tmp_path / "in.pdf"
    path.write_bytes(image_pdf(scan(decision.pdf())))

    reading = reader.read(path, work=work)

    assert reading.source == "ocr"
    values = {name: fact.value for name, fact in reading.facts.items()}
    assert values["kind"] == "quyết định"
    assert values["symbol"] == "QĐ-SNV"
    assert values["issuer"] == "SỞ NỘI VỤ"
    assert values["place"] == "Phú Thọ"
    assert values["signer"] == "Trần Thị Bình Minh"
    assert values["signer_title"] == "PHÓ GIÁM ĐỐC"
    assert reading.facts["number"].confidence <= 0.5


def test_the_gates_pass_of_page_one_is_not_paid_twice(tmp_path, work, reader, decision, letter):
    path = tmp_path / "in.pdf"
    path.write_bytes(image_pdf(Image.new("L", (1654, 2339), 255)))
    save_page(work, letter(heading="KẾ HOẠCH", number="Số: 7/KH-SNV").page())

    reading = reader.read(path, work=work)

    assert reading.facts["kind"].value == "kế hoạch"


def test_a_mark_of_secrecy_on_a_later_page_locks_the_file_and_leaves_nothing(tmp_path, work, reader, decision, letter):
    path = tmp_path / "in.pdf"
    path.write_bytes(image_pdf(scan(decision.pdf()), scan(letter(stamp="TỐI MẬT").pdf())))
    save_page(work, decision.page())

    with pytest.raises(SuspectError) as caught:
        reader.read(path, work=work)

    assert list(work.iterdir()) == []
    assert "Tổ công tác" not in str(caught.value)


def test_a_mark_counts_no_more_on_bytes_that_were_released(tmp_path, work, reader, letter):
    path = tmp_path / "in.pdf"
    path.write_bytes(letter(stamp="TỐI MẬT").pdf())

    with pytest.raises(SuspectError):
        reader.read(path, work=work)

    assert reader.read(path, work=work, overruled=True).pages == 1


def test_what_is_no_document_is_refused(tmp_path, work, reader):
    path = tmp_path / "in.pdf"
    path.write_bytes(b"%PDF-1.4 nothing")

    with pytest.raises(UnreadableError) as caught:
        reader.read(path, work=work)

    assert caught.value.vi != caught.value.en


def test_time_is_limited_by_pages(tmp_path, work, decision):
    path = tmp_path / "in.pdf"
    path.write_bytes(image_pdf(*[scan(decision.pdf())] * 3))
    reader = SandboxedReader(limits=Limits(read_seconds=1, read_seconds_per_page=0))

    with pytest.raises(UnreadableError) as caught:
        reader.read(path, work=work)

    assert caught.value.code == "time-limit"


def test_more_pages_than_allowed_are_not_read(tmp_path, work):
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for _ in range(4):
        canvas.showPage()
    canvas.save()
    path = tmp_path / "in.pdf"
    path.write_bytes(stream.getvalue())

    with pytest.raises(UnreadableError) as caught:
        SandboxedReader(limits=Limits(pages=3)).read(path, work=work)

    assert caught.value.code == "too-many-pages"


def test_words_come_with_places_and_confidences(decision):
    image = scan(decision.pdf())

    page = TesseractOcr().read_page(image, number=3, dpi=200, width=595, height=842)

    assert (page.number, page.source) == (3, "ocr")
    word = next(word for word in page.words if word.text == "QUYẾT")
    assert 240 < word.box[0] < word.box[2] < 350
    assert 670 < word.box[1] < word.box[3] < 692
    assert 0.5 < word.confidence <= 1.0


def test_an_empty_page_has_no_words():
    page = TesseractOcr().read_page(Image.new("RGB", (400, 400), "white"), number=1, dpi=200, width=144, height=144)

    assert page.words == ()


def test_tesseract_that_takes_too_long_is_stopped(decision):
    with pytest.raises(UnreadableError) as caught:
        TesseractOcr().read_page(scan(decision.pdf()), number=1, dpi=200, width=595, height=842, seconds=0.05)

    assert caught.value.code == "time-limit"


def test_look_alike_letters_are_made_vietnamese():
    assert normalise("ÐIỀU 1ˆ") == "ĐIỀU 1"
