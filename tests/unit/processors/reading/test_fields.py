import pytest

from processors.reading import facts_of
from vanban.domain.reading import FACT_NAMES

EXPECTED = {
    "kind": "quyết định",
    "number": "15",
    "symbol": "QĐ-SNV",
    "issued_on": "2024-01-05",
    "place": "Phú Thọ",
    "issuer": "SỞ NỘI VỤ",
    "parent_issuer": "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ",
    "subject": "Về việc thành lập Tổ công tác cải cách hành chính",
    "authority": "KT",
    "signer_title": "PHÓ GIÁM ĐỐC",
    "signer": "Trần Thị Bình Minh",
    "addressees": None,
    "recipients": ["Như Điều 3", "Bộ Nội vụ (để báo cáo)", "Lưu: VT, TCCB"],
    "urgency": None,
    "circulation": None,
    "deadlines": ["2024-01-20"],
    "arrival_stamp": False,
}


def test_a_place_that_touches_the_word_for_day_is_read(letter, values):
    page = letter(place_date="Hà Nội,ngày 05 tháng 01 năm 2024")
    found = [values(page.page(source=source)) for source in ("ocr", "text")]

    assert {one["place"] for one in found} == {"Hà Nội"}


@pytest.mark.parametrize("source", ["ocr", "text"])
def test_a_decision_gives_every_fact(decision, values, source):
    assert values(decision.page(source=source)) == EXPECTED


def test_facts_come_in_the_order_of_the_contract(decision):
    assert tuple(facts_of(decision.page())) == FACT_NAMES


def test_a_letter_without_heading_is_cong_van(official_letter, values):
    found = values(official_letter.page())

    assert found["kind"] == "công văn"
    assert (found["number"], found["symbol"]) == ("127", "SNV-CCHC")
    assert found["subject"] == "báo cáo kết quả kiểm tra công vụ năm 2024"
    assert found["addressees"] == ["Các sở, ban, ngành", "Ủy ban nhân dân các phường, xã"]


def test_number_and_day_of_a_scan_are_never_sure_but_printed_ones_are(decision):
    scanned, printed = facts_of(decision.page()), facts_of(decision.page(source="text"))

    for name in ("number", "issued_on"):
        assert scanned[name].confidence <= 0.5
        assert printed[name].confidence >= 0.95


def test_free_text_of_a_scan_is_never_sure(decision):
    scanned = facts_of(decision.page(confidence=1.0))

    assert all(scanned[name].confidence < 0.95 for name in ("subject", "signer", "recipients"))


def test_boxes_are_around_the_words_in_points_from_the_bottom(decision):
    fact = facts_of(decision.page())["number"]

    x0, y0, x1, y1 = fact.box
    assert fact.page == 1
    assert 80 < x0 < x1 < 230
    assert 725 < y0 < y1 < 750


def test_nothing_is_taken_from_the_documents_that_the_body_cites(letter, values):
    blank = letter(number="", place_date="", heading="", subject=(), signer="", capacity=())

    found = values(blank.page())

    assert [found[name] for name in ("number", "symbol", "issued_on", "place", "kind", "signer")] == [None] * 6


def test_an_unnumbered_draft_has_a_symbol_and_no_number(letter, values):
    found = values(letter(number="Số:       /QĐ-SNV").page(source="text"))

    assert (found["number"], found["symbol"]) == (None, "QĐ-SNV")


@pytest.mark.parametrize(
    ("printed", "number", "symbol"),
    [
        ("Số: 05/QĐ-SNV", "05", "QĐ-SNV"),
        ("Số: 123a/TTr-SNV", "123a", "TTr-SNV"),
        ("Số: 06/2024/QĐ-UBND", "06", "QĐ-UBND"),
        ("Số: 07 / GM - SNV", "07", "GM-SNV"),
        ("Số: 2231/SNV-CCHC&PC", "2231", "SNV-CCHC&PC"),
        ("Số: 101/QĐ-UBND.VX", "101", "QĐ-UBND.VX"),
    ],
)
def test_numbers_and_symbols_follow_the_grammar(letter, values, printed, number, symbol):
    found = values(letter(number=printed).page(source="text"))

    assert (found["number"], found["symbol"]) == (number, symbol)


def test_a_party_document_has_its_own_head_and_symbol(letter, values):
    party = letter(
        parent="ĐẢNG BỘ TỈNH PHÚ THỌ",
        issuer="BAN TỔ CHỨC",
        motto="ĐẢNG CỘNG SẢN VIỆT NAM",
        number="Số 36-HD/BTCTU",
        heading="HƯỚNG DẪN",
    )

    found = values(party.page(source="text"))

    assert (found["kind"], found["number"], found["symbol"]) == ("hướng dẫn", "36", "HD/BTCTU")


@pytest.mark.parametrize("date", ["Phú Thọ, ngày 31 tháng 02 năm 2024", "Phú Thọ, ngày    tháng 3 năm 2024"])
def test_a_day_that_is_none_is_not_guessed(letter, values, date):
    found = values(letter(place_date=date).page(source="text"))

    assert found["issued_on"] is None
    assert found["place"] == "Phú Thọ"


@pytest.mark.parametrize(
    ("stamp", "urgency"),
    [("HỎA TỐC", "hỏa tốc"), ("HOẢ TỐC", "hỏa tốc"), ("THƯỢNG KHẨN", "thượng khẩn"), ("KHẨN", "khẩn")],
)
def test_stamps_of_urgency(letter, values, stamp, urgency):
    assert values(letter(stamp=stamp).page())["urgency"] == urgency


