"""Slips of OCR that allow one reading only are mended; what could be right stays."""

import pytest

from processors.letter_widths import mend_widths
from processors.pages import Line
from processors.slips import mend, mend_item, mend_subject, without_dust
from processors.spelling import Spelling
from processors.vietnamese import lacks_tone, likely_family_name
from vanban.domain.reading import Word


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("Tổ chức đấu thẦu thuốc", "Tổ chức đấu thầu thuốc"),
        ("thực hiện Quyết định sô 14/2013/QĐ-TTg", "thực hiện Quyết định số 14/2013/QĐ-TTg"),
        ("Như mục lI", "Như mục II"),
        ("lớp thứ Il năm 2024", "lớp thứ II năm 2024"),
        ("Như Điêu 3", "Như Điều 3"),
        ("Thường trực Tỉnh ủy (đê b/e)", "Thường trực Tỉnh ủy (để b/c)"),
        ("Chủ tịch UBND tỉnh (b/€)", "Chủ tịch UBND tỉnh (b/c)"),
        ("Cổng thông tin Sở'Nội vụ", "Cổng thông tin Sở Nội vụ"),
        # right as they stand
        ("kế hoạch của TTg và QyĐ 12", "kế hoạch của TTg và QyĐ 12"),
        ("xã Ea H'leo, huyện Krông A'Na", "xã Ea H'leo, huyện Krông A'Na"),
        ("Đề án đề xuất của Bệnh viện", "Đề án đề xuất của Bệnh viện"),
        ("khu I và khu 11", "khu I và khu 11"),
    ],
)
def test_a_slip_with_one_reading_is_mended(read, mended):
    assert mend(read) == mended


@pytest.mark.parametrize(
    ("read", "mended"),
    [
        ("Lưư: VT, TCCB", "Lưu: VT, TCCB"),
        ("Lưu:-VT", "Lưu: VT"),
        ("Lưu: VT;, ngan", "Lưu: VT, ngan"),
        ("ư trên", "Như trên"),
        ("Như tr", "Như trên"),
        ("Như trên", "Như trên"),
        ("Các Phòng. chức năng", "Các Phòng chức năng"),
        ("Sở Nội vụ TP. Huế", "Sở Nội vụ TP. Huế"),
        ("Lưu trữ Nhà nước", "Lưu trữ Nhà nước"),
    ],
)
def test_an_item_of_a_list_is_mended(read, mended):
    assert mend_item(read) == mended


def test_a_subject_begins_with_about():
    assert mend_subject("Vẻ việc nghỉ lễ") == "Về việc nghỉ lễ"
    assert mend_subject("Vận hành hệ thống") == "Vận hành hệ thống"


def _line(*words, y=100.0, size=11.0):
    """Return a line of (text, width in em, confidence)."""
    x, made = 85.0, []
    for text, wide, confidence in words:
        made.append(Word(text, confidence, (x, y, x + wide * size, y + size), 1))
        x += (wide + 0.25) * size
    return Line(tuple(made))


def test_widths_show_a_doubled_letter_and_a_lost_space():
    known = _line(("Cục", 1.61, 0.9), ("Thuế", 2.055, 0.9), ("Thanh", 2.555, 0.9))
    wide_space = _line(("VT,NVY", 3.749 + 0.26, 0.9))
    no_space = _line(("VT,NVY", 3.749, 0.9))
    double, single = 0.667 + 0.722 * 3, 0.667 + 0.722 * 2
    mended = mend_widths([known, wide_space, no_space, _line(("BGĐĐ", single, 0.9)), _line(("BGĐĐ", double, 0.9))])
    assert [line.text for line in mended] == ["Cục Thuế Thanh", "VT, NVY", "VT,NVY", "BGĐ", "BGĐĐ"]


def test_dust_goes_from_the_ends_of_lines():
    lines = [
        _line(("-", 0.3, 0.9), ("Như", 1.7, 0.95), ("trên;", 2.0, 0.95), ("ƒ", 0.4, 0.2)),
        _line(("z", 0.4, 0.1), ("4", 0.5, 0.2)),
        _line(("'-", 0.4, 0.8), ("Lưu:", 1.8, 0.9), ("VT.", 1.5, 0.9), ("--:", 0.8, 0.6)),
    ]
    assert [line.text for line in without_dust(lines)] == ["- Như trên;", "'- Lưu: VT."]


def test_a_syllable_that_cannot_be_gives_way_to_its_pair():
    assert lacks_tone("thuôc")
    assert lacks_tone("tich")
    assert not lacks_tone("thuốc")
    assert not lacks_tone("thanh")
    assert Spelling().correct("ý kiên góp ý") == "ý kiến góp ý"


def test_a_family_name_is_known_but_for_what_touches_its_first_letter():
    assert likely_family_name("guyễn") == "Nguyễn"
    assert likely_family_name("ÿLê") == "Lê"
    assert likely_family_name("LỆ") == "Lê"
    assert likely_family_name("Hoàng") == "Hoàng"
    assert likely_family_name("ê") is None
    assert likely_family_name("Giám") is None
