"""Two clerks and two officials at the same time: each number is taken once, each document is signed once."""

import dataclasses
import datetime as dt

import argon2
import pytest

from vanban.clock import HANOI
from vanban.desk.accounts import Account, Role
from vanban.domain.batch import Purpose
from vanban.domain.document import Direction, RegisterEntry, State
from vanban.domain.identifiers import new_id
from vanban.ports import Book, SigningIdentity

pytestmark = pytest.mark.browser
SECOND = {"vanthu2": Role.CLERK, "lanhdao2": Role.OFFICIAL}


class FourIdentities:
    """Two officials and two holders of the seal; drives no device."""

    def identities(self):
        end = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
        people = {"lanhdao": Purpose.SIGN, "lanhdao2": Purpose.SIGN, "vanthu": Purpose.SEAL, "vanthu2": Purpose.SEAL}
        return [
            SigningIdentity(name, purpose, f"Người {n}", "", f"{n}{n}" * 32, end)
            for n, (name, purpose) in enumerate(people.items(), 1)
        ]


@pytest.fixture
def everyone(page, served, house, passwords):
    """Four people at work, each in a browser session of their own: name to page."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    house.services.let_in([Account(name, role, quick.hash(name)) for name, role in SECOND.items()])
    house.services.signing_desk = FourIdentities()
    with house.services.register.begin() as uow:
        for row in uow.authorities.list():
            if row.account in ("lanhdao", "vanthu"):
                uow.authorities.add(dataclasses.replace(row, id=new_id(), account=f"{row.account}2"))
        uow.commit()
    sessions = {}
    for name in ("vanthu", "vanthu2", "lanhdao", "lanhdao2"):
        context = page.context.browser.new_context(base_url=served, viewport={"width": 1366, "height": 860})
        sessions[name] = context.new_page()
        sessions[name].set_default_timeout(30_000)
        log_in(sessions[name], name, passwords.get(name, name))
    return sessions


def log_in(page, name, password):
    page.goto("/login")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")


def test_two_clerks_register_the_same_document_and_one_number_is_taken(everyone, house, letter_pdf, facts):
    document = house.add(letter_pdf, facts=facts)
    one, other = everyone["vanthu"], everyone["vanthu2"]
    for page in (one, other):
        page.goto(f"/documents/{document.id}")
        page.fill("textarea[name=subject]", "Về việc hai người cùng đăng ký")
    one.dblclick("form[data-hotkey=register] button.primary")
    one.wait_for_selector("text=Đã đăng ký, số đến: 1.")
    other.dblclick("form[data-hotkey=register] button.primary")
    other.wait_for_selector("text=Đã đăng ký, số đến: 1.")
    year = house.services.clock.now().astimezone(HANOI).year
    with house.services.register.begin() as uow:
        numbers = uow.numbers.list(Book(document.office, document.direction, year))
    assert numbers == [(1, document.id, "")]
    assert house.events(document.id).count("document.registered") == 1


def test_two_officials_with_the_same_list_sign_each_document_once(everyone, house, draft_pdf, pin):
    waiting = [wait(house, draft_pdf + f"%{number}\n".encode(), number) for number in ("01", "02")]
    one, other = everyone["lanhdao"], everyone["lanhdao2"]
    for page in (one, other):
        page.goto("/batches")
        page.check("input[data-all]")
        page.dblclick("button.primary")
        page.wait_for_selector("form.pin")
    one.fill("input[name=pin]", pin)
    one.dblclick("form.pin button.alone")
    one.wait_for_selector("text=Đã duyệt, đang ký")
    assert sorted(house.get(d.id).state for d in waiting) == [State.APPROVED, State.REGISTERED]
    other.fill("input[name=pin]", pin)
    other.dblclick("form.pin button.primary")
    other.wait_for_selector("[role=alert]")
    other.wait_for_selector("text=văn bản không còn chờ ký")
    assert sorted(house.get(d.id).state for d in waiting) == [State.APPROVED, State.REGISTERED], "all or nothing"
    other.dblclick("form[action$='/again'] button")
    other.wait_for_selector(".lines li:only-child")
    other.fill("input[name=pin]", pin)
    other.dblclick("form.pin button.primary")
    other.wait_for_selector("text=Đang ký: 0 / 1")
    assert {house.get(d.id).state for d in waiting} == {State.APPROVED}
    assert len(grants(house)) == 2
    one.reload()
    one.wait_for_selector("text=văn bản không còn chờ ký")


def wait(house, data, number):
    entry = RegisterEntry(
        type_name="quyết định", code_number=number, code_notation="QĐ-UBND", subject=f"Về việc {number}"
    )
    return house.add(data, direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry)


def grants(house):
    with house.services.register.begin() as uow:
        found = [uow.batches.grant_for(batch.id) for batch in uow.batches.list()]
    return [one for one in found if one is not None]
