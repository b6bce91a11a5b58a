"""Box 2 of offices of all sorts: where one name ends and the next begins, and what is no name at all."""

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from processors.letterhead import letterhead
from processors.organisations import begins_office, repair
from processors.pages import Line, load_page, save_page
from processors.reading import facts_of
from processors.textlayer import read_layer
from vanban.domain.reading import Word
from vanban.typefaces import Face, register_faces


def lines(*texts, bold=None):
    """Return printed lines, in the types of ``bold``: ``-`` plain, ``b`` bold."""
    weights = [{"-": False, "b": True}[sign] for sign in bold] if bold else [None] * len(texts)
    return [
        Line(
            tuple(
                Word(word, 1.0, (60.0 + 40 * i, 780.0 - 15 * row, 95.0 + 40 * i, 792.0 - 15 * row), row, bold=weight)
                for i, word in enumerate(text.split())
            )
        )
        for row, (text, weight) in enumerate(zip(texts, weights, strict=True))
    ]


def names(*texts, bold=None, exact=True):
    """Return the names that lines are parted into."""
    found = letterhead(lines(*texts, bold=bold), exact=exact).names
    return [" ".join(line.text for line in name) for name in found]


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize(
    ("printed", "parted"),
    [
        ("THƯỜNG TRỰC / HỘI ĐỒNG NHÂN DÂN XÃ YÊN MÔ", 1),
        ("VĂN PHÒNG / ĐOÀN ĐẠI BIỂU QUỐC HỘI VÀ / HỘI ĐỒNG NHÂN DÂN TỈNH", 1),
        ("BỘ QUỐC PHÒNG / BỘ TƯ LỆNH / BỘ ĐỘI BIÊN PHÒNG", 2),
        ("TỔNG CÔNG TY / BƯU ĐIỆN VIỆT NAM / BƯU ĐIỆN TỈNH", 2),
        ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG / SỞ NỘI VỤ", 1),
        ("CÔNG AN TỈNH / CƠ QUAN / CẢNH SÁT ĐIỀU TRA", 2),
        ("CỤC THUẾ / THUẾ TỈNH LÂM ĐỒNG", 2),
        ("BỘ QUỐC PHÒNG / QUÂN KHU 2 / BỘ CHỈ HUY QUÂN SỰ / TỈNH LÀO CAI", 3),
        ("NGÂN HÀNG NHÀ NƯỚC VIỆT NAM / NGÂN HÀNG NHÀ NƯỚC / CHI NHÁNH KHU VỰC 9", 2),
        ("UBND XÃ YÊN MÔ / TRƯỜNG MẦM NON / SỐ 2", 2),
        ("BỘ GIÁO DỤC VÀ ĐÀO TẠO / TRƯỜNG ĐẠI HỌC / CÔNG ĐOÀN", 2),
        ("BAN CHẤP HÀNH ĐOÀN / QUÂN KHU 1", 1),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO / HỘI ĐỒNG CHẤM THI / TRƯỜNG THPT YÊN LẠC", 2),
        ("CHI CỤC KIỂM LÂM / HẠT KIỂM LÂM / TRẠM TẤU", 2),
    ],
)
def test_a_name_begins_where_an_office_can_begin_and_not_where_one_goes_on(printed, parted, exact):
    assert len(names(*printed.split(" / "), exact=exact)) == parted


@pytest.mark.parametrize(
    ("printed", "bold", "issuer"),
    [
        ("BAN QUẢN TRỊ / LÀNG VĂN HÓA", "-b", "LÀNG VĂN HÓA"),
        ("BỘ CÔNG AN / HỌC VIỆN / CHÍNH TRỊ", "-bb", "HỌC VIỆN CHÍNH TRỊ"),
        ("BỘ NGOẠI GIAO / BỘ TÀI CHÍNH", "bb", "BỘ NGOẠI GIAO BỘ TÀI CHÍNH"),
        ("BỘ NGOẠI GIAO - BỘ TÀI CHÍNH / BỘ Y TẾ", "bb", "BỘ NGOẠI GIAO - BỘ TÀI CHÍNH BỘ Y TẾ"),
    ],
)
def test_bold_type_shows_the_issuer(printed, bold, issuer):
    assert names(*printed.split(" / "), bold=bold)[-1] == issuer


