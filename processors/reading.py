"""From a clean file to its facts: one page at a time, in a child process with limits."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import math
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from processors.alignment import aligned, fact_on_paper, on_paper
from processors.answers import answer_of, reading_of
from processors.bounds import Bounds
from processors.calibration import Calibration, shipped
from processors.directory import Directory, own_rows, with_own
from processors.fields import (
    addressees,
    arrival_stamp,
    authority,
    circulation,
    deadlines,
    issued_on,
    issuer,
    kind,
    number,
    parent_issuer,
    place,
    recipients,
    signer,
    signer_title,
    subject,
    symbol,
    urgency,
)
from processors.inner_type import document_type
from processors.media import CONTAINERS
from processors.page_reading import read_pages
from processors.page_text import plain_text
from processors.pages import wipe_pages
from processors.raster import PageSource, open_pages
from processors.recognition import RenderedOnce
from processors.sandbox import ChildCrashedError, run_child
from processors.searchable import Copyist
from processors.signature_look import is_whole, look_again
from processors.signature_zone import SignatureZone, signature_zone
from processors.spelling import Spelling
from processors.staff import with_known
from processors.tasks import TaskFinder
from processors.time_limits import Issued
from processors.zones import FirstPage, first_page
from vanban.domain.errors import SuspectError, UnreadableError
from vanban.domain.reading import FACT_NAMES, Alignment, Fact, KnownSigner, LayerVerdict, Page, Reading, Task

if TYPE_CHECKING:
    from vanban.settings import Limits

_ON_FIRST_PAGE = {
    "kind": kind.read,
    "number": number.read,
    "symbol": symbol.read,
    "issued_on": issued_on.read,
    "place": place.read,
    "issuer": issuer.read,
    "parent_issuer": parent_issuer.read,
    "subject": subject.read,
    "addressees": addressees.read,
    "urgency": urgency.read,
    "circulation": circulation.read,
    "arrival_stamp": arrival_stamp.read,
}
_CONTAINER = "container"
"""What a child answers about a file whose parts are to be read one by one."""
_FREE_TEXT = ("subject", "addressees", "recipients")
_AT_SIGNATURE = {
    "authority": authority.read,
    "signer_title": signer_title.read,
    "signer": signer.read,
    "recipients": recipients.read,
}


class SandboxedReader:
    """Reads files in child processes; implements ``vanban.ports.Reader``."""

    def __init__(
        self,
        *,
        limits: Limits,
        offices: Path | None = None,
        known_signers: Callable[[], Sequence[KnownSigner]] = tuple,
    ) -> None:
        self._limits = limits
        self._offices = offices
        """The office's own directory; see ``processors.directory``."""
        self._known_signers = known_signers

    def read(self, path: Path, *, work: Path, searchable: Path | None = None, overruled: bool = False) -> Reading:
        """Return what is read; see ``vanban.ports.Reader``.

        Raises:
            UnreadableError: if the file cannot be read within its limits.
            SuspectError: if any page shows a mark of state secrecy; nothing of the reading is kept in ``work`` then.
        """
        try:
            return self._read(path, work=work, searchable=searchable, overruled=overruled)
        except UnreadableError as error:
            if error.code != _CONTAINER:
                raise
        from processors.container_reading import read_container

        return read_container(path, work=work, limits=self._limits, read=self.read, overruled=overruled)

    def _read(self, path: Path, *, work: Path, searchable: Path | None, overruled: bool) -> Reading:
        limits = self._limits
        arguments = {
            "path": str(path),
            "work": str(work),
            "bounds": Bounds.of(limits).as_arguments(),
            "searchable": str(searchable or ""),
            "overruled": overruled,
            "seconds": limits.read_seconds,
            "seconds_per_page": limits.read_seconds_per_page,
            "offices": own_rows(self._offices),
            "known_signers": [dataclasses.asdict(signer) for signer in self._known_signers()],
        }
        try:
            answer = run_child(
                "read",
                arguments,
                # The child sets its own, shorter time once it knows the number of pages.
                seconds=limits.read_seconds + limits.pages * limits.read_seconds_per_page,
                memory_bytes=limits.child_memory_bytes,
                scratch=work,
            )
        except SuspectError:
            wipe_pages(work)
            raise
        except ChildCrashedError as error:
            if error.detail == f"signal {int(signal.SIGALRM)}":
                raise UnreadableError("time-limit") from None
            raise
        return reading_of(answer)


