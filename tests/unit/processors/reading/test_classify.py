import pytest

from processors.kinds import ABBREVIATIONS, kind_of_symbol, match_heading
from processors.reading import facts_of


def test_all_kinds_of_the_decree_but_two_have_an_abbreviation():
    assert len(ABBREVIATIONS) == 27
    assert len(set(ABBREVIATIONS.values())) == 27


@pytest.mark.parametrize("kind", sorted(ABBREVIATIONS))
def test_every_kind_is_known_by_its_heading(kind, letter, values):
    page = letter(heading=kind.upper(), number=f"Số: 01/{ABBREVIATIONS[kind]}-SNV").page()

    fact = facts_of(page)["kind"]
    assert fact.value == kind
    assert fact.confidence >= 0.95


@pytest.mark.parametrize(
    ("seen", "kind"),
    [("KÉ HOẠCH", "kế hoạch"), ("GIẦY MỜI", "giấy mời"), ("QUYẾTĐỊNH", "quyết định"), ("TÒ TRÌNH", "tờ trình")],
)
def test_slips_of_ocr_do_not_hide_a_heading(seen, kind):
    assert match_heading(seen).kind == kind


@pytest.mark.parametrize("text", ["SỞ Y TẾ", "HỘI ĐỒNG", "PHÒNG NỘI VỤ", "LUẬN VĂN"])
def test_other_capitals_are_no_heading(text):
    assert match_heading(text) is None


def test_a_wrapped_subject_that_begins_with_a_kind_is_no_heading(letter, values):
    page = letter(
        number="Số: 12/SNV-VP",
        heading="",
        subject=(),
        about=("V/v góp ý dự thảo", "Quy định quản lý", "văn thư"),
        addressees=("Kính gửi: Văn phòng Ủy ban nhân dân tỉnh",),
    ).page()

    assert values(page)["kind"] == "công văn"
    assert values(page)["subject"] == "góp ý dự thảo Quy định quản lý văn thư"


def test_a_symbol_that_contradicts_the_heading_lowers_the_confidence(letter):
    fact = facts_of(letter(heading="KẾ HOẠCH", number="Số: 12/QĐ-SNV").page())["kind"]

    assert fact.value == "kế hoạch"
    assert fact.confidence < 0.7


def test_an_abbreviation_that_is_also_an_office_does_not_contradict(letter, values):
    page = letter(
        heading="", subject=(), number="Số: 88/CT-TTHT", about=("V/v hoàn thuế",), addressees=("Kính gửi: A",)
    )

    assert facts_of(page.page())["kind"].value == "công văn"
    assert facts_of(page.page())["kind"].confidence >= 0.9


def test_only_the_head_of_a_symbol_names_a_kind():
    assert kind_of_symbol("QĐ-UBND") == "quyết định"
    assert kind_of_symbol("SNV-QĐ") is None


def test_a_page_without_motto_or_heading_is_not_named(letter, values):
    page = letter(motto="", parent="", issuer="", number="", place_date="", heading="", subject=(), addressees=())

    assert values(page.page())["kind"] is None