@pytest.mark.parametrize(
    ("parent", "issuer", "sure"),
    [
        ("UBND TỈNH SƠN LA", "BAN DÂN TỘC", True),
        ("BAN VẬN ĐỘNG QUỸ", "TRUNG TÂM NHÂN ĐẠO", False),
        ("PHÒNG CÔNG CHỨNG", "VĂN PHÒNG LUẬT SƯ", False),
    ],
)
def test_without_bold_type_an_issuer_is_sure_only_under_what_others_belong_to(letter, parent, issuer, sure):
    facts = facts_of(letter(parent=parent, issuer=issuer).page(source="text"))

    assert facts["issuer"].value == issuer
    assert (facts["issuer"].confidence >= 0.95) is sure


def test_the_number_of_a_school_is_part_of_its_name(letter, values):
    page = letter(issuer="TRƯỜNG MẪU GIÁO", extra=((150.0, 750.0, "SỐ 1"),))

    assert values(page.page(source="text"))["issuer"] == "TRƯỜNG MẪU GIÁO SỐ 1"


def test_a_line_of_the_name_is_no_heading_for_a_letter_too_few(letter, values):
    page = letter(heading="", subject=(), extra=((262.0, 675.0, "CÔNG TRÌNH"),))

    assert values(page.page(source="text"))["kind"] != "chương trình"


def test_a_day_in_digits_is_read_and_not_sure(letter):
    fact = facts_of(letter(place_date="Đà Lạt, ngày 5/9/2026").page(source="text"))["issued_on"]

    assert fact.value == "2026-09-05"
    assert fact.confidence < 0.95


def test_bold_type_within_a_name_shows_nothing():
    found = letterhead(lines("ỦY BAN NHÂN DÂN", "TỈNH SƠN LA", bold="-b"), exact=True)

    assert not found.shown


@pytest.mark.parametrize("text", ["PHONG ĐIỀN", "SỐ 7", "BỐ TRẠCH", "CÚC PHƯƠNG", "TÔ HIỆU", "ĐOAN HÙNG", "VŨ THƯ"])
def test_a_place_or_number_does_not_begin_an_office_where_its_marks_are_known(text):
    assert not begins_office(text, exact=True)


def test_a_number_in_a_name_stays_a_number():
    assert repair("TRƯỜNG TIỂU HỌC SỐ 2").text == "TRƯỜNG TIỂU HỌC SỐ 2"
    assert repair("SỐ Y TẾ").text == "SỞ Y TẾ"


def test_an_issuer_is_sure_where_it_stands_in_bold_under_plain_lines(letter):
    plain = letter(parent="TỈNH ĐOÀN SƠN LA", issuer="NHÀ THIẾU NHI").page(source="text")
    bold = tuple(
        Word(w.text, w.confidence, w.box, w.line, w.block, "NHÀ THIẾU NHI".count(w.text) > 0) for w in plain.words
    )
    shown = type(plain)(1, plain.width, plain.height, bold, "text")

    assert facts_of(shown)["issuer"].value == "NHÀ THIẾU NHI"
    assert facts_of(shown)["issuer"].confidence >= 0.95


def test_the_nearest_of_three_levels_is_the_parent_and_never_sure(letter):
    page = letter(parent="BỘ QUỐC PHÒNG", issuer="QUÂN KHU 5", extra=((110.0, 750.0, "SƯ ĐOÀN 315"),), number="")
    facts = facts_of(page.page(source="text"))

    assert (facts["parent_issuer"].value, facts["issuer"].value) == ("QUÂN KHU 5", "SƯ ĐOÀN 315")
    assert facts["parent_issuer"].confidence < 0.95


@pytest.mark.parametrize("below", ["ĐT: 0263.3822.410 - MST: 5800000167", "LAM DONG PEOPLE'S COMMITTEE"])
def test_an_address_or_a_translation_under_the_name_is_none_of_it(letter, values, below):
    page = letter(extra=((60.0, 750.0, below),))

    assert values(page.page(source="text"))["issuer"] == "SỞ NỘI VỤ"


