"""``vanban demo``: play clerk and official on the shipped samples and wait for the end."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Callable

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.document import State
from vanban.domain.intake import Disposition
from vanban.domain.state_words import DISPOSITIONS, STATES
from vanban.samples.play import Fate, Play
from vanban.settings import Settings


@click.command()
@click.option("--seconds", default=900, show_default=True, help="Longest wait for the end.")
@click.option("--seed", type=int, help="Contents of the samples; new ones each time by default.")
@json_option
def command(seconds: int, seed: int | None, as_json: bool) -> None:
    """Drop the samples, play clerk and official, wait; exit 0 only if each sample reached its expected end."""
    from vanban.bootstrap import build
    from vanban.samples.catalogue import write_samples
    from vanban.samples.play import begin

    services = build()
    with services.register.begin():
        pass  # says what to do where no system runs, before samples are made for it
    # Bytes that were taken in before are duplicates: each performance has contents of its own.
    seed = int(time.time()) if seed is None else seed
    folder = services.settings.samples / str(seed)
    click.echo(f"Đang tạo các văn bản mẫu trong {folder} …", err=True)
    samples = write_samples(folder, seed=seed, foreign_signer=_foreign_signer(services.settings))
    play = begin(samples, services=services, folder=folder)
    _show(play, seconds=seconds, quiet=as_json)
    for fate in play.fates:
        if as_json:
            print_json(_line(fate))
    right = all(fate.as_expected for fate in play.fates)
    if not as_json:
        _print_table(play)
        met = sum(fate.as_expected for fate in play.fates)
        click.echo(f"{'✓' if right else '✗'} {met}/{len(play.fates)} văn bản mẫu đi đến đúng kết quả mong đợi.")
    sys.exit(0 if right else 1)


def _foreign_signer(settings: Settings) -> Callable[[bytes], bytes]:
    """Return what signs a sample as an official of another office would have."""
    from signing.demo.foreign import sign_as_foreign_person

    tsa_url = next(iter(settings.tsa_urls), "")
    return lambda data: sign_as_foreign_person(data, pki=settings.pki, secrets=settings.secrets, tsa_url=tsa_url)


def _line(fate: Fate) -> dict[str, object]:
    return {
        "file": fate.file_name,
        "expected": fate.sample.expected_end,
        "end": fate.end or fate.now,
        "verified": fate.verified,
        "document": fate.document.id if fate.document else None,
        "as_expected": fate.as_expected,
    }


def _show(play: Play, *, seconds: int, quiet: bool) -> None:
    """Perform, with a live bar on a terminal and a line for each change elsewhere."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from vanban.samples.play import perform

    console = Console(stderr=True, quiet=quiet)
    before: dict[str, str] = {}
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("Văn bản mẫu", total=len(play.fates))
        for now in perform(play, seconds=seconds):
            for fate in now.fates:
                if before.get(fate.file_name) != fate.now:
                    before[fate.file_name] = fate.now
                    console.print(f"  {_name(fate)!r:64} {_in_words(fate.now)}", highlight=False, soft_wrap=True)
            bar.update(task, completed=sum(bool(fate.end) for fate in now.fates))


def _print_table(play: Play) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Kết quả")
    for title in ("", "Văn bản mẫu", "Kết quả", "Số", "Chữ ký", "Đọc đúng"):
        table.add_column(title, overflow="fold")
    for fate in play.fates:
        entry = fate.document.entry if fate.document else None
        number = (entry.arrival_number or entry.code_number or "") if entry else ""
        read = f"{fate.read_right}/{fate.typed}" if fate.typed else ""
        table.add_row(
            "✓" if fate.as_expected else "✗",
            fate.sample.about_vi,
            _outcome(fate),
            str(number),
            fate.verified,
            read,
        )
    Console().print(table)


def _outcome(fate: Fate) -> str:
    """Return where a sample is, and where it should be if that is elsewhere."""
    trouble = f" ({fate.trouble})" if fate.trouble else ""
    wanted = fate.sample.expected_end
    return _in_words(fate.now) + trouble + ("" if fate.end == wanted else f"; mong đợi: {_in_words(wanted)}")


def _name(fate: Fate) -> str:
    return unicodedata.normalize("NFC", fate.sample.name)[:60]


def _in_words(stand: str) -> str:
    """Return a state or an outcome as people call it; a refusal with the code of its reason."""
    name, _, reason = stand.partition(":")
    if name in list(Disposition):
        said = DISPOSITIONS[Disposition(name)][0]
    else:
        said = STATES[State(name.upper())][0] if name.upper() in list(State) else name
    return f"{said} ({reason})" if reason else said
