"""Looking through a frozen list: exactly its bytes, refusing and leaving out without stopping the others, one alone."""

import pytest

from vanban.clock import HANOI
from vanban.domain.batch import Purpose
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.ports.books import Book


def to_sign(house, number):
    """Add a registered draft that waits for the official, with its number taken in this year's book."""
    day = house.services.clock.now().astimezone(HANOI).date()
    entry = RegisterEntry(
        type_name="quyết định", code_number=number, code_notation="QĐ-UBND", subject=f"Về việc {number}"
    )
    data = f"%PDF-1.7 draft {number}".encode()
    document = house.add(data, direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry)
    with house.services.register.begin() as uow:
        uow.numbers.take(Book(document.office, document.direction, day.year), document_id=document.id)
        uow.commit()
    return document


def freeze(browser, *documents):
    return browser.post("/batches", document=[d.id for d in documents])


def line(page, document, act):
    return f"{page.url.path}/lines/{document.id}/{act}"


def lists(house):
    """Return the documents of every list, oldest first, with whether it is open and whether it was approved."""
    with house.services.register.begin() as uow:
        batches = sorted(uow.batches.list(), key=lambda one: one.created_at)
        return [
            ([i.number[:2] for i in b.items], b.closed_at is None, uow.batches.grant_for(b.id) is not None)
            for b in batches
        ]


@pytest.fixture
def three(house):
    return [to_sign(house, number) for number in ("01", "02", "03")]


def test_a_refused_line_goes_back_with_its_reason_and_the_others_stay(house, three, pin):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    refused = official.post(line(page, three[1], "refuse"), why="Sai căn cứ")
    assert (house.get(three[1].id).state, house.get(three[1].id).note) == (State.RETURNED, "Sai căn cứ")
    assert "Đã từ chối ký" in refused.text
    assert refused.url.params["at"] == three[2].id, "the one behind it is shown next"
    assert lists(house) == [(["01", "02", "03"], False, False), (["01", "03"], True, False)]
    manifest = refused.text.split('name="manifest" value="')[1].split('"')[0]
    official.post(f"{refused.url.path}/grant", pin=pin, manifest=manifest)
    assert [house.get(d.id).state for d in three] == [State.APPROVED, State.RETURNED, State.APPROVED]
    seen = house.browser("vanthu").get(f"/documents/{three[1].id}").text
    assert "Sai căn cứ" in seen


def test_a_second_click_does_what_the_first_did(house, three):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    first, second = (official.post(line(page, three[1], "refuse"), why="Sai") for _ in range(2))
    assert first.url.path == second.url.path
    assert "Đã từ chối ký" in second.text
    assert house.events(three[1].id).count("document.returned") == 1
    first, second = (official.post(f"{page.url.path}/lines/{three[0].id}/later") for _ in range(2))
    assert house.get(three[0].id).state is State.REGISTERED
    assert [one for one in lists(house) if one[1]][-1][0] in (["03"], ["01", "03"])


def test_a_refusal_without_a_reason_changes_nothing(house, three):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    answer = official.post(line(page, three[1], "refuse"), why="  ")
    assert (answer.status_code, house.get(three[1].id).state) == (400, State.REGISTERED)
    assert "Trả lại văn bản phải có lý do" in answer.text
    assert len(lists(house)) == 1


def test_leaving_the_last_one_for_later_ends_the_list(house):
    document = to_sign(house, "01")
    official = house.browser("lanhdao")
    left = official.post(line(freeze(official, document), document, "later"))
    assert left.url.path == "/batches"
    assert document.id in left.text
    assert lists(house) == [(["01"], False, False)]


def test_one_by_one_approves_the_shown_bytes_alone(house, three, pin):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    approve = line(page, three[0], "approve")
    assert official.post(approve, pin=pin, sha256="00" * 32).status_code == 403, "other bytes than the list's"
    assert official.post(approve, pin="", sha256=three[0].sha256).status_code == 400
    assert lists(house) == [(["01", "02", "03"], True, False)], "the list is as it was"
    done = official.post(approve, pin=pin, sha256=three[0].sha256)
    assert [house.get(d.id).state for d in three] == [State.APPROVED, State.REGISTERED, State.REGISTERED]
    assert done.url.params["at"] == three[1].id
    assert lists(house)[1:] == [(["01"], True, True), (["02", "03"], True, False)]
    again = official.post(approve, pin=pin, sha256=three[0].sha256)
    assert "đã được duyệt hoặc xử lý trước đó" in again.text
    assert len(house.services.pin_seal.sealed) == 1
    assert len([one for one in lists(house) if one[2]]) == 1


