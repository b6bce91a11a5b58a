"""``vanban batches``: list batches with the result of each document."""

from __future__ import annotations

import click

from vanban.cli.output import json_option, print_json
from vanban.clock import shown
from vanban.domain.batch import Batch, ItemState


@click.command()
@click.option("--open", "open_only", is_flag=True, help="Only those that are not closed.")
@json_option
def command(open_only: bool, as_json: bool) -> None:
    """List batches, newest first."""
    from vanban.bootstrap import build

    with build().register.begin() as uow:
        batches = uow.batches.list(open_only=open_only)
    for batch in batches:
        if as_json:
            print_json(batch_summary(batch))
        else:
            done = sum(i.state is ItemState.DONE for i in batch.items)
            failed = sum(i.state is ItemState.FAILED for i in batch.items)
            what = {"sign": "ký", "seal": "đóng dấu"}[batch.purpose]
            closed = "đã đóng" if batch.closed_at else "đang mở"
            click.echo(
                f"{batch.id}  {shown(batch.created_at)}  {what:8}  {len(batch.items)} văn bản, "
                f"{done} xong, {failed} lỗi, {closed}"
            )


def batch_summary(batch: Batch) -> dict[str, object]:
    """Return a batch as a line of the list."""
    return {
        "id": batch.id,
        "purpose": batch.purpose.value,
        "office": batch.office,
        "created_by": batch.created_by,
        "manifest_sha256": batch.manifest_sha256,
        "closed_at": batch.closed_at.isoformat() if batch.closed_at else None,
        "items": [
            {
                "document": i.document_id,
                "state": i.state.value,
                "reason": i.reason,
                "vi": i.message_vi,
                "en": i.message_en,
            }
            for i in batch.items
        ],
    }
