"""The desk on the real register: several people at once, and one chain of events."""

import threading

import pytest
import sqlalchemy as sa

from tests.desk.conftest import PIN
from vanban.desk.app import create_app
from vanban.domain.document import Direction, State
from vanban.domain.intake import Disposition
from vanban.ports import Book

pytestmark = pytest.mark.services


@pytest.fixture
def real_house(house, accounts, register):
    house.services.register = register
    house.services.give_rights()
    house.services.let_in(accounts)
    house.app = create_app(house.services, "another secret for tests")
    return house


def at_once(*actions):
    """Run actions on threads that start together, and return their results."""
    start, results = threading.Barrier(len(actions)), [None] * len(actions)

    def run(place, action):
        start.wait()
        results[place] = action()

    threads = [threading.Thread(target=run, args=(place, action)) for place, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results


def test_clerks_at_once_take_gapless_numbers_and_one_document_takes_one(real_house, facts, typed):
    documents = [real_house.add(f"letter {n}".encode(), facts=facts) for n in range(4)]
    browsers = [real_house.browser("vanthu") for _ in range(5)]
    asked = [*documents, documents[0]]  # the first one twice

    def register(browser, document):
        return lambda: browser.post(f"/documents/{document.id}/register", **typed).status_code

    answers = at_once(*(register(b, d) for b, d in zip(browsers, asked, strict=True)))
    assert set(answers) <= {200, 409}
    entries = [real_house.get(d.id) for d in documents]
    assert {d.state for d in entries} == {State.REGISTERED}
    with real_house.services.register.begin() as uow:
        taken = uow.numbers.list(Book("van-phong", Direction.INCOMING, entries[0].entry.arrival_date.year))
        assert [number for number, _, _ in taken] == [1, 2, 3, 4]
        assert list(uow.events.verify_chain()) == []


def test_every_page_of_every_role_stands_on_the_real_register(real_house, facts, letter_pdf, pin):
    real_house.add(letter_pdf, facts=facts)
    draft = real_house.add(b"draft", direction=Direction.OUTGOING, state=State.REGISTERED)
    pages = {
        "vanthu": ["/queue", "/queue/refused", "/documents", "/batches", "/upload"],
        "lanhdao": ["/batches", "/documents"],
        "luutru": ["/account", "/documents?state=READ"],
        "quantri": ["/admin"],
    }
    for name, paths in pages.items():
        browser = real_house.browser(name)
        assert {path: browser.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    official = real_house.browser("lanhdao")
    frozen = official.post("/batches", document=[draft.id])
    manifest = frozen.text.split('name="manifest" value="')[1].split('"')[0]
    assert "Đang ký: 0 / 1" in official.post(f"{frozen.url.path}/grant", pin=pin, manifest=manifest).text
    assert real_house.get(draft.id).state is State.APPROVED


@pytest.fixture
def statements():
    """Counts what is put to the database."""
    asked = []

    def note(*given):
        asked.append(given[2])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    yield asked
    sa.event.remove(sa.Engine, "before_cursor_execute", note)


def test_pages_put_as_many_questions_to_the_register_however_much_there_is(real_house, facts, statements):
    """A question for each row is quick with three rows and slow with a thousand."""
    pages = {
        "vanthu": [
            "/",
            "/queue",
            "/queue/rows",
            "/queue/refused",
            "/documents",
            "/batches",
            "/issuing",
            "/search?q=so",
        ],
        "lanhdao": ["/", "/batches", "/directions", "/documents"],
        "luutru": ["/documents", "/archive"],
    }
    browsers = {name: real_house.browser(name) for name in pages}
    _some_work(real_house, facts, "few", 1)

    def count():
        found = {}
        for name, paths in pages.items():
            for path in paths:
                browsers[name].get(path)
                statements.clear()
                assert browsers[name].get(path).status_code == 200
                found[name, path] = len(statements)
        return found

    few = count()
    _some_work(real_house, facts, "many", 6)
    assert count() == few
    assert max(few.values()) <= 25


def _some_work(house, facts, name, times):
    """Documents in every state that has a list, and lists approved and begun."""
    official = house.browser("lanhdao")
    for n in range(times):
        house.add(f"{name} letter {n}".encode(), facts=facts)
        house.add(f"{name} in the register {n}".encode(), state=State.REGISTERED)
        house.add(f"{name} signed {n}".encode(), direction=Direction.OUTGOING, state=State.SIGNED)
        house.add(f"{name} sealed {n}".encode(), direction=Direction.OUTGOING, state=State.SEALED)
        house.add_refused(Disposition.QUARANTINED, "broken", file_name="a.pdf", office="van-phong")
        draft = house.add(f"{name} draft {n}".encode(), direction=Direction.OUTGOING, state=State.REGISTERED)
        house.add(f"{name} waiting {n}".encode(), direction=Direction.OUTGOING, state=State.REGISTERED)
        frozen = official.post("/batches", document=[draft.id])
        manifest = frozen.text.split('name="manifest" value="')[1].split('"')[0]
        official.post(f"{frozen.url.path}/grant", pin=PIN, manifest=manifest)
