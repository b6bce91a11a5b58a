"""Marks of secrecy in words, stamps and file names, told from prose."""

from __future__ import annotations

import unicodedata

import pytest

from processors.secrecy import find_mark, name_shows_mark, reads_like_mark, stamp_shows_mark, urgency_of
from vanban.domain.reading import Page, Word

HEADER = [("SỞ NỘI VỤ", 90, 780), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 780), ("Số: 12/BC-SNV", 95, 740)]
PROSE = [
    ("Phổ biến quy định về tài liệu Mật, Tối mật và bảo mật thông tin, mật khẩu,", 85, 360),
    ("mật độ dân cư của các đơn vị trên địa bàn.", 85, 340),
]


def _page(*lines: tuple[str, float, float], number: int = 1, size: float = 13, gap: float = 4) -> Page:
    """Return a page of lines (text, left, bottom); all letters are as wide as half their height."""
    words = []
    for index, (text, left, bottom) in enumerate([*HEADER, *lines, *PROSE]):
        at = left
        for piece in text.split():
            width = len(piece) * size / 2
            words.append(Word(piece, 0.9, (at, bottom, at + width, bottom + size), index))
            at += width + gap
    return Page(number, 595, 842, tuple(words), "ocr")


@pytest.mark.parametrize(
    "mark",
    [
        "MẬT",
        "TỐI MẬT",
        "TUYỆT MẬT",
        "MAT",
        "TOI MAT",
        "TUYET MAT",
        "TỐI MẶT",
        "TUYẾT MẬT",
        "TUYỆT MẤT",
        "TÔI MẬT",
        "MẬI",
        "[ MẬT ]",
        "| MẬT |",
        ".MẬT.",
        "M Ậ T",
        "(MẬT)",
        "Mật",
        "Tối mật",
        "Độ mật: Mật",
        "Độ mật: TỐI MẬT",
        "ĐỘ MẬT: TUYỆT MẬT",
        "TÀI LIỆU MẬT",
        "CHỈ NGƯỜI CÓ TÊN MỚI ĐƯỢC BÓC BÌ",
    ],
)
def test_a_mark_under_the_symbol_is_found(mark):
    assert find_mark(_page((mark, 100, 710)))


def test_a_mark_beside_other_words_of_its_line_is_found():
    page = _page(("Số:  12/BC-SNV", 90, 700), ("MẬT", 230, 700))
    on_one_line = Page(
        1, 595, 842, tuple(Word(w.text, w.confidence, w.box, 0) for w in page.words if w.box[1] == 700), "ocr"
    )
    assert find_mark(on_one_line)
    assert find_mark(_page(("12/BC-SNV MẬT", 90, 700)))


def test_a_mark_counts_at_the_head_and_foot_of_every_page_and_anywhere_when_it_is_tall():
    assert find_mark(_page(("MẬT", 250, 800), number=3))
    assert find_mark(_page(("MẬT", 250, 30), number=3))
    tall = (*_page().words, Word("MẬT", 0.9, (200, 300, 320, 350), 99))
    assert find_mark(Page(2, 595, 842, tall, "ocr"))
    assert find_mark(_page(("TỐI MẬT", 250, 300), number=2))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "BẢO MẬT THÔNG TIN",
        "VỀ VIỆC ĐỔI MẬT KHẨU",
        "Về việc bảo mật",
        "MẶT TRẬN TỔ QUỐC",
        "TÓM TẮT",
        "THUYẾT MINH",
        "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Độ mật: Thường",
        "Độ mật:",
        "3. Mật;",
        "a) Tối mật;",
        "mật",
        "CÔNG TÁC BẢO MẬT",
        "MẬT ONG RỪNG",
        "MỘT",
        "HỎA TỐC",
        "NGUYỄN VĂN MẬT",
    ],
)
def test_prose_and_headings_are_no_mark(text):
    assert not find_mark(_page((text, 100, 710)))
    assert not find_mark(_page((text, 100, 710), number=2))


def test_a_low_line_of_the_body_is_no_mark():
    assert not find_mark(_page(("MẬT", 200, 300), number=2))


