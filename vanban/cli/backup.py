"""``vanban backup``: make a backup set."""

from __future__ import annotations

from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import for_seconds
from vanban.workflows.backup import backup_sets, make_backup

SECONDS = 6 * 3600


@click.command()
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder on a medium of its own; by default the second store.",
)
@click.option("--list", "only_list", is_flag=True, help="Only list the sets that are there.")
@click.option("--seconds", type=click.IntRange(1), default=SECONDS, show_default=True, help="Stop after this long.")
@json_option
def command(into: Path | None, only_list: bool, seconds: int, as_json: bool) -> None:
    """Copy the archive, publish the log's root, and keep the register and this installation's own files beside it."""
    from vanban.bootstrap import build

    services = build()
    room = services.backup_room(into)
    made = list(backup_sets(room.copy.copy.store)) if only_list else [make_backup(room, keep_on=for_seconds(seconds))]
    for one in made:
        size = sum(part.size for part in one.parts)
        if as_json:
            print_json({"set": one.name, "objects": one.objects, "bytes": size, "root": one.root})
        else:
            click.echo(f"{one.name}  {one.objects} đối tượng (objects)  {size} byte  {one.root[:16]}…")
    if services.backup_seal.private_key.exists() and not as_json:
        click.echo(
            f"⚠ Hãy chuyển khóa khôi phục {services.backup_seal.private_key} ra khỏi máy này và giữ nơi an toàn: "
            "không có nó thì không mở được bộ sao lưu. (Move the recovery key off this machine, into a safe.)",
            err=True,
        )
