"""What archivist and admin see: the account, and events by id only."""

from vanban.desk.routes.admin import last_events
from vanban.domain.document import State


def test_the_account_shows_what_contradicts_it(house):
    document = house.add(b"x", state=State.READ)
    page = house.browser("luutru").get("/account").text
    assert "KHÔNG cân đối" in page, "its intake copy is not in done/"
    assert document.claim_id in page
    copy = house.services.settings.done / document.claim_id
    copy.mkdir()
    (copy / "payload").write_bytes(b"x")
    assert "<strong>Cân đối</strong>" in house.browser("luutru").get("/account").text


def test_the_admin_sees_no_name_and_no_subject(house, facts):
    house.add(b"x", facts=facts, file_name="ten-tep-rieng.pdf")
    page = house.browser("quantri").get("/admin").text
    assert "ten-tep-rieng" not in page
    assert facts["subject"]["value"] not in page
    assert 'href="http://127.0.0.1:8080"' in page
    assert "desk.login" in page


def test_the_last_events_are_found_whatever_their_number(house):
    for count in range(1, 20):
        with house.services.register.begin() as uow:
            now = house.services.clock.now()
            uow.events.append(at=now, actor="a", name=f"n{count}", subject="s")
            uow.commit()
            assert [e.sequence for e in last_events(uow.events, 5)] == list(range(count, max(count - 5, 0), -1))


def test_no_events_at_all(house):
    with house.services.register.begin() as uow:
        assert list(last_events(uow.events, 5)) == []
