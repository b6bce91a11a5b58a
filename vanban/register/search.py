"""Looking documents up, in PostgreSQL: at most the newest so many of each way to fit, so that it stays quick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from vanban.domain.search import FOUND_AT_MOST, Found, Hit, Search, WrittenNumber, written_number_in
from vanban.register.documents import document_of
from vanban.register.folding import fold, storable
from vanban.register.search_words import SHORTEST_BEGINNING, excerpt, number_key, plain, symbol_key, words_of
from vanban.register.tables import document_texts, documents
from vanban.register.transaction import Transaction

_NEWEST = (documents.c.received_at.desc(), documents.c.id.desc())
PAGES_READ = 5_000
"""Pages that hold the words, of which at most so many are gone through."""
EXACT_AMONG = 100
"""Of what fits by its text, the newest so many are put in order by how exactly."""
NEWEST_READ = 1_000
"""Documents that are gone through besides, the newest first, where more pages hold them."""
_ZONE = "Asia/Ho_Chi_Minh"


class PostgresSearch:
    """``vanban.ports.DocumentSearch``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find(self, search: Search, *, offset: int = 0, limit: int = 50) -> Found:
        """Return one page of what was found."""
        ranked: dict[str, dt.datetime] = {}
        for statement, is_text in _ways_to_fit(search):
            rows = self._transaction.read(statement).all()
            for row in self._exact_first(rows, search.words) if is_text else rows:
                ranked.setdefault(row.id, row.received_at)
            if len(ranked) >= FOUND_AT_MOST:
                break
        ids = list(ranked)
        if search.newest_first:
            ids.sort(key=lambda one: (ranked[one], one), reverse=True)
        ids = ids[:FOUND_AT_MOST]
        return Found(tuple(self._hits(ids[offset : offset + limit], words_of(search.words))), len(ids))

    def _exact_first(self, rows: Sequence[Any], words: str) -> Sequence[Any]:
        """Put first whose text has the words just so; of the newest only: texts are large."""
        newest, texts = [row.id for row in rows[:EXACT_AMONG]], document_texts.c
        body = sa.func.lower(sa.func.left(texts.body, 20_000))
        statement = sa.select(texts.document_id).where(
            texts.document_id.in_(newest), body.contains(plain(storable(words)), autoescape=True)
        )
        exact = set(self._transaction.read(statement).scalars()) if newest else set()
        return sorted(rows, key=lambda row: row.id not in exact)

    def _hits(self, ids: Sequence[str], words: list[str]) -> Iterator[Hit]:
        rows = self._transaction.read(sa.select(documents).where(documents.c.id.in_(ids))).mappings()
        found = {row["id"]: document_of(row) for row in rows}
        pages = self._pages(ids, words) if words else {}
        for one in ids:
            page, body = pages.get(one, (0, ""))
            yield Hit(found[one], page, excerpt(body, words) if page else ())

    def _pages(self, ids: Sequence[str], words: list[str]) -> Mapping[str, tuple[int, str]]:
        """Return the first page of each document on which the words stand, with its text."""
        texts = document_texts.c
        statement = (
            sa.select(texts.document_id, texts.page, sa.func.left(texts.body, 200_000))
            .distinct(texts.document_id)
            .where(texts.document_id.in_(ids), texts.search.op("@@")(_query(words)))
            .order_by(texts.document_id, texts.page)
        )
        return {row[0]: (int(row[1]), str(row[2])) for row in self._transaction.read(statement)}