@pytest.mark.parametrize(
    "line",
    ["MẬT", "| MẬT |", "TỐI MẬT", "TUYỆT MẬT", "MAT", "MẬI", "MA+", "'LỐI MẬI", "TUYET MAI", "HỎA TỐC MẬT", "MẬT |l"],
)
def test_stamps_with_a_mark(line):
    assert stamp_shows_mark(["SỞ NỘI VỤ", line])


@pytest.mark.parametrize(
    "line",
    ["BẢO MẬT", "MẬT KHẨU", "MẬT DỮ LIỆU NĂM 2025", "KHẨN", "HỎA TỐC", "CÔNG VĂN ĐẾN", "TÓM TẮT", "mật", "MẬU", ""],
)
def test_stamps_without_a_mark(line):
    assert not stamp_shows_mark([line])


@pytest.mark.parametrize(
    "line", ["MẬT", "'MẬT", "MAI", "MẠẶT", "IMẬT", "MÃI", "NẬT", "| MẠ- .", "x MẬI", "_MẬP", "MẬY", "MÁC"]
)
def test_what_is_read_where_a_mark_was_seen(line):
    assert reads_like_mark(["...", line])


@pytest.mark.parametrize(
    "line", ["", "MÃ", "MA V", "MÁY", "MỤC", "KHẨN", "TẮT", "NAM", "NĂM 2025", "VIỆT NAM", "MINH", "HỎA TỐC", "LUẬT"]
)
def test_what_is_read_where_none_was(line):
    assert not reads_like_mark([line])


@pytest.mark.parametrize(
    "name",
    [
        "QD 15 (MẬT).pdf",
        "toi_mat.pdf",
        "TUYET MAT 15.pdf",
        "[MAT] kh.pdf",
        "15-QD_MAT.pdf",
        "tuyetmat.pdf",
        "15 Mật.PDF",
    ],
)
def test_names_with_a_mark(name):
    assert name_shows_mark(name)
    assert name_shows_mark(unicodedata.normalize("NFD", name))


@pytest.mark.parametrize(
    "name",
    [
        "bao mat.pdf",
        "mật khẩu.pdf",
        "MAT TRAN TO QUOC.pdf",
        "ve sinh mat nuoc.pdf",
        "Mặt trận.pdf",
        "tóm tắt.pdf",
        "mật độ.pdf",
        "mat.pdf",
        "\n",
        ".pdf",
    ],
)
def test_names_without_a_mark(name):
    assert not name_shows_mark(name)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("HỎA TỐC", "hỏa tốc"),
        ("HOẢ TỐC", "hỏa tốc"),
        ("HỎA TỐC HẸN GIỜ", "hỏa tốc"),
        ("THƯỢNG KHẨN", "thượng khẩn"),
        ("| KHẨN |", "khẩn"),
        ("KHẨN TRƯƠNG", "thường"),
        ("Công văn khẩn", "thường"),
    ],
)
def test_urgency(text, level):
    assert urgency_of(_page((text, 100, 710))) == level
    assert urgency_of(_page(), [text]) == level


@pytest.mark.parametrize("line", ["| Mật |", "| MAI |", "NIẬI |", "MẬm|", "TỐI xế ị", "| TUYỆT |", "rối MẬT |"])
def test_a_stamp_of_which_a_part_was_read_is_believed(line):
    assert stamp_shows_mark([line])


@pytest.mark.parametrize(
    "line", ["MAI", "TÒA ÁN NHÂN DÂN TỐI CAO", "TỐI CAO", "TUYỆT ĐỐI", "BẢO MẬT", "MẬT KHẨU", "TÓM TẮT", "HỘI"]
)
def test_what_only_looks_like_part_of_a_mark_is_not(line):
    assert not stamp_shows_mark([line])


def test_a_piece_that_turned_out_to_stand_on_end_is_laid_down_both_ways():
    from PIL import Image

    from processors.stamp_straight import laid_down, upright_ways

    standing, square, flat = (Image.new("L", size, 255) for size in ((60, 140), (140, 150), (140, 60)))
    assert [one.size for one in laid_down(standing)] == [(140, 60)] * 2
    assert laid_down(flat) == [flat]
    assert [one.size for one in upright_ways(square, 200)] == [(140, 150), (150, 140), (150, 140)]
    assert upright_ways(flat, 200) == [flat]
