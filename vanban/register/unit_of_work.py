"""One transaction on the register in PostgreSQL."""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from vanban import ports
from vanban.register.authorities import PostgresAuthorities
from vanban.register.batches import PostgresBatches
from vanban.register.casefiles import PostgresCaseFiles, PostgresCaseReceipts
from vanban.register.copies import PostgresCopies
from vanban.register.directions import PostgresDirections
from vanban.register.disposals import PostgresDisposals
from vanban.register.documents import PostgresDocuments
from vanban.register.event_tree import PostgresEventTree
from vanban.register.events import PostgresEvents
from vanban.register.evidence import PostgresEvidence
from vanban.register.figures import PostgresFigures
from vanban.register.findings import PostgresFindings
from vanban.register.intake import PostgresIntake
from vanban.register.issuing import PostgresIssuing
from vanban.register.keeping import PostgresCustody, PostgresHolds, PostgresStampEnds, PostgresTerms
from vanban.register.notices import PostgresNotices
from vanban.register.numbers import PostgresNumbers
from vanban.register.oversight import PostgresOversight
from vanban.register.own_token import PostgresPairedPcs, PostgresSigningRequests
from vanban.register.people import PostgresEntrance, PostgresPeople
from vanban.register.public_codes import PostgresPublicCodes
from vanban.register.receipts import PostgresReceipts
from vanban.register.registers import PostgresRegisters
from vanban.register.saved_searches import PostgresSavedSearches
from vanban.register.search import PostgresSearch
from vanban.register.second_looks import PostgresSecondLooks
from vanban.register.transaction import Transaction, translated
from vanban.register.waiting_documents import PostgresQueue


class PostgresUnitOfWork(ports.UnitOfWork):
    """``vanban.ports.UnitOfWork``. Rolls back unless ``commit`` was called.

    From its first write on it keeps every other writer waiting: do the slow work before.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def __enter__(self) -> Self:
        with translated():
            self._connection = self._engine.connect()
        self._transaction = transaction = Transaction(self._connection)
        self.intake = PostgresIntake(transaction)
        self.documents = PostgresDocuments(transaction)
        self.queue = PostgresQueue(transaction)
        self.search = PostgresSearch(transaction)
        self.saved_searches = PostgresSavedSearches(transaction)
        self.directions = PostgresDirections(transaction)
        self.issuing = PostgresIssuing(transaction)
        self.copies = PostgresCopies(transaction)
        self.public_codes = PostgresPublicCodes(transaction)
        self.numbers = PostgresNumbers(transaction)
        self.registers = PostgresRegisters(transaction)
        self.batches = PostgresBatches(transaction)
        self.authorities = PostgresAuthorities(transaction)
        self.signing_requests = PostgresSigningRequests(transaction)
        self.paired_pcs = PostgresPairedPcs(transaction)
        self.events = PostgresEvents(transaction)
        self.event_tree = PostgresEventTree(transaction)
        self.receipts = PostgresReceipts(transaction)
        self.evidence = PostgresEvidence(transaction)
        self.terms = PostgresTerms(transaction)
        self.holds = PostgresHolds(transaction)
        self.custody = PostgresCustody(transaction)
        self.findings = PostgresFindings(transaction)
        self.case_files = PostgresCaseFiles(transaction)
        self.case_receipts = PostgresCaseReceipts(transaction)
        self.stamp_ends = PostgresStampEnds(transaction)
        self.disposals = PostgresDisposals(transaction)
        self.people = PostgresPeople(transaction)
        self.entrance = PostgresEntrance(transaction)
        self.second_looks = PostgresSecondLooks(transaction)
        self.figures = PostgresFigures(transaction)
        self.oversight = PostgresOversight(transaction)
        self.notices = PostgresNotices(transaction)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # A connection that broke has rolled back by itself; it must not hide the error that is under way.
        with contextlib.suppress(sa.exc.DBAPIError):
            self._connection.close()

    def commit(self) -> None:
        """Make everything since the start durable.

        Raises:
            ServiceUnavailableError: if the database went away meanwhile. Whether it was committed is then unknown: the
                step runs again, and finds out.
        """
        self._transaction.commit()
