"""``vanban copy``: make a SAO Y, SAO LỤC or TRÍCH SAO of a document, numbered and waiting for the seal."""

from __future__ import annotations

import getpass

import click

from vanban.domain.copies import ABBREVIATIONS, pages_named

_FORMS = {form.shown.lower(): form for form in ABBREVIATIONS}


@click.command()
@click.argument("document_id")
@click.option("--form", "form_name", type=click.Choice(list(_FORMS)), required=True, help="Which copy.")
@click.option("--code", required=True, help="Abbreviation of the office in the symbol, such as UBND.")
@click.option("--pages", default="", help="Pages of an extract: 1-3, 5.")
@click.option("--to", "to_places", default="", help="Who receives it; several parted by semicolons.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the clerk.")
def command(document_id: str, form_name: str, code: str, pages: str, to_places: str, actor: str) -> None:
    """Make a copy of DOCUMENT_ID; then seal it with `vanban approve --seal`."""
    from vanban.bootstrap import build
    from vanban.workflows.make_copy import CopyRequest, make_copy

    services = build()
    with services.register.begin() as uow:
        count = uow.documents.get(document_id).pages
    wanted = CopyRequest(
        form=_FORMS[form_name],
        office_code=code,
        pages=pages_named(pages, count=count) if pages else (),
        to_places=to_places,
    )
    made = make_copy(document_id, wanted, by=actor, room=services.copying_room)
    click.echo(f"Đã lập {form_name} {made.entry.code_number}/{made.entry.code_notation}: {made.id}, chờ đóng dấu.")
