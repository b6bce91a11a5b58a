"""The bell and the list of notices: each person's own, read once, by the channels they want."""

from vanban.domain.document import Direction, State
from vanban.domain.notices import Channel, NoticeKind, notice


def tell(house, account="lanhdao", *, about="1", kind=NoticeKind.TO_SIGN, path="/batches"):
    told = notice(kind, account=account, about=about, path=path, label="05/QĐ-UBND", at=house.services.clock.now())
    with house.services.register.begin() as uow:
        uow.notices.add(told)
        uow.commit()
    return told


def unread(browser):
    return browser.get("/notices/unread").json()["unread"]


def test_registering_a_draft_rings_the_officials_bell(house, draft_pdf, typed):
    official = house.browser("lanhdao")
    assert unread(official) == 0
    document = house.add(draft_pdf, direction=Direction.OUTGOING)
    house.browser("vanthu").post(f"/documents/{document.id}/register", **typed)
    assert house.get(document.id).state is State.REGISTERED
    assert unread(official) == 1
    page = official.get("/notices").text
    assert "Văn bản chờ bạn ký" in page
    assert "Về việc" not in page


def test_opening_a_notice_reads_it_and_leads_there(house):
    told, other = tell(house), tell(house, about="2")
    official = house.browser("lanhdao")
    for _ in range(2):
        assert official.post("/notices/read", notice=told.id).url.path == "/batches"
    assert unread(official) == 1
    official.post("/notices/read")
    assert unread(official) == 0
    assert other.label in official.get("/notices").text


def test_somebody_elses_notice_is_neither_shown_nor_read(house):
    told = tell(house)
    clerk = house.browser("vanthu")
    assert told.id not in clerk.get("/notices").text
    assert clerk.post("/notices/read", notice=told.id).url.path == "/notices"
    assert unread(house.browser("lanhdao")) == 1


def test_each_person_chooses_the_channels(house):
    tell(house)
    official = house.browser("lanhdao")
    assert official.post("/notices/contact", channel=["mail"], mail="lanhdao@co-quan.vn").status_code == 200
    assert unread(official) == 0, "the bell is switched off"
    with house.services.register.begin() as uow:
        contact = uow.notices.contact("lanhdao")
    assert (contact.mail, contact.off) == ("lanhdao@co-quan.vn", {Channel.DESK, Channel.WEBHOOK})
    refused = official.post("/notices/contact", channel=["mail"], mail="a@b.vn, c@d.vn")
    assert refused.status_code == 400
    assert "Địa chỉ thư không hợp lệ" in refused.text
