"""Rights to sign at the desk: given by the administrator, passed on by an official, shown with what they rest on."""

import datetime as dt

from vanban.domain.batch import Capacity
from vanban.domain.document import Direction, RegisterEntry, State

DELEGATION = {
    "account": "pho", "capacity": "TUQ", "kinds": "Giấy mời, công văn", "until": "31/12/2099",
    "basis_number": "12", "basis_symbol": "GUQ-UBND", "basis_date": "05/01/2026",
}  # fmt: skip


def rows(house):
    with house.services.register.begin() as uow:
        return uow.authorities.list()


def waiting(house, **fields):
    entry = RegisterEntry(type_name="quyết định", code_number="05", code_notation="QĐ-UBND", subject="Về việc thử")
    return house.add(b"draft", direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry, **fields)


def test_an_official_delegates_and_ends_it(house):
    official = house.browser("lanhdao")
    page = official.post("/authorities", **DELEGATION)
    assert "Đã giao thẩm quyền cho pho" in page.text
    assert "12/GUQ-UBND ngày 05/01/2026" in page.text
    row = rows(house)[-1]
    assert (row.account, row.capacity, row.on_behalf_of) == ("pho", Capacity.TUQ, "lanhdao")
    assert (row.kinds, row.delegated_from != "") == (("giấy mời", "công văn"), True)
    assert house.events(row.id) == ["authority.delegated"]
    ended = official.post(f"/authorities/{row.id}/end", why="Đã đi công tác về")
    assert "Đã chấm dứt thẩm quyền" in ended.text
    assert "Đã đi công tác về" not in ended.text
    assert "Đã đi công tác về" in official.get("/authorities?all=1").text


def test_what_is_typed_wrongly_is_refused_and_stays_typed(house):
    page = house.browser("lanhdao").post("/authorities", **DELEGATION | {"until": "31/02/2099"})
    assert page.status_code == 400
    assert "Đến ngày không phải là ngày hợp lệ" in page.text
    assert 'value="GUQ-UBND"' in page.text
    page = house.browser("lanhdao").post("/authorities", **DELEGATION | {"kinds": "", "sphere": ""})
    assert "giới hạn thời gian và nội dung" in page.text
    assert len(rows(house)) == 3


def test_only_the_administrator_gives_and_ends_any(house):
    head = rows(house)[0]
    assert house.browser("lanhdao").post(f"/authorities/{head.id}/end", why="x").status_code == 403
    clerk = house.browser("vanthu")
    assert clerk.get("/authorities").status_code == 200
    assert clerk.post("/authorities", **DELEGATION).status_code == 403
    assert house.browser("luutru").get("/authorities").status_code == 403
    admin = house.browser("quantri")
    given = admin.post("/authorities", account="vanthu2", capacity="seal", office="phong-khac")
    assert "Đã giao thẩm quyền cho vanthu2" in given.text
    assert rows(house)[-1].purpose.value == "seal"
    admin.post(f"/authorities/{head.id}/end", why="Nghỉ hưu")
    assert rows(house)[0].end_reason == "Nghỉ hưu"


def test_without_a_right_the_desk_says_so_before_any_pin(house):
    document = waiting(house)
    admin = house.browser("quantri")
    for row in rows(house):
        admin.post(f"/authorities/{row.id}/end", why="Chuyển công tác")
    official = house.browser("lanhdao")
    assert "Bạn chưa được giao thẩm quyền" in official.get("/batches").text
    page = official.post("/batches", document=[document.id])
    assert page.status_code == 400
    assert "đã chấm dứt" in page.text


def test_the_capacity_is_chosen_and_a_contradiction_with_the_print_is_shown(house):
    document = waiting(house, reading={"facts": {"authority": {"value": "TM", "confidence": 0.99}}})
    official = house.browser("lanhdao")
    page = official.get("/batches").text
    assert '<option value="TM/">' in page
    assert "ghi TM." in page
    assert "⚠" not in official.post("/batches", document=[document.id]).text
    against = official.post("/batches", document=[document.id], capacity="direct/").text
    assert "ký trực tiếp" in against
    assert "1</strong> văn bản ghi quyền hạn ký khác" in against
    assert "chưa được giao thẩm quyền" in official.post("/batches", document=[document.id], capacity="KT/x").text


def test_a_form_that_is_sent_twice_delegates_once(house):
    official = house.browser("lanhdao")
    before = len(rows(house))
    for _ in range(2):
        page = official.post("/authorities", **DELEGATION)
        assert "Đã giao thẩm quyền cho pho" in page.text
    assert len(rows(house)) == before + 1
    row = rows(house)[-1]
    for _ in range(2):
        assert official.post(f"/authorities/{row.id}/end", why="Đã về").status_code == 200
    assert house.events(row.id) == ["authority.delegated", "authority.ended"]
    official.post("/authorities", **DELEGATION)
    assert len(rows(house)) == before + 2, "one that was ended may be given again"


def test_an_official_sees_what_was_passed_on_and_what_is_their_own_apart(house):
    official = house.browser("lanhdao")
    first = house.services.clock.now().date() + dt.timedelta(days=3)
    page = official.post("/authorities", **DELEGATION | {"from": first.isoformat()}).text
    passed_on, own, others = (page.index(f"<h2>{words}") for words in ("Tôi đã ủy quyền", "Tôi được ký", "Người khác"))
    assert passed_on < page.index("<td>pho<") < own < page.index("<td>lanhdao<") < others
    assert "bắt đầu sau" in page
    assert page.index("Chấm dứt…") < own, "it can be revoked there"
