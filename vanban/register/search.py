"""Looking documents up, in PostgreSQL: at most the newest so many of each way to fit, so that it stays quick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from vanban.domain.search import FOUND_AT_MOST, Found, Hit, Search, WrittenNumber, written_number_in
from vanban.register.documents import DOCUMENT, document_of
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
"""The newest documents within the limits are gone through first: common words are found there."""
_BY_INDEX, _AS_PLANNED = sa.text("SET LOCAL enable_seqscan = off"), sa.text("SET LOCAL enable_seqscan = on")
_ZONE = "Asia/Ho_Chi_Minh"


class PostgresSearch:
    """``vanban.ports.DocumentSearch``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find(self, search: Search, *, offset: int = 0, limit: int = 50) -> Found:
        """Return one page of what was found."""
        ranked: dict[str, dt.datetime] = {}
        for rows in self._ways_to_fit(search):
            for row in rows:
                ranked.setdefault(row.id, row.received_at)
            if len(ranked) >= FOUND_AT_MOST:
                break
        ids = list(ranked)
        if search.newest_first:
            ids.sort(key=lambda one: (ranked[one], one), reverse=True)
        ids = ids[:FOUND_AT_MOST]
        return Found(tuple(self._hits(ids[offset : offset + limit], words_of(search.words))), len(ids))

    def _ways_to_fit(self, search: Search) -> Iterator[Sequence[Any]]:
        """Yield ids and times for each way to fit, the best first."""
        words, chosen = words_of(storable(search.words)), _chosen(search)
        newest = chosen.order_by(*_NEWEST).limit(FOUND_AT_MOST)
        if not words:
            yield self._transaction.read(newest).all()
            return
        if written := written_number_in(search.words):
            yield self._transaction.read(newest.where(*_numbered(written))).all()
        query = _query(words)
        yield self._in_fields(chosen, query, exact=plain(storable(search.words)))
        yield self._exact_first(self._in_text(chosen, query), search.words)

    def _in_fields(self, chosen: Any, query: Any, *, exact: str) -> Sequence[Any]:
        """Return what has the words in its fields, just so first; of the newest only, however many there are."""
        columns = documents.c
        is_exact = columns.fields_text.contains(exact, autoescape=True).label("is_exact")
        held = columns.search.op("@@")(query)
        newest = chosen.add_columns(is_exact, held.label("held")).order_by(*_NEWEST)
        found, are_all = _judged(self._transaction.read(newest.limit(NEWEST_READ)).all())
        if not are_all:
            found = self._transaction.read(newest.where(held).limit(FOUND_AT_MOST)).all()
        return sorted(found, key=lambda row: not row.is_exact)

    def _in_text(self, chosen: Any, query: Any) -> Sequence[Any]:
        """Return what has the words on one page of its text, the newest first."""
        newest, texts = chosen.order_by(*_NEWEST).limit(NEWEST_READ).subquery(), document_texts.c
        pages = sa.select(texts.document_id).where(texts.search.op("@@")(query))
        # One page of each, not an EXISTS, which the planner may answer by reading every page that there is.
        held = pages.where(texts.document_id == newest.c.id).limit(1).scalar_subquery().is_not(None)
        asked = sa.select(newest.c.id, newest.c.received_at, held.label("held"))
        found, are_all = _judged(
            self._transaction.read(asked.order_by(newest.c.received_at.desc(), newest.c.id.desc())).all()
        )
        if are_all:
            return found
        # Materialized, so that the words' index is used, and no sequential scan either: the planner does not know what
        # it costs to unpack the words of a page, and would rather go through the documents or the pages one by one.
        named = pages.limit(PAGES_READ).cte("pages").prefix_with("MATERIALIZED", dialect="postgresql")
        older = chosen.where(documents.c.id.in_(sa.select(named.c.document_id)))
        self._transaction.read(_BY_INDEX)
        rows = self._transaction.read(older.order_by(*_NEWEST).limit(FOUND_AT_MOST)).all()
        self._transaction.read(_AS_PLANNED)
        either = {row.id: row for row in (*found, *rows)}
        return sorted(either.values(), key=lambda row: (row.received_at, row.id), reverse=True)[:FOUND_AT_MOST]

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
        rows = self._transaction.read(sa.select(*DOCUMENT).where(documents.c.id.in_(ids))).mappings()
        found = {row["id"]: document_of(row) for row in rows}
        pages = self._pages(ids, words) if words else {}
        for one in ids:
            page, body = pages.get(one, (0, ""))
            yield Hit(found[one], page, excerpt(body, words) if page else ())

    def _pages(self, ids: Sequence[str], words: list[str]) -> Mapping[str, tuple[int, str]]:
        """Return the first page of each document on which the words stand, with its text."""
        texts, given = document_texts.c, sa.literal(list(ids), ARRAY(sa.Text))
        wanted = sa.func.unnest(given).table_valued("id").render_derived()
        # Document by document: by the words' index all pages that there are would be gone through.
        first = (
            sa.select(texts.page, sa.func.left(texts.body, 200_000).label("body"))
            .where(texts.document_id == wanted.c.id, texts.search.op("@@")(_query(words)))
            .order_by(texts.page)
            .limit(1)
            .lateral()
        )
        statement = sa.select(wanted.c.id, first.c.page, first.c.body).join_from(wanted, first, sa.true())
        return {row[0]: (int(row[1]), str(row[2])) for row in self._transaction.read(statement)}


def _judged(newest: Sequence[Any]) -> tuple[Sequence[Any], bool]:
    """Return which of the newest documents fit (``held``), and whether these are all that is to be listed.

    What is common is among them often enough, and the index of such words is what takes long to read.
    """
    fitting = [row for row in newest if row.held]
    return fitting[:FOUND_AT_MOST], len(newest) < NEWEST_READ or len(fitting) >= FOUND_AT_MOST


def _chosen(search: Search) -> sa.Select[Any]:
    return sa.select(documents.c.id, documents.c.received_at).where(*_limits(search))


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
        found.append(columns.kind_key == fold(storable(search.kind)))
    if issuer := words_of(storable(search.issuer)):
        found.append(columns.issuer_search.op("@@")(_query(issuer)))
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
