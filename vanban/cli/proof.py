"""``vanban proof ID``: everything a stranger needs to check one document's story."""

from __future__ import annotations

from pathlib import Path

import click

from vanban.cli.output import json_option, print_json


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder to write to.")
@json_option
def command(document_id: str, into: Path, as_json: bool) -> None:
    """Write package, proof, root and the checking program of an archived document into a folder named by its id."""
    from vanban.bootstrap import build
    from vanban.workflows.hand_out import hand_out

    folder = hand_out(document_id, into, room=build().log_room)
    if as_json:
        print_json({"document": document_id, "folder": str(folder)})
    else:
        click.echo(f"✓ {folder}")
        click.echo(f"  python3 {folder}/check_story.py {folder} --root …")
        click.echo(f"  python3 {folder}/verify_archive.py {folder}/package")
