"""Looking documents up, in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from vanban.clock import HANOI
from vanban.domain.document import Document
from vanban.domain.search import FOUND_AT_MOST, Found, Hit, Search, written_number_in
from vanban.register.folding import fold
from vanban.register.memory_state import Drafting
from vanban.register.search_words import begins, excerpt, fields_text, number_key, plain, symbol_key, words_of


class MemorySearch:
    """``vanban.ports.DocumentSearch``."""

    def __init__(self, transaction: Drafting) -> None:
        self._transaction = transaction

    def find(self, search: Search, *, offset: int = 0, limit: int = 50) -> Found:
        """Return one page of what was found."""
        seen = [one for one in self._transaction.state.documents.values() if _may_be_seen(one, search)]
        seen.sort(key=lambda one: (one.received_at, one.id), reverse=True)
        ranked = [(rank, one) for one in seen if (rank := self._rank(one, search)) is not None]
        if not search.newest_first:
            ranked.sort(key=lambda pair: pair[0])
        ranked = ranked[:FOUND_AT_MOST]
        page = ranked[offset : offset + limit]
        return Found(tuple(self._hit(one, words_of(search.words)) for _, one in page), len(ranked))

    def _rank(self, document: Document, search: Search) -> int | None:
        words, exact = words_of(search.words), plain(search.words)
        if not words:
            return 0
        written = written_number_in(search.words)
        if written and _has_number(document, written.number, written.symbol):
            return 0
        fields = fields_text(document)
        if _holds(fields, words):
            return 1 if exact in fields else 2
        texts = [text for text in self._transaction.state.texts.get(document.id, ()) if _holds(text, words)]
        if texts:
            return 3 if any(exact in plain(text) for text in texts) else 4
        return None

    def _hit(self, document: Document, words: list[str]) -> Hit:
        for number, text in enumerate(self._transaction.state.texts.get(document.id, ()), 1):
            if words and _holds(text, words):
                return Hit(document, number, excerpt(text, words))
        return Hit(document)


def _has_number(document: Document, number: str, symbol: str) -> bool:
    entry = document.entry
    same_number = not number or number_key(entry.code_number) == number_key(number)
    return same_number and symbol_key(entry.code_notation).startswith(symbol_key(symbol)) and bool(entry.code_number)


def _holds(text: str, words: list[str]) -> bool:
    there = set(words_of(text))
    return all(word in there for word in words[:-1]) and any(begins(one, words[-1]) for one in there)


def _may_be_seen(document: Document, search: Search) -> bool:
    return document.state in search.shown.get(document.direction, frozenset()) and all(
        limit(document) for limit in _limits(search)
    )


def _limits(search: Search) -> Iterator[Callable[[Document], bool]]:
    if search.office:
        yield lambda one: one.office == search.office
    if search.direction is not None:
        yield lambda one: one.direction is search.direction
    if search.state is not None:
        yield lambda one: one.state is search.state
    if search.urgency is not None:
        yield lambda one: one.urgency is search.urgency
    if search.kind:
        yield lambda one: fold(one.entry.type_name) == fold(search.kind)
    if search.issuer:
        yield lambda one: _holds(one.entry.organ_name, words_of(search.issuer))
    if search.arrival_number is not None:
        yield lambda one: one.entry.arrival_number == search.arrival_number
    first, last = search.dated_from or dt.date.min, search.dated_to or dt.date.max
    yield lambda one: first <= _day_of(one) <= last


def _day_of(document: Document) -> dt.date:
    return document.entry.issued_date or document.received_at.astimezone(HANOI).date()
