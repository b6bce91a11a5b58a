"""Looking documents up. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vanban.domain.document import Direction, State, Urgency
from vanban.domain.search import EVERY_STATE, FOUND_AT_MOST, Search, WrittenNumber, written_number_in
from vanban.ports import Register


@pytest.fixture
def library(any_register: Register, records):
    """Documents by name; later ones arrived later."""
    blank = replace(
        records.entry, subject="", organ_name="", to_places="", description="", signer_full_name="", code_number="",
        code_notation="", arrival_number=None, trace_header_list="", sphere="", file_notation="", signer_position="",
        issued_date=None, type_name="công văn",
    )  # fmt: skip
    entries = {
        "road": {"subject": "Về việc đầu tư đường Nguyễn Huệ", "code_number": "15", "code_notation": "QĐ-UBND"},
        "tree": {"subject": "Về việc dâu tư nhân", "code_number": "05", "code_notation": "UBND-VX"},
        "law": {"subject": "Quy định mật độ", "code_number": "15", "code_notation": "QĐ-HĐND",
                "type_name": "quyết định"},
        "text": {"subject": "Thông báo 100% nghỉ lễ", "organ_name": "SỞ NỘI VỤ", "arrival_number": 7},
    }  # fmt: skip
    found = {}
    for number, (name, fields) in enumerate(entries.items()):
        found[name] = records.stored(
            id=name,
            office="phong-khac" if name == "law" else "van-phong",
            direction=Direction.OUTGOING if name == "law" else Direction.INCOMING,
            state=State.READ if name == "text" else State.REGISTERED,
            urgency=Urgency.URGENT if name == "tree" else Urgency.NORMAL,
            received_at=records.now + dt.timedelta(days=number),
            file_name="tep.pdf",
            entry=replace(blank, **fields),
        )
    any_register.search_text(
        "text", ["Trang đầu không có gì", "Kính gửi: các phường. Đề nghị ĐẦU TƯ đường Lê Lợi sớm."]
    )
    any_register.search_text("tree", ["Đề nghị dau tu"])
    return found


@pytest.fixture
def find(any_register: Register, library):
    def found(words: str = "", *, offset: int = 0, limit: int = 50, **limits) -> list[str]:
        with any_register.begin() as uow:
            page = uow.search.find(Search(words=words, **limits), offset=offset, limit=limit)
        return [hit.document.id for hit in page.hits]

    return found


def test_accents_and_capitals_do_not_count_but_what_is_written_so_comes_first(find) -> None:
    assert find("đầu tư") == ["road", "tree", "text"], "exact in fields, folded in fields, exact in the text"
    assert find("dâu tư")[0] == "tree"
    assert find("DAU TU") == ["tree", "road", "text"], "neither is exact: the newest first"


def test_every_word_must_be_there_and_the_last_may_be_the_beginning_of_one(find) -> None:
    assert find("dau tu nguy") == ["road"]
    assert find("dau tu nguyen hue xa") == []
    assert find("nguy dau") == [], "only the last"


def test_a_number_is_understood_however_it_is_written(find) -> None:
    for written in ("15/QĐ-UBND", "15 QĐ UBND", "15/qđ-ubnd", "Số: 15/QĐ-UBND", "015/QD-UBND"):
        assert find(written) == ["road"], written


def test_half_a_number_finds_all_that_begin_so(find) -> None:
    assert find("15/QĐ") == ["law", "road"]
    assert find("số 15") == ["law", "road"]
    assert find("số 5") == ["tree"], "a leading zero does not count"
    assert find("QĐ-HĐND") == ["law"]


def test_text_is_found_with_its_page_and_the_words_in_it(any_register: Register, library) -> None:
    with any_register.begin() as uow:
        [hit] = uow.search.find(Search(words="le loi")).hits
    assert (hit.document.id, hit.page) == ("text", 2)
    assert [piece for piece, is_it in hit.excerpt if is_it] == ["Lê", "Lợi"]
    assert "".join(piece for piece, _ in hit.excerpt) == "Kính gửi: các phường. Đề nghị ĐẦU TƯ đường Lê Lợi sớm."


def test_limits_narrow_and_no_words_list_the_newest_first(find) -> None:
    assert find() == ["text", "law", "tree", "road"]
    assert find(office="van-phong") == ["text", "tree", "road"]
    assert find(direction=Direction.OUTGOING) == ["law"]
    assert find(state=State.READ) == ["text"]
    assert find(urgency=Urgency.URGENT) == ["tree"]
    assert find(kind="Quyết Định") == ["law"]
    assert find(issuer="so noi") == ["text"]
    assert find(arrival_number=7) == ["text"]
    assert find("đầu tư", office="phong-khac") == []


def test_days_are_the_documents_own_else_those_of_arrival_here(find, records) -> None:
    second = (records.now + dt.timedelta(days=1)).date()
    assert find(dated_from=second, dated_to=second) == ["tree"]
    assert find(dated_to=second) == ["tree", "road"]


def test_what_may_not_be_seen_is_not_found(find) -> None:
    nothing = dict.fromkeys(Direction, frozenset())
    assert find("đầu tư", shown=nothing) == []
    assert find("15/QĐ", shown={Direction.INCOMING: EVERY_STATE}) == ["road"]
    assert find(shown=nothing | {Direction.INCOMING: frozenset({State.READ})}) == ["text"]


def test_pages_follow_one_another(find) -> None:
    assert [find(limit=2), find(limit=2, offset=2), find(limit=2, offset=4)] == [["text", "law"], ["tree", "road"], []]
    assert find("đầu tư", newest_first=True) == ["text", "tree", "road"]


def test_nothing_typed_is_an_operator(find) -> None:
    meant = ("'", "đầu & tư", "(", "a:* | b", "!road", "<->", "%", "_", "\\", "\x00", "đầu'tư", "'':*", "--", "\ud800")
    assert [find(typed) for typed in meant][1] == ["tree", "road", "text"]


def test_a_percent_sign_is_a_percent_sign(find) -> None:
    assert find("100% nghỉ") == ["text"]
    assert find("%") == ["text", "law", "tree", "road"], "no word: the whole list"


def test_a_suspect_is_never_found(any_register: Register, records) -> None:
    one = records.stored(state=State.RECEIVED, file_name="nhiem vu dac biet.pdf")
    with any_register.begin() as uow:
        assert uow.search.find(Search(words="dac biet")).total == 1
        uow.documents.change(one.id, expect=State.RECEIVED, state=State.SUSPECT, reason="suspect")
        uow.commit()
    with any_register.begin() as uow:
        assert uow.search.find(Search(words="dac biet")).total == 0


@pytest.mark.parametrize(
    ("words", "number", "symbol"),
    [
        ("15/QĐ-UBND", "15", "QĐ-UBND"),
        ("06/2024/QĐ-UBND", "06", "QĐ-UBND"),
        ("127-QĐ/TU", "127", "QĐ/TU"),
        ("8676/A05-TT4", "8676", "A05-TT4"),
        ("2231/SNV-CCHC&PC", "2231", "SNV-CCHC&PC"),
        ("07 / GM - SNV", "07", "GM - SNV"),
        ("số 123a", "123a", ""),
        ("UBND-VX", "", "UBND-VX"),
    ],
)
def test_numbers_as_people_write_them(words, number, symbol) -> None:
    assert written_number_in(words) == WrittenNumber(number, symbol)


@pytest.mark.parametrize("words", ["15 ngày", "đường 15", "Lê Lợi", "UBND", "2026", "", "đầu tư/xây dựng"])
def test_other_words_are_no_number(words) -> None:
    assert written_number_in(words) is None


def test_no_more_are_listed_than_people_read(any_register: Register, records) -> None:
    with any_register.begin() as uow:
        for _ in range(FOUND_AT_MOST + 3):
            uow.documents.add(records.document())
        uow.commit()
    with any_register.begin() as uow:
        assert uow.search.find(Search()).total == FOUND_AT_MOST


def test_what_is_older_than_the_newest_is_found_and_ordered_too(find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vanban.register.search.NEWEST_READ", 1)
    assert find("đầu tư") == ["road", "tree", "text"]
    assert find("DAU TU", newest_first=True) == ["text", "tree", "road"]
    assert find("de nghi") == ["text", "tree"], "the newest one, and what the index of words finds besides"
    assert find("de nghi", kind="CÔNG VĂN") == ["text", "tree"]
