"""Case files: opened, filled, closed; what is due."""

import datetime as dt

import pytest

from vanban.domain.casefile import CaseState
from vanban.domain.document import Direction, State
from vanban.domain.errors import NotFoundError, RefusedError, StaleStateError
from vanban.workflows.case_files import (
    due_case_files,
    list_case_files,
    remove_document,
)


@pytest.fixture(autouse=True)
def first_of_june(office):
    office.clock.at = dt.datetime(2026, 6, 1, 2, tzinfo=dt.UTC)


def test_a_closed_case_file_is_in_order_of_time_with_its_totals(cases):
    opened = cases.open(creator="Nguyễn Văn Mẫu")
    late, early = cases.document(dt.date(2026, 5, 20)), cases.document(dt.date(2026, 1, 15))
    cases.add(opened, late, early)
    assert [filed.ordinal for filed, _ in cases.show(opened).documents] == [1, 2]
    assert cases.show(opened).case_file.doc_total == 2
    closed = cases.close(opened)
    assert (closed.state, closed.doc_total, closed.page_total) == (CaseState.CLOSED, 2, 6)
    assert (closed.start_date, closed.end_date, closed.ended) == (
        dt.date(2026, 1, 15),
        dt.date(2026, 5, 20),
        dt.date(2026, 5, 20),
    )
    assert [document.id for _, document in cases.show(closed).documents] == [early, late]
    names = [event.name for event in cases.archive.register.begin().__enter__().events.list(subject=opened.id)]
    assert names == ["casefile.opened", "casefile.document-added", "casefile.document-added", "casefile.closed"]


def test_a_document_is_in_two_case_files_and_taken_out_of_one(cases):
    one, two, document = cases.open(), cases.open("02.TCCB"), cases.document(dt.date(2026, 2, 1))
    cases.add(one, document, document)
    cases.add(two, document)
    remove_document(one.id, document, actor="luutru", office=cases.office)
    assert [len(cases.show(each).documents) for each in (one, two)] == [0, 1]
    with pytest.raises(RefusedError):
        remove_document(one.id, document, actor="luutru", office=cases.office)
    cases.close(two)
    with pytest.raises(StaleStateError):
        remove_document(two.id, document, actor="luutru", office=cases.office)


def test_what_has_no_number_is_not_filed(cases):
    opened = cases.open()
    draft = cases.archive.add(Direction.INCOMING, State.READ, {"original": cases.archive.original})
    with pytest.raises(RefusedError):
        cases.add(opened, draft.id)


def test_a_late_document_needs_a_reason_and_counts(cases):
    opened = cases.open()
    cases.add(opened, cases.document(dt.date(2026, 5, 20)))
    cases.close(opened)
    late = cases.document(dt.date(2026, 5, 21))
    with pytest.raises(RefusedError, match="reason"):
        cases.add(opened, late)
    after = cases.add(opened, late, why="Sở gửi muộn")
    assert (after.doc_total, after.version, after.end_date) == (2, 1, dt.date(2026, 5, 21))


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"notation": "x" * 21}, {"title": "x" * 501}, {"file_catalog": 26}, {"unit": ""}]
)
def test_a_case_file_needs_what_the_decree_asks(cases, wrong):
    with pytest.raises(RefusedError):
        cases.open(**wrong)
    assert list_case_files(office=cases.office) == []


def test_a_code_is_taken_once_and_the_term_must_be_in_the_schedule(cases):
    cases.open()
    with pytest.raises(RefusedError):
        cases.open()
    with pytest.raises(NotFoundError):
        cases.open("02.TCCB", maintenance="99N")


def test_an_empty_case_file_is_not_closed_nor_before_its_last_document_nor_ahead(cases):
    opened = cases.open()
    with pytest.raises(RefusedError):
        cases.close(opened)
    cases.add(opened, cases.document(dt.date(2026, 5, 20)))
    for day in (dt.date(2026, 5, 19), dt.date(2026, 6, 2)):
        with pytest.raises(RefusedError):
            cases.close(opened, ended=day)
    assert cases.close(opened, ended=dt.date(2026, 5, 31)).ended == dt.date(2026, 5, 31)


def test_what_is_due_is_told_thirty_days_ahead_and_what_is_overdue_first(cases):
    for number, (day, term) in enumerate(
        [(dt.date(2026, 3, 1), "10N"), (dt.date(2026, 2, 1), "VV"), (dt.date(2026, 5, 1), "10N")], start=1
    ):
        opened = cases.open(f"{number:02d}.TCCB", maintenance=term)
        cases.add(opened, cases.document(day))
        cases.close(opened)

    def due(at):
        cases.archive.clock.at = dt.datetime.combine(at, dt.time(2), tzinfo=dt.UTC)
        return [(one.case_file.code.file_notation, one.due) for one in due_case_files(office=cases.office)]

    assert due(dt.date(2027, 1, 1)) == []
    assert due(dt.date(2027, 1, 2)) == [("02.TCCB", dt.date(2027, 2, 1))]
    assert [code for code, _ in due(dt.date(2027, 3, 2))] == ["02.TCCB", "01.TCCB"]