def test_a_refused_grant_of_one_leaves_no_list_behind(house, three, pin):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    house.services.signing_desk.identities = lambda: ()
    answer = official.post(line(page, three[0], "approve"), pin=pin, sha256=three[0].sha256)
    assert answer.status_code == 400
    assert "không có chứng thư số" in answer.text
    assert [one[1:] for one in lists(house)] == [(True, False)]


def test_what_somebody_else_dealt_with_is_told_and_dropped(house, three, pin):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    house.browser("lanhdao").post(f"/documents/{three[0].id}/return", why="Người khác trả lại")
    shown = official.get(page.url.path).text
    assert "1</strong> văn bản không còn chờ ký" in shown
    manifest = shown.split('name="manifest" value="')[1].split('"')[0]
    refused = official.post(f"{page.url.path}/grant", pin=pin, manifest=manifest)
    assert refused.status_code == 400
    again = official.post(f"{page.url.path}/again")
    assert "không còn chờ ký" not in again.text
    assert lists(house)[-1] == (["02", "03"], True, False)


def test_the_approved_list_is_not_narrowed_any_more(house, three, pin):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    manifest = page.text.split('name="manifest" value="')[1].split('"')[0]
    official.post(f"{page.url.path}/grant", pin=pin, manifest=manifest)
    for act, typed in (("refuse", {"why": "x"}), ("later", {}), ("approve", {"pin": pin, "sha256": three[0].sha256})):
        official.post(line(page, three[0], act), **typed)
    assert house.get(three[0].id).state is State.APPROVED
    assert lists(house) == [(["01", "02", "03"], True, True)]


def test_only_the_person_whose_list_it_is_touches_it(house, three):
    page = freeze(house.browser("lanhdao"), *three)
    for name in ("vanthu", "luutru", "quantri"):
        other = house.browser(name)
        for act in ("refuse", "later", "approve"):
            assert other.post(line(page, three[0], act), why="x", pin="1", sha256=three[0].sha256).status_code in (
                403,
                404,
            )
        assert other.get(f"{page.url.path}/lines/{three[0].id}").status_code in (403, 404)
        assert other.get(f"{page.url.path}/progress").status_code in (403, 404)
    assert lists(house) == [(["01", "02", "03"], True, False)]


def test_a_document_that_is_none_of_the_list_is_none_of_its_pages(house, three):
    official = house.browser("lanhdao")
    page = freeze(official, *three[:2])
    assert official.get(f"{page.url.path}/lines/{three[2].id}").status_code == 400
    assert official.post(line(page, three[2], "refuse"), why="x").status_code == 400
    assert house.get(three[2].id).state is State.REGISTERED


def test_progress_is_asked_for_without_the_page_and_tells_when_nothing_changed(house, three, pin):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    manifest = page.text.split('name="manifest" value="')[1].split('"')[0]
    official.post(f"{page.url.path}/grant", pin=pin, manifest=manifest)
    address = f"{page.url.path}/progress"
    running = official.get(address)
    assert 'data-state="running" data-count="0/3"' in running.text
    assert "<html" not in running.text
    assert official.get(address, headers={"If-None-Match": running.headers["etag"]}).status_code == 304
    house.finish_batch(page.url.path.rpartition("/")[2])
    done = official.get(address, headers={"If-None-Match": running.headers["etag"]})
    assert (done.status_code, 'data-state="closed" data-count="3/3"' in done.text) == (200, True)


def test_a_list_that_was_begun_is_offered_again(house, three):
    official = house.browser("lanhdao")
    page = freeze(official, *three)
    assert f'href="{page.url.path}"' in official.get("/batches").text
    with house.services.register.begin() as uow:
        assert [b.purpose for b in uow.batches.list(open_only=True)] == [Purpose.SIGN]
