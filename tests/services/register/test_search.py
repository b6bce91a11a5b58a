"""Search over the stored text, and what it forgets."""

from __future__ import annotations

import pytest

from vanban.domain.document import State

pytestmark = pytest.mark.services


def test_accents_and_case_do_not_count_in_a_search(register, superuser, store_document) -> None:
    one, two = store_document(register), store_document(register)
    decomposed = "Đề nghị thẩm định hồ sơ"  # a text layer may come in NFD
    register.search_text(one.id, ["Quyết định về việc ĐẦU TƯ đường Nguyễn Huệ", decomposed])
    register.search_text(two.id, ["Thông báo nghỉ lễ", "x" * 3_000_000 + " cuối", ""])
    query = (
        "SELECT document_id, page FROM document_texts WHERE search @@ websearch_to_tsquery('simple', vanban_fold(%s))"
    )
    assert superuser.execute(query, ("dau tu",)).fetchall() == [(one.id, 1)]
    assert superuser.execute(query, ("đường nguyễn",)).fetchall() == [(one.id, 1)]
    assert superuser.execute(query, ("tham dinh",)).fetchall() == [(one.id, 2)]
    assert superuser.execute(query, ("nghi le",)).fetchall() == [(two.id, 1)]
    assert superuser.execute(query, ("khong co",)).fetchall() == []


def test_the_text_of_a_document_that_turns_suspect_is_deleted(register, superuser, store_document) -> None:
    one = store_document(register)
    register.search_text(one.id, ["trang một"])
    with register.begin() as uow:
        uow.documents.change(one.id, expect=State.RECEIVED, state=State.SUSPECT, reason="suspect")
        uow.commit()
    assert superuser.execute("SELECT count(*) FROM document_texts").fetchone() == (0,)
