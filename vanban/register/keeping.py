"""Terms, holds and custody, in PostgreSQL. Triggers let decisions stand and a hold be released once."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from vanban.domain.keeping import Custody, Hold, TermDecision
from vanban.domain.stamps import StampEnd
from vanban.register.folding import storable
from vanban.register.keeping_tables import custody, holds, stamp_ends, term_decisions
from vanban.register.rules import no_hold
from vanban.register.transaction import Transaction

T = TypeVar("T")


class PostgresTerms:
    """``vanban.ports.Terms``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, decision: TermDecision) -> None:
        """Store a decision."""
        row = {name: storable(value) for name, value in dataclasses.asdict(decision).items()}
        self._transaction.write(insert(term_decisions).values(**row))

    def get(self, subject: str) -> TermDecision | None:
        """Return the newest decision on a document or case file, if there is one."""
        query = sa.select(term_decisions).where(term_decisions.c.subject == subject)
        row = self._transaction.read(query.order_by(term_decisions.c.id.desc()).limit(1)).mappings().first()
        return _value(TermDecision, row) if row else None

    def newest(self) -> Mapping[str, TermDecision]:
        """Return the newest decision on each subject that has one."""
        rows = self._transaction.read(sa.select(term_decisions).order_by(term_decisions.c.id)).mappings()
        return {row["subject"]: _value(TermDecision, row) for row in rows}


class PostgresHolds:
    """``vanban.ports.Holds``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, hold: Hold) -> None:
        """Store a hold."""
        row = {name: storable(value) for name, value in dataclasses.asdict(hold).items()}
        self._transaction.write(insert(holds).values(**row))

    def get(self, hold_id: str) -> Hold:
        """Return a hold. Raises ``NotFoundError``."""
        row = self._transaction.read(sa.select(holds).where(holds.c.id == hold_id)).mappings().first()
        if row is None:
            raise no_hold(hold_id)
        return _value(Hold, row)

    def list(self, *, subject: str = "", open_only: bool = True) -> Sequence[Hold]:
        """Return holds in the order they were placed."""
        query = sa.select(holds).order_by(holds.c.added)
        query = query.where(holds.c.subject == subject) if subject else query
        query = query.where(holds.c.released_at.is_(None)) if open_only else query
        return [_value(Hold, row) for row in self._transaction.read(query).mappings()]

    def release(self, hold_id: str, *, at: dt.datetime, by: str, why: str) -> bool:
        """Release a hold; False if it was released before, which stays. Raises ``NotFoundError``."""
        standing = sa.update(holds).where(holds.c.id == hold_id, holds.c.released_at.is_(None))
        values = {"released_at": at, "released_by": storable(by), "release_why": storable(why)}
        if self._transaction.write(standing.values(**values).returning(holds.c.id)).first() is not None:
            return True
        self.get(hold_id)
        return False


class PostgresCustody:
    """``vanban.ports.CustodyBook``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, store: str, prefix: str) -> Custody | None:
        """Return what is noted of a package in a store."""
        query = sa.select(custody).where(custody.c.store == store, custody.c.prefix == prefix)
        row = self._transaction.read(query).mappings().first()
        return _value(Custody, row) if row else None

    def list(self, store: str) -> Mapping[str, Custody]:
        """Return the rows of a store, by prefix."""
        rows = self._transaction.read(sa.select(custody).where(custody.c.store == store)).mappings()
        return {row["prefix"]: _value(Custody, row) for row in rows}

    def locked(self, store: str, prefix: str, *, until: dt.datetime, held: bool) -> None:
        """Note until when a package is locked, and whether it is under legal hold, as read back."""
        self._note([{"store": store, "prefix": prefix, "round": 0, "locked_until": until, "held": held}])

    def read(self, store: str, prefixes: Sequence[str], *, at: dt.datetime | None, of_round: int) -> None:
        """Note that packages were read and compared, by which round of the audit."""
        self._note(
            [{"store": store, "prefix": one, "held": False, "read_at": at, "round": of_round} for one in prefixes]
        )

    def forget(self, prefix: str) -> None:
        """Remove the rows of a package that was disposed of, in every store."""
        self._transaction.write(sa.delete(custody).where(custody.c.prefix == prefix))

    def _note(self, rows: Sequence[dict[str, Any]]) -> None:
        if not rows:
            return
        adding = insert(custody).values(list(rows))
        said = ("locked_until", "held") if "locked_until" in rows[0] else ("read_at", "round")
        changes = {name: adding.excluded[name] for name in said}
        self._transaction.write(adding.on_conflict_do_update(index_elements=["store", "prefix"], set_=changes))


class PostgresStampEnds:
    """``vanban.ports.StampEnds``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def note(self, prefix: str, end: StampEnd | None) -> None:
        """Note an end, or that there is no time-stamp; the last note counts."""
        said = {"until": end.until if end else None, "why": end.why if end else ""}
        adding = insert(stamp_ends).values(prefix=prefix, **said)
        self._transaction.write(adding.on_conflict_do_update(index_elements=["prefix"], set_=said))

    def list(self) -> Mapping[str, StampEnd | None]:
        """Return every note, by key prefix."""
        rows = self._transaction.read(sa.select(stamp_ends))
        return {row.prefix: StampEnd(row.until.astimezone(dt.UTC), row.why) if row.until else None for row in rows}


def _value(kind: type[T], row: Mapping[Any, Any]) -> T:
    values = {field.name: row[field.name] for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: _utc(value) for name, value in values.items()})


def _utc(value: Any) -> Any:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
