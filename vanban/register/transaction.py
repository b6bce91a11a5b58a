"""One open transaction, with the database's errors turned into ours and the one writer's lock.

Writers take turns: the first write of a unit of work takes the lock that the event chain needs anyway, and keeps it
to the end. So two units of work can never wait for each other, whatever rows they touch and in whatever order. The
price: between the first write and ``commit`` nothing slow may be done.

One thing comes before: taking a number locks only its book (``reserve``), because a draft is fetched, numbered and
stored again while its number must stay undecided. A unit of work that takes a number does so first; one that does it
later may meet another in a circle, which PostgreSQL ends after a second with an error that may be retried.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from vanban.domain.errors import NotFoundError, RefusedError, ServiceUnavailableError

WRITER_LOCK = 0x76616E62616E_0001
"""Key of the advisory lock that writers take in turn: ``vanban`` and 1."""
_LOCK = sa.text(
    # A writer that hangs keeps every other waiting, so it is given a minute of silence at most.
    "SELECT pg_advisory_xact_lock(:key), set_config('idle_in_transaction_session_timeout', '60s', true)"
).bindparams(key=WRITER_LOCK)
_FOREIGN_KEY_VIOLATION = "23503"
_NO_ANSWER = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError, exc.PendingRollbackError)


class Transaction:
    """A connection in a transaction. Reads see what is committed and what was written here."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._writing = False
        self._put_off: tuple[sa.Table, list[dict[str, Any]]] | None = None
        self.end_of_chain: tuple[int, str] | None = None
        """Sequence and digest of the newest event: known while the writers' lock is held, which keeps it so."""

    def read(self, statement: sa.Executable) -> sa.CursorResult[*tuple[Any, ...]]:
        """Run a query."""
        self._catch_up()
        with translated():
            return self._connection.execute(statement)

    def stream(self, statement: sa.Executable, *, rows: int) -> Iterator[Any]:
        """Run a query whose result is too large to hold, fetching so many rows at a time."""
        self._catch_up()
        with translated():
            yield from self._connection.execute(statement, execution_options={"yield_per": rows})

    def write(self, statement: sa.Executable) -> sa.CursorResult[*tuple[Any, ...]]:
        """Run a change, or a query that must see what no other writer can change any more."""
        self._catch_up()
        with translated():
            self._take_turn()
            return self._connection.execute(statement)

    def put_off(self, table: sa.Table, row: dict[str, Any]) -> None:
        """Insert a row, with those put off before it in one statement, before anything else is asked or committed."""
        if self._put_off is not None and self._put_off[0] is not table:
            self._catch_up()
        if self._put_off is None:
            with translated():
                self._take_turn()
            self._put_off = (table, [])
        self._put_off[1].append(row)

    def _catch_up(self) -> None:
        if self._put_off is not None:
            (table, rows), self._put_off = self._put_off, None
            with translated():
                self._connection.execute(sa.insert(table), rows)

    def _take_turn(self) -> None:
        if not self._writing:
            self._connection.execute(_LOCK)
            self._writing = True

    def reserve(self, statement: sa.Executable) -> sa.CursorResult[*tuple[Any, ...]]:
        """Run a change of one book's counter, whose own row lock is enough."""
        return self.read(statement)

    def commit(self) -> None:
        """Make everything durable; the next statement starts a new transaction."""
        self._catch_up()
        # The lock ends with the transaction, whether it could be committed or not.
        self._writing, self.end_of_chain = False, None
        with translated():
            try:
                self._connection.commit()
            except exc.DBAPIError:
                self._connection.rollback()
                raise


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn the database's errors into ours.

    The original is dropped from the traceback on purpose: its text quotes values, and those are document text.
    """
    try:
        yield
    except _NO_ANSWER as error:
        raise _unavailable(_state_of(error)) from None
    except exc.DBAPIError as error:
        if error.connection_invalidated:
            raise _unavailable(_state_of(error)) from None
        raise _refused(error) from None


def _unavailable(state: str) -> ServiceUnavailableError:
    return ServiceUnavailableError(
        f"The register's database does not answer now{f' ({state})' if state else ''}.",
        vi=f"Cơ sở dữ liệu của sổ đăng ký hiện không trả lời{f' ({state})' if state else ''}.",
        remedy=(
            "It is tried again; if it lasts, see `vanban status`."
            " / Hệ thống tự thử lại; nếu còn lỗi, hãy xem `vanban status`."
        ),
    )


def _refused(error: exc.DBAPIError) -> RefusedError | NotFoundError:
    state, rule = _state_of(error), _diagnostic(error, "constraint_name")
    if state == _FOREIGN_KEY_VIOLATION:
        return NotFoundError(
            f"The register has no such row to point to ({rule}).",
            vi=f"Sổ đăng ký không có bản ghi được nhắc tới ({rule}).",
        )
    return RefusedError(
        f"The register refused the change ({' '.join(filter(None, (state, rule)))}).",
        vi=f"Sổ đăng ký từ chối thay đổi này ({' '.join(filter(None, (state, rule)))}).",
    )


def _state_of(error: exc.SQLAlchemyError) -> str:
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def _diagnostic(error: exc.DBAPIError, name: str) -> str:
    return str(getattr(getattr(error.orig, "diag", None), name, None) or "")