def _ways_to_fit(search: Search) -> Iterator[tuple[sa.Executable, bool]]:
    """Yield a query for each way to fit, the best first, and whether it is about texts; each gives ids and times."""
    words, limits = words_of(storable(search.words)), _limits(search)
    chosen = sa.select(documents.c.id, documents.c.received_at).where(*limits)
    if not words:
        yield chosen.order_by(*_NEWEST).limit(FOUND_AT_MOST), False
        return
    if written := written_number_in(search.words):
        yield chosen.where(*_numbered(written)).order_by(*_NEWEST).limit(FOUND_AT_MOST), False
    query = _query(words)
    yield _in_fields(chosen, query, exact=plain(storable(search.words))), False
    # Materialized, so that the words' index is used: the planner does not know what it costs to unpack the words of a
    # page, and would rather go through the documents one by one.
    pages = _pages_with(query)
    in_text = chosen.where(documents.c.id.in_(sa.select(pages.c.document_id)))
    yield in_text.order_by(*_NEWEST).limit(FOUND_AT_MOST), True
    # Where so many pages hold the words, the newest documents may not be among those that were looked at.
    newest, texts = chosen.order_by(*_NEWEST).limit(NEWEST_READ).subquery(), document_texts.c
    held = sa.exists().where(texts.document_id == newest.c.id, texts.search.op("@@")(query))
    too_many = sa.select(sa.func.count() == PAGES_READ).select_from(_pages_with(query)).scalar_subquery()
    yield sa.select(newest.c.id, newest.c.received_at).where(too_many, held).order_by(newest.c.received_at.desc()), True


def _in_fields(chosen: Any, query: Any, *, exact: str) -> sa.Executable:
    # The newest so many only: ordering a hundred thousand by how well they fit would take too long.
    fitting = chosen.add_columns(documents.c.fields_text).where(documents.c.search.op("@@")(query))
    found = fitting.order_by(*_NEWEST).limit(FOUND_AT_MOST).subquery()
    is_exact = found.c.fields_text.contains(exact, autoescape=True)
    order = (is_exact.desc(), found.c.received_at.desc(), found.c.id.desc())
    return sa.select(found.c.id, found.c.received_at).order_by(*order)


def _pages_with(query: Any) -> Any:
    texts = document_texts.c
    found = sa.select(texts.document_id).where(texts.search.op("@@")(query)).limit(PAGES_READ)
    return found.cte("pages").prefix_with("MATERIALIZED", dialect="postgresql")


def _query(words: Sequence[str]) -> Any:
    """Return all the words, the last one as a beginning; they are letters and digits only."""
    parts = [
        *(f"'{word}'" for word in words[:-1]),
        f"'{words[-1]}'{':*' if len(words[-1]) >= SHORTEST_BEGINNING else ''}",
    ]
    return sa.func.to_tsquery(sa.literal_column("'simple'::regconfig"), " & ".join(parts))


def _numbered(written: WrittenNumber) -> Iterator[sa.ColumnElement[bool]]:
    if written.number:
        yield sa.func.ltrim(documents.c.code_number, "0") == number_key(written.number)
    else:
        yield documents.c.code_number != ""
    if written.symbol:
        yield documents.c.symbol_key.startswith(symbol_key(written.symbol), autoescape=True)


def _limits(search: Search) -> list[sa.ColumnElement[bool]]:
    columns, found = documents.c, [_shown(search)]
    if search.office:
        found.append(columns.office == search.office)
    for column, value in ((columns.direction, search.direction), (columns.state, search.state)):
        if value is not None:
            found.append(column == value.value)
    if search.urgency is not None:
        found.append(columns.urgency == search.urgency.value)
    if search.kind:
        found.append(sa.func.vanban_fold(columns.type_name) == fold(storable(search.kind)))
    if issuer := words_of(storable(search.issuer)):
        name = sa.func.to_tsvector(sa.literal_column("'simple'::regconfig"), sa.func.vanban_fold(columns.organ_name))
        found.append(name.op("@@")(_query(issuer)))
    if search.arrival_number is not None:
        found.append(columns.arrival_number == search.arrival_number)
    day = sa.func.coalesce(columns.issued_date, sa.cast(sa.func.timezone(_ZONE, columns.received_at), sa.Date))
    if search.dated_from is not None:
        found.append(day >= search.dated_from)
    if search.dated_to is not None:
        found.append(day <= search.dated_to)
    return found


def _shown(search: Search) -> sa.ColumnElement[bool]:
    sides = (
        sa.and_(documents.c.direction == direction.value, documents.c.state.in_([state.value for state in states]))
        for direction, states in search.shown.items()
    )
    return sa.or_(sa.false(), *sides)
