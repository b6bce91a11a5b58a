"""``vanban return``: return a document with a reason."""

from __future__ import annotations

import getpass

import click


@click.command("return")
@click.argument("document_id")
@click.option("--why", required=True, help="The reason, for whoever handed it in.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the clerk.")
def command(document_id: str, why: str, actor: str) -> None:
    """Return DOCUMENT_ID; a number it holds is voided with the reason."""
    from vanban.bootstrap import build
    from vanban.workflows.register_document import return_document

    return_document(document_id, why=why, actor=actor, office=build().registry_office)
    click.echo(f"Đã trả lại văn bản {document_id}.")
