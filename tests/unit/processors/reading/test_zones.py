from dataclasses import replace

import pytest

from processors.columns import pieces, split_line
from processors.pages import Line, lines, load_page, page_path, save_page, wipe_pages
from processors.zones import first_page
from vanban.domain.reading import Word


def test_the_two_columns_of_a_joined_header_are_parted(decision):
    zones = first_page(decision.page())

    assert [line.text for line in zones.issuers] == [decision.parent, decision.issuer]
    assert zones.motto.text == decision.motto
    assert zones.number.text == decision.number
    assert zones.place_date.text == decision.place_date


def test_every_line_belongs_to_one_box(decision):
    zones = first_page(decision.page())

    assert zones.heading.line.text == "QUYẾT ĐỊNH"
    assert [line.text for line in zones.heading.subject] == list(decision.subject)
    assert zones.body[0].text == decision.body[0]
    assert zones.about == zones.addressees == ()


def test_a_line_is_split_at_its_widest_gap_near_the_middle():
    words = tuple(Word(text, 1.0, (x, 0, x + 40, 12), 0) for text, x in (("Số:", 60), ("15/QĐ", 104), ("Phú", 300)))

    left, right = split_line(Line(words), 270, 80)

    assert (left.text, right.text) == ("Số: 15/QĐ", "Phú")


def test_pieces_fall_apart_at_wide_gaps():
    words = tuple(Word(text, 1.0, (x, 0, x + 40, 12), 0) for text, x in (("HỎA", 60), ("TỐC", 104), ("KẾ", 260)))

    assert [piece.text for piece in pieces(Line(words))] == ["HỎA TỐC", "KẾ"]


def test_a_kept_page_comes_back_whole(tmp_path, decision):
    page = decision.page()

    save_page(tmp_path, page)

    assert load_page(tmp_path, 1) == page
    assert page_path(tmp_path, 1).stat().st_mode & 0o077 == 0


def test_a_damaged_or_missing_kept_page_is_none(tmp_path, decision):
    save_page(tmp_path, decision.page())
    page_path(tmp_path, 1).write_text('{"number": 1', encoding="utf-8")

    assert load_page(tmp_path, 1) is None
    assert load_page(tmp_path, 2) is None


def test_wiping_leaves_nothing(tmp_path, decision):
    save_page(tmp_path, decision.page())

    wipe_pages(tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_lines_keep_the_order_and_box_of_their_words(decision):
    first = lines(decision.page())[0]

    assert first.text == f"{decision.parent} {decision.motto}"
    assert first.box[0] < 100
    assert first.box[2] > 480


def test_no_number_and_no_date_is_taken_from_what_the_text_quotes(letter, values):
    quoted = (
        (121.0, 500.0, "Số: 77/QĐ-UBND"),
        (330.0, 480.0, "Huế, ngày 09 tháng 9 năm 2011"),
        (121.0, 460.0, "Quyết định số 12/QĐ-TTg ngày 05 tháng 01 năm 2015"),
    )
    read = values(letter(number="", place_date="", extra=quoted).page(source="text"))

    assert (read["number"], read["symbol"], read["issued_on"], read["place"]) == (None, None, None, None)
    assert read["issuer"] == "SỞ NỘI VỤ"


def test_a_petition_has_a_kind_and_nothing_of_an_office(letter, values):
    read = values(letter(parent="", issuer="", number="", place_date="", heading="ĐƠN KHIẾU NẠI", subject=()).page())

    assert read["kind"] == "đơn"
    assert (read["number"], read["issued_on"], read["issuer"]) == (None, None, None)


@pytest.mark.parametrize("place", ["Nghệ An", "Bảo Thắng", "Bến Thành", "Thành phố Hồ Chí Minh"])
def test_places_that_look_like_day_or_month_are_read(letter, values, place):
    assert values(letter(place_date=f"{place}, ngày 05 tháng 01 năm 2024").page())["place"] == place


def test_the_room_for_a_number_does_not_part_the_columns(letter):
    page = letter(number="Số:               /QĐ-SNV").page()
    moved = [
        replace(word, box=(word.box[0] + 45, word.box[1], word.box[2] + 45, word.box[3]))
        if "/QĐ" in word.text
        else word
        for word in page.words
    ]
    zones = first_page(replace(page, words=tuple(moved)))

    assert zones.number.text == "Số: /QĐ-SNV"
    assert zones.place_date.text == "Phú Thọ, ngày 05 tháng 01 năm 2024"


def test_a_party_letter_is_told_by_its_symbol(letter, values):
    read = values(
        letter(
            motto="ĐẢNG CỘNG SẢN VIỆT NAM",
            parent="ĐẢNG BỘ TỈNH PHÚ THỌ",
            issuer="HUYỆN ỦY CẨM KHÊ",
            number="Số 15-CV/HU",
            heading="",
            subject=(),
            about=("V/v báo cáo kết quả",),
            addressees=("Kính gửi:", "- Các chi bộ."),
        ).page()
    )

    assert (read["kind"], read["number"], read["symbol"]) == ("công văn", "15", "CV/HU")
    assert (read["issuer"], read["parent_issuer"]) == ("HUYỆN ỦY CẨM KHÊ", "ĐẢNG BỘ TỈNH PHÚ THỌ")


def test_a_subject_may_end_with_a_symbol_alone_on_its_line(letter, values):
    about = ("V/v sửa đổi Quyết định số", "15/2023/QĐ-UBND")
    read = values(letter(heading="", subject=(), number="Số: 12/SNV-VP", about=about).page())

    assert read["subject"] == "sửa đổi Quyết định số 15/2023/QĐ-UBND"
