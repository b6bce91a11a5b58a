"""The text of a scanned page has the marks of phrases that every office prints; nothing else of it is touched."""

import pytest

from processors.page_text import plain_text
from vanban.domain.reading import Page, Word


def page(*texts, source="ocr"):
    words = [
        Word(word, 0.9, (10.0 + 50 * place, 800.0 - 20 * row, 55.0 + 50 * place, 812.0 - 20 * row), row)
        for row, text in enumerate(texts)
        for place, word in enumerate(text.split())
    ]
    return Page(1, 595.0, 842.0, tuple(words), source)


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        ("SỞ Y TẺ", "SỞ Y TẾ"),
        ("GIÁY MỜI", "GIẤY MỜI"),
        ("KT. GIÁM ĐÓC", "KT. GIÁM ĐỐC"),
        ("ỦY BAN NHÂN DÃN TỈNH", "ỦY BAN NHÂN DÂN TỈNH"),
        ("UỶ BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"),  # where the tone stands is how it was printed
        ("Độc lập —- Tự do", "Độc lập – Tự do"),
    ],
)
def test_marks_of_known_phrases_in_capitals_are_put_right(seen, printed):
    assert plain_text(page(seen)) == printed


@pytest.mark.parametrize("text", ["Giám đôc nói", "HỎI", "GIÁM ĐỊNH Y KHOA", "Chỉ cục bộ", "ÓC"])
def test_all_else_stays_as_it_was_read(text):
    assert plain_text(page(text)) == text


def test_a_text_layer_is_left_alone():
    assert plain_text(page("SỞ Y TẺ", source="text")) == "SỞ Y TẺ"
