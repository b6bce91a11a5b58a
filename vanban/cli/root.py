"""``vanban root``: publish the root of the event log under lock, with a page to print."""

from __future__ import annotations

from pathlib import Path

import click

from vanban.cli.output import json_option, print_json


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Only list the roots that were published.")
@click.option("--page", type=click.Path(dir_okay=False, path_type=Path), help="Write the newest page to print here.")
@json_option
def command(only_list: bool, page: Path | None, as_json: bool) -> None:
    """Publish the root of all events so far: signed, time-stamped, put under lock. Nothing new, nothing published."""
    from vanban.bootstrap import build
    from vanban.workflows.event_log import newest_page, publish_root, published_roots

    room = build().log_room
    if not only_list:
        publish_root(room)
    with room.register.begin() as uow:
        roots = [event.data for event in published_roots(uow)]
    for root in roots if only_list else roots[-1:]:
        if as_json:
            print_json(dict(root))
        else:
            click.echo(f"{root['size']:>10} sự kiện (events)  {root['root']}  {root['key']}")
    if not roots and not as_json:
        click.echo("Nhật ký còn trống. (The log is empty.)")
    if page is not None:
        page.write_bytes(newest_page(room))
