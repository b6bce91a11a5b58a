"""Khóa sổ: a year's register is closed for good, and printed as it was then (NĐ 30/2020, Điều 15, 16.2b and 22).

Numbers run from 1 January to 31 December; once the year is over and everything that holds a number is finished, no
number of it is given, voided or changed any more.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from storage.sheet_pages import as_pdf
from vanban.clock import HANOI
from vanban.domain.book_lines import BookClosing, BookLine
from vanban.domain.directions import Slip
from vanban.domain.document import Direction, State
from vanban.domain.errors import NotFoundError, RefusedError
from vanban.domain.number_words import in_words
from vanban.ports import Book
from vanban.workflows.book_columns import day_of, written
from vanban.workflows.books import BookOffice, read_lines, sheet_of_lines
from vanban.workflows.papers import Wanted, paper_of
from vanban.workflows.register_document import put_record

CLOSED = "book.closed"
"""Event: who closed a year's register, with its figures and the digest of the PDF."""
_UNFINISHED = frozenset({State.REGISTERED, State.APPROVED, State.SIGNED, State.SEAL_APPROVED})
_NAMED_AT_MOST = 10


def close_book(book: Book, *, actor: str, office: BookOffice) -> BookClosing:
    """Close a year's register and return how; one that is closed stays as it was closed.

    Raises:
        NotFoundError: if no number was ever given in it.
        RefusedError: if the year is not over, or an outgoing document with a number of it is not signed and sealed.
        StaleStateError: if a number was voided meanwhile.
    """
    now = office.clock.now()
    with office.register.begin() as uow:
        kept = uow.registers.closing(book)
        lines = [] if kept else list(read_lines(book, uow))
    if kept:
        return kept
    _check_may_close(book, lines, today=now.astimezone(HANOI).date())
    closing = _figures(book, [line for line, _ in lines], actor=actor, now=now)
    sheet = sheet_of_lines(Wanted(paper=paper_of(book), office=book.office, year=book.year), lines, office)
    # Printed and kept before the register is locked: the slow work, and harmless if nothing comes of it.
    pdf = as_pdf(dataclasses.replace(sheet, closing=_statement(closing, lines)))
    closing = dataclasses.replace(closing, pdf_sha256=put_record(office.store, pdf))
    with office.register.begin() as uow:
        if uow.registers.close(closing):
            figures = {name: getattr(closing, name) for name in ("last", "voided", "missing", "pdf_sha256")}
            subject = f"{book.office}/{book.series or book.direction}/{book.year}"
            uow.events.append(at=now, actor=actor, name=CLOSED, subject=subject, data=figures)
            uow.commit()
            return closing
        return uow.registers.closing(book) or closing


def _check_may_close(book: Book, lines: Sequence[tuple[BookLine, Slip]], *, today: dt.date) -> None:
    if today.year <= book.year:
        raise RefusedError(
            f"The year {book.year} is not over.",
            vi=f"Năm {book.year} chưa kết thúc, chưa khóa sổ được.",
            remedy=f"Close it from 1 January {book.year + 1} on. / Hãy khóa sổ từ ngày 01/01/{book.year + 1}.",
        )
    if not lines:
        raise NotFoundError(
            f"No number was given in {book.office}/{book.series or book.direction}/{book.year}.",
            vi=f"Sổ {book.office}/{book.series or book.direction}/{book.year} chưa cấp số nào.",
            remedy="See `vanban book list`. / Hãy chọn sổ đã có số.",
        )
    if book.direction is Direction.INCOMING:
        return
    waiting = [line for line, _ in lines if not line.void_reason and line.state in _UNFINISHED]
    if waiting:
        named = ", ".join(written(line) or str(line.number) for line in waiting[:_NAMED_AT_MOST])
        more = f" … ({len(waiting)})" if len(waiting) > _NAMED_AT_MOST else ""
        raise RefusedError(
            f"Not signed and sealed yet: {named}{more}.",
            vi=f"Còn văn bản đã cấp số mà chưa ký, chưa đóng dấu: {named}{more}.",
            remedy="Have them signed and sealed, or return them, which voids their numbers. "
            "/ Hãy trình ký, đóng dấu, hoặc trả lại để hủy số.",
        )


def _figures(book: Book, lines: Sequence[BookLine], *, actor: str, now: dt.datetime) -> BookClosing:
    numbers = {line.number for line in lines}
    return BookClosing(
        office=book.office,
        direction=book.direction,
        year=book.year,
        series=book.series,
        closed_by=actor,
        closed_at=now,
        last=max(numbers),
        voided=sum(bool(line.void_reason) for line in lines),
        missing=max(numbers) - len(numbers),
        pdf_sha256="",
    )


def _statement(closing: BookClosing, lines: Sequence[tuple[BookLine, Slip]]) -> tuple[str, ...]:
    """Return what is written under the last line of a closed register."""
    voided = ", ".join(str(line.number) for line, _ in lines if line.void_reason)
    said = [
        f"Khóa sổ ngày {day_of(closing.closed_at)}, người khóa sổ: {closing.closed_by}.",
        f"Sổ này có {closing.last} số ({in_words(closing.last)}), từ số 1 đến số {closing.last}.",
        f"Số đã hủy: {closing.voided}{f' ({voided})' if voided else ''}. Số bị bỏ trống: {closing.missing}.",
    ]
    return tuple(said)
