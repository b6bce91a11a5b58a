"""What must hold when a fault run is over; each check returns one sentence for each thing that is wrong."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.faults_heap import OUTGOING, Dropped
from vanban.bootstrap import Services
from vanban.domain.batch import Batch, ItemState
from vanban.domain.document import Document, State
from vanban.domain.identifiers import original_key
from vanban.domain.intake import Disposition, IntakeItem
from vanban.ports import RECORDS, Book
from vanban.samples.play import demo_accounts
from vanban.services.installation import Installation
from vanban.workflows.account import take_account

_ALL = 1_000_000
_SIGNATURE = re.compile(rb"/SubFilter\s*/ETSI\.CAdES\.detached")
"""A person's or organisation's signature in the bytes; time-stamps over the whole document are of another kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The register's word on everything, read once."""

    items: Sequence[IntakeItem]
    documents: Sequence[Document]
    batches: Sequence[Batch]
    roles: dict[str, list[tuple[str, str]]]
    """Document id to (role, digest) of the stored bytes."""
    signed_events: Counter[tuple[str, str]]
    """(document id, event name) to how often it was signed or sealed."""
    chain: Sequence[str]


def collect(services: Services) -> Evidence:
    """Read the whole register."""
    with services.register.begin() as uow:
        documents = uow.documents.list(limit=_ALL)
        events = uow.events.list(limit=_ALL)
        return Evidence(
            items=uow.intake.list(limit=_ALL),
            documents=documents,
            batches=uow.batches.list(limit=_ALL),
            roles={d.id: list(uow.evidence.list(d.id)) for d in documents},
            signed_events=Counter(
                (e.subject, e.name) for e in events if e.name in {"document.signed", "document.sealed"}
            ),
            chain=uow.events.verify_chain(),
        )


def check_all(services: Services, installation: Installation, heap: Sequence[Dropped]) -> dict[str, list[str]]:
    """Return the name of each check to what it found wrong; all empty is what must be."""
    told = collect(services)
    checks: dict[str, Callable[[], Iterator[str]]] = {
        "the account balances and has seen every file": lambda: _account(services, heap),
        "every file is in exactly one state, the right one": lambda: _fates(told, heap),
        "every document reached its end": lambda: _ends(told),
        "originals are byte-identical": lambda: _originals(services, told, heap),
        "numbers have no gap": lambda: _numbers(services, told),
        "each outgoing document has one signature and one seal, valid": lambda: _signatures(services, told),
        "nothing was signed twice": lambda: _signed_once(told),
        "the event chain is whole": lambda: iter(told.chain),
        "no PIN stands in a log or a database": lambda: _pins(services, installation),
        "nothing is left half done on disk": lambda: _leftovers(services),
    }
    return {name: list(check()) for name, check in checks.items()}


def _account(services: Services, heap: Sequence[Dropped]) -> Iterator[str]:
    account = take_account(services.account_office)
    yield from account.problems
    if account.seen != len(heap):
        yield f"{len(heap)} files were dropped, {account.seen} seen"


def _fates(told: Evidence, heap: Sequence[Dropped]) -> Iterator[str]:
    found: dict[str, Counter[Disposition]] = {}
    for item in told.items:
        found.setdefault(item.sha256, Counter())[item.disposition] += 1
    times = Counter(one.sha256 for one in heap)
    for one in {one.sha256: one for one in heap}.values():
        expected = Counter({one.expected: times[one.sha256]})
        if one.expected is Disposition.ACCEPTED:
            expected = +Counter({Disposition.ACCEPTED: 1, Disposition.DUPLICATE: times[one.sha256] - 1})
        if found.pop(one.sha256, Counter()) != expected:
            yield f"{one.name}: expected {_shown(expected)}"
    for sha256 in found:
        yield f"nobody dropped the bytes {sha256}"


def _shown(fates: Counter[Disposition]) -> str:
    return ", ".join(f"{n} x {d.value}" for d, n in sorted(fates.items()))


def _ends(told: Evidence) -> Iterator[str]:
    for document in told.documents:
        if document.state is not State.ARCHIVED:
            yield f"document {document.id} ({document.direction}) is {document.state} {document.reason}".strip()


def _originals(services: Services, told: Evidence, heap: Sequence[Dropped]) -> Iterator[str]:
    accepted = {document.sha256 for document in told.documents}
    for one in heap:
        if one.sha256 in accepted and services.store.get(RECORDS, original_key(one.sha256)) != one.data:
            yield f"{one.name}: the stored original differs"


