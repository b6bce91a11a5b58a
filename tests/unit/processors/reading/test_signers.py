"""Who signs, in the layouts of communes, ministries, schools, Party committees, forces and companies."""

import pytest

from processors.reading import facts_of

CASES = [
    (
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        "Đặng Văn Nam",
        ("TM/KT", "PHÓ CHỦ TỊCH", "Đặng Văn Nam"),
    ),
    (("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"), "Lê Thị Hoa", ("TM", "PHÓ BÍ THƯ", "Lê Thị Hoa")),
    (("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"), "Vũ Đức Hòa", ("KT", "PHÓ TRƯỞNG BAN", "Vũ Đức Hòa")),
    (("TL. BỘ TRƯỞNG", "VỤ TRƯỞNG VỤ PHÁP CHẾ"), "Vũ Đức Hòa", ("TL", "VỤ TRƯỞNG VỤ PHÁP CHẾ", "Vũ Đức Hòa")),
    (("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"), "Vũ Đức Hòa", ("TUQ", "GIÁM ĐỐC SỞ NỘI VỤ", "Vũ Đức Hòa")),
    (("Q. GIÁM ĐỐC",), "Vũ Đức Hòa", ("Q", "GIÁM ĐỐC", "Vũ Đức Hòa")),
    (("HIỆU TRƯỞNG",), "PGS.TS. Nguyễn Văn Bình", (None, "HIỆU TRƯỞNG", "Nguyễn Văn Bình")),
    (
        ("KT. TRƯỞNG CÔNG AN XÃ", "PHÓ TRƯỞNG CÔNG AN XÃ"),
        "Thiếu tá Trần Văn Bảo",
        ("KT", "PHÓ TRƯỞNG CÔNG AN XÃ", "Trần Văn Bảo"),
    ),
    (("CHỦ TỊCH",), "Giàng A Páo", (None, "CHỦ TỊCH", "Giàng A Páo")),
    (("CHỦ TỊCH",), "Tòng Thị Thanh", (None, "CHỦ TỊCH", "Tòng Thị Thanh")),
    (
        ("KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG PHỤ TRÁCH"),
        "Trần Hồng Vân",
        ("KT", "PHÓ CỤC TRƯỞNG PHỤ TRÁCH", "Trần Hồng Vân"),
    ),
    (("TỔNG GIÁM ĐỐC",), "NGUYỄN VĂN HÙNG", (None, "TỔNG GIÁM ĐỐC", "NGUYỄN VĂN HÙNG")),
    (("VIỆN TRƯỞNG",), "GS.TSKH. Trần Bảo Ngọc", (None, "VIỆN TRƯỞNG", "Trần Bảo Ngọc")),
    (("GIÁM ĐỐC",), "Ths. Bs. Trần Bảo Ngọc", (None, "GIÁM ĐỐC", "Trần Bảo Ngọc")),
    (("GIÁM ĐỐC",), "BSCK2. Trần Bảo Ngọc", (None, "GIÁM ĐỐC", "Trần Bảo Ngọc")),
    (("GIÁM ĐỐC",), "Bác sĩ CKI Trần Bảo Ngọc", (None, "GIÁM ĐỐC", "Trần Bảo Ngọc")),
    (("GIÁM ĐỐC",), "Trần Bảo Ngọc (đã ký)", (None, "GIÁM ĐỐC", "Trần Bảo Ngọc")),
    (("ĐỒN TRƯỞNG",), "Trung tá Trần Bảo Ngọc", (None, "ĐỒN TRƯỞNG", "Trần Bảo Ngọc")),
    (("KIỂM SÁT VIÊN",), "Trần Bảo Ngọc", (None, "KIỂM SÁT VIÊN", "Trần Bảo Ngọc")),
]


def _signed(page):
    facts = facts_of(page)
    return tuple(facts[name].value for name in ("authority", "signer_title", "signer"))


@pytest.mark.parametrize("source", ["text", "ocr"])
@pytest.mark.parametrize(("capacity", "name", "wanted"), CASES)
def test_signers_of_every_kind_of_office(letter, capacity, name, wanted, source):
    assert _signed(letter(capacity=capacity, signer=name).page(source=source)) == wanted