def read_file(arguments: dict[str, Any]) -> dict[str, Any]:
    """Read one file; runs inside the child.

    Args:
        arguments: ``path``; ``work``, the private folder; ``searchable``, where to write the searchable copy, or
            empty; ``bounds``, fields of ``Bounds``; ``seconds`` and ``seconds_per_page``, the time allowed;
            ``known_signers``, fields of ``KnownSigner``; ``overruled``, true if two people released these bytes.

    Returns:
        The fields of ``Reading`` as JSON values.

    Raises:
        UnreadableError: if the file cannot be read.
        SuspectError: if a page shows a mark of state secrecy.
    """
    path, work = Path(arguments["path"]), Path(arguments["work"])
    bounds = Bounds(**arguments["bounds"])
    started = time.monotonic()
    _allow(arguments["seconds"])
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if document_type(path) in CONTAINERS:
        raise UnreadableError(_CONTAINER)
    known = [KnownSigner(**signer) for signer in arguments.get("known_signers", ())]
    document = Document(directory=with_own(arguments["offices"]), known_signers=known)
    with open_pages(path, limits=bounds, work=work) as pages:
        source = RenderedOnce(pages)
        if source.count > bounds.pages:
            raise UnreadableError("too-many-pages")
        _allow(arguments["seconds"] + source.count * arguments["seconds_per_page"])
        copyist = Copyist(path, pages) if arguments["searchable"] else None
        for page in read_pages(source, work, seconds=arguments["seconds"], overruled=arguments.get("overruled", False)):
            document.take(page, source)
            if copyist:
                copyist.take(page)
        # Only now is it sure that no page shows a mark.
        searchable = copyist.write(Path(arguments["searchable"])) if copyist else None
    reading = Reading(
        sha256=sha256,
        pages=len(document.text),
        source=document.source,
        facts=document.facts(),
        tasks=document.tasks(),
        text=tuple(document.text),
        seconds=round(time.monotonic() - started, 3),
        layers=tuple(document.layers),
        searchable=searchable,
    )
    return answer_of(reading)


def facts_of(page: Page) -> dict[str, Fact]:
    """Return the facts of a document of one page; for tests and tools."""
    document = Document()
    document.take(page)
    return document.facts()


class Document:
    """Gathers what pages give, one at a time: only page 1's zones, the signature and plain text stay in memory."""

    def __init__(self, *, directory: Directory | None = None, known_signers: Sequence[KnownSigner] = ()) -> None:
        self._known_signers = known_signers
        self.text: list[str] = []
        self.source = "ocr"
        self._directory = directory
        self.layers: list[LayerVerdict | None] = []
        self._mended: dict[int, Page] = {}
        """Pages that were turned to be read, without their words."""
        self._first: FirstPage | None = None
        self._signature: SignatureZone | None = None
        self._before: SignatureZone | None = None
        """A signature that stands on a page before the first one: the pages lie in reversed order."""
        self._deadlines: list[Fact] = []
        self._tasks = TaskFinder()
        self._spelling = Spelling()

    def take(self, page: Page, source: PageSource | None = None) -> None:
        """Add the next page; with ``source``, an incomplete signature on a scan is looked at again.

        Raises:
            UnreadableError: if that look fails.
        """
        self._spelling.learn(page)
        self.text.append(plain_text(page))
        self.layers.append(page.layer)
        if page.alignment != Alignment():
            self._mended[page.number] = dataclasses.replace(page, words=())
        if self._first is None or self._first.headless:
            self._begin(first_page(page, directory=self._directory))
        if self._first is None or (self._signature is not None and not self._first.headless):
            # What follows the signature is an annex or another document.
            return
        self._signature = signature_zone(page)
        if self._signature and source and page.source == "ocr" and not is_whole(self._signature):
            self._signature = look_again(self._signature, aligned(source.render(page.number), page.alignment))
        bottom = max((line.box[3] for line in self._signature.signature), default=0.0) if self._signature else 0.0
        day = issued_on.read(self._first).value
        issued = Issued(dt.date.fromisoformat(day) if day else None, issued_on.printed_year(self._first))
        self._deadlines += deadlines.find(page, issued=issued, bottom=bottom)
        top = self._first.body[0].box[3] if page is self._first.page and self._first.body else math.inf
        self._tasks.take(page, issued=issued, top=top, bottom=bottom)

    def _begin(self, page: FirstPage) -> None:
        """Take a page as the first: the first of all, or one with a head where what came before has none.

        Annexes may lie before their document, and the pages in reversed order; a signature that came before is then
        the document's own.
        """
        if self._first is None:
            self._first, self.source = page, page.page.source
        elif page.motto is not None and (page.number is not None or page.place_date is not None):
            if self._signature is None:
                self._deadlines, self._tasks = [], TaskFinder()
            self._first, self._before, self._signature = page, self._signature, None

    def facts(self, *, calibration: Calibration | None = None) -> dict[str, Fact]:
        """Return every fact of the contract, with measured confidences; empty without pages."""
        if self._first is None:
            return {}
        found = {name: read(self._first) for name, read in _ON_FIRST_PAGE.items()}
        signature = self._signature or self._before
        found |= {name: read(signature) for name, read in _AT_SIGNATURE.items()}
        found["signer"] = with_known(found["signer"], signature, self._known_signers)
        found["deadlines"] = deadlines.merge(self._deadlines)
        if self.source == "ocr":
            found |= {name: self._spelling.respelt(found[name]) for name in _FREE_TEXT}
        found["symbol"] = symbol.confirmed(found["symbol"], found["recipients"].value)
        told = calibration or shipped()
        found = {name: told.calibrated(name, fact, source=self.source) for name, fact in found.items()}
        return {name: self._on_paper(found[name]) for name in FACT_NAMES}

    def tasks(self) -> tuple[Task, ...]:
        """Return what the document asks for, in its order: candidates."""
        return tuple(self._task_on_paper(task) for task in self._tasks.tasks)

    def _task_on_paper(self, task: Task) -> Task:
        page = self._mended.get(task.page)
        return dataclasses.replace(task, box=on_paper(page, task.box)) if page and task.box else task

    def _on_paper(self, fact: Fact) -> Fact:
        page = self._mended.get(fact.page or 0)
        return fact_on_paper(fact, page) if page else fact


def _allow(seconds: float) -> None:
    """End this process by a signal after some seconds, even while a parser runs in C."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
