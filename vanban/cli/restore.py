"""``vanban restore ID``: bring back a package."""

from __future__ import annotations

from pathlib import Path

import click

from vanban.cli.output import json_option, print_json


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Folder to write to.")
@json_option
def command(document_id: str, into: Path, as_json: bool) -> None:
    """Write the archived package of a document into a folder named by its id, fully checked."""
    from vanban.bootstrap import build
    from vanban.workflows.restore import restore

    services = build()
    into.mkdir(parents=True, exist_ok=True)
    folder = restore(document_id, into, register=services.register, store=services.store)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    if as_json:
        print_json({"document": document_id, "folder": str(folder), "files": files})
    else:
        click.echo(f"✓ {folder} ({len(files)} tệp / files)")