@pytest.mark.parametrize(
    ("capacity", "value", "sure"),
    [
        (("KT. CHỦ TỊCH", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "KT", False),  # as a line under a seal is read twice
        (("TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"), "TM", False),  # KT. may be lost between them
        (("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "TM/KT", True),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "TM", True),
    ],
)
def test_a_capacity_that_may_be_misread_on_a_scan_is_not_sure(letter, capacity, value, sure):
    fact = facts_of(letter(capacity=capacity, signer="Đặng Văn Nam").page(source="ocr"))["authority"]
    assert (fact.value, fact.confidence >= 0.95) == (value, sure)


@pytest.mark.parametrize("below", [0.0, 21.0, 29.0, 37.0])
def test_the_first_line_counts_however_low_the_recipients_were_set(letter, below):
    capacity = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    page = letter(capacity=capacity, signer="Đặng Văn Nam", recipients_below=below).page(source="text")
    assert _signed(page) == ("TM/KT", "PHÓ CHỦ TỊCH", "Đặng Văn Nam")


@pytest.mark.parametrize("name", ["Y Thông", "H'Yim Kđoh", "Hà Nam"])
def test_short_names_are_taken_where_no_seal_can_hide_a_third(letter, name):
    page = letter(capacity=("CHỦ TỊCH",), signer=name)
    assert _signed(page.page(source="text"))[2] == name
    assert _signed(page.page(source="ocr"))[2] is None


def test_an_electronic_signature_names_its_signer_only_where_none_is_printed(letter):
    appearance = ((380.0, 330.0, "Người ký: Trần Hồng Vân"), (380.0, 318.0, "Thời gian ký: 05/01/2024 10:01:02 +07:00"))
    assert (
        _signed(letter(capacity=("GIÁM ĐỐC",), signer="", extra=appearance).page(source="text"))[2] == "Trần Hồng Vân"
    )
    printed = letter(capacity=("GIÁM ĐỐC",), signer="Lê Minh Tâm", extra=appearance)
    assert _signed(printed.page(source="text"))[2] == "Lê Minh Tâm"


def test_two_sign_side_by_side_above_the_recipients(letter):
    page = letter(
        capacity=(),
        signer="",
        extra=(
            (100.0, 470.0, "CHỦ TỊCH"),
            (390.0, 470.0, "GIÁM ĐỐC"),
            (90.0, 390.0, "Lê Minh Tâm"),
            (380.0, 390.0, "Trần Hồng Vân"),
        ),
        body=("Hai cơ quan phối hợp thực hiện.",),
    )
    assert _signed(page.page(source="text")) == (None, "GIÁM ĐỐC", "Trần Hồng Vân")


def test_the_recipients_are_found_by_their_file_copy_where_the_label_is_gone(letter):
    page = letter().page()
    words = tuple(word for word in page.words if word.text not in {"Nơi", "nhận:"})
    facts = facts_of(type(page)(page.number, page.width, page.height, words, "ocr"))
    assert facts["recipients"].value == ["Như Điều 3", "Bộ Nội vụ (để báo cáo)", "Lưu: VT, TCCB"]
    assert facts["signer"].value == "Trần Thị Bình Minh"


def test_what_is_received_is_no_label(letter):
    body = ("Các hồ sơ đã tiếp nhận: gồm có", "- Đơn xin cấp phép;", "- Giấy chứng nhận.")
    assert facts_of(letter(body=body).page())["signer"].value == "Trần Thị Bình Minh"


@pytest.mark.parametrize("title", ["ĐẠI DIỆN BÊN B", "TỔNG GIÁM ĐỐC"])
def test_of_two_who_sign_side_by_side_neither_is_sure(letter, title):
    both = (
        (80.0, 480.0, "GIÁM ĐỐC"),
        (380.0, 480.0, title),
        (80.0, 410.0, "Lê Thị Thu Hà"),
        (380.0, 410.0, "Lê Minh Tâm"),
    )
    body = ("Hai bên thống nhất các điều khoản sau đây.",)
    fact = facts_of(letter(capacity=(), signer="", recipients=(), extra=both, body=body).page(source="text"))["signer"]
    assert fact.value in ("Lê Thị Thu Hà", "Lê Minh Tâm", None)
    assert fact.confidence < 0.95
    alone = facts_of(letter(capacity=("GIÁM ĐỐC",), signer="Lê Minh Tâm").page(source="text"))["signer"]
    assert alone.confidence >= 0.95


def test_who_signs_a_copy_is_not_who_signs_the_document(letter):
    copy = (
        (85.0, 235.0, "SAO Y"),
        (370.0, 235.0, "TL. CHỦ TỊCH"),
        (370.0, 219.0, "CHÁNH VĂN PHÒNG"),
        (370.0, 180.0, "Trần Hồng Vân"),
    )
    draft = letter(capacity=("GIÁM ĐỐC",), signer="", extra=copy)
    assert _signed(draft.page(source="text")) == (None, "GIÁM ĐỐC", None)
    signed = letter(capacity=("GIÁM ĐỐC",), signer="Lê Minh Tâm", extra=copy)
    assert _signed(signed.page(source="text")) == (None, "GIÁM ĐỐC", "Lê Minh Tâm")


def test_a_stamp_of_copies_beside_a_signature_on_a_scan_takes_nothing_away(letter):
    stamped = letter(capacity=("GIÁM ĐỐC",), signer="Lê Minh Tâm", extra=((85.0, 272.0, "SAO Y BẢN CHÍNH"),))
    assert _signed(stamped.page(source="ocr")) == (None, "GIÁM ĐỐC", "Lê Minh Tâm")
