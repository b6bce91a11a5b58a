"""``vanban void``: give up a draft's number before anyone signs it."""

from __future__ import annotations

import getpass

import click


@click.command()
@click.argument("document_id")
@click.option("--why", required=True, help="The reason; it stays beside the number in the book.")
@click.option("--as", "actor", default=getpass.getuser, help="Account of the clerk.")
def command(document_id: str, why: str, actor: str) -> None:
    """Void the number of DOCUMENT_ID; it stays in the book, marked, and is never given again."""
    from vanban.bootstrap import build
    from vanban.workflows.void_number import void_number

    voided = void_number(document_id, why=why, by=actor, office=build().registry_office)
    click.echo(f"Đã hủy số {voided.entry.code_number}/{voided.entry.code_notation}; số này không dùng lại.")
