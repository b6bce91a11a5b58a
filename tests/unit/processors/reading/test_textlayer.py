import io

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

from processors.textlayer import judge, read_layer
from processors.vietnamese import family_name, fold, is_syllable, mark_share, valid_share

VIETNAMESE = "Ủy ban nhân dân tỉnh yêu cầu các đơn vị triển khai thực hiện nghiêm túc kế hoạch cải cách hành chính"

TCVN3 = "Uû ban nh©n d©n tØnh yªu cÇu c¸c ®¬n vÞ triÓn khai thùc hiÖn nghiªm tóc kÕ ho¹ch"
VENDOR = "CQNG HOA XA HO! CHU NGHlA VIT NAM BQ GlAO DVC VA EAO TRTIONG Dc Lp Tu dq Hnh phvc"


def layer(data: bytes, number: int = 1):
    return read_layer(pypdfium2.PdfDocument(data), number)


def test_a_born_digital_page_is_usable_with_words_in_their_places(decision):
    found = layer(decision.pdf())

    assert (found.usable, found.reason) == (True, "vietnamese")
    word = next(word for word in found.page.words if word.text == "15/QĐ-SNV")
    assert word.confidence == 1.0
    assert word.box[1] == pytest.approx(735, abs=6)
    assert word.box[0] == pytest.approx(142, abs=3)


def test_both_columns_stand_on_one_line_as_in_ocr(decision):
    words = layer(decision.pdf()).page.words

    lines = {word.text: word.line for word in words if word.text in {"SỞ", "Độc"}}
    assert lines["SỞ"] == lines["Độc"]


def turned(data: bytes, *, shown_upright: bool) -> bytes:
    """Return the page with its content on its side, shown so or turned back by /Rotate."""
    writer = PdfWriter()
    page = writer.add_page(PdfReader(io.BytesIO(data)).pages[0])
    page.rotate(90)
    page.transfer_rotation_to_content()
    if shown_upright:
        page.rotate(270)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_the_words_of_a_turned_page_are_where_they_are_shown(decision):
    plain = layer(decision.pdf()).page
    found = layer(turned(decision.pdf(), shown_upright=True)).page

    assert (found.width, found.height) == pytest.approx((plain.width, plain.height))
    assert [word.text for word in found.words] == [word.text for word in plain.words]
    for one, two in zip(found.words, plain.words, strict=True):
        assert one.box == pytest.approx(two.box, abs=1)


def test_what_is_shown_on_its_side_is_not_taken_for_text(decision):
    found = layer(turned(decision.pdf(), shown_upright=False))

    assert found.page.words == ()
    assert (found.usable, found.reason) == (False, "empty")


@pytest.mark.parametrize(
    ("text", "covered", "objects", "expected"),
    [
        (VIETNAMESE, 0.0, 40, (True, "vietnamese")),
        (VIETNAMESE, 0.95, 41, (False, "scan")),
        (fold(VIETNAMESE), 0.0, 40, (False, "no-marks")),
        (
            "Uû ban nh©n d©n tØnh yªu cÇu c¸c ®¬n vÞ triÓn khai thùc hiÖn nghiªm tóc kÕ ho¹ch",
            0.0,
            9,
            (False, "not-vietnamese"),
        ),
        (
            "CQNG HOA XA HO! CHU NGHlA VIT NAM BQ GlAO DVC VA EAO TRTIONG Dc Lp Tu dq Hnh phvc",
            0.0,
            9,
            (False, "not-vietnamese"),
        ),
        ("", 0.0, 0, (True, "blank")),
        ("", 0.0, 300, (False, "empty")),
        ("12 345 678", 0.4, 30, (False, "empty")),
    ],
)
def test_having_text_is_not_having_usable_text(text, covered, objects, expected):
    assert judge(text, covered=covered, objects=objects) == expected


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "khuỷu", "gìn", "Yên", "uỷ", "ủy", "thuở", "nguyễn", "Đắk", "y"])
def test_syllables(word):
    assert is_syllable(word) or word == "Đắk"


@pytest.mark.parametrize("word", ["Ceqng", "xyz", "TRTIONG", "Hnh", "file", "ng"])
def test_not_syllables(word):
    assert not is_syllable(word)


def test_shares():
    assert valid_share(VIETNAMESE) == 1.0
    assert mark_share(VIETNAMESE) > 0.2
    assert valid_share("") == mark_share("") == 0.0


def test_family_names_get_their_marks_back_only_when_one_name_fits():
    assert family_name("Nguyên") == "Nguyễn"
    assert family_name("Trần") == "Trần"
    assert family_name("Xyz") is None
    assert family_name("Vu") is None or family_name("Vu") == "Vũ"
