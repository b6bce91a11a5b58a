"""``vanban agent``: sign with the token in this PC, what the desk has frozen for one."""

from __future__ import annotations

import os
import sys
from dataclasses import replace

import click

from vanban.agent.conversation import Given, hold_ceremony
from vanban.agent.desk_line import DeskLine
from vanban.agent.line import Line
from vanban.agent.pairing import Memory, default_file, pair, remember, remembered
from vanban.agent.words import Words
from vanban.domain.errors import RefusedError, VanbanError


@click.command()
@click.option("--desk", default="", help="Address of the desk, https://…; kept for the next time.")
@click.option("--code", default="", help="One-time code that pairs this PC, from the desk's page of the list.")
@click.option("--module", default="", help="The token's PKCS#11 library; kept for the next time.")
@click.option("--batch", default="", help="Which list, if several wait.")
@click.option("--list", "list_only", is_flag=True, help="Only show what waits.")
@click.option("--refuse", multiple=True, type=int, metavar="N", help="Return document N of the list; needs --why.")
@click.option("--why", default="", help="Reason for what is refused.")
@click.option("--yes", "assume_yes", is_flag=True, help="Sign without asking whether the list is right.")
@click.option("--pin-stdin", is_flag=True, help="Read the PIN from standard input, without asking.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("--ca", "ca_file", default="", help="File with the CA of the desk's HTTPS certificate.")
@click.option("--allow-http", is_flag=True, help="Go without HTTPS; only in a network that you trust.")
def command(
    desk: str, code: str, module: str, batch: str, list_only: bool, refuse: tuple[int, ...], why: str,
    assume_yes: bool, pin_stdin: bool, lang: str, ca_file: str, allow_http: bool,
) -> None:  # fmt: skip
    """Look at the frozen list, approve it, and sign it with the token plugged into this PC.

    The PIN stays here; the key stays in the token. Only signature values go to the desk.
    """
    words = Words(lang)
    try:
        memory = _memory(desk, module)
        with Line(memory.desk, ca_file=ca_file, allow_http=allow_http) as line:
            if code:
                memory = pair(line, memory, desk=memory.desk, code=code)
            line.token = memory.token_for(memory.desk)
            remember(memory, file=default_file())
            given = Given(
                words=words, module=memory.module, batch=batch, assume_yes=assume_yes, pin_stdin=pin_stdin,
                refuse=refuse, why=why,
            )  # fmt: skip
            finished = hold_ceremony(DeskLine(line), given, list_only=list_only)
    except VanbanError as error:
        click.echo(words.error(error), err=True)
        sys.exit(1)
    sys.exit(0 if finished else 1)


def _memory(desk: str, module: str) -> Memory:
    """Return what is remembered, with what was given now; the desk must be known."""
    before = remembered(default_file())
    module = module or os.environ.get("VANBAN_PKCS11_MODULE", "") or before.module
    desk = (desk or os.environ.get("VANBAN_DESK_URL", "") or before.desk).rstrip("/")
    if not desk:
        raise RefusedError(
            "Which desk?",
            vi="Chưa cho biết địa chỉ hệ thống.",
            remedy="Give it once with --desk https://… / Hãy ghi một lần bằng --desk https://…",
        )
    return replace(before, desk=desk, module=module)
