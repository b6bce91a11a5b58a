"""``vanban documents``: list the documents, or show one with its facts and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import shown
from vanban.domain.document import Document
from vanban.domain.intake import IntakeItem
from vanban.domain.reasons import in_words
from vanban.domain.state_words import DISPOSITIONS, STATES

if TYPE_CHECKING:
    from rich.table import Table

    from vanban.ports import Register
    from vanban.workflows.waiting import Waiting


@click.command()
@click.argument("document_id", required=False)
@click.option("--limit", default=1000, show_default=True, help="At most so many.")
@json_option
def command(document_id: str | None, limit: int, as_json: bool) -> None:
    """List documents and refused files, or show DOCUMENT_ID with its events."""
    from vanban.bootstrap import build
    from vanban.workflows.waiting import waiting_files

    services = build()
    register = services.register
    if document_id:
        _show(document_id, register=register, as_json=as_json)
        return
    with register.begin() as uow:
        documents = uow.documents.list(limit=limit)
        refused = [item for item in uow.intake.list(limit=limit) if item.disposition.value != "accepted"]
    if as_json:
        for document in documents:
            print_json(summary(document))
        for item in refused:
            print_json(refusal(item))
        for file in waiting_files(services.reception):
            print_json({"state": "WAITING", "file": file.file_name, **reason_words(file.reason)})
    else:
        _print_table(documents, refused, waiting_files(services.reception))


def summary(document: Document) -> dict[str, Any]:
    """Return one document as a line of the list."""
    entry = document.entry
    return {
        "id": document.id,
        "claim": document.claim_id,
        "state": document.state.value,
        "direction": document.direction.value,
        "office": document.office,
        "file": document.file_name,
        "sha256": document.sha256,
        "urgency": document.urgency.value,
        "arrival_number": entry.arrival_number,
        "number": entry.code_number,
        "symbol": entry.code_notation,
        "kind": entry.type_name,
        "subject": entry.subject,
        "received_at": document.received_at.isoformat(),
        **reason_words(document.reason),
        "note": document.note,
        "warnings": list(document.warnings),
    }


def refusal(item: IntakeItem) -> dict[str, Any]:
    """Return one refused, duplicate or suspect file as a line of the list."""
    return {
        "claim": item.claim_id,
        "state": item.disposition.value.upper(),
        "file": item.file_name,
        "sha256": item.sha256,
        "size": item.size,
        "received_at": item.received_at.isoformat(),
        "document": item.document_id,
        **reason_words(item.reason),
    }


def reason_words(code: str) -> dict[str, Any]:
    """Return a reason's code with its sentences."""
    told = in_words(code)
    return {"reason": code, "reason_vi": told.vi, "reason_en": told.en}


def _show(document_id: str, *, register: Register, as_json: bool) -> None:
    with register.begin() as uow:
        document = uow.documents.get(document_id)
        events = uow.events.list(subject=document_id)
        evidence = uow.evidence.list(document_id)
    whole = {
        **summary(document),
        "entry": asdict(document.entry),
        "reading": document.reading,
        "verdict": document.verdict,
        "evidence": [{"role": role, "sha256": sha256} for role, sha256 in evidence],
        "events": [{"at": e.at.isoformat(), "actor": e.actor, "name": e.name, "data": dict(e.data)} for e in events],
    }
    if as_json:
        print_json(whole)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(show_header=False, title=f"Văn bản {document.id}")
    for name, value in whole.items():
        if name not in {"events", "reading", "entry", "evidence", "verdict"} and value:
            table.add_row(name, str(value))
    for name, value in asdict(document.entry).items():
        if value:
            table.add_row(name, str(value))
    for event in events:
        table.add_row(shown(event.at), f"{event.name} · {event.actor}")
    Console().print(table)


def _print_table(documents: Sequence[Document], refused: Sequence[IntakeItem], waiting: Sequence[Waiting]) -> None:
    """Print two columns, so that 80 letters hold an id in one piece: it is what the next verb is given."""
    from rich.console import Console
    from rich.table import Table

    table = Table("Nhận lúc, trạng thái", "Số ký hiệu, trích yếu hoặc lý do, tệp, mã", title="Văn bản", show_lines=True)
    for d in documents:
        number = f"{d.entry.code_number}/{d.entry.code_notation}" if d.entry.code_notation else ""
        urgency = d.urgency.value if d.urgency.rank else ""
        said = " · ".join(part for part in (number, d.entry.subject) if part) or in_words(d.reason).vi
        _row(table, (shown(d.received_at), STATES[d.state][0], urgency), (said, d.file_name, d.id))
    for i in refused:
        state = DISPOSITIONS[i.disposition][0]
        _row(table, (shown(i.received_at), state), (in_words(i.reason).vi, i.file_name, i.claim_id))
    for w in waiting:
        _row(table, ("", "Chờ tiếp nhận"), (in_words(w.reason).vi, w.file_name))
    Console().print(table)


def _row(table: Table, *cells: Sequence[str]) -> None:
    from rich.markup import escape

    table.add_row(*(escape("\n".join(line for line in cell if line)) for cell in cells))
