"""``vanban samples DIR``: write the shipped samples into a folder."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--seed", default=1, show_default=True, help="What the contents are drawn from.")
@json_option
def command(folder: Path, seed: int, as_json: bool) -> None:
    """Write invented documents, good and bad, with what each is for; needs no services.

    The sample that another office signed is left out: it needs the demo PKI, and `vanban demo` makes it.
    """
    from vanban.samples.catalogue import write_samples
    from vanban.samples.shelf import Sample

    def show(sample: Sample) -> None:
        if as_json:
            print_json(asdict(sample))
        else:
            click.echo(f"  {sample.name!r:46} {sample.about_vi}  →  {sample.expected_end}")

    written = write_samples(folder, seed=seed, on_written=show)
    if not as_json:
        click.echo(f"Đã tạo {len(written)} văn bản mẫu trong {folder} / {len(written)} samples written.")
