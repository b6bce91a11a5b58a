"""``vanban sign``: run what is granted, now."""

from __future__ import annotations

import sys

import click

from vanban.cli.output import json_option, print_json


@click.command()
@click.argument("batch_ids", nargs=-1)
@json_option
def command(batch_ids: tuple[str, ...], as_json: bool) -> None:
    """Have the signing worker run BATCH_IDS (all granted ones, by default); the DAG does the same by itself."""
    from vanban.bootstrap import build
    from vanban.signing_worker import ask_to_sign
    from vanban.workflows.sign_batch import granted_batches

    services = build()
    failed = False
    for batch_id in batch_ids or granted_batches(services.register):
        answer = ask_to_sign(services.settings.signer_socket, batch_id)
        failed = failed or "error" in answer or bool(answer.get("failed"))
        if as_json:
            print_json({"batch": batch_id, **answer})
        elif "error" in answer:
            click.echo(f"{batch_id}: {answer.get('vi') or answer['error']}")
        else:
            click.echo(f"{batch_id}: {answer['done']} xong, {answer['failed']} lỗi")
    sys.exit(1 if failed else 0)
