"""``vanban verify``: the verdict on the signatures of files. Needs no services."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json, report_error
from vanban.domain.errors import VanbanError
from vanban.domain.evidence import FileVerdict, SignatureVerdict
from vanban.domain.verdict_words import COVERAGE, HOLDERS, PURPOSES, REVOCATION, TRUST, VERDICTS, Words, advice
from vanban.ports import Verifier

_KINDS = ("state", "public-duty", "business", "foreign", "demo")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.option(
    "--trust",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of trusted roots and CRLs (PEM or DER); the installation's own by default.",
)
@click.option("--purpose", type=click.Choice(_KINDS), help="Let only roots count that anchors.toml trusts for this.")
def command(files: tuple[Path, ...], as_json: bool, trust: Path | None, purpose: str | None) -> None:
    """Show the verdict on the signatures of FILES. Exits 0 when every file is valid."""
    from processors.verification import SandboxedVerifier
    from vanban.settings import Limits

    limits = Limits()
    verifier = SandboxedVerifier(
        trust=trust or _own_trust(),
        seconds=limits.examine_seconds,
        memory_bytes=limits.child_memory_bytes,
        purpose=purpose,
    )
    all_valid = True
    for path in files:
        verdict = _verdict(verifier, path)
        all_valid = all_valid and verdict.verdict == "valid"
        if as_json:
            print_json({"file": str(path), **verdict.as_json()})
        else:
            _print(path, verdict)
    sys.exit(0 if all_valid else 1)


def _own_trust() -> Path | None:
    from vanban.settings import default_home

    folder = default_home() / "pki" / "trust"
    return folder if folder.is_dir() else None


def _verdict(verifier: Verifier, path: Path) -> FileVerdict:
    try:
        return verifier.verify(path.read_bytes())
    except OSError as error:
        why = f"Không đọc được tệp ({error.strerror}). / The file cannot be read ({error.strerror})."
    except VanbanError as error:  # no room on the disk: nothing is known about the file
        report_error(error)
        why = f"{error.vi} / {error.en}"
    return FileVerdict("", "indeterminate", reasons=(why,))


def _print(path: Path, verdict: FileVerdict) -> None:
    print(f"{path}: {_both(VERDICTS[verdict.verdict])}")
    for reason in verdict.reasons:
        print(f"  ! {reason}")
    for signature in verdict.signatures:
        _print_signature(signature)
    print(f"  → {_both(advice(verdict.as_json()))}")


def _print_signature(signature: SignatureVerdict) -> None:
    print(f"  - {signature.signer or '?'} [{signature.field}]: {_both(VERDICTS[signature.verdict])}, {signature.level}")
    if signature.holder in HOLDERS:
        print(f"      Loại / kind: {_both(HOLDERS[signature.holder])}")
    claimed = _shown(signature.signed_at)
    print(f"      Tự khai ký lúc / claims to be of:  {claimed}")
    proven = f"{_shown(signature.proven_at)}, {signature.proven_by}" if signature.proven_at else "không / by none"
    print(f"      Dấu thời gian / proven by a time-stamp: {proven}")
    print(
        f"      Toàn vẹn / intact: {_yes(signature.integrity)}; phạm vi / covers: {_both(COVERAGE[signature.coverage])}"
    )
    print(f"      Bị sửa sau khi ký / changed afterwards: {_yes(signature.modified_after)}")
    held = f"{_both(TRUST[signature.trust])}, {_both(REVOCATION[signature.revocation])}"
    print(f"      Chứng thư số / certificate: {held}")
    if signature.anchor:
        purposes = "; ".join(_both(PURPOSES[one]) for one in signature.purposes if one in PURPOSES)
        print(f"      Gốc tin cậy / trusted root: {signature.anchor}{f' ({purposes})' if purposes else ''}")
    for reason in signature.reasons:
        print(f"      ! {reason}")


def _both(words: Words) -> str:
    return " / ".join(words)


def _yes(found: bool) -> str:
    return "có / yes" if found else "không / no"


def _shown(moment: str | None) -> str:
    from vanban.clock import shown

    return shown(dt.datetime.fromisoformat(moment)) if moment else "không rõ / unknown"
