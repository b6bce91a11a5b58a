"""Approving: exactly the frozen bytes, by the right person, with a PIN that goes straight to its seal."""

import datetime as dt
import hashlib

from vanban.clock import HANOI
from vanban.domain.document import Direction, RegisterEntry, State, Urgency
from vanban.domain.identifiers import original_key
from vanban.ports import RECORDS


def wait_for_signature(house, data=b"draft", **fields):
    entry = RegisterEntry(type_name="quyết định", code_number="05", code_notation="QĐ-UBND", subject="Về việc thử")
    return house.add(data, direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry, **fields)


def freeze(browser, *documents):
    return browser.post("/batches", document=[d.id for d in documents])


def manifest_of(page):
    return page.split('name="manifest" value="')[1].split('"')[0]


def test_the_official_freezes_looks_again_and_grants_with_the_pin(house, pin):
    one, two = wait_for_signature(house, b"1"), wait_for_signature(house, b"2", urgency=Urgency.EXPRESS)
    official = house.browser("lanhdao")
    page = official.get("/batches").text
    assert page.index(two.id) < page.index(one.id)
    frozen = freeze(official, one, two)
    assert "Nguyễn Văn Mẫu" in frozen.text
    batch_id, manifest = frozen.url.path.rpartition("/")[2], manifest_of(frozen.text)
    with house.services.register.begin() as uow:
        assert uow.batches.get(batch_id).manifest_sha256 == manifest
    assert house.get(one.id).state is State.REGISTERED, "freezing signs nothing"
    granted = official.post(f"/batches/{batch_id}/grant", pin=pin, manifest=manifest)
    assert "Đang ký: 0 / 2" in granted.text
    assert 'http-equiv="refresh"' in granted.text
    assert {house.get(d.id).state for d in (one, two)} == {State.APPROVED}
    assert house.services.pin_seal.sealed == [hashlib.sha256(pin.encode()).digest()]
    house.finish_batch(batch_id)
    done = official.get(f"/batches/{batch_id}").text
    assert "2 đã ký và kiểm tra" in done
    assert 'http-equiv="refresh"' not in done


def grant_of(house, frozen):
    with house.services.register.begin() as uow:
        return uow.batches.grant_for(frozen.url.path.rpartition("/")[2]).id


def test_the_pin_is_nowhere_after_it_was_sealed(house, pin, caplog, capfd):
    document = wait_for_signature(house)
    official = house.browser("lanhdao")
    frozen = freeze(official, document)
    path = f"{frozen.url.path}/grant"
    answers = [
        official.post(path, pin=pin, manifest="another"),
        official.post(path, pin=pin, manifest=manifest_of(frozen.text)),
        official.post(path, pin=pin, manifest=manifest_of(frozen.text)),
    ]
    assert [a.status_code for a in answers] == [403, 200, 200], "the second click shows what the first did"
    assert len(house.events(grant_of(house, frozen))) == 1
    with house.services.register.begin() as uow:
        told = [str(event) for event in uow.events.list()]
    everywhere = [
        *(a.text for a in answers),
        *told,
        caplog.text,
        *capfd.readouterr(),
        str(dict(official.client.cookies)),
    ]
    assert all(pin not in text for text in everywhere)


def test_the_pin_field_is_hidden_and_not_remembered(house):
    page = freeze(house.browser("lanhdao"), wait_for_signature(house)).text
    field = page.split('name="pin"')[0].rpartition("<")[2] + page.split('name="pin"')[1].split(">")[0]
    assert 'type="password"' in field
    assert 'autocomplete="off"' in field
    assert "value=" not in field


def test_an_empty_pin_grants_nothing(house):
    document = wait_for_signature(house)
    official = house.browser("lanhdao")
    frozen = freeze(official, document)
    answer = official.post(f"{frozen.url.path}/grant", pin="", manifest=manifest_of(frozen.text))
    assert (answer.status_code, house.get(document.id).state) == (400, State.REGISTERED)
    assert "Chưa nhập mã PIN" in answer.text


def test_nobody_else_grants_this_batch(house, pin):
    frozen = freeze(house.browser("lanhdao"), wait_for_signature(house))
    manifest = manifest_of(frozen.text)
    answers = {
        name: house.browser(name).post(f"{frozen.url.path}/grant", pin=pin, manifest=manifest).status_code
        for name in ("vanthu", "luutru", "quantri")
    }
    assert answers == {"vanthu": 404, "luutru": 403, "quantri": 403}
    assert house.services.pin_seal.sealed == []


def test_a_document_of_another_office_or_state_cannot_be_frozen(house):
    official = house.browser("lanhdao")
    foreign = wait_for_signature(house, b"f", office="phong-khac")
    incoming = house.add(b"i", state=State.REGISTERED)
    assert freeze(official, foreign).status_code == 404
    assert freeze(official, incoming).status_code == 400, "an incoming document is not signed"
    assert freeze(official).status_code == 400
    with house.services.register.begin() as uow:
        assert list(uow.batches.list()) == []


def test_the_clerk_seals_what_is_signed_with_the_same_steps(house, pin):
    signed = house.add(b"signed", direction=Direction.OUTGOING, state=State.SIGNED)
    unsigned = wait_for_signature(house)
    clerk = house.browser("vanthu")
    page = clerk.get("/batches").text
    assert signed.id in page
    assert unsigned.id not in page
    assert freeze(clerk, unsigned).status_code == 400
    frozen = freeze(clerk, signed)
    clerk.post(f"{frozen.url.path}/grant", pin=pin, manifest=manifest_of(frozen.text))
    assert house.get(signed.id).state is State.SEAL_APPROVED


def test_the_official_returns_instead_of_signing_and_the_number_is_voided(house, draft_pdf, typed):
    document = house.add(draft_pdf, direction=Direction.OUTGOING)
    registered = house.browser("vanthu").post(f"/documents/{document.id}/register", **typed)
    assert "số đi: 01" in registered.text
    assert house.get(document.id).current_sha256 != document.sha256, "the number is written into the draft"
    official = house.browser("lanhdao")
    assert official.get(f"/documents/{document.id}").status_code == 200
    official.post(f"/documents/{document.id}/return", why="Sai căn cứ pháp lý")
    assert house.get(document.id).state is State.RETURNED


def test_a_draft_of_another_day_is_dated_today_and_the_list_made_again(house, draft_pdf):
    today = house.services.clock.now().astimezone(HANOI).date()
    another = today + dt.timedelta(days=1 if (today.month, today.day) == (1, 1) else -1)
    numbered = house.services.numberer.write_number(draft_pdf, number="05", issued_on=another)
    document = house.add(
        draft_pdf,
        direction=Direction.OUTGOING,
        state=State.REGISTERED,
        entry=RegisterEntry(
            type_name="quyết định", code_number="05", code_notation="QĐ-UBND", subject="Về việc thử",
            issued_date=another,
        ),
        current_sha256=hashlib.sha256(numbered).hexdigest(),
    )  # fmt: skip
    house.services.store.put(RECORDS, original_key(document.current_sha256), numbered)
    official = house.browser("lanhdao")
    frozen = freeze(official, document)
    assert "1</strong> văn bản ghi ngày khác hôm nay" in frozen.text
    again = official.post(f"{frozen.url.path}/redate")
    assert "ngày khác hôm nay" not in again.text
    assert again.url.path != frozen.url.path
    entry = house.get(document.id).entry
    assert (entry.code_number, entry.issued_date) == ("05", today)
    twice = official.post(f"{frozen.url.path}/redate")
    assert twice.url.path == again.url.path, "the list of before is withdrawn; a second click finds the new one"
