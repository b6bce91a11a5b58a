"""``vanban submit``: hand files in, as a clerk would drop them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.document import Direction
from vanban.domain.errors import RefusedError
from vanban.settings import Settings


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--stream", type=click.Choice([d.value for d in Direction]), default="den", help="den: in, di: out.")
@click.option("--office", default="van-phong", show_default=True, help="Folder of the office.")
@click.option("--urgent", is_flag=True, help="Hand in as urgent: looked at before the others.")
@json_option
def command(files: tuple[Path, ...], stream: str, office: str, urgent: bool, as_json: bool) -> None:
    """Copy FILES into the intake folder; the originals stay where they are."""
    from vanban.intake.looking import URGENT_FOLDER

    folder = Settings().intake / stream / office
    if not folder.is_dir():
        raise RefusedError(
            f"There is no intake folder for office {office!r} ({stream}).",
            vi=f"Không có thư mục tiếp nhận cho đơn vị {office!r} ({stream}).",
            remedy="Start the system with `vanban up`, or choose one of the folders under intake/.",
        )
    for file in files:
        dropped = drop(file, folder / URGENT_FOLDER if urgent else folder)
        if as_json:
            print_json({"file": str(file), "dropped": str(dropped)})
        else:
            click.echo(f"{file} → {dropped}")


def drop(file: Path, folder: Path) -> Path:
    """Copy one file into a folder so that it appears there whole, under a name that is free.

    Raises:
        RefusedError: if the file cannot be read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    half_copied = folder / f".{os.getpid()}.part"
    try:
        shutil.copyfile(file, half_copied)
    except OSError as error:
        half_copied.unlink(missing_ok=True)
        raise RefusedError(
            f"{file} cannot be read: {error.strerror}.",
            vi=f"Không đọc được tệp {file}.",
            remedy="Check the name and the rights. / Kiểm tra tên tệp và quyền đọc.",
        ) from error
    target, attempt = folder / file.name, 0
    while True:
        try:
            os.link(half_copied, target)  # refuses to replace a file of the same name
            break
        except FileExistsError:
            attempt += 1
            target = folder / f"{file.stem[:200]}-{attempt}{file.suffix}"
    half_copied.unlink()
    return target
