"""An office at work for ``benchmarks.desk``: its people, a queue, drafts to sign, batches, and what is archived."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import random
import secrets
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from benchmarks.archive.site import Site
from benchmarks.search_filling import OFFICES, copy_into, fill
from processors.reading import SandboxedReader
from vanban.domain.batch import Batch, BatchItem, Capacity, Grant, ItemState, Purpose
from vanban.domain.document import Direction, Document, RegisterEntry, State
from vanban.domain.identifiers import new_id, original_key
from vanban.domain.people import Account, Role
from vanban.passwords import hash_password
from vanban.ports import RECORDS
from vanban.register.documents import row_of
from vanban.register.tables import documents
from vanban.samples.contents import compose
from vanban.samples.drawing import render
from vanban.samples.scan import ScanStyle, scan
from vanban.settings import Limits

PASSWORD = secrets.token_urlsafe(12)
OFFICE = OFFICES[0]
KINDS = ("công văn", "quyết định", "tờ trình", "báo cáo")
READ_LETTERS, SCANNED = 12, 4
"""Letters that are really read, and how many of them are scans; the others of the queue are their likes."""
WITH_PAGES = 2_000
"""Of the queue, the most urgent so many have bytes to look at, each its own."""
_BATCHES, _ITEMS = 120, 8
ROLES = {Role.CLERK: 0.7, Role.OFFICIAL: 0.2, Role.ARCHIVIST: 0.06, Role.AUDITOR: 0.04}
"""Shares of the people; all of them are of one office, so that nobody's lists are short."""


@dataclass(frozen=True, slots=True)
class Office:
    """What people can work on."""

    people: tuple[Account, ...]
    letters: tuple[str, ...]
    """Ids of the queue's documents that have pages, in the order of the queue."""
    drafts: tuple[str, ...]


def open_office(site: Site, *, people: int, queue: int, drafts: int, archived: int, seed: int) -> Office:
    """Fill register and store."""
    chance = random.Random(seed)  # not for secrets
    engine = sa.create_engine(site.database_url)
    fill(engine, archived, chance)
    letters = _letters(chance)
    waiting = [_waiting(number, chance.choice(letters)) for number in range(min(queue, WITH_PAGES))]
    rows = [_waiting(number, letters[0])[0] for number in range(len(waiting), queue)]
    to_sign = [_draft(number, chance.choice(letters[SCANNED:])) for number in range(drafts)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: site.store.put(RECORDS, original_key(one[0].sha256), one[1]), [*waiting, *to_sign]))
    with engine.begin() as connection:
        stored = [*(one for one, _ in waiting), *rows, *(one for one, _ in to_sign)]
        copy_into(connection, documents, [row_of(one) for one in stored])
        connection.execute(sa.text("ANALYZE documents"))
    engine.dispose()
    accounts = _accounts(people)
    with site.register.begin() as uow:
        for account in accounts:
            uow.people.add(account)
        for batch, grant in _batches(archived):
            uow.batches.add(batch)
            uow.batches.add_grant(grant)
            uow.batches.close(batch.id, at=batch.created_at)
        uow.commit()
    return Office(accounts, tuple(one.id for one, _ in waiting), tuple(one.id for one, _ in to_sign))


def _accounts(people: int) -> tuple[Account, ...]:
    hashed = hash_password(PASSWORD)
    roles = [role for role, share in ROLES.items() for _ in range(max(round(share * people), 1))][:people]
    return tuple(Account(f"nguoi{n}", role, hashed, office=OFFICE) for n, role in enumerate(roles))


def _letters(chance: random.Random) -> list[tuple[bytes, dict[str, object]]]:
    """Return letters with what was read on them, scans first."""
    made = []
    with tempfile.TemporaryDirectory() as work:
        for number in range(READ_LETTERS):
            letter = compose(chance.choice(KINDS), rng=chance)
            data = scan(letter, style=ScanStyle(), seed=number) if number < SCANNED else render(letter)
            file = Path(work) / f"{number}.pdf"
            file.write_bytes(data)
            (folder := Path(work) / str(number)).mkdir()
            made.append((data, SandboxedReader(limits=Limits()).read(file, work=folder).as_json()))
    return made


def _waiting(number: int, letter: tuple[bytes, dict[str, object]]) -> tuple[Document, bytes]:
    data = letter[0] + b"\n%% %d\n" % number  # bytes of its own: nobody has seen its pages before
    digest = hashlib.sha256(data).hexdigest()
    document = Document(
        id=new_id(),
        claim_id=new_id(),
        office=OFFICE,
        direction=Direction.INCOMING,
        state=State.READ,
        sha256=digest,
        size=len(data),
        media_type="application/pdf",
        file_name=f"Công văn {number}.pdf",
        received_at=dt.datetime.now(dt.UTC) - dt.timedelta(days=9, minutes=-number / 2),
        received_by="nguoi0",
        pages=1,
        current_sha256=digest,
        reading=letter[1],
    )
    return document, data


def _draft(number: int, letter: tuple[bytes, dict[str, object]]) -> tuple[Document, bytes]:
    document, data = _waiting(1_000_000 + number, letter)
    entry = RegisterEntry(
        type_name="quyết định",
        code_number=str(number + 1),
        code_notation="QĐ-UBND",
        issued_date=dt.datetime.now(dt.UTC).date(),
        organ_name="ỦY BAN NHÂN DÂN PHƯỜNG BẾN THÀNH",
        subject=f"Về việc phân công nhiệm vụ số {number}",
        arrival_number=None,
    )
    return dataclasses.replace(
        document, direction=Direction.OUTGOING, state=State.REGISTERED, entry=entry, file_name=f"Dự thảo {number}.pdf"
    ), data


def _batches(archived: int) -> Sequence[tuple[Batch, Grant]]:
    """Return batches that were approved and carried out, for the lists of the latest ones."""
    made = []
    for number in range(_BATCHES):
        at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=number + 1)
        digest = f"{number:064x}"
        items = tuple(
            BatchItem(document_id=f"d{(number * _ITEMS + n) % archived:07}", sha256=digest, state=ItemState.DONE)
            for n in range(_ITEMS)
        )
        purpose = (Purpose.SIGN, Purpose.SEAL)[number % 2]
        batch = Batch(id=new_id(), purpose=purpose, office=OFFICE, created_by="nguoi1", created_at=at, items=items)
        grant = Grant(
            id=new_id(),
            batch_id=batch.id,
            manifest_sha256=batch.manifest_sha256,
            person="nguoi1",
            certificate_sha256="0" * 64,
            granted_at=at,
            expires_at=at + dt.timedelta(hours=1),
            sealed_pin=b"",
            used_at=at,
            capacity=Capacity.DIRECT,
        )
        made.append((batch, grant))
    return made
