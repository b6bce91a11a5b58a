"""``vanban approve``: freeze a batch and grant it with the PIN."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from vanban.cli.batches import batch_summary
from vanban.cli.output import json_option, print_json
from vanban.domain.authority import CAPACITY_WORDS
from vanban.domain.batch import Batch, Capacity, Purpose
from vanban.domain.errors import RefusedError
from vanban.ports import SigningIdentity

if TYPE_CHECKING:
    from vanban.bootstrap import Services


@click.command()
@click.argument("document_ids", nargs=-1)
@click.option("--as", "account", required=True, help="Account that signs, such as lanhdao, or vanthu for the seal.")
@click.option("--seal", is_flag=True, help="The organisation's signature on what the official signed.")
@click.option(
    "--capacity",
    type=click.Choice([c.value for c in Capacity], case_sensitive=False),
    help="In what capacity; by default the one that covers all documents and is printed on them.",
)
@click.option("--for", "on_behalf_of", default="", help="Account of the person signed for, with KT, TL and TUQ.")
@click.option("--office", default="van-phong", show_default=True, help="Office whose waiting documents are taken.")
@click.option(
    "--redate/--keep-date",
    default=None,
    help="Write today's date into drafts that bear another, or leave it; asked by default, kept with --yes.",
)
@click.option("--pin-stdin", is_flag=True, help="Read the PIN from standard input, without asking.")
@click.option("--yes", is_flag=True, help="Grant without asking whether the list is right.")
@json_option
def command(
    document_ids: tuple[str, ...],
    account: str,
    seal: bool,
    capacity: str | None,
    on_behalf_of: str,
    office: str,
    redate: bool | None,
    pin_stdin: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Freeze DOCUMENT_IDS (all that wait, by default), show the list, and grant it with the PIN."""
    from vanban.bootstrap import build
    from vanban.workflows.assemble_batch import freeze_batch, grant_batch, identity_of, waiting_for

    services = build()
    purpose = Purpose.SEAL if seal else Purpose.SIGN
    identity = identity_of(account, purpose=purpose, desk=services.signing_desk)
    chosen = document_ids or tuple(d.id for d in waiting_for(purpose, office=office, room=services.approval_room))
    wanted = (Capacity(capacity), on_behalf_of) if capacity else None
    batch = freeze_batch(chosen, purpose=purpose, actor=account, room=services.approval_room, capacity=wanted)
    if _wants_today(batch, services, redate=redate, ask=not yes and not as_json):
        batch = freeze_batch(chosen, purpose=purpose, actor=account, room=services.approval_room, capacity=wanted)
    if not as_json:
        _show(batch, identity)
    if not yes and not click.confirm("Ký tất cả các văn bản trên?"):
        raise RefusedError("Nothing was granted.", vi="Chưa duyệt ký văn bản nào.")
    pin = sys.stdin.readline().rstrip("\n") if pin_stdin else click.prompt("Mã PIN", hide_input=True)
    grant_batch(batch.id, identity=identity, pin=pin, room=services.approval_room)
    if as_json:
        print_json(batch_summary(batch))
    else:
        click.echo(f"Đã duyệt lô {batch.id}; đang chờ ký.")


def _wants_today(batch: Batch, services: Services, *, redate: bool | None, ask: bool) -> bool:
    """Warn of drafts that bear another date than today, and write today's into them if wanted; return whether so."""
    from vanban.workflows.authorities import today
    from vanban.workflows.redate_document import dated_otherwise, redate_documents

    with services.register.begin() as uow:
        stale = dated_otherwise(batch, day=today(services.clock), uow=uow)
    if not stale:
        return False
    click.echo(f"! {len(stale)} văn bản ghi ngày khác hôm nay (số giữ nguyên nếu ghi lại ngày).", err=True)
    if redate is None:
        redate = ask and click.confirm("Ghi ngày hôm nay vào các văn bản này?")
    if redate:
        redate_documents([one.id for one in stale], actor=batch.created_by, office=services.registry_office)
    return bool(redate)


def _show(batch: Batch, identity: SigningIdentity) -> None:
    behalf = f" cho {batch.on_behalf_of}" if batch.on_behalf_of else ""
    signer = f"{identity.name} — {identity.title}" if identity.title else identity.name  # a seal has no title
    click.echo(f"{signer}, {CAPACITY_WORDS[batch.capacity][0]}{behalf}")
    for position, item in enumerate(batch.items, start=1):
        place = f"trang {item.place.page}" if item.place else "không hiển thị"
        click.echo(f"{position:4}. {item.number:20} {item.kind}: {item.subject}  [{item.sha256[:12]}] chữ ký: {place}")
    click.echo(f"Mã băm danh sách: {batch.manifest_sha256}")
