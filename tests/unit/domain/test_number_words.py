"""Numbers in Vietnamese words."""

import pytest

from vanban.domain.number_words import in_words

WORDS = {
    0: "không",
    4: "bốn",
    5: "năm",
    10: "mười",
    11: "mười một",
    15: "mười lăm",
    20: "hai mươi",
    21: "hai mươi mốt",
    24: "hai mươi bốn",
    35: "ba mươi lăm",
    100: "một trăm",
    105: "một trăm linh năm",
    115: "một trăm mười lăm",
    999: "chín trăm chín mươi chín",
    1000: "một nghìn",
    1005: "một nghìn không trăm linh năm",
    2021: "hai nghìn không trăm hai mươi mốt",
    10500: "mười nghìn năm trăm",
    3_000_045: "ba triệu không trăm bốn mươi lăm",
    7_000_000_000: "bảy tỷ",
}


@pytest.mark.parametrize(("number", "words"), WORDS.items())
def test_a_number_is_said_as_people_say_it(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_what_has_no_words_is_refused(number):
    with pytest.raises(ValueError):
        in_words(number)
