"""What is asked of the page of registers, as it stands in its address, within what this account may see."""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.clock import HANOI
from vanban.desk.accounts import OVERSEERS, Account
from vanban.desk.desk import Desk
from vanban.domain.errors import NotFoundError
from vanban.workflows.books import opened_books
from vanban.workflows.papers import BOUND, Paper, Wanted

ROWS = 50
"""Lines of a register on one page of the desk."""


class RegistersForm:
    """Dependency: which paper, of which office and year, and the page of it."""

    def __init__(
        self, paper: str = "", office: str = "", year: str = "", case_file: str = "", page: str = "", form: str = ""
    ) -> None:
        """Take what the address says; what means nothing is as if it were not said."""
        self.paper = Paper(paper) if paper in set(Paper) else Paper.INCOMING
        self.office = office.strip()[:100]
        self.year = int(year) if _is_number(year) and len(year) == 4 else 0
        self.case_file = case_file.strip()[:100]
        self.page = int(page) if _is_number(page) and len(page) < 7 else 0
        self.form = form


@dataclass(frozen=True, slots=True)
class Choice:
    """What was asked, made whole: and what else there is to choose."""

    wanted: Wanted
    offices: Sequence[str]
    years: Sequence[int]
    page: int
    pages: int

    def address(self, path: str = "/registers", **other: str | int) -> str:
        """Return the address of the same paper, with something else in it."""
        wanted = self.wanted
        said = {"paper": wanted.paper.value, "office": wanted.office, "year": wanted.year} | other
        if wanted.case_file and "case_file" not in other and wanted.paper is Paper.CASE_DOCUMENTS:
            said["case_file"] = wanted.case_file
        return f"{path}?{urllib.parse.urlencode({name: str(value) for name, value in said.items() if value != ''})}"


def choose(asked: RegistersForm, *, account: Account, desk: Desk) -> Choice:
    """Return what the account may open of what was asked: a clerk's own office, an overseer's any.

    Raises:
        NotFoundError: if the office is another one than the clerk's; the answer does not tell whether it has books.
    """
    across = account.role in OVERSEERS
    if not across and asked.office not in ("", account.office):
        raise NotFoundError(
            f"There is no register of {asked.office}.",
            vi=f"Không có sổ của {asked.office}.",
            remedy="Open the registers of your own office. / Hãy mở sổ của đơn vị mình.",
        )
    books = opened_books(office=desk.services.book_office, unit="" if across else account.office)
    offices = sorted({one.book.office for one in books} | ({asked.office} - {""})) if across else [account.office]
    office = asked.office or (offices[0] if offices else account.office)
    this_year = desk.services.clock.now().astimezone(HANOI).year
    years = sorted({this_year, asked.year or this_year, *(one.book.year for one in books)}, reverse=True)
    paper = Paper.CASE_FILES if asked.paper is Paper.CASE_DOCUMENTS and not asked.case_file else asked.paper
    wanted = Wanted(paper=paper, office=office, year=asked.year or this_year, case_file=asked.case_file)
    last = next((one.last for one in books if one.book == wanted.book), 0)
    pages = max(-(-last // ROWS), 1) if paper in BOUND else 1
    # A register opens where it was written in last.
    return Choice(wanted, offices, years, page=min(asked.page or pages, pages), pages=pages)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit()
