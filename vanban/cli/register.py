"""``vanban register``: confirm a document's facts and take its number."""

from __future__ import annotations

import datetime as dt
import getpass
from dataclasses import replace
from typing import Any

import click

from vanban.cli.documents import summary
from vanban.cli.output import json_option, print_json
from vanban.domain.document import FIELD_OF_FACT

FIELDS = {
    **{fact.replace("_", "-"): field for fact, field in FIELD_OF_FACT.items()},
    "to": "to_places",
    "sphere": "sphere",
}
"""Option to field of Phụ lục VI."""


def _corrections(function: Any) -> Any:
    for name in reversed(FIELDS):
        function = click.option(f"--{name}", help="Correct what the reading proposes.")(function)
    return function


@click.command()
@click.argument("document_id")
@_corrections
@click.option("--date", "issued_on", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Date of the document.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the clerk.")
@json_option
def command(
    document_id: str, issued_on: dt.datetime | None, actor: str, as_json: bool, **corrections: str | None
) -> None:
    """Register DOCUMENT_ID with what the reading proposes and your corrections; the number is taken now."""
    from vanban.bootstrap import build
    from vanban.workflows.register_document import proposed_entry, register_document

    services = build()
    with services.register.begin() as uow:
        entry = proposed_entry(uow.documents.get(document_id))
    given: dict[str, Any] = {
        FIELDS[name.replace("_", "-")]: value for name, value in corrections.items() if value is not None
    }
    if issued_on is not None:
        given["issued_date"] = issued_on.date()
    registered = register_document(
        document_id,
        replace(entry, **given),
        actor=actor,
        office=services.registry_office,
    )
    if as_json:
        print_json(summary(registered))
    else:
        number = registered.entry.arrival_number or registered.entry.code_number
        click.echo(f"Đã đăng ký văn bản {registered.id}: số {number}.")
