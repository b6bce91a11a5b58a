"""The words of a page say its kind when the heading cannot be read; the model abstains and is never sure."""

import pytest

from processors.kind_words import LEAST, features, opinion
from processors.reading import facts_of

DECISION = (
    "Căn cứ Luật Tổ chức chính quyền địa phương;",
    "Theo đề nghị của Chánh Văn phòng.",
    "Điều 1. Thành lập Tổ giúp việc gồm các ông bà có tên sau đây.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
    "Điều 3. Chánh Văn phòng và các ông bà có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
)


def test_the_words_of_a_decision_are_known():
    said = opinion(DECISION)
    assert said is not None
    assert said.kind == "quyết định"
    assert LEAST <= said.probability <= 1


@pytest.mark.parametrize("texts", [(), ("",), ("12/2024", "…"), ("Lorem ipsum dolor sit amet " * 5,)])
def test_it_abstains_on_what_it_does_not_know(texts):
    assert opinion(texts) is None


def test_features_have_no_marks_and_no_figures():
    assert features("Điều 12. Ký tên") == {"dieu", "ky", "ten", "dieu ky", "ky ten"}


def _kind(page):
    fact = facts_of(page)["kind"]
    return fact.value, fact.how, fact.confidence


def test_without_a_heading_symbol_and_words_decide_and_are_not_sure(letter):
    both = _kind(letter(heading="", subject=(), body=DECISION, number="Số: 15/QĐ-SNV").page())
    words = _kind(letter(heading="", subject=(), body=DECISION, number="Số: 15").page())
    symbol = _kind(letter(heading="", subject=(), body=("Nội dung.",), number="Số: 15/QĐ-SNV").page())
    assert both[:2] == ("quyết định", "symbol+words")
    assert words[:2] == ("quyết định", "words")
    assert symbol[:2] == ("quyết định", "symbol")
    assert max(both[2], words[2], symbol[2]) < 0.95


def test_a_heading_is_not_overruled(letter):
    assert _kind(letter(heading="TỜ TRÌNH", number="Số: 15/TTr-SNV", body=DECISION).page())[0] == "tờ trình"