def _numbers(services: Services, told: Evidence) -> Iterator[str]:
    registered = {d.id for d in told.documents if d.state not in {State.RECEIVED, State.READ, State.NEEDS_REVIEW}}
    years = {d.received_at.year for d in told.documents} | {d.received_at.year + 1 for d in told.documents}
    with services.register.begin() as uow:
        books = {
            Book(office, direction, year)
            for office, direction in {(d.office, d.direction) for d in told.documents}
            for year in years
        }
        rows = {book: list(uow.numbers.list(book)) for book in books}
    for book, taken in rows.items():
        if [number for number, _, _ in taken] != list(range(1, len(taken) + 1)):
            yield f"{book.direction}/{book.year} has gaps: {[number for number, _, _ in taken]}"
        if any(void for _, _, void in taken):
            yield f"{book.direction}/{book.year} has void numbers that nobody voided"
    holders = Counter(document_id for taken in rows.values() for _, document_id, _ in taken)
    if holders != Counter(dict.fromkeys(registered, 1)):
        yield "numbers and registered documents do not match one to one"


def _signatures(services: Services, told: Evidence) -> Iterator[str]:
    for document in (d for d in told.documents if d.direction.value == OUTGOING and d.state is State.ARCHIVED):
        data = services.store.get(RECORDS, original_key(document.current_sha256))
        if hashlib.sha256(data).hexdigest() != document.current_sha256:
            yield f"document {document.id}: the sealed bytes do not have their digest"
        verdict = services.verifier.verify(data)
        if verdict.verdict != "valid":
            yield f"document {document.id}: {verdict.verdict}"
        people = [signature.signer for signature in verdict.signatures]
        if len(people) != 2 or len(set(people)) != 2 or len(_SIGNATURE.findall(data)) != 2:
            inside = len(_SIGNATURE.findall(data))
            yield f"document {document.id} has {len(people)} signatures ({inside} in its bytes), signers {set(people)}"


def _signed_once(told: Evidence) -> Iterator[str]:
    for subject, count in told.signed_events.items():
        if count != 1:
            yield f"{subject[0]}: {subject[1]} {count} times"
    for document_id, roles in told.roles.items():
        for role, count in Counter(role for role, _ in roles).items():
            if count != 1:
                yield f"{document_id}: {count} stored files in the role {role}"
    done = Counter((b.purpose, i.document_id) for b in told.batches for i in b.items if i.state is ItemState.DONE)
    digests = Counter((b.purpose, i.sha256) for b in told.batches for i in b.items if i.state is ItemState.DONE)
    for (purpose, what), count in (done | digests).items():
        if count != 1:
            yield f"{what}: {purpose.value} landed {count} times"


def _pins(services: Services, installation: Installation) -> Iterator[str]:
    pins = "|".join(sorted({re.escape(known["pin"]) for known in demo_accounts(services)}))
    # As a word of its own: digits inside a digest or a fraction of a second are none.
    pattern = re.compile(rf"(?<![\w.])({pins})(?![\w.])".encode())
    for folder in (installation.home / "logs", installation.home / "airflow"):
        for path in (p for p in folder.rglob("*") if p.is_file()):
            if pattern.search(path.read_bytes()):
                yield f"{path.relative_to(installation.home)} holds a PIN"
    for database in ("vanban", "airflow"):
        yield from (f"table {database}.{table} holds a PIN" for table in _tables_with(pattern, installation, database))


def _tables_with(pattern: re.Pattern[bytes], installation: Installation, database: str) -> Iterator[str]:
    address = f"postgresql://postgres:{installation.secrets['postgres_admin']}@{installation.address('postgres')}/"
    listed = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(address + database) as connection:
        for (table,) in connection.execute(listed).fetchall():
            query = f"SELECT t::text FROM {table} t"  # noqa: S608  a quoted name of the catalogue's own
            rows = connection.execute(query.encode()).fetchall()
            # Document text may hold any number; the texts and readings of the samples are not looked at.
            if table not in {"document_texts", "documents"} and any(pattern.search(row[0].encode()) for row in rows):
                yield table


def _leftovers(services: Services) -> Iterator[str]:
    settings = services.settings
    for folder in (settings.spool, settings.signed):
        if folder.exists():
            yield from (f"{folder.name}/{one.name} is left" for one in folder.iterdir())
    for path in settings.intake.rglob("*"):
        if path.is_file():
            yield f"intake still holds {path.name}"


def account_by_command(output: str) -> list[str]:
    """Return what ``vanban account --json`` found wrong."""
    told = json.loads(output)
    return [] if told["balanced"] else [str(problem) for problem in told["problems"]]


def signer_logs(home: Path) -> str:
    """Return the end of the signing worker's log, for a report of what went wrong."""
    try:
        return (home / "logs" / "signing-worker.log").read_text(errors="replace")[-4000:]
    except OSError:
        return ""
