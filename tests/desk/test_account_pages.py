"""What archivist and admin see: the account, and events by id only."""

import ast
import inspect
import re

from vanban.desk.account_words import problem_words
from vanban.desk.routes.admin import last_events
from vanban.domain.document import State
from vanban.intake.spool import payloads_and_faults
from vanban.register import chain
from vanban.workflows import account, count_files


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


def test_every_sentence_of_an_account_is_said_in_vietnamese(tmp_path):
    said = [sentence for source in (account, count_files, chain) for sentence in _sentences(source)]
    said += payloads_and_faults(tmp_path / "no spool")[1]
    assert len(said) == 16
    assert [one for one in said if not re.search("[ạảấầệăđơưóế]", problem_words(one)[0])] == []
    assert problem_words("claim x is suspect but its file is gone")[0] == "Tệp x (Nghi có dấu mật) không còn trên đĩa."


def _sentences(source) -> list[str]:
    """Return what a module yields or notes as a problem, each place filled with a number."""
    tree = ast.parse(inspect.getsource(source))
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.Yield) and node.value]
    given += [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and node.args
    ]
    return ["".join(str(p.value) if isinstance(p, ast.Constant) else "1" for p in _parts(one)) for one in given]


def _parts(value: ast.expr) -> list[ast.expr]:
    return value.values if isinstance(value, ast.JoinedStr) else [value]