def test_urgent_words_in_a_sentence_are_no_stamp(letter, values):
    body = ("Đề nghị các đơn vị khẩn trương thực hiện công tác phòng, chống dịch khẩn cấp.",)

    assert values(letter(body=body).page())["urgency"] is None


def test_circulation(letter, values):
    assert values(letter(stamp="LƯU HÀNH NỘI BỘ").page())["circulation"] == "LƯU HÀNH NỘI BỘ"


def test_the_arrival_stamp_is_seen_by_its_labels(letter, values):
    stamp = ((90.0, 700.0, "ĐẾN"), (150.0, 700.0, "Số:"), (150.0, 686.0, "Ngày:"), (90.0, 672.0, "Chuyển:"))

    assert values(letter(extra=stamp).page())["arrival_stamp"] is True


@pytest.mark.parametrize(
    ("capacity", "authority", "title"),
    [
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "TM", "CHỦ TỊCH"),
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "TM/KT", "PHÓ CHỦ TỊCH"),
        (("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"), "TL", "CHÁNH VĂN PHÒNG"),
        (("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG"), "TUQ", "TRƯỞNG PHÒNG"),
        (("Q. GIÁM ĐỐC",), "Q", "GIÁM ĐỐC"),
        (("GIÁM ĐỐC",), None, "GIÁM ĐỐC"),
        (("GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "KT", "PHÓ GIÁM ĐỐC"),
    ],
)
def test_in_what_capacity_a_person_signs(letter, values, capacity, authority, title):
    found = values(letter(capacity=capacity).page(source="text"))

    assert (found["authority"], found["signer_title"]) == (authority, title)


def test_a_title_that_is_only_that_of_the_person_signed_for_is_not_the_signers(letter, values):
    found = values(letter(capacity=("KT. GIÁM ĐỐC",)).page())

    assert (found["authority"], found["signer_title"]) == ("KT", None)


@pytest.mark.parametrize("printed", ["TS. Trần Thị Bình Minh", "PGS.TS Trần Thị Bình Minh"])
def test_degrees_are_not_part_of_the_name(letter, values, printed):
    assert values(letter(signer=printed).page(source="text"))["signer"] == "Trần Thị Bình Minh"


def test_marks_that_ocr_missed_in_an_offices_name_are_put_right(letter, values):
    found = values(letter(parent="UBND TĨNH PHU THỌ", issuer="SỞY TẺ").page())

    assert (found["parent_issuer"], found["issuer"]) == ("UBND TỈNH PHÚ THỌ", "SỞ Y TẾ")


def test_a_text_layer_is_taken_as_printed(letter, values):
    assert values(letter(issuer="SỞ Y TẺ").page(source="text"))["issuer"] == "SỞ Y TẺ"


def test_a_deadline_without_year_takes_the_year_of_issue(letter, values):
    body = ("Đề nghị các đơn vị báo cáo chậm nhất là ngày 15 tháng 3 để tổng hợp.",)

    assert values(letter(body=body).page(source="text"))["deadlines"] == ["2024-03-15"]


def test_dates_of_cited_documents_are_no_deadlines(letter, values):
    body = ("Căn cứ Quyết định số 12/QĐ-UBND ngày 15/3/2024 của Ủy ban nhân dân tỉnh.",)

    assert values(letter(body=body).page(source="text"))["deadlines"] is None


@pytest.mark.parametrize(
    ("lines", "parent", "issuer"),
    [
        (("SỞ NỘI VỤ",), None, "SỞ NỘI VỤ"),
        (("ỦY BAN NHÂN DÂN", "TỈNH PHÚ THỌ"), None, "ỦY BAN NHÂN DÂN TỈNH PHÚ THỌ"),
        (("UBND TỈNH PHÚ THỌ", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"), "UBND TỈNH PHÚ THỌ", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG"),
        (("UBND TỈNH PHÚ THỌ", "BAN CHỈ HUY", "PHÒNG THỦ DÂN SỰ"), "UBND TỈNH PHÚ THỌ", "BAN CHỈ HUY PHÒNG THỦ DÂN SỰ"),
        (("BỘ NỘI VỤ", "CỤC VĂN THƯ VÀ", "LƯU TRỮ NHÀ NƯỚC"), "BỘ NỘI VỤ", "CỤC VĂN THƯ VÀ LƯU TRỮ NHÀ NƯỚC"),
        (("UBND TỈNH PHÚ THỌ", "BAN CHỈ ĐẠO", "BẢO TỒN DI SẢN"), "UBND TỈNH PHÚ THỌ", "BAN CHỈ ĐẠO BẢO TỒN DI SẢN"),
    ],
)
def test_parent_and_issuer_are_parted_by_how_offices_are_named(letter, lines, parent, issuer):
    head = tuple((60.0, 792.0 - 14 * i, line) for i, line in enumerate(lines))
    facts = facts_of(letter(parent="", issuer="", extra=head).page(source="text"))

    assert (facts["parent_issuer"].value, facts["issuer"].value) == (parent, issuer)
    # Beyond two lines the bold type alone shows where the parent ends, unless the directory knows the issuer.
    assert (facts["issuer"].confidence >= 0.95) is ("DI SẢN" not in issuer)
