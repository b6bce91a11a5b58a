"""``vanban batches``: list batches with the result of each document, or follow one to its end."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import shown
from vanban.domain.authority import CAPACITY_WORDS
from vanban.domain.batch import Batch, ItemState

if TYPE_CHECKING:
    from vanban.ports import Register

_PAUSE = 1.0
_PURPOSES = {"sign": "ký", "seal": "đóng dấu"}
_STATES = {ItemState.PENDING: "đang chờ", ItemState.DONE: "đã ký", ItemState.FAILED: "không ký được"}


@click.command()
@click.argument("batch_id", required=False)
@click.option("--open", "open_only", is_flag=True, help="Only those that are not closed.")
@click.option("--follow", is_flag=True, help="Show the progress of BATCH_ID until it is closed.")
@click.option("--seconds", default=3600, show_default=True, help="Longest time to follow.")
@json_option
def command(batch_id: str | None, open_only: bool, follow: bool, seconds: int, as_json: bool) -> None:
    """List batches, newest first, and what was signed but not sealed; or show BATCH_ID, document by document."""
    from vanban.bootstrap import build

    services = build()
    if follow and not batch_id:
        raise click.UsageError("--follow needs a BATCH_ID.")
    if batch_id:
        batch = _followed(batch_id, services.register, seconds=seconds if follow else 0, quiet=as_json)
        print_json(batch_summary(batch)) if as_json else _show(batch)
        return
    from vanban.workflows.unfinished import unfinished_signing

    with services.register.begin() as uow:
        batches = uow.batches.list(open_only=open_only)
    for batch in batches:
        print_json(batch_summary(batch)) if as_json else click.echo(_line(batch))
    unfinished = unfinished_signing(services.reminder_room)
    if not as_json and (late := [one for one in unfinished.unsealed if one.overdue]):
        click.echo(f"! {len(late)} văn bản đã ký nhưng quá hạn chưa đóng dấu; lâu nhất {_span(late[0].age)}.", err=True)


def _followed(batch_id: str, register: Register, *, seconds: int, quiet: bool) -> Batch:
    """Return the batch, when it is closed or time is over; prints a line for each change meanwhile."""
    end, before = time.monotonic() + seconds, ""
    while True:
        with register.begin() as uow:
            batch = uow.batches.get(batch_id)
        if not quiet and seconds and (now := _progress(batch)) != before:
            click.echo(now)
            before = now
        if batch.closed_at is not None or time.monotonic() >= end:
            return batch
        time.sleep(_PAUSE)


def _progress(batch: Batch) -> str:
    done = sum(i.state is ItemState.DONE for i in batch.items)
    failed = sum(i.state is ItemState.FAILED for i in batch.items)
    return f"{done + failed}/{len(batch.items)}: {done} xong, {failed} lỗi"


def _line(batch: Batch) -> str:
    done = sum(i.state is ItemState.DONE for i in batch.items)
    failed = sum(i.state is ItemState.FAILED for i in batch.items)
    closed = "đã đóng" if batch.closed_at else "đang mở"
    return (
        f"{batch.id}  {shown(batch.created_at)}  {_PURPOSES[batch.purpose]:8}  {len(batch.items)} văn bản, "
        f"{done} xong, {failed} lỗi, {closed}"
    )


def _show(batch: Batch) -> None:
    click.echo(_line(batch))
    behalf = f" cho {batch.on_behalf_of}" if batch.on_behalf_of else ""
    click.echo(f"Người lập: {batch.created_by}, {CAPACITY_WORDS[batch.capacity][0]}{behalf}")
    for position, item in enumerate(batch.items, start=1):
        why = f": {item.message_vi or item.reason}" if item.state is ItemState.FAILED else ""
        click.echo(f"{position:4}. {item.number:20} {item.kind}: {item.subject}  {_STATES[item.state]}{why}")
    click.echo(f"Mã băm danh sách: {batch.manifest_sha256}")


def _span(age: dt.timedelta) -> str:
    hours = int(age.total_seconds() // 3600)
    return f"{hours // 24} ngày" if hours >= 24 else f"{hours} giờ {int(age.total_seconds() // 60) % 60} phút"


def batch_summary(batch: Batch) -> dict[str, object]:
    """Return a batch as a line of the list."""
    return {
        "id": batch.id,
        "purpose": batch.purpose.value,
        "capacity": batch.capacity.value,
        "on_behalf_of": batch.on_behalf_of,
        "office": batch.office,
        "created_by": batch.created_by,
        "manifest_sha256": batch.manifest_sha256,
        "closed_at": batch.closed_at.isoformat() if batch.closed_at else None,
        "items": [
            {
                "document": i.document_id,
                "state": i.state.value,
                "place": {"page": i.place.page, "box": list(i.place.box)} if i.place else None,
                "reason": i.reason,
                "vi": i.message_vi,
                "en": i.message_en,
            }
            for i in batch.items
        ],
    }