def test_a_company_of_minerals_is_not_taken_for_the_motto_of_the_party(letter, values):
    page = letter(parent="TẬP ĐOÀN CÔNG NGHIỆP", issuer="THAN - KHOÁNG SẢN VIỆT NAM")

    assert values(page.page(source="text"))["issuer"] == "TẬP ĐOÀN CÔNG NGHIỆP THAN - KHOÁNG SẢN VIỆT NAM"


@pytest.mark.parametrize("source", ["ocr", "text"])
def test_place_and_day_may_stand_on_two_lines(letter, values, source):
    page = letter(place_date="Thành phố Hồ Chí Minh,", extra=((340.0, 720.0, "ngày 05 tháng 01 năm 2024"),))
    found = values(page.page(source=source))

    assert (found["place"], found["issued_on"]) == ("Thành phố Hồ Chí Minh", "2024-01-05")


def test_text_under_a_heading_without_a_subject_is_not_taken_for_one(letter, values):
    page = letter(
        heading="PHIẾU GỬI",
        subject=(),
        body=(),
        extra=((120.0, 645.0, "x" * 60), (85.0, 628.0, "x" * 20)),
    )

    assert values(page.page(source="text"))["subject"] is None


@pytest.mark.parametrize("subject", ["Phân công nhiệm vụ của lãnh đạo Sở", "Mục tiêu phát triển đến năm 2030"])
def test_a_subject_may_begin_as_a_chapter_does(letter, values, subject):
    assert values(letter(subject=(subject,)).page(source="text"))["subject"] == subject


@pytest.mark.parametrize("kind", ["cáo trạng", "kiến nghị", "giấy triệu tập", "bản án"])
def test_papers_of_courts_and_procuracies_have_names(letter, values, kind):
    assert values(letter(heading=kind.upper()).page(source="text"))["kind"] == kind


@pytest.mark.parametrize(("face", "bold"), [(Face.BOLD, True), (Face.REGULAR, False)])
def test_the_weight_of_capitals_in_the_head_is_read_and_kept(tmp_path, face, bold):
    register_faces()
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.setFont(face.value, 13)
    canvas.drawString(80, 780, "SỞ NỘI VỤ TỈNH SƠN LA")
    canvas.drawString(80, 400, "VĂN PHÒNG")
    canvas.save()

    page = read_layer(pypdfium2.PdfDocument(stream.getvalue()), 1).page
    save_page(tmp_path, page)

    assert {word.text: word.bold for word in page.words}["SƠN"] is bold
    assert {word.text: word.bold for word in page.words}["PHÒNG"] is None
    assert load_page(tmp_path, 1) == page


@pytest.mark.parametrize(
    "text", ["QUÂN ĐOÀN 34", "ĐẠI SỨ QUÁN VIỆT NAM", "TRƯỜNG SĨ QUAN", "LÀNG QUÁN HÀU", "QUẬN BA ĐÌNH"]
)
def test_words_like_that_for_a_district_are_not_made_one(text):
    assert repair(text).text == text


def test_a_shortened_city_keeps_its_one_dot(letter, values):
    page = letter(place_date="TP. Hồ Chí Minh, ngày 05 tháng 01 năm 2024")

    assert {values(page.page(source=source))["place"] for source in ("ocr", "text")} == {"TP. Hồ Chí Minh"}


def test_the_youth_union_may_stand_on_both_sides(letter, values):
    page = letter(parent="", issuer="ĐOÀN TNCS HỒ CHÍ MINH", motto="ĐOÀN TNCS HỒ CHÍ MINH")

    assert values(page.page(source="text"))["issuer"] == "ĐOÀN TNCS HỒ CHÍ MINH"


def test_a_known_parent_is_not_sure_where_another_may_hide_in_the_issuer(letter):
    page = letter(parent="BỘ XÂY DỰNG", issuer="CỤC ĐƯỜNG BỘ", extra=((110.0, 750.0, "ĐOẠN DUY TU"),))

    assert facts_of(page.page(source="text"))["parent_issuer"].confidence < 0.95
