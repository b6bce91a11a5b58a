"""Searches that people keep for themselves. Part of the contract of ``vanban.ports.Register``."""

from __future__ import annotations

import dataclasses

from vanban.domain.search import SavedSearch
from vanban.ports import Register


def test_each_person_has_their_own_and_a_name_is_taken_over(any_register: Register, records) -> None:
    one = SavedSearch(account="vanthu", name="Của tôi", asked="q=%C4%91%E1%BA%A5t", saved_at=records.now)
    newer = dataclasses.replace(one, asked="q=15")
    with any_register.begin() as uow:
        uow.saved_searches.save(one)
        uow.saved_searches.save(dataclasses.replace(one, name="A", account="khac"))
        uow.saved_searches.save(dataclasses.replace(one, name="An"))
        uow.saved_searches.save(newer)
        uow.commit()
    with any_register.begin() as uow:
        assert [saved.name for saved in uow.saved_searches.list("vanthu")] == ["An", "Của tôi"]
        assert uow.saved_searches.list("vanthu")[1] == newer
        assert not uow.saved_searches.drop("vanthu", "A")
        assert uow.saved_searches.drop("vanthu", "An")
        uow.commit()
    with any_register.begin() as uow:
        assert [saved.name for saved in uow.saved_searches.list("vanthu")] == ["Của tôi"]
        assert [saved.name for saved in uow.saved_searches.list("khac")] == ["A"]
