"""``vanban verify``: the verdict on the signatures of files. Needs no services."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from vanban.cli.output import json_option, print_json
from vanban.domain.evidence import FileVerdict, SignatureVerdict

_VERDICTS = {
    "valid": "HỢP LỆ",
    "invalid": "KHÔNG HỢP LỆ",
    "indeterminate": "CHƯA XÁC ĐỊNH",
    "unsigned": "KHÔNG CÓ CHỮ KÝ",
}
_TRUST = {"trusted": "tin cậy", "untrusted": "không tin cậy", "unknown": "không rõ"}
_REVOCATION = {"good": "không bị thu hồi", "revoked": "đã bị thu hồi", "unknown": "không rõ"}
_COVERAGE = {"file": "toàn bộ tệp", "revision": "trọn phiên bản đã ký", "unclear": "không rõ"}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.option(
    "--trust",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of trusted roots and CRLs (PEM or DER); the installation's own by default.",
)
def command(files: tuple[Path, ...], as_json: bool, trust: Path | None) -> None:
    """Show the verdict on the signatures of FILES. Exits 0 when every file is valid."""
    from signing.verify import PdfVerifier

    verifier = PdfVerifier.from_folder(trust or _own_trust())
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


def _verdict(verifier: object, path: Path) -> FileVerdict:
    from signing.verify import PdfVerifier

    assert isinstance(verifier, PdfVerifier)  # noqa: S101 - for the type checker; made two lines above
    try:
        data = path.read_bytes()
    except OSError as error:
        why = f"Không đọc được tệp ({error.strerror}). / The file cannot be read ({error.strerror})."
        return FileVerdict("", "indeterminate", reasons=(why,))
    return verifier.verify(data)


def _print(path: Path, verdict: FileVerdict) -> None:
    print(f"{path}: {_VERDICTS[verdict.verdict]}")
    for reason in verdict.reasons:
        print(f"  ! {reason}")
    for signature in verdict.signatures:
        _print_signature(signature)


def _print_signature(signature: SignatureVerdict) -> None:
    print(f"  - {signature.signer or '?'} [{signature.field}]: {_VERDICTS[signature.verdict]}, mức {signature.level}")
    print(f"      ký lúc:       {_shown(signature.timestamp or signature.signed_at)}{_proof(signature)}")
    print(f"      toàn vẹn:     {'đúng' if signature.integrity else 'SAI'}; phạm vi: {_COVERAGE[signature.coverage]}")
    print(f"      sửa sau ký:   {'CÓ' if signature.modified_after else 'không'}")
    print(f"      chứng thư số: {_TRUST[signature.trust]}, {_REVOCATION[signature.revocation]}")
    for reason in signature.reasons:
        print(f"      ! {reason}")


def _proof(signature: SignatureVerdict) -> str:
    return " (có dấu thời gian)" if signature.timestamp else " (tự khai)"


def _shown(moment: str | None) -> str:
    import datetime as dt

    from vanban.clock import shown

    return shown(dt.datetime.fromisoformat(moment)) if moment else "không rõ"
