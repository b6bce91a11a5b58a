"""``vanban <verb>``: finds the verb's file and runs it. Exits 0 done, 1 refused or failed, 2 wrong usage."""

from __future__ import annotations

import importlib
import sys

import click

from vanban.cli.output import report_error
from vanban.domain.errors import VanbanError

VERBS = {
    "up": "Start the services of this machine and wait until they are healthy.",
    "down": "Stop every service that this installation started.",
    "status": "Show the services.",
    "doctor": "Probe every tool and service, with the remedy.",
    "demo": "Play clerk and official on the shipped samples and wait for the end.",
    "read": "Show the facts of files; needs no services.",
    "check-format": "Check the form of drafts against Decree 30; needs no services for files.",
    "searchable": "Write a searchable PDF/A of scans; needs no services.",
    "submit": "Hand files in, as a clerk would.",
    "documents": "List documents, or show one.",
    "search": "Find documents by number, fields or text.",
    "account": "Prove that nothing is missing.",
    "register": "Confirm a document's facts and take its number.",
    "direct": "Say who handles an incoming document and by when, or show its slip.",
    "rerun": "Receive a refused file again, or read a document again.",
    "suspects": "Files with a possible secrecy mark: ask for release, confirm, refuse.",
    "return": "Return a document with a reason.",
    "authority": "Who may sign what: list, grant, revoke.",
    "delegate": "Pass a right to sign on, with dates and a basis.",
    "user": "Accounts of the desk: add, list, rights, passwords.",
    "notify": "Notices by mail and webhook: send, try, list what was given up.",
    "batches": "List batches.",
    "approve": "Freeze a batch and grant it with the PIN.",
    "sign": "Run what is granted.",
    "void": "Give up a draft's number before anyone signs it.",
    "copy": "Make a SAO Y, SAO LỤC or TRÍCH SAO, numbered and waiting for the seal.",
    "issue": "Note to whom a sealed document was sent.",
    "recall": "Call an issued document back: an official decides, the clerk tells the recipients.",
    "agent": "Sign with the token in this PC what the desk has frozen; needs no services here.",
    "verify": "Show the verdict on the signatures of files; needs no services.",
    "archive": "Package and lock what is finished.",
    "replicate": "Bring the second copy of the archive up to date.",
    "backup": "Make a backup set: register, files and root of the log beside the copied archive.",
    "restore-site": "Restore a whole site from a backup set into an empty installation.",
    "restore": "Bring back a package.",
    "casefile": "Case files: open, fill, close, hand over, export.",
    "book": "Registers and reports of a year: list, show, write as PDF or XLSX, close.",
    "retention": "The schedule of terms, and the term of a document.",
    "hold": "Ban the disposal of a document, or lift the ban.",
    "renew": "Extend locks and time-stamps before they end.",
    "disposal": "Dispose of what is past its term: two people, reasons, a tombstone.",
    "audit": "Check fixity, event log and reconciliation.",
    "offices": "Check, look up or add to the directory of issuing offices and places.",
    "root": "Publish the root of the event log, or list those that were.",
    "proof": "Write a document's package with the proof that its events are in the log.",
    "samples": "Write the shipped samples into a folder.",
}
"""Every verb with its line of help; its code is in ``vanban/cli/<verb>.py`` (``return_.py``) as ``command``."""


class _Verbs(click.Group):
    """Imports a verb's file only when it is asked for, so that ``vanban read`` does not pay for the desk."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        name = "return_" if cmd_name == "return" else cmd_name.replace("-", "_")
        module = importlib.import_module(f"vanban.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


@click.group(cls=_Verbs)
@click.version_option(package_name="vanban")
def cli() -> None:
    """Receive, read, register, sign, seal, verify and archive official documents."""


def main() -> None:
    """Run the command line; the only place that turns errors into exit codes."""
    try:
        cli(standalone_mode=True)
    except VanbanError as error:
        report_error(error)
        sys.exit(1)
