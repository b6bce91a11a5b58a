"""Looking documents up at the desk: what may be seen is found, what is typed stays text."""

from dataclasses import replace

import pytest

from vanban.domain.document import Direction, RegisterEntry, State

ENTRY = RegisterEntry(
    type_name="quyết định",
    code_number="15",
    code_notation="QĐ-UBND",
    subject="Về việc đầu tư đường Nguyễn Huệ",
    organ_name="ỦY BAN NHÂN DÂN TỈNH MẪU",
)


@pytest.fixture
def road(house):
    return house.add(b"road", state=State.REGISTERED, entry=ENTRY)


def found(house, name, **asked):
    page = house.browser(name).get("/search", params=asked)
    assert page.status_code == 200
    return page.text


def test_a_document_is_found_by_its_number_and_the_page_says_how_it_was_understood(house, road):
    page = found(house, "vanthu", q="15 QĐ UBND")
    assert f'href="/documents/{road.id}"' in page
    assert "ký hiệu <b>QĐ UBND</b>" in page


def test_a_place_in_the_text_is_shown_and_led_to(house, road):
    house.services.register.search_text(road.id, ["Trang một", "Giao Sở Xây dựng <b>chủ trì</b> thẩm định"])
    page = found(house, "vanthu", q="so xay dung chu tri")
    assert f'href="/documents/{road.id}#page-2"' in page
    assert "<mark>Xây</mark> <mark>dựng</mark> &lt;b&gt;<mark>chủ</mark> <mark>trì</mark>&lt;/b&gt;" in page


def test_nobody_finds_what_they_may_not_open(house, road):
    house.add(b"draft", direction=Direction.OUTGOING, state=State.READ, entry=replace(ENTRY, code_number="16"))
    elsewhere = house.add(b"else", office="phong-khac", state=State.REGISTERED, entry=replace(ENTRY, code_number="17"))
    assert "17/QĐ-UBND" not in found(house, "vanthu", q="nguyen hue")
    assert "16/QĐ-UBND" not in found(house, "lanhdao", q="nguyen hue"), "a draft that is not registered yet"
    assert elsewhere.id in found(house, "luutru", q="nguyen hue")
    assert house.browser("quantri").get("/search").status_code == 403
    for name in ("vanthu", "lanhdao", "luutru"):
        page, browser = found(house, name, q="nguyen hue"), house.browser(name)
        for one in {part.split('"')[0].split("#")[0] for part in page.split('href="/documents/')[1:]}:
            assert browser.get(f"/documents/{one}").status_code == 200


def test_limits_stand_in_the_address_and_nonsense_limits_nothing(house, road):
    assert road.id in found(house, "vanthu", direction="den", state="REGISTERED", kind="Quyết định", issuer="tinh mau")
    assert road.id not in found(house, "vanthu", direction="di")
    assert road.id in found(
        house, "vanthu", direction="x", state="SUSPECT", dated_from="hôm qua", page="-3", arrival="²"
    )
    assert "Không tìm thấy" in found(house, "vanthu", q="khong co dau")


def test_what_is_typed_comes_back_as_text(house):
    page = found(house, "vanthu", q='"><script>alert(1)</script>')
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
