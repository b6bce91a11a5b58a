"""``vanban search WORDS``: look documents up."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

import click

from vanban.cli.documents import summary
from vanban.cli.output import json_option, print_json
from vanban.domain.document import Direction, State
from vanban.domain.search import FOUND_AT_MOST, Search
from vanban.durable_files import write_once


@click.command()
@click.argument("words", nargs=-1)
@click.option("--stream", type=click.Choice([one.value for one in Direction]), help="Only incoming or outgoing ones.")
@click.option("--state", type=click.Choice([one.value for one in State if one is not State.SUSPECT]))
@click.option("--kind", default="", help="Kind, such as: quyết định.")
@click.option("--issuer", default="", help="Words of the issuer's name.")
@click.option("--office", default="", help="Only of one office.")
@click.option("--from", "dated_from", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="First day.")
@click.option("--to", "dated_to", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), help="Last day.")
@click.option("--newest", is_flag=True, help="The newest first, not what fits best.")
@click.option("--limit", type=click.IntRange(1, FOUND_AT_MOST), default=50, show_default=True, help="At most so many.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write all found: .xlsx, .docx, .pdf or .csv.",
)
@click.option("--as", "actor", default=getpass.getuser, help="Account of who takes the file.")
@json_option
def command(
    words: tuple[str, ...], stream: str | None, state: str | None, limit: int, as_json: bool, **given: Any
) -> None:
    """Find documents by number and symbol (15/QĐ-UBND), by their fields, or by their text; accents do not count."""
    from vanban.bootstrap import build

    asked = Search(
        words=" ".join(words),
        office=given["office"],
        direction=Direction(stream) if stream else None,
        state=State(state) if state else None,
        kind=given["kind"],
        issuer=given["issuer"],
        dated_from=given["dated_from"].date() if given["dated_from"] else None,
        dated_to=given["dated_to"].date() if given["dated_to"] else None,
        newest_first=given["newest"],
    )
    if given["output"]:
        _write_found(asked, given["output"], given["actor"])
        return
    with build().register.begin() as uow:
        found = uow.search.find(asked, limit=limit)
    for hit in found.hits:
        excerpt = "".join(piece for piece, _ in hit.excerpt)
        if as_json:
            print_json(summary(hit.document) | {"page": hit.page, "excerpt": excerpt})
            continue
        entry = hit.document.entry
        number = f"{entry.code_number}/{entry.code_notation}" if entry.code_number else hit.document.file_name
        click.echo(f"{hit.document.id}  {hit.document.state.value:12}  {number}  {entry.subject}")
        if excerpt:
            click.echo(f"    tr. {hit.page}: {excerpt}")
    if not as_json:
        more = "+" if found.total >= FOUND_AT_MOST else ""
        click.echo(f"{found.total}{more} văn bản (documents)")


def _write_found(asked: Search, output: Path, actor: str) -> None:
    """Write everything that was found; noted in the log of events."""
    from vanban.bootstrap import build
    from vanban.workflows.searches import ResultForm, export_search

    form = output.suffix.lower().removeprefix(".")
    if form not in set(ResultForm):
        forms = ", ".join(f".{one}" for one in ResultForm)
        raise click.UsageError(f"{output}: tên tệp phải kết thúc bằng một trong: {forms}. / It ends in one of these.")
    if output.exists():
        raise click.UsageError(f"{output}: đã có tệp này, không ghi đè. / This file exists and is not written over.")
    data = export_search(asked, ResultForm(form), actor=actor, office=build().search_office)
    write_once(output, data, mode=0o644)
    click.echo(f"✓ {output}")
