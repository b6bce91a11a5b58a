"""``vanban submit``: hand files in, as a clerk would drop them."""

from __future__ import annotations

from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.document import Direction
from vanban.intake.dropping import drop, intake_folder
from vanban.settings import Settings


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--stream", type=click.Choice([d.value for d in Direction]), default="den", help="den: in, di: out.")
@click.option("--office", default="van-phong", show_default=True, help="Folder of the office.")
@click.option("--urgent", is_flag=True, help="Hand in as urgent: looked at before the others.")
@json_option
def command(files: tuple[Path, ...], stream: str, office: str, urgent: bool, as_json: bool) -> None:
    """Copy FILES into the intake folder; the originals stay where they are."""
    folder = intake_folder(Settings().intake, direction=Direction(stream), office=office, urgent=urgent)
    for file in files:
        dropped = drop(file, folder)
        if as_json:
            print_json({"file": str(file), "dropped": str(dropped)})
        else:
            click.echo(f"{file} → {dropped}")
    if not as_json:
        click.echo("→ Xem kết quả: vanban documents  (see what becomes of them)", err=True)
